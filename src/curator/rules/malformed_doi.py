r"""An address of doi.org holds no DOI.

## Why it matters

Such a link leads to an error page. Most of them were put together by a program: it wrote
`https://doi.org/` before what already was an address.

```markdown bad
- [Deep learning](https://doi.org/https://doi.org/10.1038/nature14539)
- [Mastering the game of Go](https://doi.org/doi.org/10.1038/nature16961)
- [XGBoost](https://doi.org/doi/10.1145/2939672.2939785)
- [Highly accurate protein structure prediction](https://doi.org/10/1038/s41586-021-03819-2)
- [GPT-3](https://doi.org/arXiv:2005.14165)
```

```markdown fixed
- [Deep learning](https://doi.org/10.1038/nature14539)
- [Mastering the game of Go](https://doi.org/10.1038/nature16961)
- [XGBoost](https://doi.org/10.1145/2939672.2939785)
- [Highly accurate protein structure prediction](https://doi.org/10.1038/s41586-021-03819-2)
- [GPT-3](https://doi.org/10.48550/arXiv.2005.14165)
```

A DOI is a prefix, `10.` and digits, then a slash and a suffix
(<https://www.doi.org/doi-handbook/HTML/index.html>). Nothing is left out:

```markdown bad
- [A data set](https://doi.org/10.5281)
- [Our paper](https://doi.org/10.1145/XXXXXXX.XXXXXXX)
- Deep learning, [doi:10.1038/nature14539](https://doi.org/)
```

Other handles, short DOIs and the pages of doi.org itself are left alone. An address whose
arXiv identifier is wrong is told by `malformed-arxiv-id`.

```markdown good
- [Deep learning](https://doi.org/10.1038/nature14539), [again](https://dx.doi.org/doi:10.1038%2Fnature14539)
- [A long suffix](https://doi.org/10.1016/S0377-2217(99)00033-8)
- [The handbook](https://www.doi.org/doi-handbook/HTML/index.html) of the [DOI](https://doi.org/)
```

## Fix safety

The fix is unsafe, because it changes an address. It is offered where the rest of the address is a
whole DOI or another address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Link
from curator.identity import ArxivId, arxiv_reference, parse_arxiv_id
from curator.identity.address import Address, decoded, split
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="papers",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_LONGEST: Final = 500
"""Characters of an address beyond which nothing is said of it."""

_HOSTS = frozenset({"doi.org", "dx.doi.org"})
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/\S+")
_PREFIX = re.compile(r"10\.(?:\d{4,9}(?:\.\d{1,9})*)?/?")
_INNER = re.compile(r"(?:(?:https?:/+)?(?:dx\.|www\.)?doi\.org/+)+", re.IGNORECASE)
_SITE = re.compile(r"https?:/+(?=[^/])|www\.", re.IGNORECASE)
_VIEW = re.compile(r"(?:(?:doi|abs|abstract|full|pdf|epdf)[/:.\s]+)+(?=10\.)", re.IGNORECASE)
_COPIED = re.compile(r"(?:10[/,_-]|[01]?\.|1O\.|l0\.)(?=\d{4,5}/)", re.IGNORECASE)
"""What is left of ``10.`` where it was mistyped or cut."""
_ARXIV = re.compile(r"arxiv[.:/\s]+(.{8,40})", re.IGNORECASE)
_BLANK = re.compile(r"X{4,}|x{5,}|\{[A-Za-z_ -]{2,20}\}|<[A-Za-z_ -]{2,20}>|…|\.{3}")
"""What a template leaves to be filled in; an old DOI may hold ``<391::AID-ASI1>``."""
_TRAILING = re.compile(r"[.,:;\s]+$")
_NUMBER = re.compile(r"10\.\d{4,9}/\S")


class _Problem(NamedTuple):
    """What is wrong in a message, and the address that was plainly meant, if it is known."""

    message: str
    meant: str | None = None


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each address of doi.org whose path is meant to be a DOI and is none."""
    for url, place, link in ctx.document.addresses():
        problem = _judge(ctx, url, link)
        if problem is not None:
            yield _found(ctx, url, place, problem, link.text_span if link else None)


def _judge(ctx: Context, url: str, link: Link | None) -> _Problem | None:
    """The problem of an address, unless another rule has something to say of it."""
    if len(url) > _LONGEST or "doi.org" not in url.lower():
        return None
    address = split(url)
    if address.host not in _HOSTS or address.scheme not in {"http", "https"}:
        return None
    if arxiv_reference(url) is not None or find_mistake(url) is not None:
        return None
    path = decoded(address.path).strip(" \t").lstrip("/ \t")
    if not path:
        return _Problem("the DOI is missing") if link and _wants_doi(ctx, link) else None
    return _problem(path, address)


def _wants_doi(ctx: Context, link: Link) -> bool:
    """Whether a link says or shows a DOI, which its address lacks; prose may name doi.org."""
    start, end = link.span
    tag = ctx.source.text[start - 1 : start] == "[" and ctx.source.text[end : end + 1] == "]"
    if tag and link.text.strip(" :").lower() == "doi":
        return True
    return "/doi.org" not in link.text.lower() and _NUMBER.search(link.text) is not None


def _problem(path: str, address: Address) -> _Problem | None:
    """What is wrong with a path that is not empty, its escapes resolved."""
    if inner := _INNER.match(path):
        return _Problem("the address of doi.org stands there twice", _doi(path[inner.end() :]))
    if _SITE.match(path):
        return _Problem(f"'{shortened(path)}' is an address, no DOI", _site(path, address))
    if view := _VIEW.match(path):
        if view[0].lower() == "doi:":  # the resolver knows that one
            return None
        message = f"'{shortened(view[0])}' does not belong before the DOI"
        return _Problem(message, _doi(path[view.end() :]))
    return _name_problem(path.rstrip("/"))


def _name_problem(name: str) -> _Problem | None:
    """What is wrong with ``name`` as a DOI, where nothing stands before it."""
    shown = shortened(name)
    if match := _ARXIV.fullmatch(name):
        paper = parse_arxiv_id(match[1])
        meant = _doi(f"10.48550/arXiv.{paper.id}") if isinstance(paper, ArxivId) else None
        return _Problem(f"'{shown}' is a name of arXiv, no DOI", meant)
    if _PREFIX.fullmatch(name):
        return _Problem(f"'{shown}' is the prefix of a DOI, its suffix is missing")
    if copied := _COPIED.match(name):
        meant = _doi(f"10.{name[copied.end() :]}")
        return _Problem(f"'{shown}' is no DOI: they begin with '10.'", meant)
    if not name.startswith("10."):
        return None
    if blank := _BLANK.search(name):
        return _Problem(f"'{shortened(blank[0])}' stands where the DOI should be filled in")
    if trailing := _TRAILING.search(name):
        meant = _doi(name[: trailing.start()])
        return _Problem(f"'{trailing[0]}' does not belong to the DOI", meant)
    return None


def _doi(text: str) -> str | None:
    """The address of a DOI, if ``text`` is a whole one."""
    return f"https://doi.org/{text}" if _DOI.fullmatch(text) else None


def _site(path: str, address: Address) -> str:
    """The address that a path is, with one slash of its scheme perhaps lost."""
    scheme, colon, rest = path.partition(":")
    meant = f"{scheme.lower()}://{rest.lstrip('/')}" if colon else f"https://{path}"
    query = f"?{address.query}" if address.query else ""
    return meant + query + (f"#{address.fragment}" if address.fragment else "")


def _found(ctx: Context, url: str, place: Span, problem: _Problem, text: Span | None) -> Diagnostic:
    address = split(url)
    written = ctx.source[place]
    shift = written.find(url)
    span = place
    if shift >= 0 and address.text == url and address.path.strip("/"):
        at = place.start + shift + address.path_at
        span = Span(at, at + len(address.path))
    hint = f": did you mean '{shortened(problem.meant)}'?" if problem.meant else ""
    exact = written == url and "%" not in address.path
    return ctx.found(
        span,
        problem.message + hint,
        key=url,
        fix=_fix(ctx, place, problem.meant, text) if exact and problem.meant else None,
    )


def _fix(ctx: Context, place: Span, meant: str, text: Span | None) -> Fix:
    """Write the address that was meant, also where it is the text of its link."""
    written = ctx.source[place]
    same = _shared(written, meant)
    most = min(len(written), len(meant)) - same
    tail = min(_shared(written[::-1], meant[::-1]), most)
    new = meant[same : len(meant) - tail]
    copies = {place}
    if text is not None and ctx.source[text] == written:
        copies.add(text)
    edits = (Edit(Span(copy.start + same, copy.end - tail), new) for copy in sorted(copies))
    return Fix("Write the address that was meant", tuple(edits), Applicability.UNSAFE)


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
