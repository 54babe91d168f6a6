"""Selecting rules and running them over a document."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import cast

from curator.diagnostic import Diagnostic, Preset, RuleInfo
from curator.document import Document
from curator.errors import CuratorError
from curator.facts import Files
from curator.report import Crash, FileReport, Notice
from curator.rule import Check, Context
from curator.style import Style

MIN_LIST_ENTRIES = 5
"""A file found in a folder that has fewer entries is no list: only link rules are for it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of a run: a preset, with rules added and taken away by name."""

    preset: Preset = "recommended"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def select_rules(index: Mapping[str, RuleInfo], selection: Selection) -> tuple[RuleInfo, ...]:
    """The rules of ``selection`` among those of ``index``, in order of name.

    Rules named in ``select`` replace the preset, as with other linters.

    Raises:
        CuratorError: an unknown rule, with the name that was probably meant.
    """
    unknown = [name for name in (*selection.select, *selection.ignore) if name not in index]
    if unknown:
        raise CuratorError("; ".join(_unknown(name, index) for name in unknown))
    if selection.select:
        names: Iterable[str] = selection.select
    else:
        names = (name for name, rule in index.items() if selection.preset in rule.presets)
    return tuple(index[name] for name in sorted(set(names) - set(selection.ignore)))


def _unknown(name: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f", did you mean '{close[0]}'?" if close else ""
    return f"unknown rule '{name}'{hint}"


@cache
def load_check(module: str) -> Check:
    """The ``check`` function of a rule's module, imported on first use."""
    return cast("Check", importlib.import_module(module).check)


def is_list(document: Document, *, named: bool) -> bool:
    """Whether a file is a list, as one that the user ``named`` is however few its entries."""
    return named or len(document.entries) >= MIN_LIST_ENTRIES


def rules_for(
    document: Document, rules: Sequence[RuleInfo], *, named: bool
) -> tuple[RuleInfo, ...]:
    """The rules that fit a file: all for a list, those of links for any other document.

    ``named`` says that the user named this very file rather than a folder around it.
    """
    if is_list(document, named=named):
        return tuple(rules)
    return tuple(rule for rule in rules if rule.category == "links")


def lint(document: Document, rules: Sequence[RuleInfo], files: Files, today: date) -> FileReport:
    """Run ``rules`` over ``document`` and return what they found, in reading order.

    Does no I/O. A rule that raises is recorded as a crash by name, with what it had found
    until then left out; the other rules are not affected.
    """
    found: list[Diagnostic] = []
    crashes: list[Crash] = []
    style = Style(document)
    for rule in rules:
        context = Context(document, style, files, today, rule)
        try:
            # All of it or nothing: `extend` alone would keep what came before the error.
            found.extend(list(load_check(rule.module)(context)))
        except Exception as error:  # any bug of a rule stays that rule's
            crashes.append(Crash(rule.name, document.source.path, _describe(error)))
    found.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.rule))
    notices = tuple(
        Notice(document.source.path, note.message, document.source.line_at(note.span.start))
        for note in document.syntax.notes
    )
    return FileReport(document.source, _with_ordinals(found), tuple(crashes), notices)


def _with_ordinals(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Number the keys that occur more than once in a file, so that each names one finding.

    A number is passed over where another finding has the numbered key by itself.
    """
    taken = {diagnostic.key for diagnostic in found}
    last: dict[str, int] = {}
    numbered: list[Diagnostic] = []
    for diagnostic in found:
        key, count = diagnostic.key, last.get(diagnostic.key, 0) + 1
        while count > 1 and f"{key}#{count}" in taken:
            count += 1
        last[key] = count
        if count > 1:
            taken.add(f"{key}#{count}")
            diagnostic = replace(diagnostic, key=f"{key}#{count}")  # noqa: PLW2901
        numbered.append(diagnostic)
    return tuple(numbered)


def _describe(error: Exception) -> str:
    """The error in one line, with the place in curator where it was raised."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        place = f" at {frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}{place}"
