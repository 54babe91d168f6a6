r"""Abstract pages and PDFs of arXiv are mixed in one list.

## Why it matters

Readers like to know what a click will do: open a page with abstract, versions and comments, or
load a file of many megabytes. arXiv itself asks for links to the abstract. A list that uses one
form throughout is also easier to search and to compare.

```markdown bad
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/abs/1810.04805)
- [Deep Residual Learning](https://arxiv.org/pdf/1512.03385.pdf)
```

```markdown fixed
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/abs/1810.04805)
- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

The abstract page is right where at least half of the list links it, the PDF only where at least
80 % of ten or more links lead there; in between nothing is reported. An entry that links both forms
of its paper, a link whose text says which form it is, and a link to a page inside the PDF are left
alone.

```markdown good
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) ([pdf](https://arxiv.org/pdf/1706.03762))
- [BERT](https://arxiv.org/abs/1810.04805)
- [Figure 2](https://arxiv.org/pdf/1512.03385#page=4)
```

## Fix safety

The fix is unsafe, because it changes an address. It keeps host, identifier and version.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document import Link
from curator.identity import ArxivId, is_future
from curator.rule import Context, Rule
from curator.source import Span
from curator.style import ENOUGH, SHARE

RULE = Rule(
    severity=Severity.INFO,
    category="papers",
    presets=("papers",),
    fix=Applicability.UNSAFE,
    by_majority=True,
)

_NAMES = {"abs": "the abstract", "pdf": "the PDF"}
_NAMED = re.compile(r"(?<![^\W_])(?:pdf|abs|abstract)(?![^\W_])", re.IGNORECASE)
"""Words that say which form a link leads to."""
_PARTS = re.compile(
    r"\s*https?://[^/?#\s]+/+(?P<page>abs|pdf)/+[^?#\s]*?(?P<suffix>(?:\.pdf)?)(?:\?[^#\s]*)?\s*",
    re.IGNORECASE,
)


class _Address(NamedTuple):
    """The address of a paper in one of the two forms, and where it is written."""

    link: Link
    place: Span

    @property
    def form(self) -> str:
        """``abs`` or ``pdf``."""
        return self.link.identity.form


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each address in the rarer form."""
    addresses = _without_pairs(ctx, _addresses(ctx))
    counts = Counter(address.form for address in addresses)
    if len(counts) < len(_NAMES):
        return
    wanted = _wanted(counts)
    if wanted is None:
        return
    share = f"{counts[wanted]} of {len(addresses)}"
    suffixed = sum(address.link.url.lower().endswith(".pdf") for address in addresses)
    suffix = ".pdf" if wanted == "pdf" and 2 * suffixed > counts["pdf"] else ""
    for address in addresses:
        if address.form == wanted or is_future(ArxivId(address.link.identity.value), ctx.today):
            continue
        parts = _PARTS.fullmatch(ctx.source.text, address.place.start, address.place.end)
        if parts is not None:
            yield ctx.found(
                Span(*parts.span("page")),
                f"this links {_NAMES[address.form]}, where {share} such links lead to"
                f" {_NAMES[wanted]}: write '{wanted}'",
                key=address.link.url,
                fix=_fix(ctx, address, parts, (wanted, suffix)),
            )


def _wanted(counts: Counter[str]) -> str | None:
    """The form to write: the abstract at half of the links, the PDF only by consensus."""
    if counts["abs"] >= counts["pdf"]:
        return "abs"
    number = counts.total()
    return "pdf" if number >= ENOUGH and counts["pdf"] >= SHARE * number else None


def _addresses(ctx: Context) -> Iterator[_Address]:
    """Every address in one of the two forms whose link does not say which."""
    seen: set[Span] = set()
    for link in ctx.document.links:
        identity = link.identity
        if identity.scheme != "arxiv" or identity.form not in _NAMES or identity.fragment:
            continue
        place = ctx.document.address_of(link)
        if place is not None and place not in seen and not _says_form(link):
            seen.add(place)
            yield _Address(link, place)


def _says_form(link: Link) -> bool:
    """Whether the words of a link say which form it leads to; an address does not."""
    return "/" not in link.text and _NAMED.search(link.text) is not None


def _without_pairs(ctx: Context, addresses: Iterable[_Address]) -> list[_Address]:
    """``addresses`` less those of entries that link both forms of one paper."""
    document = ctx.document
    groups: defaultdict[tuple[int, str], list[_Address]] = defaultdict(list)
    for address in addresses:
        entry = document.entry_of(address.link)
        around = id(entry) if entry else id(document.section_of(address.link))
        groups[around, address.link.identity.value].append(address)
    single = (group for group in groups.values() if len({address.form for address in group}) == 1)
    return sorted(
        (address for group in single for address in group), key=lambda address: address.place
    )


def _fix(ctx: Context, address: _Address, parts: re.Match[str], wanted: tuple[str, str]) -> Fix:
    """Write the other form into the address, also where it is the text of its link."""
    page, suffix = wanted
    edits = [Edit(Span(*parts.span("page")), page)]
    if parts["suffix"] != suffix:
        edits.append(Edit(Span(*parts.span("suffix")), suffix))
    text = address.link.text_span
    if text != address.place and ctx.source[text] == ctx.source[address.place]:
        by = text.start - address.place.start
        edits += [Edit(Span(edit.span.start + by, edit.span.end + by), edit.text) for edit in edits]
    edits.sort(key=lambda edit: edit.span)
    return Fix(f"Link {_NAMES[page]}", tuple(edits), Applicability.UNSAFE)
