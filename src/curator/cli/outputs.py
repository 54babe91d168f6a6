"""The formats of the findings of a run, printed or written to files of the user's choice."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, NamedTuple

import click

from curator.cli.console import PIPE_WIDTH, Console
from curator.diagnostic import Severity
from curator.errors import CuratorError
from curator.report import Report
from curator.reporters import text
from curator.reporters.colour import Palette
from curator.workspace import absolute, find_repository, reason
from curator.workspace.repository import leads_out


class Output(NamedTuple):
    """A format, and the file that the findings are written to in it."""

    format: str
    path: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a format may have to know beside the findings.

    ``style`` is how findings look to people. ``ascii_only`` says that nothing else can be
    printed. ``rooted`` gives the path of a file from the root of its repository, by the name
    that messages have for it. ``blob`` is the address of the repository's files at the revision
    of the run, with ``/`` at its end; empty where it is not known.
    """

    style: text.TextStyle
    ascii_only: bool = False
    rooted: Callable[[str], str] = str
    blob: str = ""


class _Format(NamedTuple):
    """How a format is rendered, piece by piece, and what it is to a console.

    Pieces of ``text`` are whole lines. Those of ``json`` cut no string in two, and have no
    newline at their end. ``commands`` are lines that are meant for GitHub's runner.
    """

    render: Callable[[Report, Rendering], Iterator[str]]
    kind: Literal["text", "json", "commands"] = "text"


def _text(report: Report, how: Rendering) -> Iterator[str]:
    for line in text.render(report, how.style):
        yield f"{line}\n"


def _json(report: Report, how: Rendering) -> Iterator[str]:
    from curator.reporters import check_json, wire  # noqa: PLC0415 - most runs print text

    yield from wire.pieces(check_json.check_result(report), ascii_only=how.ascii_only)


def _sarif(report: Report, how: Rendering) -> Iterator[str]:
    from curator.cli.pages import page  # noqa: PLC0415 - most runs print text
    from curator.reporters import sarif  # noqa: PLC0415 - as above

    style = sarif.SarifStyle(how.rooted, page, how.style.show_infos, how.ascii_only)
    yield from sarif.render(report, style)


def _junit(report: Report, how: Rendering) -> Iterator[str]:
    from curator.reporters import junit  # noqa: PLC0415 - most runs print text

    style = junit.JunitStyle(how.rooted, how.style.show_infos, how.ascii_only)
    yield from junit.render(report, style)


def _github(report: Report, how: Rendering) -> Iterator[str]:
    from curator.reporters import github, totals  # noqa: PLC0415 - as above

    listed = tuple(Severity) if how.style.show_infos else totals.SERIOUS
    for line in github.render(report, how.rooted, listed):
        yield f"{line}\n"


def _markdown(report: Report, how: Rendering) -> Iterator[str]:
    from curator.reporters import markdown  # noqa: PLC0415 - as above

    style = markdown.MarkdownStyle(how.rooted, how.blob)
    for line in markdown.render(report, style).removesuffix("\n").split("\n"):
        yield f"{line}\n"


_FORMATS: Final[Mapping[str, _Format]] = {
    "text": _Format(_text),
    "json": _Format(_json, "json"),
    "github": _Format(_github, "commands"),
    "markdown": _Format(_markdown),
    "sarif": _Format(_sarif, "json"),
    "junit": _Format(_junit),
}
FORMATS: Final = tuple(_FORMATS)
"""The names of all formats."""


def read_outputs(
    _ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> tuple[Output, ...]:
    """The values of ``--output``, each ``FORMAT=FILE``."""
    outputs: list[Output] = []
    for item in given:
        name, _, path = item.partition("=")
        if name not in FORMATS or not path:
            known = " or ".join(f"{name}=FILE" for name in FORMATS)
            raise click.BadParameter(f"{item!r} is not {known}", param=param)
        outputs.append(Output(name, path))
    return tuple(outputs)


def write_output(report: Report, output: Output, how: Rendering) -> None:
    """Write the findings to a file, which is known to be none of the run's lists.

    Raises:
        CuratorError: the file cannot be written.
    """
    if leads_out(absolute(output.path)):
        raise CuratorError(f"--output: {output.path}: a link leads out of the repository")
    plain = text.TextStyle(Palette(), PIPE_WIDTH, how.style.show_infos)
    render, kind = _FORMATS[output.format]
    pieces = render(report, replace(how, style=plain, ascii_only=False))
    try:
        with Path(output.path).open(
            "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            file.writelines(pieces)
            if kind == "json":
                file.write("\n")
    except OSError as error:
        raise CuratorError(f"--output: {output.path}: {reason(error)}") from error


def print_report(report: Report, name: str, how: Rendering, console: Console) -> None:
    """Print the findings on standard output in the format of this ``name``."""
    render, kind = _FORMATS[name]
    pieces = render(report, how)
    if kind == "commands":
        console.write_commands(pieces)
    elif kind == "json":
        console.write_json(pieces)
    else:
        console.write(piece.removesuffix("\n") for piece in pieces)


def rooted(name: str) -> str:
    """The path of a file from the root of its repository, by its name from here."""
    if name.startswith("<"):  # standard input
        return name
    path = absolute(name)
    root = find_repository(path.parent)
    return name if root is None else path.relative_to(root).as_posix()


_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SHA = re.compile(r"[0-9a-f]{40,64}")
_SERVER = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?")


def blob_address(head: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """Where the files of the run can be read on GitHub, by what its runner says; else empty.

    As in "Variables" of GitHub's documentation of Actions. ``head`` is the commit they are of,
    if that is not the one of the run.
    """
    server = environment.get("GITHUB_SERVER_URL", "")
    names = environment.get("GITHUB_REPOSITORY", "").split("/")
    sha = head or environment.get("GITHUB_SHA", "")
    known = len(names) == 2 and all(map(_NAME.fullmatch, names))
    if not (known and _SERVER.fullmatch(server) and _SHA.fullmatch(sha)):
        return ""
    return f"{server}/{'/'.join(names)}/blob/{sha}/"
