"""The part of a run that one process does: documents parsed, compared and linted step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from curator.document import Document
from curator.engine import Settings, is_list, lint
from curator.facts import Files, Occurrence
from curator.markdown import parse
from curator.report import FileReport
from curator.source import Source
from curator.workspace import Survey, survey
from curator.workspace.elsewhere import Listing

_NO_TEXT = Source("", "")


class Task(NamedTuple):
    """A file to check.

    ``named`` says that the user named this very file; ``compared`` that it is asked what it
    lists, for other files of the run to know.
    """

    source: Source
    named: bool
    settings: Settings
    compared: bool


class Parsed(NamedTuple):
    """What the process that gathers the facts has to know of a file; small, whatever its size.

    ``keys`` are those of its ``Listing``, none for a file that is not compared.
    """

    survey: Survey
    is_list: bool
    keys: tuple[str, ...]


class Share:
    """The files of one process, which are taken through the steps together.

    ``parse`` comes first, then ``tell`` and ``lint``. All take and return one thing for each
    file. ``progress`` is told what comes next.
    """

    def __init__(self, today: date, progress: Callable[[str], None]) -> None:
        self._today = today
        self._progress = progress
        self._tasks: list[Task] = []
        self._documents: list[Document] = []
        self._listings: list[Listing | None] = []

    def parse(self, tasks: Sequence[Task]) -> list[Parsed]:
        """Parse the files."""
        self._tasks = list(tasks)
        return [self._parse(task) for task in self._tasks]

    def _parse(self, task: Task) -> Parsed:
        self._progress(f"parsing {task.source.path}")
        document = parse(task.source)
        self._documents.append(document)
        it_is = is_list(document, named=task.named)
        listing = Listing(document) if it_is and task.compared else None
        self._listings.append(listing)
        return Parsed(survey(document, task.settings.site), it_is, listing.keys if listing else ())

    def tell(self, wanted: Sequence[Set[str]]) -> list[dict[str, tuple[Occurrence, ...]]]:
        """What each file has of the keys that are wanted of it."""
        told = [
            listing.occurrences(keys) if listing is not None and keys else {}
            for listing, keys in zip(self._listings, wanted, strict=True)
        ]
        self._listings.clear()
        return told

    def lint(self, facts: Sequence[Files]) -> list[FileReport]:
        """Run the rules. The reports have no text in them, for whoever asks has it.

        Documents are given up as they are done with.
        """
        reports: list[FileReport] = []
        documents = iter(self._documents)
        self._documents = []
        for task, files, document in zip(self._tasks, facts, documents, strict=True):
            self._progress(f"checking {task.source.path}")
            settings = task.settings.for_document(document, named=task.named)
            report = lint(document, settings, files, self._today)
            reports.append(replace(report, source=_NO_TEXT))
        return reports
