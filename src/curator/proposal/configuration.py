"""The file of configuration that is proposed, as text, with the reasons beside the choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from curator.diagnostic import RuleInfo, shortened
from curator.proposal.choosing import Chosen, Misfit
from curator.proposal.paths import Paths

NAME: Final = "curator.toml"
"""The file, at the root of the repository."""

_WIDTH: Final = 100


def configuration(
    chosen: Chosen,
    paths: Paths,
    misfits: Sequence[Misfit],
    index: Mapping[str, RuleInfo],
    *,
    generated: Sequence[str] = (),
) -> str:
    """The text of a ``curator.toml``.

    ``index`` are all rules by name. ``generated`` are the paths of lists that a program makes.
    """
    return "".join(f"{line}\n" for line in _lines(chosen, paths, misfits, index, generated))


def _lines(
    chosen: Chosen,
    paths: Paths,
    misfits: Sequence[Misfit],
    index: Mapping[str, RuleInfo],
    generated: Sequence[str],
) -> Iterator[str]:
    yield "# How curator checks the lists of this repository: proposed by 'curator init', yours to"
    yield "# change. 'curator rule' lists the rules, 'curator rule NAME' explains one."
    yield ""
    yield from comment(f"{chosen.reason[:1].upper()}{chosen.reason[1:]}.")
    yield f"preset = {string(chosen.preset)}"
    yield ""
    yield "# What is checked where the command line names no paths."
    yield from _array("lists", paths.lists)
    for path in generated:
        yield from comment(f"{path} says that it is generated: what is found is mended elsewhere.")
    if paths.exclude:
        yield ""
        yield "# They have links, but are no lists."
        yield from _array("exclude", paths.exclude)
    if misfits:
        yield ""
        yield "# Rules that these lists do not follow. Take a line out to have its rule again."
        yield "[rules]"
    for misfit in misfits:
        summary = index[misfit.rule].summary
        yield from comment(f"{misfit.reason}: {summary}")
        if misfit.spares:
            names = ", ".join(map(string, misfit.spares))
            yield f"{misfit.rule} = {{ ignore = [{names}] }}"
        else:
            yield f'{misfit.rule} = "off"'


def string(text: str) -> str:
    """A string of TOML that means ``text`` and shows all that is in it.

    What no terminal or editor shows, or shows as something else, is escaped. TOML has no way
    to write a lone surrogate, which becomes U+FFFD.
    """
    return '"' + "".join(map(_character, text)) + '"'


def _character(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\\ufffd"
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def comment(text: str) -> Iterator[str]:
    """Lines of a comment with ``text``, on which nothing can end or hide it."""
    line = "#"
    shown = "".join(c if c.isprintable() else "\ufffd" for c in shortened(text, 250))
    for word in shown.split(" "):
        if len(line) + 1 + len(word) > _WIDTH and line != "#":
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _array(key: str, values: Iterable[str]) -> Iterator[str]:
    """A key with strings, on one line if it is short."""
    written = [string(value) for value in values]
    line = f"{key} = [{', '.join(written)}]"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"{key} = ["
    yield from (f"    {value}," for value in written)
    yield "]"
