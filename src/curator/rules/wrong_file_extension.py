r"""The file's name does not end as that of a Markdown file.

## Why it matters

GitHub renders `.markdown` and `.mkd` as well, but editors, checkers and the tools of the awesome
community look for `.md`. A list in a `.txt` file is shown as plain text.

```markdown bad path=readme.markdown
# Awesome Papers
```

```markdown good path=readme.md
# Awesome Papers
```

A file without an extension is fine, and so is `.mdx`. Text from standard input has no name.

```markdown good path=readme
# Awesome Papers
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("file-extension",),
)

_EXTENSIONS: Final = ("md", "mdx")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report an extension other than those of Markdown, at the start of the file."""
    name = ctx.source.path.replace("\\", "/").rpartition("/")[2]
    stem, _, extension = name.rpartition(".")
    if name.startswith("<") or not stem or not extension or extension in _EXTENSIONS:
        return
    start = int(ctx.source.bom)
    yield ctx.found(
        Span(start, start),
        f"the file ends in '.{shortened(extension)}': name it '{shortened(stem)}.md'",
        key=name,
    )
