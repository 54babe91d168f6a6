r"""An arXiv link pins one version of a paper.

## Why it matters

`arxiv.org/abs/1706.03762v5` shows version 5 for ever. Authors correct their papers, and a reader
of the list should get the latest text: the address without `v5` leads there. Versions mostly get
into a list by copying.

```markdown bad
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762v5)
- [BERT](https://arxiv.org/pdf/1810.04805v2.pdf)
```

```markdown fixed
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/pdf/1810.04805.pdf)
```

Versions that are meant are left alone: a link whose text names the version, a link to a place
inside the text, and papers of which the list links two versions.

```markdown good
- [BERT](https://arxiv.org/abs/1810.04805)
- [Batch Normalization, v1](https://arxiv.org/abs/1502.03167v1)
- [Table 3 of GPT-3](https://arxiv.org/html/2005.14165v4#S3.T3)
- Two readings of one paper: [first](https://arxiv.org/abs/1412.6980v1) and [last](https://arxiv.org/abs/1412.6980v9)
```

## Fix safety

The fix is unsafe, because it changes an address: the latest version may differ from the one that
was read, or be a withdrawal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document import Link
from curator.identity import ArxivId, arxiv_reference, is_future
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.INFO,
    category="papers",
    presets=("papers",),
    fix=Applicability.UNSAFE,
)

_NAMED = re.compile(r"(?<![^\W\d_])v(?:er(?:sion)?)?[. ]?[0-9]", re.IGNORECASE)
"""Words that say which version a link leads to: ``v2``, ``version 2``, ``1706.03762v2``."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each address with a version, unless the list links several versions of its paper."""
    pinned: dict[Span, Link] = {}
    versions: defaultdict[str, set[int]] = defaultdict(set)
    for link in ctx.document.links:
        identity = link.identity
        if identity.scheme != "arxiv" or identity.version is None:
            continue
        versions[identity.value].add(identity.version)
        place = ctx.document.address_of(link)
        if place is not None and not identity.fragment and not _names_version(link):
            pinned.setdefault(place, link)
    for place, link in pinned.items():
        if len(versions[link.identity.value]) == 1:
            yield from _found(ctx, link, place)


def _names_version(link: Link) -> bool:
    """Whether the words of a link say which version it leads to; an address does not."""
    return "/" not in link.text and _NAMED.search(link.text) is not None


def _found(ctx: Context, link: Link, place: Span) -> Iterator[Diagnostic]:
    reference = arxiv_reference(link.url)
    if reference is None or not isinstance(reference.outcome, ArxivId):
        return
    if is_future(reference.outcome, ctx.today) or find_mistake(link.url) is not None:
        return
    suffix = f"v{reference.outcome.version}"
    start, end = reference.span
    written = ctx.source[place]
    shift = written.find(link.url)
    exact = shift >= 0 and link.url[start:end].lower().endswith(suffix)
    at = Span(shift + end - len(suffix), shift + end)
    span = Span(place.start + at.start, place.start + at.end) if exact else place
    yield ctx.found(
        span,
        f"'{suffix}' pins a version: without it the link leads to the latest text of the paper",
        key=link.url,
        fix=_fix(ctx, link, place, at) if exact else None,
    )


def _fix(ctx: Context, link: Link, place: Span, at: Span) -> Fix:
    """Take the version out of the address, also where it is the text of its link."""
    copies = {place}
    if ctx.source[link.text_span] == ctx.source[place]:
        copies.add(link.text_span)
    edits = (Edit(Span(copy.start + at.start, copy.start + at.end), "") for copy in sorted(copies))
    return Fix("Remove the version", tuple(edits), Applicability.UNSAFE)
