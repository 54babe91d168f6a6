r"""A list has no title.

## Why it matters

The heading of the first level is what search engines, screen readers and other lists call a list.
Without one, a reader who comes from elsewhere does not learn where they are.

```markdown bad
A reading list on attention.

## Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

```markdown fixed
# Attention

A reading list on attention.

## Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

Only the readme of a repository or folder is held to it, and a file that stands by itself. For
another list of a folder the missing title is an info, for a program may show its name above it.
Contributing guides, change logs, templates and other files that are no lists are left alone.

Where the list opens with a heading of a lower level that carries a badge, has the name of the
file or folder, has no entries of its own, or than which all others are lower still, that is its
title, and only its level is wrong: an info in the preset `recommended`.

```markdown bad
## Attention

### Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

```markdown fixed
# Attention

### Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

A heading of HTML that opens the list is a title, whatever its level, and so is a picture above
everything else. Front matter leaves the title to another program, and so does the configuration
of a site generator, such as `_config.yml`, beside the list or at the top of the repository.

```markdown good
<p align="center"><img src="logo.svg" alt="Attention"></p>

## Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import HeadingRecord
from curator.document.labels import names_contents
from curator.facts import RENDERERS
from curator.nodes import Definition, FrontMatter, HtmlBlock, HtmlComment, Node
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("recommended", "awesome", "awesome-lint", "strict"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-heading",),
)

_NO_TITLE = "the list has no title: write one above everything else, as in '# Reading list'"
_README = re.compile(r"readme(?:[-_. ].*)?", re.IGNORECASE)
# Files that are shown inside another page, and so have no title of their own.
_PART = re.compile(r"_.*|(?:sidebar|summary|footer|header|navbar)\.\w+", re.IGNORECASE)
# Files about a project, known by their names, behind which a language or a version may stand.
_ABOUT = re.compile(
    r"(?:contribut(?:e|ing|ion|ions|ors?)|code[-_]of[-_]conduct|how-?to|security|support|governance"
    r"|authors|maintainers|credits|acknowledge?ments|sponsors|backers|licen[cs]es?|copying|notice"
    r"|change-?log|changes|history|news|releases?|release[-_]notes|upgrading|migration|todo|roadmap"
    r"|(?:[^.]*[-_])?templates?)"
    r"(?:[-_.](?:[a-z]{2,3}(?:[-_](?:[a-z]{2}|han[st]))?|v?\d[\w.]*))?(?:\.\w+)?",
    re.IGNORECASE,
)
_TEMPLATES = re.compile(r"(?:^|/)[^/]*template(?:/|$)", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")
_FEWEST_ENTRIES: Final = 5
"""Entries of a list that is no readme."""


class _Name(NamedTuple):
    """What a list is called: its file, the folder around it, and whether it is known as a list."""

    file: str
    folder: str
    plain: bool


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report a list without a heading of the first level, at its first line."""
    document = ctx.document
    blocks = document.syntax.root.children
    if not (document.entries or document.headings):
        return
    if blocks and isinstance(blocks[0], FrontMatter):
        return
    if any(heading.depth == 1 for heading in document.headings):
        return
    first = next((block for block in blocks if _is_shown(block)), None)
    name = _name(ctx.source.path)
    if first is None or not name.plain or _has_picture(ctx):
        return
    readme = _README.fullmatch(name.file) is not None
    if not readme and len(document.entries) < _FEWEST_ENTRIES:
        return
    if any(map(ctx.files.exists, RENDERERS)):
        return
    alone = readme or (not name.folder and not ctx.files.exists("README.md"))
    line = ctx.source.line_span(ctx.source.line_at(first.start))
    place = Span(first.start, min(line.end, first.end))
    heading = document.headings[0] if document.headings else None
    if heading is not None and first.span.covers(heading.span):
        if heading.html:
            return
        if _is_title(ctx, heading, name):
            text = shortened(heading.text)
            yield ctx.found(
                place,
                f"the title '{text}' is a heading of level {heading.depth}: write '# {text}'",
                key="title",
                severity=Severity.INFO if ctx.preset == "recommended" or not alone else None,
            )
            return
    yield ctx.found(place, _NO_TITLE, key="title", severity=None if alone else Severity.INFO)


def _name(path: str) -> _Name:
    folders, _, file = path.replace("\\", "/").rpartition("/")
    plain = not (_PART.fullmatch(file) or _ABOUT.fullmatch(file) or _TEMPLATES.search(folders))
    return _Name(file, folders.rpartition("/")[2], plain)


def _is_title(ctx: Context, heading: HeadingRecord, name: _Name) -> bool:
    """Whether a heading of a lower level that opens the list is its title all the same.

    So it is where every other heading is of a lower level still, where it has no entries of
    its own, and where it carries a badge or says what the file or its folder is called.
    """
    document = ctx.document
    if names_contents(heading.text):
        return False
    rest = document.headings[1:]
    entry = document.entries[0].span.start if document.entries else None
    return (
        all(other.depth > heading.depth for other in rest)
        or (bool(rest) and entry is not None and entry > rest[0].span.start)
        or any(heading.span.covers(image.span) and image.badge for image in document.images)
        or _words(heading.text) in (_words(name.file.partition(".")[0]), _words(name.folder))
    )


def _words(text: str) -> str:
    return _NO_WORD.sub("", text.casefold())


def _is_shown(block: Node) -> bool:
    """Whether a block is more than comments and definitions."""
    if isinstance(block, HtmlBlock):
        return not all(isinstance(part, HtmlComment) for part in block.children)
    return not isinstance(block, Definition)


def _has_picture(ctx: Context) -> bool:
    """Whether a picture that is no badge stands above, or in, the first heading or entry."""
    document = ctx.document
    ends = [heading.span.end for heading in document.headings[:1]]
    ends += [entry.span.start for entry in document.entries[:1]]
    end = min(ends)
    for image in document.images:
        if image.span.start >= end:
            return False
        if not image.badge:
            return True
    return False
