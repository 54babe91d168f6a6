r"""A link goes through a URL shortener, which hides where it leads.

## Why it matters

Nobody can see what is behind a short address, a duplicate of it goes unnoticed, and it dies with
the service: `goo.gl` and `git.io` have been closed to new links, others have vanished.

```markdown bad
- [Attention is all you need](https://bit.ly/3abCdEf)
```

```markdown fixed
- [Attention is all you need](https://arxiv.org/abs/1706.03762)
```

The front page of such a service may be listed like any other page, and so may the short
addresses that a site gives to its own pages. A short address that stands below the full one,
on a line of its own, is a further name of the entry, and what the list's sponsors are linked by
counts clicks on purpose: both are left alone. One that is written more than five times, or
that names a licence, is an info, for that is how a list abbreviates what it repeats. With
`--online`, `moved-link` tells where a short address leads for good, and `dead-link` and
`suspicious-redirect` tell where it leads nowhere, or astray.

```markdown good
- [Bitly](https://bit.ly/) - Shortens addresses.
- [A video](https://youtu.be/aircAruvnKk), [a paper](https://doi.org/10.1038/nature14539)
- [tips](https://github.com/git-tips/tips) - Tips about Git.
  - https://git.io/git-tips
```

## Options

`allow` names services whose addresses are accepted, and `also` further ones that are not, such
as your company's: both as hosts, `go.example.org`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Document, Link
from curator.identity import identify
from curator.rule import Context, Rule, option
from curator.source import Span
from curator.status import Verdict


@dataclass(frozen=True, slots=True)
class Options:
    """What users may change."""

    allow: tuple[str, ...] = option((), "Hosts of shorteners whose addresses are accepted.")
    also: tuple[str, ...] = option((), "Hosts of further shorteners.")


RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    options=Options,
)

# Services that shorten any address for anybody, and those that social networks put around the
# links of a post. A site's own short addresses (`youtu.be`, `redd.it`, `aka.ms`) are none.
_SHORTENERS = frozenset(
    "adf.ly b.link bc.vc bit.do bit.ly bl.ink buff.ly chilp.it clck.ru cli.gs clk.im cutt.ly"
    " cutt.us dlvr.it dwz.cn git.io goo.gl hubs.ly ift.tt is.gd j.mp kutt.it lnkd.in mcaf.ee"
    " n9.cl ow.ly po.st qr.ae rb.gy rebrand.ly s.id short.gy shorturl.at snip.ly soo.gd su.pr"
    " suo.im t.cn t.co t.ly tiny.cc tiny.one tinyurl.com tr.im trib.al u.nu u.to urlr.me url.cn"
    " urlz.fr v.gd vk.cc x.co xurl.es yep.it zpr.io zurl.co".split()
)
_SHORT = re.compile(
    r"(?:https?:)?//(?:www\.)?(?P<host>[^/?#:\\@\s]+)/(?P<code>[\w~-]+)/?(?:[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
# Pages of the services themselves.
_OWN_PAGES = frozenset(
    "a about api app blog contact dev developers docs enterprise faq features forms help legal"
    " links login maps news p pages photos pricing privacy register signup support terms".split()
)

_SPONSOR = re.compile(
    r"sponsor|affiliate|referral|advert(?:is|orial)|\bbackers?\b|\bspecial thanks\b"
    r"|(?:supported|brought to you|powered) by|赞助|贊助|广告|廣告|スポンサー|후원",
    re.IGNORECASE,
)
"""Words that tell who pays for a list."""
_LETTER = re.compile(r"[^\W\d_]")
_AROUND = 400
"""Characters before a link, of its text, address and section, in which such a word may stand."""
_LICENCE = re.compile(
    r"\b(?:[AL]?GPL|MIT|BSD|Apache|MPL|EPL|CC[ -]?(?:BY|0)|ISC|Unlicensed?|licen[cs]e)(?![a-z])",
    re.IGNORECASE,
)
"""Texts that name a licence."""
_LONGEST_NAME = 40
_ABBREVIATED = 5
"""Times that one short address may recur before it is the list's own abbreviation."""
_TOLD_BY: Mapping[Verdict, str] = {
    "moved": "moved-link",
    "dead": "dead-link",
    "suspicious": "suspicious-redirect",
}
"""The rules that tell where a short address leads, by what came of asking it."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report short addresses, each where it is first written."""
    options = ctx.options(Options)
    allowed = {_bare(host) for host in options.allow}
    hosts = (_SHORTENERS | {_bare(host) for host in options.also}) - allowed
    known: dict[str, bool] = {}
    found: dict[str, list[Span]] = {}
    licences: set[str] = set()
    for link in ctx.document.links:
        url = link.url
        if url not in known:
            known[url] = _is_short(url, hosts) and not _is_followed(ctx, url)
        if known[url] and not _is_mismatched(link) and not _is_meant(ctx.document, link):
            place = ctx.document.address_of(link) or link.span
            found.setdefault(url, []).append(place)
            if _LICENCE.search(link.text[:_LONGEST_NAME]):
                licences.add(url)
    for url, places in found.items():
        # Of a change, each place is told by itself: a further one may be what it added.
        shown = places[:1] if ctx.change is None else sorted(set(places))
        count = len(set(places))
        again = f", here and {count - 1} more times" if count > 2 else ", here and once more"
        again *= count > 1
        message = f"'{shortened(url)}' hides where it leads: write the address behind it"
        repeated = count > _ABBREVIATED or url in licences
        severity = Severity.INFO if repeated else RULE.severity
        for place in shown:
            yield ctx.found(place, message + again, key=url, severity=severity)


def _is_followed(ctx: Context, url: str) -> bool:
    """Whether ``url`` was asked where it leads, and another rule tells what came of it."""
    status = ctx.web.status(url)
    return status is not None and _TOLD_BY.get(status.verdict) in ctx.beside


def _bare(host: str) -> str:
    return host.strip().lower().removeprefix("www.")


def _is_short(url: str, hosts: Set[str]) -> bool:
    """Whether ``url`` is the short form of another address."""
    match = _SHORT.fullmatch(url)
    if match is None or match["host"].lower() not in hosts:
        return False
    return match["code"].lower().split("-")[0] not in _OWN_PAGES


def _is_meant(document: Document, link: Link) -> bool:
    """Whether a short address is a further name of the entry above, or a sponsor's."""
    entry = document.entry_of(link)
    title = document.section_of(link).title
    if _SPONSOR.search(title[:_AROUND]) or _SPONSOR.search(link.url[:_AROUND]):
        return True
    if entry is None:
        return _is_sponsored(document, link)
    parent = document.parent_of(entry)
    if parent is None or parent.link is None or not link.bare or entry.links != (link,):
        return False
    text, span = document.source.text, link.span
    behind = text[span.end : min(entry.span.end, span.end + _AROUND)]
    return not _LETTER.search(text, entry.span.start, span.start) and not _LETTER.search(behind)


def _is_sponsored(document: Document, link: Link) -> bool:
    """Whether a link outside entries stands below, or in, words about who pays for the list."""
    section = document.section_of(link)
    # No further back than the heading: what stands above it is another matter.
    start = section.title_span.end if section.title_span else section.span.start
    start = max(start, link.span.start - _AROUND)
    end = min(link.text_span.end, link.span.start + _AROUND)
    return _SPONSOR.search(document.source.text, start, max(start, end)) is not None


def _is_mismatched(link: Link) -> bool:
    """Whether the text shows another address, which mismatched-link-text reports."""
    shown = link.text.strip(" <>[]()\"'")
    if link.bare or not shown[:8].lower().startswith(("http://", "https://", "www.")):
        return False
    return " " not in shown and identify(shown).key != link.identity.key
