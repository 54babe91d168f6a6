r"""The file's name has parts that a name of a file should not have.

## Why it matters

Names with blanks or special characters have to be escaped in links and on the command line. A
name in mixed case works on Windows and macOS and breaks on GitHub as soon as somebody links it in
another case. An article says nothing, and dashes are there to join words.

```markdown bad path=The--Papers_of_2024-.md
# Papers of 2024
```

```markdown good path=papers-of-2024.md
# Papers of 2024
```

Told are an article at the start, characters other than letters of the English alphabet, digits,
dashes and dots, several dashes in a row, dashes at either end, and letters in both cases. What
follows the last dot is not judged. Text from standard input has no name.

```markdown good path=README.md
# Papers
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=(
        "no-file-name-articles",
        "no-file-name-consecutive-dashes",
        "no-file-name-irregular-characters",
        "no-file-name-mixed-case",
        "no-file-name-outer-dashes",
    ),
)

_ARTICLE: Final = re.compile(r"(?:the|an?)\b", re.IGNORECASE)
_IRREGULAR: Final = re.compile(r"[^-.0-9A-Za-z]")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report a name with any of the faults, all of them at once, at the start of the file."""
    name = ctx.source.path.replace("\\", "/").rpartition("/")[2]
    if not name or name.startswith("<"):
        return
    stem, dot, extension = name.rpartition(".")
    if not stem:  # as in `readme` and `.readme`
        stem, dot, extension = name, "", ""
    faults = list(_faults(stem))
    if faults:
        start = int(ctx.source.bom)
        meant = _regular(stem)
        message = f"the file name '{shortened(name)}' {_joined(faults)}"
        if meant:
            message += f": '{shortened(meant + dot + extension)}' would do"
        yield ctx.found(Span(start, start), message, key=name)


def _joined(faults: Sequence[str]) -> str:
    *first, last = faults
    return f"{', '.join(first)} and {last}" if first else last


def _faults(stem: str) -> Iterator[str]:
    article = _ARTICLE.match(stem)
    if article:
        yield f"begins with '{article.group()}'"
    if "--" in stem:
        yield "has several dashes in a row"
    irregular = _IRREGULAR.search(stem)
    if irregular:
        yield f"holds '{irregular.group()}'"
    if stem not in (stem.lower(), stem.upper()):
        yield "is in mixed case"
    if stem.startswith("-") or stem.endswith("-"):
        yield "has a dash at an end"


def _regular(stem: str) -> str:
    """``stem`` without the faults; empty where nothing is left."""
    plain = stem if stem == stem.upper() else stem.lower()
    plain = re.sub(r"-{2,}", "-", _IRREGULAR.sub("-", plain)).strip("-")
    article = _ARTICLE.match(plain)
    return plain[article.end() :].strip("-.") if article else plain
