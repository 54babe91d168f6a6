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

<!-- toc -->

- [Books](#books)

<!-- tocstop -->

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

## Fix safety

The fix is safe: it puts contents made from the headings in the place of the marker, between
`<!-- toc -->` and `<!-- tocstop -->`, where `stale-toc` keeps them right from then on. Listed are
the sections below the marker and, where all of them are few, what is below those. There is no
fix where the marker stands within other words, in a list or in a quote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.facts import RENDERERS
from curator.nodes import FrontMatter
from curator.rule import Context, Rule, option
from curator.source import Span
from curator.toc import MOST_PLACES, Outline, contents_of, newline_of, printed_markers


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
    fix=Applicability.SAFE,
    options=Options,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report lines of paragraphs that hold such a marker and nothing else."""
    markers = list(printed_markers(ctx.document))
    if not markers or not _on_github(ctx):
        return
    outline = Outline(ctx.document)
    few = len(markers) <= MOST_PLACES
    for marker in markers:
        written = ctx.source[marker.span]
        yield ctx.found(
            marker.span,
            f"GitHub prints '{written}' as text: write the list of headings here",
            key=written.lower(),
            fix=_fix(ctx, outline, marker.block) if marker.block and few else None,
        )


def _fix(ctx: Context, outline: Outline, block: Span) -> Fix | None:
    """Contents in the place of a marker that is a block of its own at the top of the tree."""
    if all(node.span != block for node in ctx.document.syntax.root.children):
        return None
    above = ctx.document.heading_index(block.start)
    rows = contents_of(outline, 0 if above is None else above + 1)
    if not rows:
        return None
    between = newline_of(ctx.source) * 2
    text = between.join(("<!-- toc -->", rows, "<!-- tocstop -->"))
    return Fix("Write the contents in its place", (Edit(block, text),), Applicability.SAFE)


def _on_github(ctx: Context) -> bool:
    """Whether GitHub renders the document, as far as that can be told."""
    renderer = ctx.options(Options).renderer
    if renderer != "auto":
        return renderer == "github"
    blocks = ctx.document.syntax.root.children
    if blocks and isinstance(blocks[0], FrontMatter):
        return False
    return not any(map(ctx.files.exists, RENDERERS))
