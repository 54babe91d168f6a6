r"""The code of conduct of the repository is empty, or still has a placeholder for an address.

## Why it matters

The widespread codes of conduct have a gap where the address for reports belongs. Where it was
not filled in, or where the file was copied from another list with that list's address, who has
something to report does not reach anybody who could help.

```markdown bad code-of-conduct.md
# Awesome Trees

> Plants with a trunk.
```

```markdown good
# Awesome Trees

> Plants with a trunk.
```

Placeholders are those of the Contributor Covenant, `[INSERT EMAIL ADDRESS]` and
`[INSERT CONTACT METHOD]`, and others like them. awesome-lint knows the first of them alone, and
only where it is a link. The address of the author of the awesome guidelines is one of the others,
unless the readme links to further repositories of his. The finding is at the title of the
repository's readme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Document
from curator.document.opening import is_readme, place_of_title
from curator.facts import CommunityFile
from curator.rule import Context, Rule
from curator.source import Source

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-code-of-conduct",),
)

_PLACEHOLDER = re.compile(
    r"\[(?:(?:please )?(?:insert|add|enter|fill in)(?: your| the| an?)? [^\[\]\n]{0,40}"
    r"(?:e-?mail|contact|address)[^\[\]\n]{0,40}|(?:your )?e-?mail(?: address)?(?: here)?"
    r"|contact method)\](?!\()",
    re.IGNORECASE,
)
_ANOTHERS: Final = "sindresorhus@gmail.com"
_HIS = re.compile(
    r"https?://(?:www\.)?github\.com/sindresorhus/(?!awesome(?:-lint)?(?:[/?#.]|$))", re.IGNORECASE
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report, at the title of a repository's readme, a code of conduct that was not filled in."""
    place = place_of_title(ctx.document)
    files = ctx.files.community("code-of-conduct")
    if place is None or files is None or not is_readme(ctx.source.path):
        return
    for file in files:
        message = _mistake(ctx.document, file)
        if message:
            yield ctx.found(place, message, key=file.path)


def _mistake(document: Document, file: CommunityFile) -> str:
    """What is wrong with a code of conduct, or nothing."""
    text = file.text
    if text is None:
        return ""
    if not text.strip():
        return f"'{file.path}' is empty: write how people are to treat each other, or remove it"
    match = _PLACEHOLDER.search(text)
    if match:
        where = f"'{file.path}' line {Source('', text).line_at(match.start())}"
        return f"{where} still has '{shortened(match.group())}': write where to report to"
    at = text.find(_ANOTHERS)
    if at >= 0 and not any(_HIS.match(link.url) for link in document.links):
        where = f"'{file.path}' line {Source('', text).line_at(at)}"
        return f"{where} has the address of another list's author: write your own"
    return ""
