"""The writing of lists: which files may be changed, and their replacement whole or not at all.

Nothing else in curator changes a list. Each file is replaced by a new one: where
it has further names (hard links), these keep the old text, as with git and most editors.
Access lists and other extended attributes are not carried over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from curator.cli.app import Session
from curator.cli.atomic import READ_ONLY, is_read_only, replace_file
from curator.cli.console import ColourChoice, into_file, on_terminal, use_colour
from curator.cli.inputs import ReadInput
from curator.cli.signals import held_back
from curator.errors import CuratorError
from curator.reporters.colour import Palette
from curator.reporters.escape import visible
from curator.workspace import absolute, display_name, find_repository, reason
from curator.workspace.generated import find_origin


@dataclass(frozen=True, slots=True)
class Change:
    """An input as it was read, and the text that it is to have; the same where none changes."""

    item: ReadInput
    text: str

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.text != self.item.source.text


@dataclass(frozen=True)
class Permission:
    """Which files may be changed.

    ``paths`` are those of the command line; links may lead to files in the repository of a
    file, and without one to those in a folder given there or in the current folder. ``force``
    is for files that say that they are generated. Where they are to be ``written``, and not
    only shown changed, they must not be read-only.
    """

    paths: tuple[str, ...] = ()
    force: bool = False
    written: bool = False

    def refusal(self, item: ReadInput) -> str | None:
        """In one line why the input must not be changed; ``None`` if it may."""
        name = item.source.path
        if item.path is not None and not item.stdin:
            target = Path(os.path.realpath(item.path))
            if target != item.path and not self._is_inside(item.path, target):
                return f"{name}: not changed, a link leads out of here to {display_name(target)}"
            if self.written and is_read_only(target):
                return f"{name}: not changed, {READ_ONLY}"
        if self.force:
            return None
        origin = find_origin(item.source)
        if origin is None:
            return None
        named = f", see {origin.made_from!r}" if origin.made_from else ""
        return (
            f"{name}: not changed, line {origin.line} says that it is generated or not to be "
            f"edited{named} (--force changes it all the same)"
        )

    def _is_inside(self, path: Path, target: Path) -> bool:
        repository = find_repository(path.parent)
        roots = self._folders if repository is None else (repository,)
        return any(
            path.is_relative_to(root) and target.is_relative_to(os.path.realpath(root))
            for root in (*roots, *(() if repository else (path.parent,)))
        )

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        """The folders given, and the current one."""
        given = [absolute(path) for path in (*self.paths, ".") if path not in ("", "-")]
        return tuple(path for path in given if path.is_dir())


class Written(NamedTuple):
    """The inputs with a new text, those that were to get one in vain, and why, a line each."""

    done: tuple[ReadInput, ...]
    failed: tuple[ReadInput, ...]
    problems: tuple[str, ...]


def write_changes(changes: Sequence[Change], permission: Permission, session: Session) -> Written:
    """Replace the files that change, one after the other; the rest goes on where one fails.

    The text that came from standard input goes to standard output, as it was if it must not
    be changed. Problems are told on standard error.
    """
    done: list[ReadInput] = []
    failed: list[ReadInput] = []
    problems: list[str] = []
    for change in changes:
        item = change.item
        problem = permission.refusal(item) if change.changes else None
        if item.stdin:
            _pass_on(change.text if problem is None else item.source.text, session)
        elif change.changes and problem is None:
            problem = _replace(change, session)
        if problem is not None:
            session.console.error(problem)
            problems.append(problem)
            failed.append(item)
        elif change.changes:
            done.append(item)
    return Written(tuple(done), tuple(failed), tuple(problems))


def _pass_on(text: str, session: Session) -> None:
    """Put a text on standard output, byte for byte; on a terminal so that nothing acts on it.

    In a pipe it is left as it is even where GitHub's runner could be at the other end: whoever
    asks for the text needs all of it.
    """
    if on_terminal():
        lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
        session.console.write("\t".join(map(visible, line.split("\t"))) for line in lines)
    else:
        session.console.write_exact([text])


def show_diff(
    changes: Sequence[Change], permission: Permission, session: Session, colour: ColourChoice
) -> Written:
    """Print what would change as a unified diff, and write nothing.

    In a file or a pipe it has every byte, so that ``git apply`` and ``patch`` take it. On a
    terminal, where GitHub's runner reads along, and in colour it is for people: characters
    that would act there are shown escaped.
    """
    from curator.reporters import diff  # noqa: PLC0415 - most runs write

    painted = use_colour(colour)
    seen = painted or on_terminal() or (session.console.actions and not into_file())
    style = diff.DiffStyle(Palette(painted), escaped=seen)
    done: list[ReadInput] = []
    failed: list[ReadInput] = []
    problems: list[str] = []
    for change in changes:
        if not change.changes:
            continue
        source = change.item.source
        problem = permission.refusal(change.item)
        if problem is not None:
            session.console.error(problem)
            problems.append(problem)
            failed.append(change.item)
            continue
        lines = diff.render(source.path, source.text, change.text, style)
        if seen:
            session.console.write(line.removesuffix("\n") for line in lines)
        else:
            session.console.write_exact(lines)
        done.append(change.item)
    return Written(tuple(done), tuple(failed), tuple(problems))


def _replace(change: Change, session: Session) -> str | None:
    """Replace the file of a change; in one line what went wrong, if anything did."""
    item = change.item
    if item.path is None:
        return f"{item.source.path}: there is no file to write to"
    target = Path(os.path.realpath(item.path))
    try:
        with held_back():
            replace_file(target, item.source.text.encode(), change.text.encode())
    except CuratorError as error:
        return f"{item.source.path}: not changed, {error}"
    except OSError as error:
        return f"{item.source.path}: not changed, it cannot be written: {reason(error)}"
    session.debug.log(f"wrote {target}")
    return None
