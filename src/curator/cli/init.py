"""``curator init``: proposes a configuration for a repository, and what runs curator there."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import click

from curator.cli.app import Session
from curator.cli.checking import check_batch
from curator.cli.creating import create_file, is_taken
from curator.cli.inputs import Batch, ReadInput
from curator.cli.judging import COULD_NOT
from curator.cli.landscape import Landscape, look_around
from curator.cli.options import debug_option
from curator.cli.suggestions import complete_files
from curator.diagnostic import PRESETS, Preset, Severity
from curator.engine import MIN_LIST_ENTRIES, Selection, settings_for
from curator.errors import CuratorError
from curator.proposal import (
    HOOKS,
    NAME,
    WORKFLOW,
    Chosen,
    Misfit,
    Paths,
    Seen,
    SeenFile,
    Tally,
    by_severity,
    choose_paths,
    choose_preset,
    configuration,
    find_misfits,
    form_of,
    hook_entry,
    hooks,
    selection,
    tally,
    workflow,
)
from curator.report import Report
from curator.reporters import totals
from curator.reporters.escape import message, visible
from curator.rules import INDEX
from curator.workspace import absolute, find_repository
from curator.workspace.repository import is_folder

_MOST_TOLD: Final = 10
"""Lists that are told one by one."""
_MANY: Final = 30
"""Findings, infos aside, from which on a baseline is worth a word."""

_MOVING: Final = {
    "awesome-lint": "the preset awesome-lint finds what it finds",
    "awesome_bot": "'curator check --online' asks the links; what it leaves out goes to [links]",
    "doctoc": "'curator toc' keeps contents between the same marks",
    "lychee": "'curator check --online' asks the links; what it excludes goes to [links]",
    "markdown-link-check": "'curator check --online' asks the links; its patterns go to [links]",
    "markdownlint": "curator leaves layout to it, unless the preset is awesome-lint or strict",
}
"""What becomes of other tools; the guides tell all of it."""


_STARTED: Final = {HOOKS: "; 'pre-commit install' has it run before each commit"}
"""What has to be done for a file to have an effect, besides committing it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for the rules, and what is found with it; the most first."""

    chosen: Chosen
    paths: Paths
    misfits: tuple[Misfit, ...]
    left: tuple[Tally, ...]
    repairable: totals.Repairable


@click.command("init")
@click.argument("path", default=".", metavar="[PATH]", shell_complete=complete_files)
@click.option(
    "--preset",
    type=click.Choice(PRESETS),
    default=None,
    help="Propose this set of rules, whatever the lists look like.",
)
@click.option("--no-workflow", is_flag=True, help="Propose no workflow of GitHub Actions.")
@click.option("--no-hook", is_flag=True, help="Propose no hook of pre-commit.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@debug_option
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    path: str,
    preset: Preset | None,
    no_workflow: bool,
    no_hook: bool,
    dry_run: bool,
) -> int:
    """Set curator up in a repository.

    Looks at the repository around PATH, or around the current folder, and writes what fits it:
    a curator.toml with its lists, a preset and what does not suit them, each with the reason;
    a workflow of GitHub Actions; and the configuration of pre-commit. Nothing that is there is
    changed or replaced.

    The exit status is 0 if that was done, and 2 if there is no list, an option is at fault, or
    a file could not be written.
    """
    session.debug.begin()
    given = absolute(path)
    if not is_folder(given):
        raise CuratorError(f"{path}: no such folder")
    root = find_repository(given) or given
    around = look_around(root, session)
    seen = around.seen
    if not seen.lists and not seen.configured:
        raise CuratorError(_nothing(seen))
    proposal = None if seen.configured else _propose(around, preset, session)
    files: dict[str, str] = {}
    if proposal is not None:
        files[NAME] = _configuration(seen, proposal)
    if not no_workflow and not seen.checked:
        files[WORKFLOW] = workflow(seen.branch, minute=_minute(root))
    if not no_hook and not seen.hooked:
        files[HOOKS] = hooks()
    session.console.write(_told(seen, proposal))
    taken = [name for name in files if is_taken(root, name)]
    wanted = {name: text for name, text in files.items() if name not in taken}
    failed = _write(root, wanted, session, dry_run=dry_run)
    session.console.write(_left_alone(seen, taken, no_workflow=no_workflow, no_hook=no_hook))
    if proposal is not None:
        session.console.write(_next(proposal))
    return COULD_NOT if failed else 0


def _propose(around: Landscape, preset: Preset | None, session: Session) -> Proposal:
    seen = around.seen
    chosen = choose_preset(seen) if preset is None else Chosen(preset, "chosen by --preset")
    paths = choose_paths(seen)
    checked = around.checked(paths)
    read = [item for _, item in checked]
    report = _check(read, Selection(chosen.preset), session)
    judged = [file for file, _ in checked if file.entries >= MIN_LIST_ENTRIES]
    misfits = find_misfits(tally(report), judged)
    if misfits:
        report = _check(read, selection(chosen, misfits), session)
    generated = {item.source.path for file, item in checked if file.made_from is not None}
    repairable = totals.repairable(report, generated)
    return Proposal(chosen, paths, misfits, tally(report), repairable)


def _check(read: list[ReadInput], chosen: Selection, session: Session) -> Report:
    """What the rules find without the network."""
    settings = [settings_for(INDEX, chosen).offline()] * len(read)
    return check_batch(Batch(read, ()), settings, date.today(), session.debug, jobs=0)


def _configuration(seen: Seen, proposal: Proposal) -> str:
    return configuration(
        proposal.chosen,
        proposal.paths,
        proposal.misfits,
        INDEX,
        generated=[file.path for file in seen.lists if file.made_from is not None],
    )


def _minute(root: Path) -> int:
    """A minute of the hour, another one for each repository, and none at its beginning."""
    return 4 + zlib.crc32(root.name.encode("utf-8", "surrogateescape")) % 52


# ------------------------------------------------------------------------------ writing


def _write(root: Path, files: dict[str, str], session: Session, *, dry_run: bool) -> bool:
    """Write the files that are not there, or print them; whether one could not be written."""
    failed = False
    for name, text in files.items():
        if dry_run:
            session.console.write((f"Would write {name}:", "", *_indented(text), ""))
            continue
        try:
            create_file(root, name, text)
        except FileExistsError:
            session.console.notice(f"{name}: left alone, another program has just written it")
        except CuratorError as error:
            session.console.error(str(error))
            failed = True
        else:
            session.debug.log(f"wrote {root / name}")
            session.console.write((f"Wrote {name}{_STARTED.get(name, '')}",))
    return failed


def _indented(text: str) -> Iterator[str]:
    for line in text.rstrip("\n").split("\n"):
        yield f"    {visible(line)}".rstrip()


# --------------------------------------------------------------------------- what is said


def _nothing(seen: Seen) -> str:
    count = len(seen.files)
    looked = "there is no Markdown file" if not count else f"{_count(count, 'Markdown file')} seen"
    return (
        f"no list here ({looked}): a list has at least {MIN_LIST_ENTRIES} entries with links, and "
        f'little else beside them; name yours in {NAME}, such as lists = ["README.md"]'
    )


def _told(seen: Seen, proposal: Proposal | None) -> Iterator[str]:
    """The lists, and what is proposed for them."""
    lists = sorted(seen.lists, key=lambda file: -file.entries)
    for file in lists[:_MOST_TOLD]:
        yield message(_described(file))
    if len(lists) > _MOST_TOLD:
        rest = sum(file.entries for file in lists[_MOST_TOLD:])
        yield f"{len(lists) - _MOST_TOLD:,} more lists: {rest:,} entries"
    if proposal is not None:
        yield f"preset {proposal.chosen.preset}: {message(proposal.chosen.reason)}"
        for misfit in proposal.misfits:
            what = f"spares {', '.join(misfit.spares)}" if misfit.spares else "off"
            yield message(f"{misfit.rule} {what}: {misfit.reason}")
        for path in proposal.paths.unnamed:
            yield message(f"{path}: left out, no pattern can name it")
    yield ""


def _described(file: SeenFile) -> str:
    parts = [f"{file.entries:,} entries"]
    if file.sections > 1:
        parts[0] += f" in {file.sections:,} sections"
    if file.papers:
        parts.append(_count(file.papers, "paper"))
    form = form_of(file)
    if form is not None:
        parts.append(form)
    if file.made_from is not None:
        parts.append(f"generated from {file.made_from}" if file.made_from else "generated")
    return f"{file.path}: {', '.join(parts)}"


def _left_alone(
    seen: Seen, taken: Collection[str], *, no_workflow: bool, no_hook: bool
) -> Iterator[str]:
    """What was there, what to add to it by hand, and what becomes of other tools."""
    if seen.configured:
        yield f"{seen.configured} is there already, and was left alone"
    if seen.checked and not no_workflow:
        yield message(f"{seen.checked} runs curator already, and was left alone")
    elif WORKFLOW in taken:
        yield f"{WORKFLOW} is there already, and was left alone"
    if seen.hooked and not no_hook:
        yield f"{HOOKS} runs curator already, and was left alone"
    elif HOOKS in taken:
        yield f"{HOOKS} is there already, and was left alone; to its 'repos' belongs"
        yield from _indented(hook_entry())
    for tool in seen.tools:
        yield message(f"{tool.name} ({tool.path}): {_MOVING[tool.name]}")


def _next(proposal: Proposal) -> Iterator[str]:
    """What the lists have to expect, and how to go on."""
    left = proposal.left
    yield ""
    counts = by_severity(left)
    if not counts:
        yield "With that, 'curator check' finds nothing."
        return
    named = [_count(counts[each], each.label) for each in reversed(Severity) if counts[each]]
    rules = ", ".join(f"{each.rule.name} {each.count:,}" for each in left[:3])
    yield f"With that, 'curator check' finds {_joined(named)} ({rules}{' …' if left[3:] else ''})."
    safe, unsafe, _ = proposal.repairable
    if safe:
        yield f"'curator fix' mends {safe:,} of them without changing a word or a link."
    if unsafe:
        more = "more" if safe else "of them"
        yield f"'curator fix --unsafe-fixes --diff' shows how {unsafe:,} {more} would be mended."
    if sum(counts.values()) - counts[Severity.INFO] >= _MANY:
        yield "'curator baseline' puts what is there today aside, so that only new findings count."


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if words[1:] else words[0]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)
