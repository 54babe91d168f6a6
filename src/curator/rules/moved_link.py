r"""A link leads to a page that has moved for good.

## Why it matters

The site says where the page is now. It will stop doing so one day: redirects are forgotten when
a site is rebuilt, and the old name of a repository is free for anybody to take.

```markdown bad
- [Alder](https://github.com/example/alder) - Draws trees.
- [Birch](http://example.org/birch#about) - Draws forests.
```

```web
https://github.com/example/alder  301 https://github.com/forest/alder 200
http://example.org/birch  301 https://example.org/birch 200
```

```markdown fixed
- [Alder](https://github.com/forest/alder) - Draws trees.
- [Birch](https://example.org/birch#about) - Draws forests.
```

Only permanent redirects (301 and 308) are told, and only those that end at a page. Where nothing
but `http`, a slash or `www.` differs it is an info. So it is where an entrance only leads on
inside, as a front page does to the start page of a language: there the new address is shown, and
not written. Redirects for the time being are the site's own business, and so are services whose
addresses are meant to last, such as doi.org.

```markdown good
- [Cedar](https://example.org/cedar) - Leads to today's version.
- [Elm](https://doi.org/10.1038/nature14539) - Leads to where the paper is.
```

```web
https://example.org/cedar  302 https://example.org/cedar/3.2 200
https://doi.org/10.1038/nature14539  302 https://www.nature.com/articles/nature14539 200
```

## Fix safety

The fix is unsafe, because it changes an address. It writes the one that the site named, and keeps
the fragment of the old one unless the new one has its own; where the text of the link is the old
address, that changes with it. There is none from `https` to `http`, to an address with a user's
name or with new parameters for tracking in it, or to one that would be wrong in itself, and none
that would give a heading another anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final
from urllib.parse import quote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document, Link
from curator.document.model import Address
from curator.identity import identify, is_arxiv_host, is_tracking_parameter
from curator.identity.address import split
from curator.identity.mistakes import find_mistake
from curator.nodes import decode, decode_html
from curator.rule import Context, Rule
from curator.source import Source, Span
from curator.status import LinkStatus
from curator.status.places import place
from curator.status.redirects import is_trivial
from curator.status.verdicts import permanent_url

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
    online=True,
)

_LONGEST: Final = 2_000
"""Characters of an address that is written into a list."""
_AROUND: Final = 20
"""Characters shown before the place where two long addresses begin to differ."""
_ON_THE_WEB = re.compile(r"https?://[^/?#@\\]+(?:[/?#]|$)", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses of pages that are elsewhere now, where they are written."""
    texts = _Texts(ctx.document)
    for address in ctx.document.addresses(images=True):
        status = ctx.web.status(address.url)
        if status is None or status.verdict != "moved":
            continue
        target = permanent_url(status.evidence)
        if target is not None and not _is_told(ctx, address, status):
            yield from _found(ctx, address, target, texts)


def _is_told(ctx: Context, address: Address, status: LinkStatus) -> bool:
    """Whether another rule tells what is wrong with the address itself."""
    parts = split(status.url)
    home = parts.scheme == "https" and parts.host == "arxiv.org"
    if "arxiv-old-address" in ctx.beside and is_arxiv_host(parts.host) and not home:
        return True
    return find_mistake(address.url) is not None


def _found(ctx: Context, address: Address, target: str, texts: _Texts) -> Iterator[Diagnostic]:
    page, _, fragment = address.url.partition("#")
    trivial = is_trivial(page, target)
    if trivial and "//" not in ctx.source[address.span]:
        return  # GitHub puts http before what is written without a scheme
    onward = not trivial and _leads_onward(page, target)
    if fragment and "#" not in target:
        target = f"{target}#{fragment}"
    has = "redirects for good" if trivial or onward else "has moved"
    fix = _fix(ctx.source, address, target, texts)
    if fix is not None and onward:
        fix = replace(fix, applicability=Applicability.DISPLAY)
    yield ctx.found(
        address.span,
        f"'{shortened(address.url)}' {has} to '{_told(target, address.url)}'",
        key=address.url,
        severity=Severity.INFO if trivial or onward else None,
        fix=fix,
    )


def _told(new: str, old: str) -> str:
    """The new address, from where it differs if that is further on than messages quote."""
    if shortened(new) != shortened(old):
        return shortened(new)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(new, old, strict=False)))
    return f"…{shortened(new[max(same - _AROUND, 0) :])}"


def _leads_onward(old: str, new: str) -> bool:
    """Whether an entrance leads on inside, to a language, a version or a start page.

    The shorter address is the one that a site tells people, and that outlives its next version.
    """
    before, after = place(old), place(new)
    if before.host != after.host:
        return False
    depth = len(before.segments)
    inside = after.segments[:depth] == before.segments and after.inside(depth).may_be_front
    return before.is_front or inside


def _fix(source: Source, address: Address, target: str, texts: _Texts) -> Fix | None:
    """Write the new address where the old one is, and as the text that shows it."""
    if not _may_be_written(address.url, target):
        return None
    edit = _destination(source, address, _escaped(target))
    shown = texts.edits(address, _escaped(target)) if edit is not None else None
    if edit is None or shown is None:
        return None
    visible = [edit, *shown] if address.link is not None and address.link.bare else shown
    if any(texts.is_heading(each.span) for each in visible):
        return None  # others may lead to the anchor that GitHub makes of it
    edits = tuple(sorted((edit, *shown), key=lambda each: each.span))
    return Fix(f"Link to '{shortened(target)}'", edits, Applicability.UNSAFE)


def _may_be_written(old: str, new: str) -> bool:
    """Whether a list may carry the address that a stranger's server gave."""
    if len(new) > _LONGEST or not _ON_THE_WEB.match(new) or not new.isprintable():
        return False
    address = split(new)
    if not address.host.isascii() or not address.host:
        return False
    if old[:6].lower() == "https:" and address.scheme == "http":
        return False
    if any(map(is_tracking_parameter, _names(new) - _names(old))):
        return False
    return find_mistake(_escaped(new)) is None


def _names(url: str) -> set[str]:
    """The names of the parameters of an address."""
    return {piece.partition("=")[0].lower() for piece in split(url).query.split("&")}


# ---------------------------------------------------------------------- where it is written

_ILLEGAL = re.compile(r"[ \"<>\\^`{|}]")
"""What no address may hold (RFC 3986) and what Markdown, tables or HTML would read otherwise."""
_REFERENCE = re.compile(r"&(?=#?\w+;)")
"""An ampersand that would begin a character reference."""
_BARE = re.compile(
    r"https?://[A-Za-z0-9.:-]+(?:[/?#](?:[\w./?=&%#+,:@-]|(?<=/)~)*)?(?<=[A-Za-z0-9/])", re.ASCII
)
"""Addresses that no markup has to hold together, wherever they stand.

GitHub takes none for a link whose host has an underscore near its end.
"""
_MARKUP = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&\w+;")


def _escaped(url: str) -> str:
    """``url`` with what may not stand in an address as percent-escapes."""
    return _ILLEGAL.sub(lambda match: quote(match[0]), url)


def _destination(source: Source, address: Address, url: str) -> Edit | None:
    """What puts ``url`` in the place of a destination, in the form that this place wants."""
    link, (start, end) = address.link, address.span
    kind = link.kind if link is not None else "inline"
    before = source.text[start - 1 : start]
    if kind == "bare":
        return Edit(address.span, url) if _stands_alone(url) else None
    if kind == "html":
        text = url.replace("&", "&amp;").replace("'", "&#39;")
        text = text if before in ("'", '"') else f'"{text}"'
    else:
        text = _REFERENCE.sub("&amp;", url)
        if kind != "autolink" and before != "<" and not _are_balanced(text):
            text = text.replace("(", "\\(").replace(")", "\\)")
    read = decode if kind == "inline" else decode_html
    if read(text.strip('"')) != url:
        return None
    return Edit(Span(start, end), text)


def _stands_alone(url: str) -> bool:
    return _BARE.fullmatch(url) is not None and _MARKUP.search(url) is None


def _are_balanced(text: str) -> bool:
    """Whether each bracket has its other half, as a destination without angles needs it."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


# ------------------------------------------------------------------------ where it is shown

_SHOWN = re.compile(
    r"(?:https?://|(?:www\.|(?:arxiv\.org|doi\.org|youtu\.be|openreview\.net)/))[^\s<>\[\]`]+",
    re.IGNORECASE,
)
"""A text that a reader takes for the address itself, as mismatched-link-text does."""
_NO_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


class _Texts:
    """The texts of the links of a document, as far as they show addresses."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_definition: dict[Span, list[Link]] | None = None

    def edits(self, address: Address, url: str) -> list[Edit] | None:
        """What makes texts show ``url`` that show the old address; ``None`` if nothing can.

        A text that refers to a definition may be its label as well, and is left to people.
        """
        if address.link is None:
            links = self._referring(address.span)
            return None if any(_disagrees(link.text, address.url, url) for link in links) else []
        link = address.link
        if link.bare or not _disagrees(link.text, address.url, url):
            return []
        shown = link.text.strip()
        at = self._document.source.text.find(shown, *link.text_span)
        if at < 0 or not _stands_alone(url):
            return None
        return [Edit(Span(at, at + len(shown)), url)]

    def is_heading(self, place: Span) -> bool:
        """Whether ``place`` lies in a heading."""
        at = self._document.heading_index(place.start)
        return at is not None and self._document.headings[at].span.covers(place)

    def _referring(self, definition: Span) -> list[Link]:
        """The links whose target is written at ``definition``."""
        if self._by_definition is None:
            self._by_definition = {}
            for link in self._document.links:
                if link.kind == "reference":
                    place = self._document.address_of(link)
                    if place is not None:
                        self._by_definition.setdefault(place, []).append(link)
        return self._by_definition.get(definition, [])


def _disagrees(text: str, old: str, new: str) -> bool:
    """Whether a text that is an address would no longer be that of a link to ``new``."""
    text = text[: _LONGEST + 1].strip()
    if not _SHOWN.fullmatch(text) or len(text) > _LONGEST:
        return False
    return text == old or (_shows(text, old) and not _shows(text, new))


def _shows(text: str, url: str) -> bool:
    """Whether a text is an address, the name of its site, or how it begins."""
    full = text if "://" in text else f"https://{text}"
    if identify(full).key == identify(url).key:
        return True
    return _simple(url).startswith(_simple(text).rstrip("/…."))


def _simple(url: str) -> str:
    return _NO_SCHEME.sub("", url, count=1).casefold()
