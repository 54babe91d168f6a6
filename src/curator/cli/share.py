"""The part of a run that one process does: documents parsed, compared, linted or repaired."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from curator.change import Change, after_edits
from curator.cli.collecting import web_addresses
from curator.diagnostic import Applicability
from curator.document import Document
from curator.engine import Settings, answerable, is_list, lint
from curator.facts import OFFLINE, Files, Occurrence, Web
from curator.markdown import parse
from curator.report import FileReport
from curator.source import Source
from curator.workspace import Survey, survey
from curator.workspace.elsewhere import Listing

if TYPE_CHECKING:  # imported only where files are repaired
    from curator.fixer import Applied, Dropped

_NO_TEXT = Source("", "")
_KEPT = 1_000_000
"""Characters of files whose trees are kept until the rules are run, where links are asked."""


class Past(NamedTuple):
    """What a file was changed from.

    ``found`` is what was wrong with it then, ``None`` if there was no such file. ``touched``
    are the changes of all files of the run by their paths, as far as places are concerned.
    """

    change: Change
    found: FileReport | None
    touched: tuple[tuple[str, Change], ...]


class Task(NamedTuple):
    """A file to check.

    ``named`` says that the user named this very file; ``compared`` that it is asked what it
    lists, for other files of the run to know. ``web`` is what the network said of its links.
    ``change`` is the one that is judged, ``None`` where all is, and ``past`` what it was made
    from, if that is checked already.
    """

    source: Source
    named: bool
    settings: Settings
    compared: bool
    web: Web = OFFLINE
    change: Change | None = None
    past: Past | None = None


class Parsed(NamedTuple):
    """What the process that gathers the facts has to know of a file; small, whatever its size.

    ``keys`` are those of its ``Listing``, none for a file that is not compared.
    """

    survey: Survey
    is_list: bool
    keys: tuple[str, ...]


class Order(NamedTuple):
    """What is to be done with a file: repaired as far as ``wanted``, only linted if ``None``.

    ``facts`` are ``None`` where nothing new is known since the last time: then nothing is.
    """

    facts: Files | None
    wanted: Applicability | None


class Mended(NamedTuple):
    """What became of a file: its text, and what remains in it.

    ``text`` and ``parsed`` are ``None`` where the text is the one it was before. Where rules
    are ``fighting`` the text is again the one that was read.
    """

    text: str | None
    parsed: Parsed | None
    report: FileReport
    applied: tuple[Applied, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    fighting: tuple[str, ...] = ()


class Share:
    """The files of one process, which are taken through the steps together.

    ``parse`` comes first, then ``tell`` and ``lint``; or, in turns, ``tell`` and ``repair``.
    ``addresses`` may come before all, and leaves nothing behind. All take and return one thing
    for each file. ``progress`` is told what comes next.
    """

    def __init__(self, today: date, progress: Callable[[str], None]) -> None:
        self._today = today
        self._progress = progress
        self._tasks: list[Task] = []
        self._documents: list[Document | None] = []
        self._listings: list[Listing | None] = []
        self._kept = 0

    def addresses(self, tasks: Sequence[Task]) -> list[list[str]]:
        """The addresses of the web in each file that a rule wants to know more of.

        As written, each once, in the order in which they appear. No tree is kept: asking them
        takes longer than parsing once more, and needs the memory.
        """
        return [self._addresses(task) if task.settings.asks else [] for task in tasks]

    def _addresses(self, task: Task) -> list[str]:
        self._progress(f"collecting links of {task.source.path}")
        document = parse(task.source)
        settings = task.settings.for_document(document, named=task.named)
        return web_addresses(document, task.change) if settings.asks else []

    def parse(self, tasks: Sequence[Task]) -> list[Parsed]:
        """Parse the files."""
        self._tasks = list(tasks)
        self._listings = [None] * len(self._tasks)
        return [self._parse(number, task) for number, task in enumerate(self._tasks)]

    def _parse(self, number: int, task: Task) -> Parsed:
        self._progress(f"parsing {task.source.path}")
        document = parse(task.source)
        parsed = self._survey(number, document)
        self._kept += len(task.source.text)
        if task.settings.asks and self._kept > _KEPT:
            # Where links were asked there is time to parse again, and less memory to spare.
            self._documents.append(None)
            self._listings[number] = None
        else:
            self._documents.append(document)
        return parsed

    def _document(self, number: int) -> Document:
        """The document of a file, parsed again if it was not kept."""
        return self._documents[number] or parse(self._tasks[number].source)

    def _survey(self, number: int, document: Document) -> Parsed:
        """What is to be known of a document, from now on the one of its file."""
        task = self._tasks[number]
        it_is = is_list(document, named=task.named)
        listing = Listing(document) if it_is and task.compared else None
        self._listings[number] = listing
        asked = any(rule.category == "guidelines" for rule in task.settings.rules)
        found = survey(document, task.settings.site, community=asked)
        return Parsed(found, it_is, listing.keys if listing else ())

    def tell(self, wanted: Sequence[Set[str]]) -> list[dict[str, tuple[Occurrence, ...]]]:
        """What each file has of the keys that are wanted of it."""
        return [self._tell(number, keys) if keys else {} for number, keys in enumerate(wanted)]

    def _tell(self, number: int, keys: Set[str]) -> dict[str, tuple[Occurrence, ...]]:
        listing = self._listings[number] or Listing(self._document(number))
        return listing.occurrences(keys)

    def lint(self, facts: Sequence[Sequence[Files]]) -> list[list[FileReport]]:
        """Run the rules, by each of the facts that a file is given.

        The reports have no text in them, for whoever asks has it. Documents are given up as
        they are done with.
        """
        reports: list[list[FileReport]] = []
        self._listings = []
        for number, (task, each) in enumerate(zip(self._tasks, facts, strict=True)):
            self._progress(f"checking {task.source.path}")
            document = self._document(number)
            self._documents[number] = None
            found = [self._lint(task, document, files) for files in each]
            reports.append([replace(report, source=_NO_TEXT) for report in found])
        return reports

    def _lint(self, task: Task, document: Document, files: Files) -> FileReport:
        settings = task.settings.for_document(document, named=task.named)
        return lint(document, settings, files, self._today, task.web, task.change)

    def _judge(self, task: Task, document: Document, files: Files) -> FileReport:
        """What is found in a document that is being repaired, as far as it is to be judged."""
        past = task.past
        if past is None:
            return self._lint(task, document, files)
        change = after_edits(past.change, task.source, document.source)
        found = self._lint(task._replace(change=change), document, files)
        changes = {**dict(past.touched), document.source.path: change}
        return answerable(found, past.found, changes, task.settings.own_lines_only)

    def repair(self, orders: Sequence[Order]) -> list[Mended | None]:
        """Repair the files by what is known of the others; ``None`` where that is nothing new.

        May be called again, and then goes on from what it made. The reports have no text in
        them, as those of ``lint``.
        """
        return [
            None if order.facts is None else self._repair(number, order.facts, order.wanted)
            for number, order in enumerate(orders)
        ]

    def _repair(self, number: int, files: Files, wanted: Applicability | None) -> Mended:
        from curator.fixer import repair  # noqa: PLC0415 - most runs only check

        task, document = self._tasks[number], self._document(number)
        self._progress(f"repairing {task.source.path}")
        if wanted is None:
            report = self._judge(task, document, files)
            return Mended(None, None, replace(report, source=_NO_TEXT))
        last = document

        def judge(document: Document) -> FileReport:
            nonlocal last
            last = document
            return self._judge(task, document, files)

        done = repair(document, judge, wanted)
        report = done.report
        if done.fighting:
            last = document
            if document.source.text != task.source.text:  # of an earlier turn
                last = parse(task.source)
                report = self._judge(task, last, files)
        elif last.source is not done.source:
            last = document if done.source is document.source else parse(done.source)
        report = replace(report, source=_NO_TEXT)
        if last.source.text == document.source.text:
            return Mended(None, None, report, done.applied, done.dropped, done.fighting)
        self._documents[number] = last
        parsed = self._survey(number, last)
        text = last.source.text
        return Mended(text, parsed, report, done.applied, done.dropped, done.fighting)
