r"""The contribution guidelines of the repository are empty.

## Why it matters

GitHub shows the file to everybody who opens an issue or a pull request. An empty one tells nobody
what belongs into the list; it was probably made to be filled later.

```markdown bad contributing.md
# Awesome Trees

> Plants with a trunk.
```

```markdown good
# Awesome Trees

> Plants with a trunk.
```

The finding is at the title of the repository's readme. Files that are links are not looked into.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity
from curator.document.opening import is_readme, place_of_title
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-contributing",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report, at the title of a repository's readme, guidelines without a word in them."""
    place = place_of_title(ctx.document)
    files = ctx.files.community("contributing")
    if place is None or files is None or not is_readme(ctx.source.path):
        return
    for file in files:
        if file.text is not None and not file.text.strip():
            message = f"'{file.path}' is empty: say how to contribute to the list"
            yield ctx.found(place, message, key=file.path)
