r"""The repository has no contribution guidelines.

## Why it matters

A list lives on what others send. The guidelines of awesome lists want a file `contributing.md`
that says what belongs into the list and how an entry is written; GitHub shows it to everybody who
opens an issue or a pull request.

```markdown bad LICENSE
# Awesome Trees

> Plants with a trunk.
```

```markdown fixed contributing.md
# Awesome Trees

> Plants with a trunk.
```

The file may lie at the root, in `.github` or in `docs`, in any case, and may end otherwise than in
`.md`, as GitHub allows. The preset `awesome-lint` wants `contributing.md` beside the readme or in
`.github`, as awesome-lint does. Only the readme of a repository is held to it.

```markdown good .github/CONTRIBUTING.md
# Awesome Trees

> Plants with a trunk.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity
from curator.document.opening import is_readme, place_of_title
from curator.facts import CommunityFile
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-contributing",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report, at the title of a repository's readme, that there are no such guidelines."""
    place = place_of_title(ctx.document)
    files = ctx.files.community("contributing")
    if place is None or files is None or not is_readme(ctx.source.path):
        return
    if not files:
        message = "the repository has no contribution guidelines: add a file 'contributing.md'"
        yield ctx.found(place, message, key="contributing")
    elif ctx.preset == "awesome-lint" and not any(map(_is_known_to_awesome_lint, files)):
        yield ctx.found(
            place,
            f"awesome-lint does not find '{files[0].path}': call it 'contributing.md', beside the "
            "readme or in '.github'",
            key="contributing",
        )


def _is_known_to_awesome_lint(file: CommunityFile) -> bool:
    return file.path.lower() in ("contributing.md", ".github/contributing.md")
