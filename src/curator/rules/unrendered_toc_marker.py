r"""A marker for a table of contents is printed as text on GitHub.

## Why it matters

`[TOC]`, `[[_TOC_]]` and `{:toc}` are replaced by a table of contents in GitLab, HackMD,
Python-Markdown and Jekyll. GitHub knows none of them: it prints the marker itself, at the
very place where readers look for an overview.

```markdown bad
# Resources

[TOC]

## Books
```

```markdown fixed
# Resources

- [Books](#books)

## Books
```

A file with front matter, or with a `_config.yml`, `mkdocs.yml` or `.gitlab-ci.yml` beside it,
one folder above or at the root of the repository, is rendered by another program, and its
markers are left alone.

```markdown good
---
title: Resources
---

[TOC]

Write `[TOC]` where the contents should stand.
```

## Options

`renderer` says what renders the file. `auto`, the default, goes by front matter and the files
named above; with `github` markers are reported in spite of those, and with `other` never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from curator.diagnostic import Diagnostic, Severity
from curator.facts import RENDERERS
from curator.nodes import Break, FrontMatter, Node, Paragraph
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """What users may set."""

    renderer: Literal["auto", "github", "other"] = option(
        "auto",
        "What renders the file: GitHub, another program that knows such markers, or whatever"
        " its front matter and the files around it say.",
    )


RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("recommended", "papers", "awesome", "strict"),
    options=Options,
)

_MARKER = re.compile(
    r"@?\[{1,2}_?toc_?\]{1,2}|\{:\s*toc[^{}]*\}|\{\{\s*toc\s*\}\}|\$\{toc\}|\{%\s*toc\s*%\}"
    r"|\[\[\s*_?table_of_contents_?\s*\]\]",
    re.IGNORECASE,
)
# In every marker, and in hardly any list without one; found a good deal faster.
_HINT = re.compile(r"[tT](?:[oO][cC]|able_of_contents|ABLE_OF_CONTENTS)(?:_|\W)")
_LONGEST = 60


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report lines of paragraphs that hold such a marker and nothing else."""
    if _HINT.search(ctx.source.text) is None or not _on_github(ctx):
        return
    root = ctx.document.syntax.root
    for node in root.walk():
        if isinstance(node, Paragraph):
            for span in _lines(node):
                marker = ctx.source[span]
                if len(marker) <= _LONGEST and _MARKER.fullmatch(marker):
                    yield ctx.found(
                        span,
                        f"GitHub prints '{marker}' as text: write the list of headings here",
                        key=marker.lower(),
                    )


def _on_github(ctx: Context) -> bool:
    """Whether GitHub renders the document, as far as that can be told."""
    renderer = ctx.options(Options).renderer
    if renderer != "auto":
        return renderer == "github"
    blocks = ctx.document.syntax.root.children
    if blocks and isinstance(blocks[0], FrontMatter):
        return False
    return not any(map(ctx.files.exists, RENDERERS))


def _lines(paragraph: Node) -> Iterator[Span]:
    """The lines of a paragraph that hold no link: a `[TOC]` with a definition is one."""
    line: list[Node] = []
    for node in (*paragraph.children, None):
        if node is not None and not isinstance(node, Break):
            line.append(node)
            continue
        if line and not any(isinstance(part, LinkNode) for part in line):
            yield Span(line[0].start, line[-1].end)
        line = []
