r"""A table cell holds a value that is not one of its column's.

## Why it matters

Some lists tell the same few things of every entry in columns of their own: whether it needs a
key, whether it is free. Readers search for these values, and programs filter by them. One `yes`
among hundreds of `Yes` and `No` is found by neither.

```markdown bad
| API | HTTPS |
|:---|:---|
| [Alder](https://example.org/1) | Yes |
| [Beech](https://example.org/2) | Yes |
| [Cedar](https://example.org/3) | Yes |
| [Elm](https://example.org/4) | Yes |
| [Fir](https://example.org/5) | Yes |
| [Oak](https://example.org/6) | yes |
```

```markdown fixed
| API | HTTPS |
|:---|:---|
| [Alder](https://example.org/1) | Yes |
| [Beech](https://example.org/2) | Yes |
| [Cedar](https://example.org/3) | Yes |
| [Elm](https://example.org/4) | Yes |
| [Fir](https://example.org/5) | Yes |
| [Oak](https://example.org/6) | Yes |
```

Which values a column may hold, the list has to say, so no preset selects this rule. Of a column
that is not configured only the spelling is checked, over all tables of the file: a short value
that is written in one way by at least five rows, and by four in five of all that have it, is
written so by the others.

## Options

`columns` names columns by their headers, and behind a colon the values that they may hold:
``columns = ["Auth: No, `apiKey`, `OAuth`", "HTTPS: Yes, No"]``. A value in backticks has to be
code in the table as well; another may be, or may stand in emphasis or be a link. Upper and lower
case matter. A comma at the end allows an empty cell, and a name without values any value but
none. A row that has a single cell filled, and no link in it, heads the rows below it and is left
alone.

```markdown good
| API | Auth | HTTPS |
|:---|:---|:---|
| [Alder](https://example.org/1) | `apiKey` | Yes |
| [Beech](https://example.org/2) | No | No |
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.nodes import (
    Code,
    Image,
    Item,
    Link,
    ListBlock,
    Node,
    Quote,
    Root,
    Row,
    Table,
    Text,
    plain_text,
)
from curator.rule import Context, Rule, option
from curator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Options:
    """The columns that a list holds to some values."""

    columns: tuple[str, ...] = option(
        (), "Columns by their headers, each with the values it may hold: 'HTTPS: Yes, No'."
    )


RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=(),
    options=Options,
    by_majority=True,
)

_ENOUGH: Final = 5
"""Rows that make a spelling."""
_SHARE: Final = 0.8
_LONGEST: Final = 40
"""Characters of a value; what is longer is prose."""


class _Value(NamedTuple):
    """The words of a cell, and whether they are code."""

    text: str
    code: bool = False

    def __str__(self) -> str:
        return f"`{self.text}`" if self.code else self.text

    @property
    def key(self) -> str:
        """What is equal for all spellings of one value."""
        return self.text.casefold()


class _Held(NamedTuple):
    """A value, where it stands, and the entry it is of; what is missing stands behind its row."""

    header: str
    value: _Value
    place: Span
    entry: str
    plain: bool
    """Whether the cell holds no link and no picture."""


class _Column(NamedTuple):
    """What a column may hold: ``values``, none for anything at all, or nothing if ``empty``."""

    values: tuple[_Value, ...]
    empty: bool


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report cells by what the configuration allows in their columns, or by their spelling."""
    columns = dict(map(_read_column, ctx.options(Options).columns))
    others: list[_Held] = []
    for table in _tables(ctx.document.syntax.root):
        for held in _cells(ctx.source, table, columns):
            column = columns.get(held.header.casefold())
            if column is None:
                others.append(held)
            elif not _holds(column, held.value):
                yield _found(ctx, held, _allowed(column, held.value))
    yield from _misspelt(ctx, others)


def _read_column(configured: str) -> tuple[str, _Column]:
    """The name of a column in lower case, and what it may hold."""
    name, _, rest = configured.partition(":")
    written = [value.strip() for value in rest.split(",")] if rest.strip() else []
    values = (
        _Value(value.strip("`"), code=len(value) > 1 and value[0] == value[-1] == "`")
        for value in written
        if value
    )
    return name.strip().casefold(), _Column(tuple(values), empty="" in written)


def _holds(column: _Column, value: _Value) -> bool:
    if not value.text:
        return column.empty
    return not column.values or value in column.values or _Value(value.text) in column.values


def _allowed(column: _Column, value: _Value) -> str:
    """What to write in place of ``value``: the value that was meant, or one of them."""
    meant = [str(each) for each in column.values if each.key == value.key]
    allowed = meant or [str(each) for each in column.values] or ["a value"]
    if len(allowed) == 1:
        return allowed[0]
    return f"{', '.join(allowed[:-1])} or {allowed[-1]}"


# ----------------------------------------------------------------------------- the tables


def _tables(root: Root) -> Iterator[Table]:
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Table):
            yield node
        elif isinstance(node, (Root, Quote, ListBlock, Item)):
            stack.extend(reversed(node.children))


def _cells(source: Source, table: Table, columns: Collection[str]) -> Iterator[_Held]:
    """The cells below a table's header, row by row: of ``columns`` all, else the short ones."""
    headers: list[str] = []
    for row in table.children:
        if isinstance(row, Row) and row.header:
            headers = [" ".join(plain_text(source, cell).split()) for cell in row.children]
        elif not _is_heading(source, row):
            for index, header in enumerate(headers):
                cell = row.children[index] if index < len(row.children) else None
                if header.casefold() in columns or (cell and 0 < cell.end - cell.start <= _LONGEST):
                    yield _held(source, header, row, cell)


def _held(source: Source, header: str, row: Node, cell: Node | None) -> _Held:
    entry = " ".join(plain_text(source, row.children[0]).split()) if row.children else ""
    if cell is None:
        return _Held(header, _Value(""), Span(row.end, row.end), entry, plain=True)
    place = cell.span if cell.start < cell.end else row.span
    plain = not any(isinstance(node, (Link, Image)) for node in cell.walk())
    return _Held(header, _value(source, cell), place, entry, plain)


def _is_heading(source: Source, row: Node) -> bool:
    """Whether a row has one cell filled, and no link in it: it heads those below it."""
    filled = [cell for cell in row.children if source[cell.span].strip()]
    return len(filled) <= 1 and not any(isinstance(node, Link) for node in row.walk())


def _value(source: Source, cell: Node) -> _Value:
    shown = [
        node
        for node in cell.walk()
        if not node.children and (not isinstance(node, Text) or source[node.span].strip())
    ]
    text = " ".join(plain_text(source, cell).split())
    return _Value(text, code=bool(text) and all(isinstance(node, Code) for node in shown))


# ------------------------------------------------------------------------------- findings


def _misspelt(ctx: Context, cells: Sequence[_Held]) -> Iterator[Diagnostic]:
    """Values that nearly all rows write in another way, column by column of the same name."""
    spellings: dict[tuple[str, str], Counter[_Value]] = {}
    short = [each for each in cells if each.plain and each.value.text]
    for held in short:
        known = spellings.setdefault((held.header.casefold(), held.value.key), Counter())
        known[held.value] += 1
    for held in short:
        known = spellings[held.header.casefold(), held.value.key]
        value, count = known.most_common(1)[0]
        if held.value != value and count >= max(_ENOUGH, _SHARE * known.total()):
            yield _found(ctx, held, str(value))


def _found(ctx: Context, held: _Held, allowed: str) -> Diagnostic:
    written = f"'{shortened(str(held.value))}'" if held.value.text else "nothing"
    return ctx.found(
        held.place,
        f"write {shortened(allowed)} in column '{shortened(held.header)}', not {written}",
        key=f"{held.header} {held.entry} {held.value}",
    )
