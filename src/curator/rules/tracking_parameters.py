r"""An entry's address says where a click came from, which is none of the reader's business.

## Why it matters

`utm_source=twitter` or `fbclid=…` was put there by the site from which the address was copied.
It tells the owner of the page something false about its readers, makes the address long, and
hides that two entries are one.

```markdown bad
- [Attention](https://example.org/attention?utm_source=twitter&page=2&utm_medium=social#top)
```

```markdown fixed
- [Attention](https://example.org/attention?page=2#top)
```

Only parameters are reported that have no other use. Marks that the list itself sets, such as
`utm_source=github` or its own name, are left alone, and so are `ref`, `source` and their kin.

```markdown good
# Awesome Engines

- [Engine](https://example.org/engine?utm_source=awesome-engines&utm_medium=list)
- [Attention](https://example.org/attention?source=list&ref=engine&v=2)
```

## Fix safety

The fix changes the address, though not what it leads to: it takes these parameters out and
leaves the others as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document
from curator.identity import is_tracking_parameter
from curator.identity.mistakes import find_mistake
from curator.nodes import decode, decode_html
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

# Names that no site uses for anything but to follow a click, beyond those that identities drop.
_CERTAIN = frozenset(
    "__hsfp __hssc __hstc _hsenc _hsmi _openstat dclid gad_source gbraid hss_channel igsh igshid"
    " li_fat_id mkt_tok oly_anon_id oly_enc_id spm_id_from srsltid ttclid twclid vd_source"
    " vero_id wbraid".split()
)
# Marks of the reader of a newsletter, and one more that goes with them: alone, it may be a number
# that a shop gives to a course.
_MAIL = frozenset("_hsenc _hsmi __hssc __hstc __hsfp mkt_tok".split())
_BESIDE_MAIL = "ecid"
# Sites where `si` says who shared a video or a song.
_SHARED = re.compile(r"(?:[\w-]+\.)?(?:youtube\.com|youtu\.be|spotify\.com)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?P<before>https?://(?P<host>[^/?#\s]+)[^?#]*)\?(?P<query>[^#]*)(?P<fragment>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"&(?:amp;)?")

# Values by which a list marks its own links, or a site those of its badges.
_OWN = re.compile(r"git-?hub|awesome|read-?me|sponsor|affiliate|badge", re.IGNORECASE)
# Places that addresses are copied from: no list is called so.
_PLATFORM = re.compile(
    r"twitter|^x$|^t\.co|facebook|^fb|linkedin|reddit|hacker|^hn|youtube|instagram|we_?chat|weibo"
    r"|news|e?mail|gpt|openai|perplexity|google|bing|medium|substack|rss|feed|dlvr|hootsuite"
    r"|buffer|slack|telegram|whatsapp|discord|social|direct|share|copy|producthunt",
    re.IGNORECASE,
)
_LONGEST = 2_000
"""Characters of an address within which its query begins; many links may refer to one."""
_SITES_OF_A_MARK = 3
"""Sites whose addresses carry one source before it is taken for the list's own mark."""
_REPOSITORY = re.compile(r"github\.com/([\w-]{2,39})/([\w.-]{2,100})")
_WORD = re.compile(r"[^\W_]+")


class _Tracked(NamedTuple):
    """A link with such parameters: ``follow`` of the pieces of its query, and all ``kept``."""

    url: str
    host: str
    written: Span
    html: bool
    follow: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def source(self) -> str:
        """What ``utm_source`` says, in its plainest form."""
        pairs = (piece.partition("=") for piece in self.follow)
        return next((_plain(value) for name, _, value in pairs if name == "utm_source"), "")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the links of entries that carry such parameters, once each."""
    found = list(_tracked(ctx.document))
    if not found:
        return
    marks = _marks(ctx.document, found)
    for tracked in found:
        values = [piece.partition("=")[2] for piece in tracked.follow]
        own = marks | {_plain(label) for label in tracked.host.split(".")}
        if any(_OWN.search(value) or _plain(value) in own for value in values):
            continue
        if find_mistake(tracked.url) is not None:
            continue  # malformed-link tells what is wrong
        edit = _edit(ctx.source, tracked)
        fix = None
        if edit is not None:
            fix = Fix("Leave out what only follows a click", (edit,), Applicability.UNSAFE)
        span = tracked.written if edit is None else edit.span
        yield ctx.found(span, _told(tracked.follow), key=tracked.url, fix=fix)


def _told(follow: tuple[str, ...]) -> str:
    names = list(dict.fromkeys(piece.partition("=")[0] for piece in follow))
    if len(names) == 1:
        return f"'{shortened(names[0], 30)}' only follows a click: leave it out of the address"
    first = ", ".join(f"'{shortened(name, 30)}'" for name in names[:-1][:3])
    last = f"'{shortened(names[-1], 30)}'" if len(names) < 5 else "others"
    return f"{first} and {last} only follow a click: leave them out of the address"


# ------------------------------------------------------------------------------ targets


def _tracked(document: Document) -> Iterator[_Tracked]:
    seen: set[Span] = set()
    for link in document.links:
        if "?" not in link.url[:_LONGEST] or document.entry_of(link) is None:
            continue
        written = document.address_of(link) or link.span
        if written in seen:
            continue  # by reference: one definition is one mistake
        seen.add(written)
        match = _ADDRESS.fullmatch(link.url)
        if match is None or "://" in match["before"][8:]:
            continue
        shared = _SHARED.fullmatch(match["host"]) is not None
        pieces = match["query"].split("&")
        names = {_name(piece) for piece in pieces}
        also = {"si"} if shared else set()
        if not _MAIL.isdisjoint(names):
            also.add(_BESIDE_MAIL)
        follow = tuple(piece for piece in pieces if _follows(_name(piece), also))
        if follow:
            known = frozenset(follow)
            kept = tuple(piece for piece in pieces if piece and piece not in known)
            html = link.kind in ("html", "autolink", "bare")
            yield _Tracked(link.url, match["host"].lower(), written, html, follow, kept)


def _name(piece: str) -> str:
    """The name of a parameter, of a piece of a query."""
    return piece.partition("=")[0].lower()


def _follows(name: str, also: Set[str]) -> bool:
    """Whether a parameter has no use but to follow a click; ``also`` are those of this address."""
    if name in also:
        return True
    return name != "si" and (is_tracking_parameter(name) or name in _CERTAIN)


def _edit(source: Source, tracked: _Tracked) -> Edit | None:
    """What takes the parameters out of the query; nothing where escapes hide them."""
    raw = source[tracked.written]
    start = raw.find("?")
    if start < 0 or "&#" in raw:
        return None
    fragment = raw.find("#", start)
    end = len(raw) if fragment < 0 else fragment
    read = decode_html if tracked.html else decode
    between = match.group() if (match := _BETWEEN.search(raw, start, end)) else "&"
    pieces = _BETWEEN.split(raw[start + 1 : end])
    follow = frozenset(tracked.follow)
    kept = [piece for piece in pieces if piece and read(piece) not in follow]
    if tuple(map(read, kept)) != tracked.kept:
        return None
    query = f"?{between.join(kept)}" if kept else ""
    at = tracked.written.start
    return Edit(Span(at + start, at + end), query)


# -------------------------------------------------------------------------------- marks


def _marks(document: Document, found: Sequence[_Tracked]) -> set[str]:
    """The plain forms of the words by which the list may mark its links.

    Its title, the repositories that it links, the initials of both, the owners of these, and a
    source that addresses of several sites carry, unless it is a place to copy addresses from.
    """
    linked = set(_REPOSITORY.findall(document.source.text))
    names = {document.title, *(name.removesuffix(".git") for _, name in linked)}
    marks = {_plain(owner) for owner, _ in linked}
    for name in names:
        words = _WORD.findall(name.lower())
        marks.update(("".join(words), "".join(word[0] for word in words)))
    sites: dict[str, set[str]] = defaultdict(set)
    for tracked in found:
        sites[tracked.source].add(tracked.host)
    marks.update(source for source, hosts in sites.items() if len(hosts) >= _SITES_OF_A_MARK)
    return {mark for mark in marks if len(mark) > 2 and not _PLATFORM.search(mark)}


def _plain(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(filter(str.isalnum, text.lower()))
