"""Files of curator's own that are kept with a repository: JSON with one record a line.

They are in order, so that changes to them are small and can be merged. Whoever sends a change
may have written them, and nothing in them is trusted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, NoReturn

from curator.diagnostic import shortened
from curator.errors import CuratorError
from curator.source import Source

_CONFLICT: Final = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?![<|=>])", re.MULTILINE)
"""The lines that git puts into a file whose merge somebody has to finish."""


class Form(NamedTuple):
    """A kind of file: ``what`` messages call one, and how it is laid out.

    ``records`` is the key of the list of them, ``record`` what messages call one, ``first`` the
    key that each begins with. ``version`` is the newest that is known, ``max_size`` in bytes,
    and ``most`` the records that one may have. ``unmerged`` says what to do with both sides of
    a merge.
    """

    what: str
    version: int
    records: str
    record: str
    first: str
    max_size: int
    most: int
    unmerged: str


class Entry(NamedTuple):
    """A record as it was read, and what a message calls its place.

    ``line`` is the line of the file, from 1, and 0 where it is not known.
    """

    place: str
    facts: Mapping[str, Any]
    line: int


def line_of(facts: Mapping[str, object]) -> str:
    """A record on one line, in which nothing stands that people could not see."""
    text = json.dumps(facts, ensure_ascii=False)
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def written(form: Form, lines: Sequence[str]) -> str:
    """The text of a file whose records are ``lines``, each made by ``line_of``."""
    inner = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {form.version},\n  "{form.records}": {inner}\n}}\n'


def read(form: Form, data: bytes, name: str) -> Iterator[Entry]:
    """The records in the bytes of a file that messages call ``name``.

    Raises:
        CuratorError: it is no such file, or of a newer version; told before the first record
            unless that is of the record itself.
    """
    if len(data) > form.max_size:
        raise too_large(form, name, len(data))
    text = Source.from_bytes(name, data, max_size=form.max_size).text.removeprefix("\ufeff")
    records = _records(form, text, name)
    lines = _lines(form, text, len(records))
    for at, each in enumerate(records):
        line = lines(at)
        place = f"{name}: line {line}" if line else f"{name}: {form.record} {at + 1}"
        if not isinstance(each, dict):
            raise CuratorError(f"{place}: is no {form.record}")
        yield Entry(place, each, line)


def too_large(form: Form, name: str, size: int) -> CuratorError:
    """What is said of a file of more bytes than one may have."""
    return CuratorError(f"{name}: {size:,} bytes, more than the {form.max_size:,} of a {form.what}")


def _records(form: Form, text: str, name: str) -> list[Any]:
    wrong = f"{name}: is no {form.what}:"
    if not text.strip():
        raise CuratorError(f"{wrong} the file is empty")
    content = _parsed(form, text, name)
    if not isinstance(content, dict) or "version" not in content:
        raise CuratorError(f"{wrong} it names no version")
    version, records = content["version"], content.get(form.records)
    if type(version) is not int or version < 1:
        raise CuratorError(f"{wrong} its version is no number from 1")
    if version > form.version:
        raise CuratorError(
            f"{name}: is a {form.what} of version {shortened(str(version), 20)}, and this curator "
            f"knows only {form.version}: use a newer curator"
        )
    if not isinstance(records, list):
        raise CuratorError(f"{wrong} it has no list of {form.records}")
    if len(records) > form.most:
        raise CuratorError(
            f"{name}: {len(records):,} {form.records}, more than the {form.most:,} of a {form.what}"
        )
    return records


def _parsed(form: Form, text: str, name: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        conflict = _CONFLICT.search(text)
        if conflict is not None:
            line = text.count("\n", 0, conflict.start()) + 1
            raise CuratorError(
                f"{name}: line {line}: a merge is not finished here: {form.unmerged}"
            ) from error
        place = f"line {error.lineno}, column {error.colno}"
        raise CuratorError(f"{name}: {place}: not valid JSON: {shortened(error.msg)}") from error
    except RecursionError as error:
        raise CuratorError(f"{name}: not usable JSON: too many brackets in one another") from error
    except ValueError as error:  # a number of thousands of digits, or NaN
        raise CuratorError(f"{name}: not usable JSON: {shortened(str(error))}") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _lines(form: Form, text: str, count: int) -> Callable[[int], int]:
    """What gives the line of each record; 0 for all if they do not stand as we write them."""
    opening = f'{{"{form.first}": '
    rows = text.split("\n")
    numbers = [at for at, row in enumerate(rows, 1) if row.lstrip().startswith(opening)]
    return numbers.__getitem__ if len(numbers) == count else lambda _at: 0
