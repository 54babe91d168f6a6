"""Running rules over one document: what they find, less what is silenced."""

from __future__ import annotations

import importlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple, cast

from curator.change import Change
from curator.config.choices import Exemption
from curator.diagnostic import Diagnostic, RuleInfo
from curator.document import Document
from curator.engine.selection import Settings
from curator.facts import OFFLINE, Files, Web
from curator.report import Crash, FileReport, Notice
from curator.rule import Brief, Check, Context, Rule, UnusedSuppression, make_options
from curator.style import Style
from curator.suppressions import EVERY, Suppressions, find_suppressions

UNUSED = "unused-suppression"
"""The rule that is told which suppressions were in vain, and so runs after all others."""


class LoadedRule(NamedTuple):
    """What a rule's module holds."""

    rule: Rule
    check: Check


@cache
def load_rule(module: str) -> LoadedRule:
    """The rule of a module, imported on first use."""
    loaded = importlib.import_module(module)
    return LoadedRule(cast("Rule", loaded.RULE), cast("Check", loaded.check))


def lint(
    document: Document,
    settings: Settings,
    files: Files,
    today: date,
    web: Web = OFFLINE,
    change: Change | None = None,
) -> FileReport:
    """Run the rules of ``settings`` over ``document`` and return what they found.

    In reading order, less what comments of the file and the configuration silence. Does no
    I/O. A rule that raises is recorded as a crash by name, with what it had found until then
    left out; the other rules are not affected. A ``change`` is told to the rules that judge
    what was added; which findings are its own, ``curator.engine.answerable`` says.
    """
    run = _Run(document, settings, files, today, web, change)
    found = run.all_but_unused()
    silent = find_suppressions(document, settings.rules, settings.known)
    if silent:
        found = silent.kept(found)
    exempted = _Exempted(document, settings.exemptions)
    found = [each for each in found if not exempted.silences(each)]
    unused = next((rule for rule in settings.rules if rule.name == UNUSED), None)
    if silent and unused is not None:
        more = run.one(unused, tuple(_in_vain(silent, settings)))
        found = sorted([*found, *silent.kept(_ordered(more))], key=_order)
    notices = [
        Notice(document.source.path, note.message, document.source.line_at(note.span.start))
        for note in document.syntax.notes
    ]
    return FileReport(
        document.source,
        _with_ordinals(found),
        tuple(run.crashes),
        tuple(notices),
        frozenset(exempted.used),
    )


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.span, diagnostic.rule


def _ordered(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=_order)


class _Run:
    """The rules run over one document, and those that failed."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        files: Files,
        today: date,
        web: Web,
        change: Change | None,
    ) -> None:
        self.document = document
        self.settings = settings
        self.files = files
        self.today = today
        self.web = web
        self.change = change
        self.style = Style(document)
        self.names = frozenset(rule.name for rule in settings.rules)
        self.crashes: list[Crash] = []

    def all_but_unused(self) -> list[Diagnostic]:
        """What all rules find that need not know what the others found, in reading order."""
        found: list[Diagnostic] = []
        for rule in self.settings.rules:
            if rule.name != UNUSED:
                found += self.one(rule)
        return _ordered(found)

    def one(self, rule: RuleInfo, unused: tuple[UnusedSuppression, ...] = ()) -> list[Diagnostic]:
        """What one rule finds, at the severity that was chosen for it; nothing if it fails."""
        settings = self.settings
        try:
            declared, check = load_rule(rule.module)
            options = make_options(declared.options, settings.options.get(rule.name, {}))
            context = Context(
                self.document,
                self.style,
                self.files,
                self.today,
                settings.judged(rule),
                Brief(
                    options,
                    settings.preset,
                    self.names,
                    unused,
                    self.change,
                    asked=rule.name in settings.asked,
                ),
                self.web,
            )
            found = list(check(context))
        except Exception as error:  # any bug of a rule stays that rule's
            self.crashes.append(Crash(rule.name, self.document.source.path, _describe(error)))
            return []
        chosen = settings.severities.get(rule.name)
        if chosen is None:
            return found
        return [replace(each, severity=chosen) for each in found]


def _in_vain(silent: Suppressions, settings: Settings) -> Iterator[UnusedSuppression]:
    """The suppressions that silenced nothing, as far as the rules that were run can tell.

    Those of online rules are left alone: a link that is alive today may have been silent
    yesterday, which is what the suppression is for.
    """
    judged = {rule.name for rule in settings.rules if not rule.online} - {UNUSED}
    if not settings.narrowed:
        judged.add(EVERY)
    for comment, message in silent.mistakes:
        yield UnusedSuppression(comment, (), (), message)
    for directive, names in silent.unused(judged):
        rest = tuple(name for name in directive.names if name not in names)
        yield UnusedSuppression(directive.comment, tuple(n for n in names if n != EVERY), rest, "")


class _Exempted:
    """What the ``[[ignore]]`` tables of a configuration silence in one document."""

    def __init__(self, document: Document, exemptions: Sequence[Exemption]) -> None:
        self.document = document
        self.exemptions = exemptions
        self.used: set[str] = set()
        self._starts: list[int] | None = None

    def silences(self, found: Diagnostic) -> bool:
        """Whether one of the tables is for ``found``."""
        for each in self.exemptions:
            if each.rule not in (None, found.rule):
                continue
            if each.identity is None or each.identity in self._identities(found):
                self.used.add(each.place)
                return True
        return False

    def _identities(self, found: Diagnostic) -> set[str]:
        """What the links at the place of a finding denote, or those of the entry there."""
        document, span = self.document, found.span
        if self._starts is None:
            self._starts = [link.span.start for link in document.links]
        first = bisect_left(self._starts, span.start)
        if first and document.links[first - 1].span.end > span.start:
            first -= 1
        last = max(bisect_left(self._starts, span.end), first)
        links = document.links[first:last]
        if not links:
            entry = document.entry_at(span.start)
            links = entry.links if entry is not None else ()
        return {link.identity.key for link in links}


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
