"""The rounds of a repair: fixes chosen, applied, held to the law, and the document linted again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix
from curator.document import Document
from curator.fixer.edits import EditSet, Moves, apply_edits
from curator.fixer.law import Rendering, lost_links
from curator.markdown import parse
from curator.report import FileReport
from curator.source import Source

MAX_ROUNDS: Final = 20
"""Rounds after which rules count as fighting."""
_MOST_TRIALS: Final = 100
"""Times that fixes of one round are tried, to find those that would break the law."""
_ORDINAL = re.compile(r"#\d+$")


class Applied(NamedTuple):
    """A fix that was applied."""

    rule: str
    title: str


class Dropped(NamedTuple):
    """A fix that would have changed what it must not; ``line`` is that of the text at hand."""

    rule: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired document.

    ``source`` is the very one given where nothing changed, and ``report`` what remains in it.
    ``fighting`` are rules of which one undoes what the other does: a bug of curator's, and
    then nothing is changed.
    """

    source: Source
    report: FileReport
    applied: tuple[Applied, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    rounds: int = 0
    fighting: tuple[str, ...] = ()


def repair(
    document: Document, lint: Callable[[Document], FileReport], wanted: Applicability
) -> Repaired:
    """Apply the fixes that may be trusted as far as ``wanted``, until ``lint`` finds none.

    In each round the safe ones come first: what is safe has to leave alone what GitHub shows,
    what is unsafe the links that it does not mean. A fix that does not is dropped, and those of
    its place after it, while the others are applied.
    """
    return _Repair(document, lint, wanted).run()


class _Candidate(NamedTuple):
    """A finding, and the edits of its fix as they are for the document at hand."""

    found: Diagnostic
    fix: Fix
    edits: tuple[Edit, ...]

    @property
    def place(self) -> tuple[str, str]:
        """What stays the same when other findings come and go."""
        return self.found.rule, _ORDINAL.sub("", self.found.key)

    @property
    def safe(self) -> bool:
        """Whether the fix says that it changes nothing that is shown."""
        return self.fix.applicability is Applicability.SAFE


class _Tried(NamedTuple):
    """What fixes that keep the law make of a document; ``rendering`` is known of safe ones."""

    chosen: Sequence[_Candidate]
    edits: tuple[Edit, ...]
    document: Document
    rendering: Rendering | None


class _Repair:
    """One repair: the document as it is now, and what has been done to it."""

    def __init__(
        self, document: Document, lint: Callable[[Document], FileReport], wanted: Applicability
    ) -> None:
        self._given = document
        self._lint = lint
        self._wanted = wanted
        self._document = document
        self._rendering: Rendering | None = None
        self._applied: list[Applied] = []
        self._dropped: dict[tuple[str, str], Dropped] = {}
        self._trials = 0

    def run(self) -> Repaired:
        """Go through the rounds."""
        first = report = self._lint(self._document)
        seen = {self._document.source.text: 0}
        rounds = 0
        while chosen := self._chosen(report):
            if not self._round(chosen):
                continue  # all were dropped, and are no candidates any more
            rounds += 1
            report = self._lint(self._document)
            began = seen.setdefault(self._document.source.text, len(self._applied))
            if began < len(self._applied) or rounds == MAX_ROUNDS:
                at = began if began < len(self._applied) else 0
                rules = {each.rule for each in self._applied[at:]}
                return self._fought(first, rounds, rules)
        changed = self._document.source.text != self._given.source.text
        return Repaired(
            self._document.source if changed else self._given.source,
            report,
            tuple(self._applied),
            tuple(self._dropped.values()),
            rounds,
        )

    def _fought(self, first: FileReport, rounds: int, rules: Iterable[str]) -> Repaired:
        source = self._given.source
        return Repaired(source, first, rounds=rounds, fighting=tuple(sorted(rules)))

    # ------------------------------------------------------------------- one round

    def _chosen(self, report: FileReport) -> list[_Candidate]:
        """The fixes of a round, which are not in each other's way: safe ones first."""
        candidates = [
            _Candidate(found, found.fix, found.fix.edits)
            for found in report.diagnostics
            if found.fix is not None and found.fix.applicability >= self._wanted
        ]
        candidates = [each for each in candidates if self._may_be(each)]
        candidates.sort(key=lambda each: not each.safe)
        edits = EditSet()
        return [each for each in candidates if edits.add(each.edits)]

    def _may_be(self, candidate: _Candidate) -> bool:
        """Whether a fix changes something, and was not dropped before."""
        if candidate.place in self._dropped:
            return False
        text = self._document.source.text
        notes = [note.span for note in self._document.syntax.notes if note.kind == "position"]
        if any(edit.span.overlaps(span) for edit in candidate.edits for span in notes):
            return False
        return any(text[edit.span.start : edit.span.end] != edit.text for edit in candidate.edits)

    def _round(self, chosen: Sequence[_Candidate]) -> bool:
        """Apply fixes, the safe ones before the others, each kind held to its own law.

        Whether any was applied: those that break the law are dropped.
        """
        safe = [each for each in chosen if each.safe]
        made = self._apply(safe) if safe else ()
        moves = Moves(made)
        unsafe = [
            each._replace(edits=moves.carried(each.edits)) for each in chosen if not each.safe
        ]
        return bool((unsafe and self._apply(unsafe)) or made)

    def _apply(self, chosen: Sequence[_Candidate]) -> tuple[Edit, ...]:
        """Apply as many of these fixes as the law allows; the edits that were made."""
        self._trials = 0
        if chosen[0].safe and self._rendering is None:
            self._rendering = Rendering(self._document)
        best = self._lawful(chosen)
        if best is None:
            return ()
        self._document, self._rendering = best.document, best.rendering
        self._applied += (Applied(each.found.rule, each.fix.title) for each in best.chosen)
        return best.edits

    def _lawful(self, chosen: Sequence[_Candidate]) -> _Tried | None:
        """The largest part of fixes found that keeps the law; the others, found by halves, drop."""
        tried = self._tried(chosen)
        if tried is not None:
            return tried
        if len(chosen) == 1 or self._trials > _MOST_TRIALS:
            self._drop(chosen)
            return None
        middle = len(chosen) // 2
        first, second = self._lawful(chosen[:middle]), self._lawful(chosen[middle:])
        if first is None or second is None:
            return first or second
        # Where only both together break it, the second half has its turn in the next round.
        return self._tried([*first.chosen, *second.chosen]) or first

    def _tried(self, chosen: Sequence[_Candidate]) -> _Tried | None:
        """What fixes make of the document, ``None`` if that breaks the law."""
        self._trials += 1
        together = EditSet()
        for each in chosen:
            together.add(each.edits)
        source, edits = self._document.source, together.edits
        text = apply_edits(source.text, edits)
        if text.startswith("\ufeff") != source.bom:
            return None
        after = parse(Source(source.path, text))
        if chosen[0].safe:
            rendering = Rendering(after)
            return _Tried(chosen, edits, after, rendering) if rendering == self._rendering else None
        removed = sum(each.fix.removed_links for each in chosen)
        if lost_links(self._document, after, edits, removed=removed):
            return None
        return _Tried(chosen, edits, after, None)

    def _drop(self, chosen: Iterable[_Candidate]) -> None:
        for each in chosen:
            line = self._document.source.line_at(each.edits[0].span.start)
            self._dropped.setdefault(each.place, Dropped(each.found.rule, each.fix.title, line))
