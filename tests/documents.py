"""The Markdown documents that tests read: our own, and real lists where they are at hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from curator.document import Document as Tree
from curator.markdown import parse
from curator.source import Source

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
FIXTURES = TESTS / "fixtures"
DATA = TESTS / "data"

SHARED = ROOT.parent / "shared"
"""Seeds and corpora, which are not part of the repository and may be absent."""

_EXPECTED = {"corpus": 13, "seeds": 5}


@dataclass(frozen=True, slots=True)
class Document:
    """A file to test with, and the file that says what is true of it, if there is one."""

    name: str
    path: Path
    truth: Path | None = None

    def text(self) -> str:
        """The exact text, newlines and byte order mark included."""
        return self.path.read_bytes().decode("utf-8")

    def tree(self) -> Tree:
        """The document as it is read, which nothing changes: parsed once for all tests."""
        return _tree(self)

    def read_truth(self) -> dict[str, Any]:
        """The links and headings that stand in the document."""
        assert self.truth is not None
        truth: dict[str, Any] = json.loads(self.truth.read_text(encoding="utf-8"))
        return truth


@cache
def _tree(document: Document) -> Tree:
    return parse(Source("README.md", document.text()))


def _documents(folder: Path, pattern: str, group: str) -> list[Document]:
    found = []
    for path in sorted(folder.glob(pattern)):
        if path.name == "SOURCES.md":
            continue
        truth = folder / "truth" / f"{path.name}.json"
        found.append(Document(f"{group}/{path.name}", path, truth if truth.exists() else None))
    return found


def fixtures() -> list[Document]:
    """Our own documents, one or more for every construct."""
    return _documents(FIXTURES, "*.md", "fixtures")


def corpus() -> list[Document]:
    """Real lists with their truth; none where ``SHARED`` is absent."""
    return _documents(SHARED / "corpus", "*.md", "corpus")


def seeds() -> list[Document]:
    """Real lists without truth; none where ``SHARED`` is absent."""
    return _documents(SHARED / "seeds", "*.txt", "seeds")


def cases(*groups: str) -> list[Any]:
    """Parameters for ``pytest.mark.parametrize``: every document of ``groups``.

    A group that is absent gives one skipped parameter that says why.
    """
    makers = {"fixtures": fixtures, "corpus": corpus, "seeds": seeds}
    parameters: list[Any] = []
    for group in groups:
        documents = makers[group]()
        parameters += [pytest.param(document, id=document.name) for document in documents]
        if not documents:
            reason = f"{_EXPECTED[group]} {group} files: ../shared is not beside this checkout"
            skip = pytest.mark.skip(reason=reason)
            parameters.append(pytest.param(None, id=group, marks=skip))
    return parameters


@cache
def spec_examples() -> tuple[tuple[int, str], ...]:
    """Number and Markdown of the 652 examples of CommonMark 0.31.2."""
    rows = json.loads((DATA / "commonmark-0.31.2.json").read_text(encoding="utf-8"))
    return tuple((row["example"], row["markdown"]) for row in rows)
