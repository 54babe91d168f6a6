r"""A link's text is one address and its target another.

## Why it matters

A reader who sees an address trusts it. Behind it often stands a shortener that a social
network put there when the text was copied, and sometimes simply the wrong page: one of
two that were edited, the other forgotten.

```markdown bad
Paper: [https://arxiv.org/abs/1706.03762](https://t.co/AbCdEf1234)
```

```markdown fixed
Paper: [https://arxiv.org/abs/1706.03762](https://arxiv.org/abs/1706.03762)
```

Two spellings of one resource agree, as do the name of a site and a page of it, a page and
its archived copy, and an address that was shortened with dots. A target that is malformed in
itself is told by `malformed-link` or `malformed-arxiv-id`.

```markdown good
[arxiv.org/abs/1706.03762](https://arxiv.org/pdf/1706.03762v5.pdf),
[https://example.org](https://www.example.org/en/start),
[https://example.org/a](https://web.archive.org/web/2020/https://example.org/a),
[https://example.org/a/long…](https://example.org/a/longer/way)
```

## Fix safety

The fix is unsafe: it changes where a link leads. Only a shortener is replaced, by the address
that the text shows. Where two pages differ nobody can tell which one was meant: the text is
then shown as the target would have it, and nothing is applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Link
from curator.identity import ArxivProblem, arxiv_reference, identify, is_future
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_WITH_SCHEME = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
# Without a scheme only what is no name of its own, as the path of a Go module is.
_WITHOUT = re.compile(
    r"(?:www\.(?:[\w-]+\.)+\w+|(?:arxiv\.org|doi\.org|youtu\.be|openreview\.net)/)\S*",
    re.IGNORECASE,
)
_SHORTENERS = frozenset(
    "t.co bit.ly buff.ly dlvr.it fb.me goo.gl is.gd j.mp lnkd.in ow.ly rebrand.ly tiny.cc "
    "tinyurl.com trib.al urlz.fr v.gd".split()
)
_PARTS = re.compile(r"(?:[a-z]+:/*)?(?:www\.)?([^/?#]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_CUT = re.compile(r"…|\.{3}")
_SPACE = re.compile(r"\s")
_LONGEST: Final = 2_000
"""Characters of a text or target that is compared; many links may refer to one target."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links whose whole text is an address that differs from the target."""
    for link in ctx.document.links:
        if link.bare or max(len(link.text), len(link.url)) > _LONGEST:
            continue
        shown = _address(link.text)
        if (
            shown
            and _web(link.url)
            and not _agree(shown, link.url)
            and not _malformed(link.url, ctx.today)
        ):
            yield _found(ctx, link, shown)


def _found(ctx: Context, link: Link, shown: str) -> Diagnostic:
    return ctx.found(
        link.text_span,
        f"the text says '{shortened(shown)}', but the link leads to '{shortened(link.url)}'",
        key=f"{shown} {link.url}",
        fix=_fix(link, shown),
    )


def _fix(link: Link, shown: str) -> Fix | None:
    """The address that is shown in place of a shortener; else the other way round, to be seen."""
    if link.destination is None:
        return None  # a definition, which other links may refer to
    if _parts(link.url)[0] not in _SHORTENERS:
        edit = Edit(link.text_span, link.url)
        return Fix("Write the target as the text", (edit,), Applicability.DISPLAY)
    if _CUT.search(shown) or shown.count("(") != shown.count(")"):
        return None
    target = shown if _web(shown) else f"https://{shown}"
    written = target.replace("&", "&amp;") if link.kind == "html" else target
    edit = Edit(link.destination, written)
    return Fix(f"Link to '{shortened(target)}'", (edit,), Applicability.UNSAFE)


def _address(text: str) -> str:
    """The address that a text is, or nothing."""
    text = text.strip(" <>[]\"'").rstrip(".,;:")
    if text.startswith("("):
        text = text[1:].rstrip(").,;:")
    if _SPACE.search(text):
        return ""
    matched = _WITH_SCHEME.fullmatch(text) or _WITHOUT.fullmatch(text)
    return text if matched else ""


def _web(url: str) -> bool:
    return url[:8].lower().startswith(("http://", "https://"))


def _malformed(url: str, today: date) -> bool:
    """Whether another rule tells what is wrong with the target by itself."""
    if find_mistake(url) is not None:
        return True
    reference = arxiv_reference(url)
    if reference is None:
        return False
    outcome = reference.outcome
    return isinstance(outcome, ArxivProblem) or is_future(outcome, today)


def _agree(shown: str, url: str) -> bool:
    """Whether an address that is shown may stand for ``url``."""
    full = shown if _web(shown) else f"https://{shown}"
    if identify(full).key == identify(url).key:
        return True
    one, other = _simple(shown), _simple(url)
    if one in other and not other.startswith(one):
        return True  # an archived, translated or proxied copy of what is shown
    cut = _CUT.split(one)
    if len(cut) > 1:
        return other.startswith(cut[0]) and other.endswith(cut[-1])
    host, path, rest = _parts(shown)
    if not path.strip("/") and not rest:
        return _same_site(host, _parts(url)[0])
    return other.startswith(one) or one.startswith(other)


def _simple(url: str) -> str:
    host, path, rest = _parts(unquote(url))
    return (host + path.rstrip("/") + rest).casefold()


def _parts(url: str) -> tuple[str, str, str]:
    """Host without ``www.``, path, and query with fragment."""
    match = _PARTS.match(url)
    return (match[1].lower(), match[2], match[3]) if match else ("", "", "")


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith("." + other) or other.endswith("." + one)
