"""What is proposed for the rules of a repository: a preset, and what does not fit its lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from curator.config.choices import Choice, Selection
from curator.diagnostic import Applicability, Diagnostic, Preset, RuleInfo, Severity
from curator.proposal.seen import Seen, SeenFile
from curator.report import Report

_STYLE: Final = frozenset({"entries", "guidelines", "structure", "text", "layout"})
"""Categories of rules about the form of a list, on which people differ in good faith."""
_MANY: Final = 20
"""Findings of one rule that are no oversight any more."""
_MANY_INFOS: Final = 50
"""The same for those that are only counted in a report."""
_TOO_MANY: Final = 100
"""Findings of one rule that nobody goes through, however long the lists are."""
_SHARE: Final = 0.1
"""The share of the entries that has to break a rule before it is no rule of these lists."""
_SHARE_FIXABLE: Final = 0.5
"""The same where 'curator fix' mends nearly all of it without asking, and of whole files."""
_NEARLY: Final = 0.9
_ENOUGH_FILES: Final = 5

_STOPS: Final = "missing-full-stop"
_NAMES: Final = "misspelled-name"
_MOST_NAMES: Final = 3
"""Names that are taken out of the dictionary rather than the rule switched off."""


class Chosen(NamedTuple):
    """A preset, and why it."""

    preset: Preset
    reason: str


@dataclass(slots=True)
class Tally:
    """What one rule found: how much of each severity, in how many files, and what is mended.

    ``safe`` counts the findings with a safe fix; ``names`` what was right in the place of what
    was found, where the rule is about names.
    """

    rule: RuleInfo
    files: int = 0
    safe: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How much was found."""
        return self.severities.total()

    def add(self, found: Diagnostic) -> None:
        """Count one finding."""
        self.severities[found.severity] += 1
        if found.fix is None:
            return
        self.safe += found.fix.applicability is Applicability.SAFE
        if self.rule.name == _NAMES and found.fix.edits:
            self.names[found.fix.edits[0].text] += 1


class Misfit(NamedTuple):
    """A rule that the lists do not follow, with the reason in words.

    It is better off, unless it is enough that it ``spares`` some names.
    """

    rule: str
    reason: str
    spares: tuple[str, ...] = ()


def choose_preset(seen: Seen) -> Chosen:
    """The preset that fits the lists of a repository.

    That for papers comes first: also with the badge, such a list names titles and authors
    where the guidelines want a name and a description.
    """
    lists = seen.lists
    entries = sum(file.entries for file in lists)
    papers = sum(file.papers for file in lists)
    share = f"{papers:,} of {entries:,} entries are papers"
    if 2 * papers > entries:
        return Chosen("papers", share)
    fronts = [file for file in seen.files if file.is_front_page] or lists[:1]
    if any(file.badge for file in fronts):
        return Chosen("awesome", "the Awesome badge stands at the top")
    if any(file.says_awesome for file in fronts):
        return Chosen("awesome", "the title says that it is an awesome list")
    if seen.uses("awesome-lint"):
        return Chosen("awesome", "awesome-lint checks it already")
    return Chosen("recommended", f"no Awesome badge, and {share if papers else 'no papers'}")


def tally(report: Report) -> tuple[Tally, ...]:
    """What each rule found in a run, the most first."""
    tallies: dict[str, Tally] = {}
    for file in report.files:
        for name in {found.rule for found in file.diagnostics}:
            tallies.setdefault(name, Tally(report.rules[name])).files += 1
        for found in file.diagnostics:
            tallies[found.rule].add(found)
    return tuple(sorted(tallies.values(), key=lambda each: (-each.count, each.rule.name)))


def find_misfits(tallies: Iterable[Tally], lists: Sequence[SeenFile]) -> tuple[Misfit, ...]:
    """The rules of form that ``lists`` break so often that it is their style, by name.

    None that find errors where no preset says otherwise: these are mistakes however many there
    are, and a baseline is the way to put them off.
    """
    entries = sum(file.entries for file in lists)
    stops = sum(file.stops for file in lists)
    found: list[Misfit] = []
    for each in tallies:
        rule, count = each.rule, each.count
        if rule.category not in _STYLE or rule.severity is Severity.ERROR:
            continue
        if _is_of_files(each, len(lists)):
            reason = f"{each.files:,} of {len(lists):,} lists do otherwise"
            found.append(Misfit(rule.name, reason))
            continue
        # Not every description of an entry is sure to be a sentence or part of one.
        base = count + stops if rule.name == _STOPS else entries
        if _is_style(each, base):
            of = "descriptions that could end in one" if rule.name == _STOPS else "entries"
            reason = f"{count:,} findings in {base:,} {of}"
            found.append(Misfit(rule.name, reason, _spared(each)))
    return tuple(sorted(found))


def selection(chosen: Chosen, misfits: Iterable[Misfit]) -> Selection:
    """The choice of rules that the proposal comes to."""
    every = tuple(misfits)
    return Selection(
        chosen.preset,
        ignore=tuple(misfit.rule for misfit in every if not misfit.spares),
        choices={
            misfit.rule: Choice(None, {"ignore": misfit.spares})
            for misfit in every
            if misfit.spares
        },
    )


def by_severity(tallies: Iterable[Tally]) -> Mapping[Severity, int]:
    """How many findings of each severity there are."""
    total: Counter[Severity] = Counter()
    for each in tallies:
        total += each.severities
    return total


def _is_of_files(each: Tally, lists: int) -> bool:
    """Whether a rule that finds one thing in a file does so in most of many files."""
    fixable = each.safe >= _NEARLY * each.count
    most = each.files >= max(_ENOUGH_FILES, _SHARE_FIXABLE * lists)
    return most and each.count <= 2 * each.files and not fixable


def _is_style(each: Tally, base: int) -> bool:
    """Whether a rule is broken so often that people must mean it."""
    fixable = each.safe >= _NEARLY * each.count
    share = (_SHARE_FIXABLE if fixable else _SHARE) * base
    loud = each.count - each.severities[Severity.INFO]
    if loud >= max(_MANY, share if fixable else min(share, _TOO_MANY)):
        return True
    return each.count >= max(_MANY_INFOS, share)


def _spared(each: Tally) -> tuple[str, ...]:
    """The few names whose wrong forms are most of what was found, if so few are."""
    common = [name for name, count in each.names.most_common(_MOST_NAMES) if count > 5]
    rest = each.count - sum(each.names[name] for name in common)
    return tuple(sorted(common)) if common and 2 * rest < each.count and rest < _MANY else ()
