r"""The readme carries a badge of a build.

## Why it matters

Whether the checks of a list pass matters to its maintainers, not to its readers. The guidelines of
awesome lists want no badge of continuous integration, GitHub Actions included.

```markdown bad
# Awesome Trees [![Build Status](https://github.com/example/trees/actions/workflows/lint.yml/badge.svg)](https://github.com/example/trees/actions)

> Plants with a trunk.
```

```markdown fixed
# Awesome Trees

> Plants with a trunk.
```

Badges of GitHub Actions, Travis CI, CircleCI, AppVeyor, GitLab, Azure and others are known by
their addresses, also by way of shields.io, in Markdown and HTML, and others by a text such as
"Build Status". Badges within entries are about the projects listed there, and only the preset
`awesome-lint` reports them. Only the readme of a repository or folder is held to it, text on
standard input, and a file whose title begins with "Awesome".

```markdown good
# Awesome Trees

> Plants with a trunk.

## Tools

- [Saw](https://example.org/saw) ![Build Status](https://travis-ci.org/example/saw.svg) - Cuts.
```

## Fix safety

The fix takes the badge out, with the link around it, where both are written in Markdown. It
removes a picture and a link, so it is unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Link
from curator.document.opening import is_front_page
from curator.nodes import Heading, Image, Node, Paragraph
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-no-ci-badge",),
)

_ADDRESS = re.compile(
    r"/workflows/.{1,200}badge\.svg|/actions/workflows/[^?#]{1,200}\.svg"
    r"|(?:shields\.io|badgen\.net)/(?:[a-z]{2,12}/)??(?:travis|circleci|appveyor|github/(?:actions?/)?"
    r"(?:workflow|checks|status)|gitlab/pipeline|azure-devops/build|cirrus|drone|buildkite|codeship"
    r"|jenkins|teamcity|wercker|bitbucket/pipelines|badge/build[-_ ])"
    r"|travis-ci\.(?:org|com)/|circleci\.com/(?!docs)|dl\.circleci\.com|appveyor\.com/api/"
    r"|/badges/[^?#]{1,200}/(?:pipeline|build)\.svg|/_apis/build/status|cirrus-ci\.com/"
    r"|semaphore(?:ci|app)\.com|badge\.buildkite\.com|app\.wercker\.com|codeship\.(?:com|io)/"
    r"|drone\.io/|codebuild\..{1,80}amazonaws\.com",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\W*(?:(?:build|ci|travis(?:[ -]ci)?|circle ?ci|appveyor|github actions?|pipeline|tests?)"
    r"(?: build)?(?: (?:status|badge|passing|state))?)\W*",
    re.IGNORECASE,
)
_HINTS: Final = (
    "workflow", "actions", "travis", "circleci", "build", "pipeline", "appveyor", "cirrus",
    "drone", "wercker", "codeship", "semaphore", "jenkins", "teamcity", "checks",
    "status",
)  # fmt: skip


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report images that show whether a build passes."""
    document = ctx.document
    if not is_front_page(document):
        return
    badges = [image for image in document.images if _is_badge(ctx, image)]
    if ctx.preset != "awesome-lint":
        badges = [image for image in badges if not _in_entry(ctx, image)]
    if not badges:
        return
    spots = _spots(ctx)
    for image in badges:
        yield ctx.found(
            image.span,
            f"'{shortened(image.alt or image.url)}' is a badge of a build: it is not for the "
            "readers of a list",
            key=image.url,
            fix=_fix(ctx, spots.get(id(image.node))),
        )


def _is_badge(ctx: Context, image: Link) -> bool:
    url = image.url.lower()
    if any(hint in url for hint in _HINTS) and _ADDRESS.search(image.url[:_LONGEST]):
        return True
    title = ctx.source[image.title] if image.title else ""
    words = (title, image.alt) if image.badge else (title,)
    return any(len(text) < _LONGEST_WORDS and _WORDS.fullmatch(text) for text in words)


_LONGEST: Final = 1_000
_LONGEST_WORDS: Final = 60


def _in_entry(ctx: Context, image: Link) -> bool:
    entry = ctx.document.entry_at(image.span.start)
    return entry is not None and entry.kind in ("item", "row", "heading")


# -------------------------------------------------------------------------------- the fix


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a badge stands in a block at the top level: the badge with the link around it.

    ``fixed`` is whether it has to stay: links lead to the heading it stands in, whose anchor
    depends on how many badges there are.
    """

    block: Paragraph | Heading
    badge: Node
    fixed: bool


def _spots(ctx: Context) -> dict[int, _Spot]:
    """The images of paragraphs and headings at the top level, by the ``id`` of their nodes."""
    spots: dict[int, _Spot] = {}
    document = ctx.document
    targets = {link.url for link in document.links if link.url[:1] == "#"}
    linked = {record.span for record in document.headings if f"#{record.slug}" in targets}
    for block in document.syntax.root.children:
        if not isinstance(block, (Paragraph, Heading)):
            continue
        for child in block.children:
            around = isinstance(child, LinkNode) and not isinstance(child, Image)
            image = child.children[0] if around and len(child.children) == 1 else child
            if isinstance(image, Image):
                spots[id(image)] = _Spot(block, child, block.span in linked)
    return spots


def _fix(ctx: Context, spot: _Spot | None) -> Fix | None:
    """The badge taken out with the blanks around it, or with its line or block if it is all."""
    if spot is None or spot.fixed:
        return None
    source, badge, block = ctx.source, spot.badge, spot.block
    text = source.text
    start, end = badge.start, badge.end
    while start > block.start and text[start - 1] in " \t":
        start -= 1
    while end < block.end and text[end] in " \t":
        end += 1
    opens = start == block.start or text[start - 1] in "\r\n"
    closes = end == block.end or text[end] in "\r\n"
    if opens and closes:
        if isinstance(block, Heading):
            return None
        place = _line(source, block, start, end)
    elif opens:
        place = Span(badge.start, end)
    else:
        place = Span(start, end if closes else badge.end)
    removed = int(isinstance(badge, LinkNode) and not isinstance(badge, Image))
    return Fix("Take the badge out", (Edit(place, ""),), Applicability.UNSAFE, removed)


def _line(source: Source, block: Node, start: int, end: int) -> Span:
    """A whole line, with a blank one behind it where nothing else stands in its block."""
    first, last = source.line_at(start), source.line_at(max(end - 1, start))
    starts = source.line_starts
    if end == block.end and start != block.start:  # the last line of several
        return Span(source.line_span(first - 1).end, end)
    if end == block.end and last < source.line_count and not source.line_text(last + 1).strip():
        last += 1
    return Span(starts[first - 1], starts[last] if last < len(starts) else len(source.text))
