"""What the commands share that run rules: their options, the inputs these choose, the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import click

from curator.cli.app import Session
from curator.cli.configured import (
    config_options,
    configured_paths,
    find_configurations,
    idle_exemptions,
    settings_of_files,
    size_limit,
)
from curator.cli.console import ColourChoice, is_width_known, output_width, use_colour
from curator.cli.inputs import Batch, InputOptions, read_inputs
from curator.cli.jobs import jobs_option
from curator.cli.network import LinkOptions, network_options
from curator.cli.options import inputs, rule_names
from curator.config import Given
from curator.diagnostic import PRESETS, Preset, Severity
from curator.engine import Selection, Settings, select_rules
from curator.report import Report
from curator.reporters.cells import ELLIPSIS
from curator.reporters.colour import Palette
from curator.reporters.text import TextStyle
from curator.rules import INDEX
from curator.workspace import STDIN
from curator.workspace.shelves import CHECKOUTS, Shelves

if TYPE_CHECKING:  # most runs are offline, and judge all
    from curator.cli.before import Before
    from curator.cli.online import LinkCheck
    from curator.cli.since import Scope

COULD_NOT = 2
"""The exit status where an input, an option or curator itself is at fault."""

_SEVERITIES = {severity.label: severity for severity in reversed(Severity)}

_Command = TypeVar("_Command", bound=Callable[..., Any])

preset_option = click.option(
    "--preset",
    type=click.Choice(PRESETS),
    default=None,
    help="Choose a set of rules; recommended, unless the configuration says otherwise.",
)
"""Which set of rules is run, as the parameter ``preset``."""

_OPTIONS = (
    preset_option,
    config_options,
    rule_names("--select", "Run these rules only, instead of a preset; may be repeated."),
    rule_names("--ignore", "Leave these rules out; may be repeated."),
    click.option(
        "--show",
        type=click.Choice(["info"]),
        multiple=True,
        help="List findings of severity info as well, which are only counted otherwise.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([*_SEVERITIES, "never"]),
        default="error",
        show_default=True,
        help="Exit with status 1 if a finding is at least this severe.",
    ),
    click.option(
        "--since",
        metavar="REF",
        help="Judge only what was changed since this revision of git; 'auto' takes the one that "
        "a pull request, a push or pre-commit is about, else what is not committed.",
    ),
    jobs_option,
    network_options,
)


@dataclass(frozen=True, slots=True)
class Judging:
    """The options of ``inputs`` and ``judged``, by the names of their parameters."""

    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    stdin_filename: str | None
    max_file_size: int | None
    colour: ColourChoice
    preset: Preset | None
    config: str | None
    no_config: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    show: tuple[str, ...]
    fail_on: str
    jobs: int
    since: str | None = None
    rev: str | None = None
    links: LinkOptions = field(default_factory=LinkOptions)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """The options by the names of their parameters, those about links in one piece."""
        names = {each.name for each in fields(LinkOptions)}
        links = LinkOptions(**{name: options[name] for name in names & options.keys()})
        others = {name: value for name, value in options.items() if name not in names}
        return cls(**others, links=links)

    def style(self, session: Session) -> TextStyle:
        """How findings are printed on standard output."""
        return TextStyle(
            Palette(use_colour(self.colour)),
            output_width(),
            bool(self.show),
            wrap=is_width_known(),
            ellipsis=ELLIPSIS if session.console.unicode else "...",
        )


class Judged(NamedTuple):
    """The texts of a run, what each of them is judged by, and what asks their links if any.

    ``before`` is what they were where only a change is judged, since the revision that
    ``since`` names for people and ``base`` for git. ``head`` is the commit that is judged where
    the files are not those that lie here. ``shelves`` hold the files around those of the run,
    and ``content_before`` gives the bytes of a file in the revision whose configuration holds.
    """

    batch: Batch
    settings: list[Settings]
    links: LinkCheck | None = None
    before: Before | None = None
    since: str = ""
    base: str = ""
    head: str = ""
    shelves: Shelves = CHECKOUTS
    content_before: Callable[[Path], bytes | None] | None = None

    def completed(self, report: Report, options: Judging) -> Report:
        """A report of all files with what can be told only of all."""
        if self.links is not None:
            report = self.links.completed(report, lenient=self.before is not None)
        report = replace(report, since=self.since, base=self.base)
        if options.paths or self.before is not None:
            return report
        idle = idle_exemptions(self.settings, report.files)
        return replace(report, notices=(*idle, *report.notices))


def judged(command: _Command) -> _Command:
    """The options that say which rules are run, and what of their findings counts."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


__all__ = ["COULD_NOT", "Judged", "Judging", "inputs", "judged", "read_judged", "status", "tell"]


def read_judged(
    options: Judging, session: Session, outputs: tuple[str, ...] = (), *, writes: bool = False
) -> Judged:
    """Read the inputs, and find out what each is judged by.

    ``outputs`` are files that the run will write reports to, and that may be none of them.
    ``writes`` says that it may change the inputs.

    Raises:
        CuratorError: a rule or a configuration that cannot be used, or no inputs at all.
    """
    # Misspelt names are told first of all.
    select_rules(INDEX, Selection(select=options.select, ignore=options.ignore))
    scope = _scope(options, session)
    around = None if scope is None else scope.surroundings()
    found = find_configurations(options.config, isolated=options.no_config, around=around)
    reading = InputOptions(
        paths=options.paths or configured_paths(found),
        exclude=options.exclude,
        stdin_filename=options.stdin_filename,
        max_size=size_limit(options.max_file_size, found, options.config),
        outputs=outputs,
    )
    if found is not None:
        reading = replace(reading, left_out=found.excludes)
    if scope is not None:
        reading = scope.reading(reading)
    batch = read_inputs(reading, session)
    if scope is not None and scope.compares and found is not None:
        batch = _with_unmerged(batch, scope, session)
    given = Given(options.preset, options.select, options.ignore)
    paths = [item.path for item in batch.read]
    settings = settings_of_files(found, paths, given)
    run = Judged(batch, settings)
    asking = options.links
    if scope is not None:
        run = _scoped(run, scope, reading.max_size)
        if scope.compares:
            asking = replace(asking, history=None)
    if asking.asks:
        from curator.cli.asking import link_check  # noqa: PLC0415 - most runs are offline

        links = link_check(asking, found, paths, session, outputs=outputs, writes=writes)
        return run._replace(links=links)
    _tell_what_is_offline(options, session)
    offline = {id(each): each.offline() for each in settings}
    return run._replace(settings=[offline[id(each)] for each in settings])


def _scoped(run: Judged, scope: Scope, max_size: int) -> Judged:
    """``run`` with what it is about, where that is not all that lies here."""
    from curator.cli.before import files_before  # noqa: PLC0415 - most runs judge all

    return run._replace(
        before=files_before(scope, run.batch.read, max_size) if scope.compares else None,
        since=scope.since,
        base=scope.base(item.path for item in run.batch.read),
        head=scope.head,
        shelves=scope.shelves,
        content_before=scope.surroundings().content,
    )


def _with_unmerged(batch: Batch, scope: Scope, session: Session) -> Batch:
    """``batch`` with the mistakes in a configuration that the change brings as problems."""
    from curator.cli.unmerged import tell_of_unmerged  # noqa: PLC0415 - most runs judge all

    holding, brought = scope.surroundings(), scope.surroundings_of_change()
    folders = [holding.here, *(item.path.parent for item in batch.read if item.path is not None)]
    found = tell_of_unmerged(folders, holding, brought, session)
    for problem in found:
        session.console.error(problem)
    return replace(batch, problems=(*batch.problems, *found))


def _scope(options: Judging, session: Session) -> Scope | None:
    """What of the repositories is judged, unless it is all that lies here."""
    if options.since is None and options.rev is None:
        return None
    from curator.cli.comparing import AUTO  # noqa: PLC0415 - most runs judge all
    from curator.cli.since import Scope  # noqa: PLC0415 - as above

    if options.rev is not None and STDIN in options.paths:
        raise click.UsageError("--rev is for files of git, not for standard input")
    standing = options.stdin_filename or "."
    paths = [standing if path == STDIN else path for path in options.paths]
    scope = Scope(options.since, options.rev, paths)
    if options.since is not None and not scope.compares:
        session.console.hint(f"{scope.words} has nothing to be compared with: all is judged")
    if scope.compares and options.links.history is not None:
        why = "whoever made the change could have written the file"
        if options.since != AUTO:
            raise click.UsageError(f"--history is not for --since: {why}")
        session.console.hint(f"--history is for runs over all links, and not used here: {why}")
    return scope if scope.compares or options.rev is not None else None


def _tell_what_is_offline(options: Judging, session: Session) -> None:
    """Say which wishes of the command line come to nothing without the network."""
    if options.links.offline:
        if options.links.online:
            session.console.notice("--offline: no link is asked, although --online is given")
        return
    unasked = sorted(name for name in set(options.select) if INDEX[name].online)
    if unasked:
        need = "needs" if len(unasked) == 1 else "need"
        session.console.hint(f"{', '.join(unasked)} {need} --online, and cannot find anything")
        return
    idle = options.links.about_asking()
    if idle:
        session.console.hint(f"no link is asked without --online, whatever {idle[0]} says")


def tell(report: Report, session: Session) -> None:
    """Say what is no finding: limits that were met, and rules that failed."""
    notices = [*report.notices, *(notice for file in report.files for notice in file.notices)]
    for notice in notices:
        place = f"{notice.path}:{notice.line}" if notice.line else notice.path
        session.console.notice(f"{place}: {notice.message}" if place else notice.message)
    for file in report.files:
        for crash in file.crashes:
            session.debug.log(f"rule {crash.rule} failed on {crash.path}: {crash.error}")
            session.console.internal_error(
                f"the rule {crash.rule} failed on {crash.path}, what it finds is missing: "
                f"{crash.error}"
            )


def status(report: Report, fail_on: str) -> int:
    """The exit status that follows from what was found and what could not be read."""
    if report.problems:
        return COULD_NOT
    worst = report.worst()
    return int(fail_on != "never" and worst is not None and worst >= _SEVERITIES[fail_on])
