r"""An entry stands out of the alphabetical order of its list or table.

## Why it matters

In a sorted list readers find a name without reading all of them, and a contributor sees
whether it is there already. New entries are usually added at the end.

```markdown bad
- [Alder](https://example.org/1)
- [Beech](https://example.org/2)
- [Fir](https://example.org/3)
- [Oak](https://example.org/4)
- [Cedar](https://example.org/5)
```

```markdown fixed
- [Alder](https://example.org/1)
- [Beech](https://example.org/2)
- [Cedar](https://example.org/5)
- [Fir](https://example.org/3)
- [Oak](https://example.org/4)
```

Not every list is meant to be sorted. What a pull request adds is judged where that is plain: at
least eight entries stand there already, all of them in order. Whole lists are judged only where
this rule is selected by its name or one of its options is set. Where more than one entry in five
would have to move, such a list is reported once.

Numbered lists are left alone. Upper and lower case and accents do not count. Lists differ in what
they make of punctuation, blanks, numbers and an opening "The": one that is sorted in any of these
ways is.

```markdown good
- [alder](https://example.org/1)
- [The Beech](https://example.org/2)
- [Cedar](https://example.org/3)
- [Fir](https://example.org/4)

and

- [Fir](https://example.org/5)
- [Fir 9](https://example.org/6)
- [Fir 10](https://example.org/7)
```

## Options

`order` is `alphabetical`, or `append` for lists to which entries are only added at the end of
their section; what has been added is known with `--since` only, so `append` finds nothing
elsewhere.

## Fix safety

The fix moves the lines of the entry, with all that is below it, to its place. The order of
entries changes, so it is unsafe. It is offered for tables and for lists without blank lines
between the items.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity, shortened
from curator.document import Entry
from curator.nodes import Item, ListBlock, Node, Quote, Root, Table
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """How entries are ordered."""

    order: Literal["alphabetical", "append"] = option(
        "alphabetical", "How the entries of a list or table are ordered."
    )


RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
    options=Options,
)

_FEWEST: Final = 3
"""Entries that make an order."""
_ENOUGH: Final = 8
"""Entries in order, beside those that a change adds, that are so on purpose."""
_LONGEST: Final = 200
_FEW: Final = 5
"""One entry in so many may be out of place; where more are, the list is not sorted at all."""

Key = tuple[str | int, ...]

_ARTICLE = re.compile(r"(?:the|an|a) (?=\S)")
_NO_LETTER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"([0-9]+)")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the entries that have to move for a bullet list or a table to be in order."""
    appended = ctx.options(Options).order == "append"
    if ctx.change is None and (appended or not ctx.asked):
        return
    by_node = {id(entry.node): entry for entry in ctx.document.entries if entry.title}
    # What stands inside a list that is being sorted waits for the next round of fixes.
    stack: list[tuple[Node, bool]] = [(ctx.document.syntax.root, True)]
    while stack:
        node, free = stack.pop()
        if isinstance(node, (ListBlock, Table)) and not _numbered(node):
            entries = [by_node[id(child)] for child in node.children if id(child) in by_node]
            if len(entries) >= _FEWEST:
                movable = free and (isinstance(node, Table) or node.tight)
                found = list(_in_list(ctx, entries, appended=appended, movable=movable))
                free = free and not any(each.fix for each in found)
                yield from found
        if isinstance(node, (Root, Quote, ListBlock, Item)):
            stack.extend((child, free) for child in reversed(node.children))


def _numbered(node: ListBlock | Table) -> bool:
    return isinstance(node, ListBlock) and node.ordered


def _in_list(
    ctx: Context, entries: Sequence[Entry], *, appended: bool, movable: bool
) -> Iterator[Diagnostic]:
    # What a change moves or mends is neither told nor a witness of the order.
    entries = [entry for entry in entries if ctx.adds(entry) or not _is_touched(ctx, entry)]
    added = [ctx.adds(entry) for entry in entries]
    if appended:
        keys, kept = _behind(added)
    elif ctx.change is None:
        keys, kept = _best_reading([_plain(entry.title) for entry in entries])
    elif any(added):
        keys, kept = _reading_without(added, [_plain(entry.title) for entry in entries])
    else:
        return
    stays = set(kept)
    out = [index for index in range(len(entries)) if index not in stays]
    if not out:
        return
    if ctx.change is None and len(out) > max(1, len(entries) // _FEW):
        yield _unsorted(ctx, entries, keys)
        return
    kept_keys = [keys[index] for index in kept]
    places = {index: bisect_right(kept_keys, keys[index]) for index in out}
    together: dict[int, list[int]] = {}  # those that go to one place move in one fix
    for index in sorted(out, key=lambda index: keys[index]):
        together.setdefault(places[index], []).append(index)
    for index in out:
        at = places[index]
        behind = at == len(kept)
        neighbour = entries[kept[-1 if behind else at]]
        fix, related = None, [Related(_place(neighbour), "its place")]
        if movable and at in together:
            moved = together.pop(at)
            fix = _move(ctx, [entries[each].node for each in moved], neighbour.node, behind=behind)
            others = (_place(entries[each]) for each in moved if each != index)
            related += [Related(place, "goes there too") for place in others]
        yield ctx.found(
            _place(entries[index]),
            f"'{shortened(entries[index].title)}' is out of order: it belongs"
            f" {'behind' if behind else 'before'} '{shortened(neighbour.title)}'",
            key=entries[index].title,
            related=related,
            fix=fix,
        )


def _unsorted(ctx: Context, entries: Sequence[Entry], keys: Sequence[Key]) -> Diagnostic:
    """One finding for a list that is in no order at all."""
    index = next(i for i in range(1, len(keys)) if keys[i] < keys[i - 1])
    first, second = (shortened(entries[i].title) for i in (index - 1, index))
    return ctx.found(
        _place(entries[index]),
        f"the list is not sorted: '{second}' stands behind '{first}', and others are out of order",
        key=f"{ctx.document.section_of(entries[0]).title} {entries[0].title}",
    )


def _is_touched(ctx: Context, entry: Entry) -> bool:
    return ctx.touches(Span(entry.span.start, entry.span.start))


def _place(entry: Entry) -> Span:
    return entry.title_span or entry.span


# ------------------------------------------------------------------------------- order


def _plain(title: str) -> str:
    title = title[:_LONGEST].casefold()
    if title.isascii():
        return title.strip()
    decomposed = unicodedata.normalize("NFKD", title)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()


def _letters(plain: str) -> Key:
    """Without blanks and punctuation, unless there is nothing else."""
    return (_NO_LETTER.sub("", plain) or plain,)


def _words(plain: str) -> Key:
    return (_NO_LETTER.sub(" ", plain).strip(),)


def _without_article(plain: str) -> Key:
    return _letters(_ARTICLE.sub("", plain, count=1))


def _by_number(plain: str) -> Key:
    """With numbers in the order of their values; text and numbers take turns."""
    parts = _NUMBER.split(_NO_LETTER.sub(" ", plain).strip())
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts))


_COLLATIONS: Final[tuple[Callable[[str], Key], ...]] = (
    lambda plain: (plain,),
    _letters,
    _words,
    _without_article,
    _by_number,
)


def _best_reading(titles: Sequence[str]) -> tuple[list[Key], list[int]]:
    """The collation under which the fewest entries have to move: its keys, and who may stay."""
    best: tuple[list[Key], list[int]] = ([], [])
    for collate in _COLLATIONS:
        keys = [collate(title) for title in titles]
        kept = _longest_run(keys)
        if len(kept) > len(best[1]):
            best = keys, kept
        if len(kept) == len(titles):
            break
    return best


def _reading_without(added: Sequence[bool], titles: Sequence[str]) -> tuple[list[Key], list[int]]:
    """The collation under which all but ``added`` are in order and most of those as well.

    Its keys, and who may stay: everybody where the others are too few, or in no order.
    """
    best: tuple[list[Key], list[int]] = ([], list(range(len(titles))))
    stood = [title for title, new in zip(titles, added, strict=True) if not new]
    if len({_first_word(title) for title in stood}) == 1:
        return best  # the parts of something: they follow its order, not the alphabet
    for collate in _COLLATIONS:
        keys = [collate(title) for title in titles]
        others = [key for key, new in zip(keys, added, strict=True) if not new]
        if len(set(others)) < _ENOUGH or others != sorted(others):
            continue
        kept = _fitting(keys, added)
        if not best[0] or len(kept) > len(best[1]):
            best = keys, kept
    return best


def _first_word(plain: str) -> str:
    return _NO_LETTER.sub(" ", plain).partition(" ")[0]


def _fitting(keys: Sequence[Key], added: Sequence[bool]) -> list[int]:
    """Indices of those that are not ``added``, and of the others as far as they stand right."""
    behind: list[Key | None] = [None] * len(keys)
    following: Key | None = None
    for index in range(len(keys) - 1, -1, -1):
        behind[index] = following
        following = following if added[index] else keys[index]
    kept: list[int] = []
    for index, key in enumerate(keys):
        after = behind[index]
        fits = (not kept or keys[kept[-1]] <= key) and (after is None or key <= after)
        if fits or not added[index]:
            kept.append(index)
    return kept


def _behind(added: Sequence[bool]) -> tuple[list[Key], list[int]]:
    """The order of a list that is added to at its end: keys, and who may stay."""
    last = max((index for index, new in enumerate(added) if not new), default=-1)
    kept = [index for index, new in enumerate(added) if not new or index > last]
    stays = set(kept)
    return [(int(index not in stays),) for index in range(len(added))], kept


def _longest_run(keys: Sequence[Key]) -> list[int]:
    """Indices of a longest part of ``keys`` that is in order (patience sorting, n log n)."""
    tails: list[int] = []
    tail_keys: list[Key] = []
    previous: list[int] = []
    for index, key in enumerate(keys):
        at = bisect_right(tail_keys, key)
        previous.append(tails[at - 1] if at else -1)
        if at == len(tails):
            tails.append(index)
            tail_keys.append(key)
        else:
            tails[at], tail_keys[at] = index, key
    run: list[int] = []
    index = tails[-1]
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run[::-1]


# --------------------------------------------------------------------------------- fix


def _move(ctx: Context, nodes: Sequence[Node], target: Node, *, behind: bool) -> Fix | None:
    """The lines of items or rows moved, in their order, before another or ``behind`` it."""
    text = ctx.source.text
    newline = "\r\n" if ctx.source.newline == "mixed" else ctx.source.newline
    place = _lines(ctx, target)
    blocks = [block for node in nodes if (block := _lines(ctx, node)) is not None]
    if place is None or len(blocks) < len(nodes):
        return None
    moved = [ctx.source[block] for block in blocks]
    if behind:
        edits = [Edit(Span(place.end, place.end), "".join(newline + lines for lines in moved))]
    else:
        edits = [Edit(Span(place.start, place.start), "".join(lines + newline for lines in moved))]
    for block in blocks:
        if not text.startswith(newline, block.end):
            return None  # the last line of a file that does not end with a newline
        edits.append(Edit(Span(block.start, block.end + len(newline)), ""))
    title = "Move the entry" if len(nodes) == 1 else "Move the entries"
    ordered = tuple(sorted(edits, key=lambda edit: edit.span))
    return Fix(title, ordered, Applicability.UNSAFE)


def _lines(ctx: Context, node: Node) -> Span | None:
    """The whole lines of an item or row; ``None`` if something else stands on them."""
    source = ctx.source
    first = source.line_span(source.line_at(node.start))
    last = source.line_span(source.line_at(max(node.end - 1, node.start)))
    around = source.text[first.start : node.start] + source.text[node.end : last.end]
    return None if around.strip() else Span(first.start, last.end)
