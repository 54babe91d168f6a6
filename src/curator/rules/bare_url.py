r"""An entry is a naked address instead of a name that is linked.

## Why it matters

Nobody can tell from an address what is behind it, screen readers spell it out, and the entry
cannot be found by name. All others of a list have one.

```markdown bad
- https://github.com/example/alder
- <https://www.example.org/trees/birch/> - Builds things.
```

```markdown fixed
- [example/alder](https://github.com/example/alder)
- [example.org/trees/birch](https://www.example.org/trees/birch/) - Builds things.
```

Only addresses that stand where the name of a list item or a table row should are looked at, not
those behind a title, in prose, or below another entry.

```markdown good
- [Alder](https://github.com/example/alder)
- Attention Is All You Need: https://arxiv.org/abs/1706.03762
```

## Fix safety

A title cannot be invented. The fix makes the address a link whose text is what names the page in
it: `owner/name` of a repository, the number of a paper, else the site and the path. The words that
readers see change, so it is unsafe. None is offered where the address has a query, a fragment, a
part that is a long number or characters that would need escapes, or is long itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Entry, Link
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.INFO,
    category="entries",
    presets=("awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_WORD = re.compile(r"\w")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
# What needs no escape as the text of a link: an underscore only amid letters.
_PLAIN = re.compile(r"https?://(?:www\.)?((?:[\w.@+-]|/|(?<=/)~)+?)/?", re.IGNORECASE | re.ASCII)
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_NUMBER = re.compile(r"(?=\w*\d)(?=\w*[A-Z])[\w-]{12,}|\d{9,}|[\da-f]{12,}")
_REPOSITORY = re.compile(r"github\.com/([\w.-]+/[\w.-]+)", re.IGNORECASE)
_LONGEST: Final = 60
_BEFORE: Final = 80


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report items and rows that open with a naked address."""
    for entry in ctx.document.entries:
        link = entry.link
        if link is None or not link.bare or entry.kind not in ("item", "row"):
            continue
        if entry.title and (entry.title_span is None or entry.title_span.start < link.span.end):
            continue
        if ctx.document.parent_of(entry) is None and _opens(ctx, entry, link):
            url = shortened(link.url)
            yield ctx.found(
                link.span,
                f"the entry is a naked address: write a name for it, as in '[name]({url})'",
                key=link.url,
                fix=_fix(ctx, link),
            )


def _opens(ctx: Context, entry: Entry, link: Link) -> bool:
    """Whether no word stands before the address."""
    start = entry.span.start
    if link.span.start - start > _BEFORE or not link.url.startswith("http"):
        return False
    if find_mistake(link.url) is not None:
        return False
    before = ctx.source.text[start : link.span.start].partition(" ")[2]
    return not _WORD.search(_SHORTCODE.sub("", before))


def _fix(ctx: Context, link: Link) -> Fix | None:
    written = ctx.source[link.text_span]
    match = _PLAIN.fullmatch(written)
    if match is None or len(match[1]) > _LONGEST:
        return None
    if _EMPHASIS.search(match[1]) or any(map(_NUMBER.fullmatch, match[1].split("/"))):
        return None
    name = match[1]
    if repository := _REPOSITORY.fullmatch(name):
        name = repository[1]
    elif link.identity.scheme == "arxiv":
        name = f"arXiv:{link.identity.value}"
    edit = Edit(link.span, f"[{name}]({written})")
    return Fix(f"Link '{name}'", (edit,), Applicability.UNSAFE)
