r"""Two entries link one paper under different titles.

## Why it matters

Mostly somebody copied an entry and forgot to change the address, so that a
reader who follows the link gets the wrong paper, and no link checker can notice: the address
works. Else the paper was renamed between its versions and is listed twice. Either way one of
the two entries has to change; the message shows both titles, because only a person can tell
which.

```markdown bad
- [Scaling and evaluating sparse autoencoders](https://arxiv.org/abs/2309.08600)
- [Sparse Autoencoders Find Highly Interpretable Features](https://arxiv.org/abs/2309.08600)
```

```markdown fixed
- [Scaling and evaluating sparse autoencoders](https://arxiv.org/abs/2406.04093)
- [Sparse Autoencoders Find Highly Interpretable Features](https://arxiv.org/abs/2309.08600)
```

Titles are compared without case, markup, punctuation and what stands in brackets at their
ends. A title that is part of the other, its acronym or nearly the same is no conflict:

```markdown good
- [GPT-4](https://arxiv.org/abs/2303.08774)
- [GPT-4 Technical Report](https://arxiv.org/pdf/2303.08774)

## Vision

- [CVPR 2016] [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385)
- [Deep residual learning for image recognition (ResNet)](https://arxiv.org/pdf/1512.03385v1)
```

A title of three words or fewer may be a nickname, so that it is worth no more than an info:

```markdown bad
- [Language Models are Few-Shot Learners](https://arxiv.org/abs/2005.14165)
- [GPT-3](https://arxiv.org/abs/2005.14165)
```

One pair of entries is the business of one rule: where full titles conflict,
`duplicate-paper` is silent, because they may well be two papers; where they agree, or one is
but a nickname, it is `duplicate-paper` that warns. Sections of news, updates and citation are
left alone, and so is an address that five or more titles share, such as that of a book of
proceedings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.repeats import Entries, Kinship, Mention, kinship, paper_mentions
from curator.rule import Context, Rule
from curator.titles import Likeness, compare_titles, title_key

RULE = Rule(
    severity=Severity.WARNING,
    category="duplicates",
    presets=("recommended", "papers", "awesome", "strict"),
)

_MOST_TITLES = 4
"""Different titles that one address may have before it is that of a collection."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the entries whose title is not the one that most entries of the paper have."""
    papers: dict[str, list[Mention]] = {}
    for entry, section in Entries(ctx.document):
        for mention in paper_mentions(entry, section):
            if mention.main and not (mention.untitled or mention.below_heading or mention.datum):
                papers.setdefault(mention.link.identity.key, []).append(mention)
    for paper, mentions in papers.items():
        titles = _by_title(mentions) if len(mentions) > 1 else []
        if not 2 <= len(titles) <= _MOST_TITLES:
            continue
        # A title that a change adds is the one that is told, were it the first.
        usual = max(titles, key=lambda group: sum(_stood(ctx, each) for each in group))
        for others in titles:
            if others is not usual:
                yield from _conflicts(ctx, paper, others, usual)


def _stood(ctx: Context, mention: Mention) -> bool:
    """Whether no change that is judged touches the link."""
    return not ctx.touches(mention.link.span)


def _by_title(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of one paper, those together whose titles agree; gives up on too many."""
    groups: list[list[Mention]] = []
    known: dict[str, list[Mention]] = {}
    for mention in mentions:
        key = title_key(mention.entry.title)
        group = known.get(key)
        if group is None:
            group = next((g for g in groups if _agrees(mention, g)), None)
            if group is None:
                group = []
                groups.append(group)
                if len(groups) > _MOST_TITLES:
                    break
            known[key] = group
        group.append(mention)
    return groups


def _agrees(mention: Mention, group: Sequence[Mention]) -> bool:
    return any(
        compare_titles(mention.entry.title, other.entry.title) is not Likeness.DIFFERENT
        for other in group[:_MOST_TITLES]
    )


def _conflicts(
    ctx: Context, paper: str, others: Sequence[Mention], usual: Sequence[Mention]
) -> Iterator[Diagnostic]:
    beside = {id(mention.section): mention for mention in reversed(usual)}
    for mention in others:
        other = beside.get(id(mention.section), usual[0])
        severity = _severity(mention, other)
        if severity is None or ctx.document.parent_of(mention.entry) is other.entry:
            continue
        lines = [ctx.source.line_at(m.entry.span.start) for m in (mention, other)]
        message = (
            f"'{shortened(mention.entry.title)}' on line {lines[0]} and "
            f"'{shortened(other.entry.title)}' on line {lines[1]} link the same paper ({paper}): "
            "a wrong link or a duplicate"
        )
        yield ctx.found(
            mention.link.span,
            message,
            # Which of the titles is the usual one may change with an entry that is added.
            key=paper,
            severity=severity,
            related=[Related(other.link.span, "the other title")],
        )


def _severity(mention: Mention, other: Mention) -> Severity | None:
    if mention.named or other.named:
        return Severity.INFO
    return Severity.WARNING if kinship(mention, other) is Kinship.CONFLICT else None
