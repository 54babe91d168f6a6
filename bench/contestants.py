"""The link checkers that are compared: how each is run on a list, and what it says of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bench.commands import environment
from bench.internet import Connection, Internet, Visit
from bench.measure import ROOT, Run
from bench.weblist import Shape, markdown, split

RULES = "dead-link,moved-link,suspicious-redirect,broken-certificate,unverifiable-link,flaky-link"
ANSWER = "answer.json"
URLS = "urls.txt"
"""Where in its folder a program writes what it found; all URLs, one a line."""


class Contest(NamedTuple):
    """A list laid out on disk for every program: the folder, the files, the URLs in order."""

    folder: Path
    files: tuple[str, ...]
    urls: tuple[str, ...]
    hosts: int
    ca_file: Path | None
    by_names: bool


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program: its name, its command line for a list, and how to read what it wrote.

    ``reads`` gives the verdict on each URL, in its own words, but ``dead`` for what it says is
    no good.
    """

    name: str
    command: Callable[[Contest], Sequence[str]]
    reads: Callable[[Contest, Any], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one program on one list, and what the internet saw of it."""

    name: str
    run: Run
    verdicts: Mapping[str, str]
    visits: Sequence[Visit]
    connections: Sequence[Connection]
    cached: frozenset[str] = frozenset()


def lay_out(
    shape: Shape, net: Internet, folder: Path, *, names: bool = False, files: int | None = None
) -> Contest:
    """Write the list of ``shape`` into ``folder``, as Markdown and as lines."""
    port = net.secure.get("good", 0)
    urls = tuple(link.url(net, port, names=names) for link in shape.links)
    called = []
    for number, part in enumerate(split(urls, files or shape.files)):
        called.append(f"list-{number}.md")
        (folder / called[-1]).write_text(markdown(part), encoding="utf-8", newline="")
    (folder / URLS).write_text("\n".join(urls), encoding="utf-8", newline="")
    return Contest(folder, tuple(called), urls, shape.hosts, net.ca_file, names)


def compete(contestant: Contestant, contest: Contest, net: Internet, limit: float) -> Result:
    """Run a program on a list while the internet is as new; it is ended after ``limit`` seconds.

    Raises:
        RuntimeError: it left no answer, or took too long.
    """
    net.forget()
    answer = contest.folder / ANSWER
    answer.unlink(missing_ok=True)
    given = environment() | {"PYTHONPATH": str(ROOT)}
    if contest.ca_file is not None:
        given["SSL_CERT_FILE"] = str(contest.ca_file)
    once = _measured(contestant.command(contest), contest.folder, given, limit)
    _settle(net)
    try:
        said = json.loads(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{contestant.name} left no answer, status {once.status}") from error
    statuses = said.get("statuses", ())
    return Result(
        contestant.name,
        once,
        contestant.reads(contest, said),
        net.visits(),
        net.connections(),
        frozenset(each["url"] for each in statuses if each.get("cached")),
    )


_MEASURE = """
import json, sys
from bench.measure import run
once = run(sys.argv[2:], sys.argv[1])
print(json.dumps([once.wall, once.cpu, once.peak, once.status]))
"""


def _measured(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float
) -> Run:
    """Run ``command`` under a small process that measures it.

    A process starts with the peak of the one that it was forked from, and this one holds logs.

    Raises:
        RuntimeError: it took more than ``limit`` seconds.
    """
    measuring = subprocess.Popen(
        [sys.executable, "-c", _MEASURE, str(folder), *command],
        env=environment, text=True, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    with measuring:
        try:
            said, _ = measuring.communicate(timeout=limit)
        except BaseException as error:
            # The program as well, which is not our child but in the same session.
            if sys.platform != "win32":
                os.killpg(measuring.pid, signal.SIGKILL)
            measuring.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise RuntimeError(f"{command[0]} took more than {limit:.0f} s") from error
            raise
    return Run(*json.loads(said))


def _settle(net: Internet) -> None:
    """Wait until the internet has noticed that a program is gone."""
    for _ in range(100):
        if all(one.closed is not None for one in net.connections()):
            return
        time.sleep(0.05)


# ------------------------------------------------------------------- curator


def _command(contest: Contest) -> Sequence[str]:
    return _curator(contest, "--no-cache")


def _curator(contest: Contest, *options: str) -> Sequence[str]:
    trusted = ("--ca-file", str(contest.ca_file)) if contest.ca_file else ()
    return (
        sys.executable, "-m", "curator", "check", "--online", *options, *trusted,
        "--allow-network", "127.0.0.0/8", "--max-file-size", "100MB",
        "--select", RULES, "--output", f"json={ANSWER}", *contest.files,
    )  # fmt: skip


def _library(contest: Contest) -> Sequence[str]:
    trusted = ("--ca-file", str(contest.ca_file)) if contest.ca_file else ()
    names = ("--hosts", str(contest.hosts)) if contest.by_names else ()
    return (sys.executable, "-m", "bench.feed", URLS, ANSWER, *names, *trusted)


def _statuses(_contest: Contest, said: Any) -> dict[str, str]:
    return {each["url"]: each["verdict"] for each in said["statuses"]}


COMMAND = Contestant("curator check --online", _command, _statuses)
LIBRARY = Contestant("curator.net.check", _library, _statuses)


def remembering(folder: Path) -> Contestant:
    """The command with a cache in ``folder``."""
    return Contestant(
        "curator, with cache",
        lambda contest: _curator(contest, "--cache-dir", str(folder)),
        _statuses,
    )


# ------------------------------------------------------------------- lychee


def lychee(peers: Sequence[Path]) -> tuple[Contestant, ...]:
    """Lychee with its defaults and tuned; nothing where it is not installed.

    ``peers`` are folders to look in before that of Python and those of ``PATH``.
    """
    folders = [*map(str, peers), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    program = shutil.which("lychee", path=os.pathsep.join(folders))
    if program is None:
        return ()
    tuned = ("--timeout", "10", "--max-retries", "1", "--max-concurrency", "512")
    return (_lychee("lychee", program, ()), _lychee("lychee, tuned", program, tuned))


def _lychee(name: str, program: str, options: Sequence[str]) -> Contestant:
    def command(contest: Contest) -> Sequence[str]:
        return (
            program, "--no-progress", "--cache=false", *options,
            "--format", "json", "--output", ANSWER, *contest.files,
        )  # fmt: skip

    return Contestant(name, command, _judged_by_lychee)


def _judged_by_lychee(contest: Contest, said: Any) -> dict[str, str]:
    """Lychee lists what it found fault with; everything else it found alive."""
    verdicts = dict.fromkeys(contest.urls, "alive")
    for kind, verdict in _LYCHEE.items():
        for found in said.get(kind, {}).values():
            verdicts.update((each["url"], verdict) for each in found)
    return verdicts


_LYCHEE = {
    "redirect_map": "alive",
    "excluded_map": "skipped",
    "timeout_map": "timeout",
    "error_map": "dead",
}
