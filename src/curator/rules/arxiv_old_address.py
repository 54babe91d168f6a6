r"""A link leads to arXiv under an address of the past.

## Why it matters

arXiv has one address for readers, `https://arxiv.org/`. Mirrors come and go, `export.arxiv.org` is
meant for programs, a university's proxy lets in its own people only, and browsers warn of links
without encryption. The same paper under several hosts is also harder to search for in a list.

```markdown bad
- [Attention Is All You Need](http://arxiv.org/abs/1706.03762)
- [BERT](https://export.arxiv.org/pdf/1810.04805)
- [A Thousand Lattices](http://xxx.lanl.gov/abs/hep-th/9901001)
```

```markdown fixed
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/pdf/1810.04805)
- [A Thousand Lattices](https://arxiv.org/abs/hep-th/9901001)
```

Requests to arXiv's interface for programs, and other pages of its special hosts, belong where
they are.

```markdown good
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [The query interface](http://export.arxiv.org/api/query?search_query=all:attention)
- [Papers as web pages](https://ar5iv.labs.arxiv.org/html/1910.06709)
```

## Fix safety

The fix is unsafe, because it changes an address. It keeps the page, the identifier and the
version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.identity import ArxivId, arxiv_reference, is_arxiv_host, is_future
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="papers",
    presets=("papers", "strict"),
    fix=Applicability.UNSAFE,
)

_HOME = "https://arxiv.org"
_ADDRESS = re.compile(r"\s*((https?|ftp)://([^/?#\s:@]+))(?=[/?#]|$)([^?#]*)", re.IGNORECASE)
_STORED = re.compile(r"/+ftp/", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each address of a paper on another host than arXiv's, or without encryption."""
    for url, destination, link in ctx.document.addresses():
        if url.startswith(f"{_HOME}/") and "/ftp/" not in url:
            continue
        lower = url.lower()
        if "arxiv" not in lower and "lanl.gov" not in lower:
            continue
        match = _ADDRESS.match(ctx.source.text, destination.start, destination.end)
        if match is None or not is_arxiv_host(match[3].lower().removeprefix("www.")):
            continue
        yield from _judged(ctx, url, match, link.text_span if link else None)


def _judged(
    ctx: Context, url: str, match: re.Match[str], text: Span | None
) -> Iterator[Diagnostic]:
    """The finding about an address on arXiv or a host like it, if it is an old one."""
    origin, scheme, host = match[1], match[2].lower(), match[3].lower().removeprefix("www.")
    stored = _STORED.match(match[4]) is not None
    if host == "arxiv.org" and scheme == "https" and not stored:
        return
    reference = arxiv_reference(url)
    if reference is None:
        # Other pages of the special hosts may exist there only.
        if host != "arxiv.org" or scheme != "http":
            return
    elif not isinstance(reference.outcome, ArxivId) or is_future(reference.outcome, ctx.today):
        return
    if find_mistake(url) is not None:
        return
    if stored and reference is not None:
        old, new = match[0].strip(), f"{_HOME}/pdf/{reference.outcome}"
    else:
        old, new = origin, _HOME
    span = Span(match.start(1), match.start(1) + len(old))
    yield ctx.found(
        span,
        _message(scheme, host, stored=stored, meant=new),
        key=url,
        fix=_fix(ctx, span, Span(match.start(1), match.end()), text, new),
    )


def _message(scheme: str, host: str, *, stored: bool, meant: str) -> str:
    if "proxy" in host:
        return f"'{host}' is a proxy, closed to most readers: write '{meant}'"
    if host != "arxiv.org":
        return f"'{host}' is not arXiv's address for readers: write '{meant}'"
    if stored:
        return f"an old address of a file of arXiv: write '{meant}'"
    return f"arXiv is reached by https, not by {scheme}: write '{meant}'"


def _fix(ctx: Context, span: Span, address: Span, text: Span | None, new: str) -> Fix:
    """Replace what is old in the address, also where it is the text of its link."""
    edits = [Edit(span, new)]
    if text is not None and text.start != address.start:
        written = ctx.source[address]
        if ctx.source[Span(text.start, text.start + len(written))] == written:
            edits.append(Edit(Span(text.start, text.start + span.end - span.start), new))
    edits.sort(key=lambda edit: edit.span)
    return Fix("Write arXiv's own address", tuple(edits), Applicability.UNSAFE)
