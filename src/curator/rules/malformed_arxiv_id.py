r"""An address of arXiv holds no arXiv identifier.

## Why it matters

Such a link is dead, or worse, leads to another paper. A digit lost in copying
is invisible to the eye, and arXiv is asked too slowly to find it by trying; but the scheme of
the identifiers is strict enough to tell offline.

```markdown bad
- [Attention Is All You Need](https://arxiv.org/abs/1706.3762)
- [LLaMA](https://arxiv.org/pdf/2302.13971v0)
- [Mistral 7B](https://arxiv.org/abs/https://arxiv.org/abs/2310.06825)
- [Mixtral of Experts](https://arxiv.org/abs/2401.04088.pdf)
- [Chinchilla](https://huggingface.co/papers/2213.15556)
```

```markdown fixed
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [LLaMA](https://arxiv.org/pdf/2302.13971)
- [Mistral 7B](https://arxiv.org/abs/2310.06825)
- [Mixtral of Experts](https://arxiv.org/abs/2401.04088)
- [Chinchilla](https://huggingface.co/papers/2203.15556)
```

Identifiers are `YYMM.number`, with four digits from April 2007 to December 2014 and with five
since; before that, `archive/YYMMNNN`. Months run from 01 to 12 and lie in the past, numbers
and versions begin with 1
(<https://info.arxiv.org/help/arxiv_identifier.html>). Listings, searches, author pages and the
help of arXiv are no papers and left alone. Two addresses that ran together, and an address that
swallowed a bracket, are told by `malformed-link`.

```markdown good
- [The first large language model paper I read](https://arxiv.org/abs/0704.0001)
- [Quantum error correction](https://arxiv.org/abs/quant-ph/9705052)
- [With a subject class](https://arxiv.org/abs/math.GT/0309136)
- [New papers](https://arxiv.org/list/cs.CL/recent)
```

## Fix safety

The fix is only shown, never applied: the identifier in it is well formed, but only the title of
the paper can tell whether it is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.identity import ArxivId, ArxivProblem, ArxivReference, arxiv_reference, is_future
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="papers",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.DISPLAY,
)

_CLOCKS_APART = timedelta(days=1)
"""What the date may differ between here and arXiv, which counts months in its own time zone."""

# In the host or path of every address that may be meant to be a paper of arXiv.
_MAY_BE = re.compile(r"xiv|ar5iv|xxx\.lanl|/papers?/|adsabs", re.IGNORECASE).search

# What nearly all of them look like since 2015.
_USUAL = re.compile(
    r"https?://arxiv\.org/(abs|pdf)/(\d\d)(?:0[1-9]|1[0-2])\.(?!00000)\d{5}(?:v[1-9])?(\.pdf)?"
)

_BEHIND_TEXT = re.compile(r"\][ \t]{0,2}（[ \t]{0,2}$")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each destination that is meant to be a paper of arXiv and cannot be one."""
    for url, destination in _destinations(ctx):
        if not _MAY_BE(url) or _is_right(url, ctx.today):
            continue
        reference = arxiv_reference(url)
        if reference is None:
            continue
        message = _problem(reference, ctx.today)
        if message and find_mistake(url) is None:
            span = _identifier_span(ctx, url, destination, reference)
            yield ctx.found(span, message, key=url, fix=_fix(ctx, span, reference))


def _is_right(url: str, today: date) -> bool:
    """Whether ``url`` is a paper's in its most usual form, of a year since 2015 that is over."""
    match = _USUAL.fullmatch(url)
    if match is None or not 15 <= int(match[2]) < today.year - 2000:
        return False
    return match[3] is None or match[1] == "pdf"


def _destinations(ctx: Context) -> Iterator[tuple[str, Span]]:
    """Every address that is written in the document, with its place."""
    text = ctx.source.text
    for url, place, link in ctx.document.addresses():
        at = place.start if link is None else link.span.start
        # `[text]（https://…）` is one mistake, told by malformed-link.
        wide = link and link.bare and _BEHIND_TEXT.search(text[max(at - 6, 0) : at])
        if not wide:
            yield url, place


def _problem(reference: ArxivReference, today: date) -> str | None:
    """What is wrong with the identifier, in a message; ``None`` if nothing is."""
    outcome = reference.outcome
    text = shortened(reference.text)
    if isinstance(outcome, ArxivId):
        if not is_future(outcome, today + _CLOCKS_APART):
            return None
        year, month = outcome.month
        return f"no arXiv identifier: '{text}' belongs to {year}-{month:02}, a month still to come"
    return _explained(text, outcome)


def _explained(text: str, problem: ArxivProblem) -> str:
    subject = f"'{text}' is no arXiv identifier" if text else "no arXiv identifier"
    hint = f"; did you mean '{problem.suggestion}'?" if problem.suggestion else ""
    return f"{subject}: {problem.reason}{hint}"


def _fix(ctx: Context, span: Span, reference: ArxivReference) -> Fix | None:
    """The identifier that was plainly meant in place of the one that is written."""
    outcome = reference.outcome
    meant = outcome.suggestion if isinstance(outcome, ArxivProblem) else None
    if not meant or ctx.source[span] != reference.text:
        return None
    return Fix(f"Replace it by '{meant}'", (Edit(span, meant),), Applicability.DISPLAY)


def _identifier_span(ctx: Context, url: str, destination: Span, reference: ArxivReference) -> Span:
    """Where the identifier stands; the whole destination if it is missing or written in escapes."""
    written = ctx.source[destination]
    shift = written.find(url)
    start, end = reference.span
    if shift >= 0 and start < end:
        at = destination.start + shift
        return Span(at + start, at + end)
    at = written.find(url[start:end]) if start < end else -1
    if at < 0:
        return destination
    return Span(destination.start + at, destination.start + at + end - start)
