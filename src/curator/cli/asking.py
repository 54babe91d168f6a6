"""What asks the links of a run: ``curator.net`` with its options, its cache and a display."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from curator.cli.app import Session
from curator.cli.cache_place import open_run_cache
from curator.cli.configured import links_of_files, network_choices
from curator.cli.endings import advice
from curator.cli.history_place import open_run_history
from curator.cli.network import LinkOptions, net_options
from curator.cli.online import LinkCheck
from curator.cli.progress import progress_on
from curator.config import Configurations
from curator.net.history_file import Histories
from curator.net.options import NetOptions
from curator.net.results import Cache, Outcome, Wanted


def link_check(
    given: LinkOptions,
    found: Configurations | None,
    paths: Sequence[Path | None],
    session: Session,
    *,
    outputs: Sequence[str] = (),
    writes: bool = False,
) -> LinkCheck:
    """What asks the links of the files at ``paths``, by the configurations ``found``.

    ``outputs`` are files that the run will write reports to. With ``writes`` a run that the
    user interrupts changes nothing.

    Raises:
        CuratorError: an option makes no sense, or names what is not there.
    """
    choices = links_of_files(found, paths)
    chosen = network_choices(found)
    options = net_options(given, chosen, list(dict.fromkeys(choices)))
    named = given.cache_dir or chosen.cache_dir
    history = None
    if given.history is not None:
        history = open_run_history(given.history, [path for path in paths if path], outputs)

    def check(wanted: Sequence[Wanted]) -> Outcome:
        if history is None:
            return remembering(wanted, None)
        outcome = remembering(wanted, history.links)
        history.write(outcome)
        return outcome

    def remembering(wanted: Sequence[Wanted], histories: Histories | None) -> Outcome:
        if not wanted:
            return Outcome()
        if given.no_cache:
            return _asked(wanted, options, histories, session)
        cache = open_run_cache(named)
        if histories is not None:
            histories.cache = cache
        try:
            outcome = _asked(wanted, options, cache if histories is None else histories, session)
        finally:
            cache.close()
        outcome.notices += cache.notices
        return outcome

    return LinkCheck(check, choices, session, given.exclude_links, writes=writes)


def _asked(
    wanted: Sequence[Wanted], options: NetOptions, cache: Cache | None, session: Session
) -> Outcome:
    from curator import net  # noqa: PLC0415 - brings in what needs time, after all is parsed

    with progress_on(session.console) as progress:
        outcome = net.check(wanted, options, cache, progress, session.debug.log)
    outcome.notices += advice(outcome, os.environ, proxy=options.proxy is not None)
    return outcome
