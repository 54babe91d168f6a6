r"""A paper is listed twice, perhaps under two addresses.

## Why it matters

A reader meets the same paper again as if it were another one, and the two
entries drift apart: one gets the code link, the other the corrected title. Papers hide well,
because they have many addresses: `abs`, `pdf` and `html` pages, versions, DOIs, mirrors and
readers such as Hugging Face all denote one paper, and this rule knows that.

```markdown bad
## Attention

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [Attention is all you need](https://arxiv.org/pdf/1706.03762v5)
```

```markdown fixed
## Attention

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

It is an error where section and title agree, a warning where only the section does, and an
info where the entries stand in different sections, as many lists want it, or in different
files of one run. Where only a change is judged, an entry that it adds to another section is a
warning, unless the list has such repeats anyhow: whoever adds it may not know of the other one.
Translations of a list, told by names such as `README-zh.md` or `de/README.md`, are not compared
with one another. In the preset `awesome-lint` all that is found within one file is an error.

```markdown bad
## Language models

- [Language Models are Few-Shot Learners](https://arxiv.org/abs/2005.14165)
- [GPT-3](https://doi.org/10.48550/arXiv.2005.14165)
```

```markdown bad
## Agents

- [ReAct: Synergizing Reasoning and Acting](https://arxiv.org/abs/2210.03629)

## Prompting

- [ReAct: Synergizing Reasoning and Acting](https://huggingface.co/papers/2210.03629)
```

Only the links that say what an entry is about are compared. One entry may link a paper in
several forms, prose may mention any paper, several benchmarks may come from one paper, and
sections of news, updates and citation repeat what is listed elsewhere:

```markdown good
## News

- 2024-05: [Holistic Evaluation of Language Models](https://arxiv.org/abs/2211.09110) is out.

## Evaluation

- [Holistic Evaluation of Language Models](https://arxiv.org/abs/2211.09110) ([pdf](https://arxiv.org/pdf/2211.09110))
- [Lost in the Middle](https://arxiv.org/abs/2307.03172) - Extends [HELM](https://arxiv.org/abs/2211.09110).

## Benchmarks

| Benchmark | Paper |
| --- | --- |
| HumanEval | [paper](https://arxiv.org/abs/2107.03374) |
| MBPP | [paper](https://arxiv.org/abs/2108.07732) |
| HumanEval-S | [paper](https://arxiv.org/abs/2107.03374) |
```

Two entries whose full titles differ are no duplicate as far as anyone can tell: one of the
links is probably wrong. That is said by `conflicting-paper-titles`, and this rule is silent:

```markdown good
- [Toy Models of Superposition in Networks](https://arxiv.org/abs/2209.10652)
- [In-context Learning and Induction Heads](https://arxiv.org/abs/2209.10652)
```

## Fix safety

Where section and title agree, the later entry is shown taken out. Nothing is ever applied: which of
them says more, and what the other one would keep of it, only its author knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Related, Severity, shortened
from curator.document import Entry, Section
from curator.repeats import (
    HABIT,
    Earlier,
    Entries,
    Kinship,
    Mention,
    also_listed,
    find_elsewhere,
    kinship,
    paper_mentions,
    removal,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="duplicates",
    presets=("recommended", "papers", "awesome", "awesome-lint", "strict"),
    fix=Applicability.DISPLAY,
    awesome_lint=("double-link",),
)


class _Pair(NamedTuple):
    """A later mention of a paper and the earlier one it repeats; worse pairs sort higher."""

    severity: Severity
    kinship: Kinship
    mention: Mention
    earlier: Mention


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each entry that repeats an earlier one, once and against its nearest of kin."""
    earlier = Earlier(ctx.document)
    repeats = 0
    for entry, section in ctx.oldest_first(Entries(ctx.document), _first_line):
        mentions = paper_mentions(entry, section)
        worst: _Pair | None = None
        for mention in mentions:
            pair = _repeated(mention, earlier)
            if pair and (worst is None or pair[:2] > worst[:2]):
                worst = pair
        if worst is not None:
            if worst.mention.section is not worst.earlier.section:
                # Whoever adds it may not know of the other, unless this list has it so.
                if repeats < HABIT and ctx.repeats(worst.mention.link):
                    worst = worst._replace(severity=Severity.WARNING)
                repeats += 1
            yield _diagnostic(ctx, worst)
        else:
            yield from islice(_elsewhere(ctx, mentions), 1)
        for mention in mentions:
            earlier.add(mention.link.identity.key, mention)


def _first_line(listed: tuple[Entry, Section]) -> Span:
    start = listed[0].span.start
    return Span(start, start)


def _repeated(mention: Mention, earlier: Earlier) -> _Pair | None:
    """The earlier entry that ``mention`` repeats, one of its own section if there is one."""
    key = mention.link.identity.key
    best: _Pair | None = None
    for other in earlier.near(key, mention):
        kin = kinship(mention, other)
        if kin is Kinship.CERTAIN:
            return _Pair(Severity.ERROR, kin, mention, other)
        if kin is Kinship.LIKELY and best is None:
            best = _Pair(Severity.WARNING, kin, mention, other)
    if best is None:
        for other in earlier.far(key, mention):
            kin = kinship(mention, other)
            if kin >= Kinship.LIKELY:
                return _Pair(Severity.INFO, kin, mention, other)
    return best


def _elsewhere(ctx: Context, mentions: Iterable[Mention]) -> Iterator[Diagnostic]:
    """Report each paper that an earlier file of the run lists."""
    for mention in mentions:
        found = find_elsewhere(ctx.files, mention, _may_be_one)
        if found is not None:
            yield ctx.found(
                mention.link.span,
                also_listed(mention, found, "paper"),
                key=f"{mention.link.identity.key} elsewhere",
                severity=Severity.INFO,
                related=[Related(found.link.span, "listed here", found.path)],
            )


def _may_be_one(mention: Mention, other: Mention) -> bool:
    return kinship(mention, other) >= Kinship.LIKELY


def _diagnostic(ctx: Context, pair: _Pair) -> Diagnostic:
    mention, other = pair.mention, pair.earlier
    line = ctx.source.line_at(other.entry.span.start)
    paper = mention.link.identity.key
    title, first = shortened(mention.entry.title), shortened(other.entry.title)
    place = ""
    if other.section is not mention.section and other.section.title:
        place = f" in section '{shortened(other.section.title)}'"
    if pair.kinship is Kinship.CERTAIN:
        message = f"'{title}' is already listed on line {line}{place} ({paper})"
    elif title and first:
        message = (
            f"'{title}' links the same paper as '{first}' on line {line}{place} ({paper}): "
            "a duplicate or a wrong link"
        )
    else:
        message = f"this paper is already listed on line {line}{place} ({paper})"
    related = Related(other.link.span, "first listed here")
    again = pair.severity is Severity.ERROR
    return ctx.found(
        mention.link.span,
        message,
        key=paper,
        severity=Severity.ERROR if ctx.preset == "awesome-lint" else pair.severity,
        related=[related],
        fix=removal(ctx.document, mention.entry) if again else None,
    )
