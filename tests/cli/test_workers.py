"""Worker processes: they change nothing but the time, leave nothing behind, and are seldom."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.cli import jobs, share, workers
from curator.cli.checking import check_batch
from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch, ReadInput
from curator.diagnostic import PRESETS
from curator.engine import Selection, Settings, lint, settings_for
from curator.facts import Files, Web
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source
from tests.cli.conftest import BROKEN, CLEAN, Result, Run, finish
from tests.documents import corpus, fixtures

forking = pytest.mark.skipif(
    sys.platform != "linux", reason="what is planted here is seen by copies of this process only"
)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


# ---------------------------------------------------------------------------- the law


def generated(seed: int) -> dict[str, bytes]:
    """Lists that share many entries, some of them one list in several languages."""
    chance = random.Random(seed)
    pages = [f"https://example.org/{number}" for number in range(60)]
    papers = [f"https://arxiv.org/{chance.choice(['abs', 'pdf'])}/2101.{n:05}" for n in range(40)]
    names = ["a.md", "b.md", "b-de.md", "b.zh-CN.md", "c/README.md", "c/README.ja.md", "d.md"]
    files: dict[str, bytes] = {}
    for name in names:
        lines = [f"# {name}", "", "[top](#nowhere) [other](../a.md#anchor-0)", ""]
        for number in range(chance.randrange(1, 40)):
            if number % 9 == 0:
                lines += ["", f"## Anchor {number}", ""]
            address = chance.choice([*pages, *papers])
            title = f"Thing {address[-2:]}" if chance.random() < 0.8 else f"Another {number}"
            lines.append(f"- [{title}]({address}) - What it is{chance.choice(['.', ''])}")
        files[name] = "\n".join([*lines, ""]).encode()
    return files


ODD = {
    "empty.md": b"",
    "latin.md": "# Caf\xe9\n".encode("latin-1"),
    "binary.md": b"# A\0\n",
    "short.md": b"- [One](https://example.org/1) - One.\n",
    "CONTRIBUTING.md": CLEAN.encode(),
    "crlf.md": b"\xef\xbb\xbf" + BROKEN.replace("\n", "\r\n").encode(),
    "silent.md": (BROKEN + "\n<!-- curator: ignore-file broken-anchor -->\n").encode(),
}


def write(folder: Path, files: dict[str, bytes]) -> list[str]:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(files)


def with_jobs(run: Run, *arguments: str, stdin: bytes = b"") -> list[Result]:
    """The same run without workers, with one and with two."""
    return [run("check", *arguments, "--jobs", n, stdin=stdin) for n in ("1", "2", "3")]


def assert_same(results: Sequence[Result]) -> None:
    for result in results[1:]:
        assert result == results[0]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("preset", PRESETS)
def test_workers_change_nothing(run: Run, folder: Path, preset: str, form: str) -> None:
    names = write(folder, {**generated(0), **ODD})
    names += write(folder, {f"our-{each.path.name}": each.path.read_bytes() for each in fixtures()})
    options = ("--preset", preset, "--format", form, "--show", "info")
    results = with_jobs(run, *options, *names, "gone.md", "-", stdin=BROKEN.encode())
    assert_same(results)
    assert "gone.md" in results[0].err
    if preset == "recommended":
        assert "<stdin>" in results[0].out
        assert "also listed in" in results[0].out


@pytest.mark.parametrize("seed", range(1, 7))
def test_workers_change_nothing_in_lists_that_share_entries(
    run: Run, folder: Path, seed: int
) -> None:
    names = write(folder, generated(seed))
    random.Random(seed).shuffle(names)
    assert_same(with_jobs(run, "--show", "info", *names, "--stdin-filename", "e.md", "-"))
    assert_same(with_jobs(run, "--show", "info", "."))


def test_workers_change_nothing_in_real_lists(run: Run) -> None:
    names = sorted((str(each.path) for each in corpus()), key=os.path.getsize)[:6]
    if not names:
        pytest.skip("../shared is not beside this checkout")
    assert_same(with_jobs(run, "--format", "json", *names))


def test_processes_that_are_no_copies_do_the_same(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows and macOS."""
    names = write(folder, generated(0))
    log = folder / "log"
    expected = run("check", *names, "--jobs", "1")
    monkeypatch.setattr(workers, "FORKS", False)
    assert run("check", *names, "--jobs", "2", "--debug-log", str(log)) == expected
    assert "worker 1 did 'lint'" in log.read_text(encoding="utf-8")


def test_each_file_may_have_settings_of_its_own() -> None:
    texts = [("a.md", BROKEN), ("b.md", BROKEN), ("c.md", BROKEN)]
    read = [ReadInput(Source(name, text), Path("/x", name), named=True) for name, text in texts]
    anchors = settings_for(INDEX, Selection(select=("broken-anchor",)))
    links = settings_for(INDEX, Selection(select=("duplicate-link",)))
    found = []
    for number in (1, 2, 3):
        batch = Batch(read, ())
        report = check_batch(batch, [anchors, links, anchors], date.min, DebugLog(), number)
        assert list(report.rules) == ["broken-anchor", "duplicate-link"]
        assert [file.source for file in report.files] == [item.source for item in read]
        found.append([{each.rule for each in file.diagnostics} for file in report.files])
    assert found == [[{"broken-anchor"}, {"duplicate-link"}, {"broken-anchor"}]] * 3


# ---------------------------------------------------------------------------- trouble


def plant(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[str], object]) -> None:
    """Have something happen in ``curator.cli.share`` before its function ``name`` sees a file."""
    original: Callable[..., Any] = getattr(share, name)

    def planted(*arguments: Any) -> Any:
        source = getattr(arguments[0], "source", arguments[0])
        act(source.path)
        return original(*arguments)

    monkeypatch.setattr(share, name, planted)


@forking
@pytest.mark.parametrize("place", ["parse", "Listing", "lint"])
@pytest.mark.parametrize("victim", ["a.md", "b.md", "c/README.md", "d.md", ""])
def test_what_a_killed_worker_had_is_done_all_the_same(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, victim: str
) -> None:
    names = write(folder, generated(0))
    expected = run("check", *names, "--jobs", "1")
    parent = os.getpid()

    def kill(path: str) -> None:
        if os.getpid() != parent and victim in ("", path):
            os.kill(os.getpid(), signal.SIGKILL)

    plant(monkeypatch, place, kill)
    assert run("check", *names, "--jobs", "3", "--debug-log", "log") == expected
    log = (folder / "log").read_text(encoding="utf-8")
    assert log.count("is gone") >= (2 if victim == "" else 0)


def test_workers_that_cannot_be_started_are_done_without(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = write(folder, generated(0))
    expected = run("check", *names, "--jobs", "1")

    def refuse(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(workers, "_make_process", refuse)
    assert run("check", *names, "--jobs", "3", "--debug-log", "log") == expected
    log = (folder / "log").read_text(encoding="utf-8")
    assert "worker 2 is gone (BlockingIOError: [Errno 11] Resource temporarily" in log


@forking
@pytest.mark.parametrize("place", ["parse", "Listing", "lint"])
@pytest.mark.parametrize("faulty", [("a.md",), ("b.md",), ("b.md", "a.md"), ("d.md", "b-de.md")])
def test_a_bug_is_told_as_it_is_without_workers(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, faulty: Sequence[str]
) -> None:
    names = write(folder, generated(0))

    def fail(path: str) -> None:
        if path in faulty:
            raise ValueError(f"planted in {path}")

    plant(monkeypatch, place, fail)
    results = [run("check", *names, "--jobs", n, "--debug-log", f"log{n}") for n in ("1", "2", "3")]
    assert_same(results)
    assert results[0].status == 2
    assert "internal error: ValueError: planted in" in results[0].err
    for n in ("1", "2", "3"):
        log = (folder / f"log{n}").read_text(encoding="utf-8")
        assert "Traceback" in log
        assert "in fail" in log


@forking
def test_rules_that_fail_in_a_worker_are_named(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = write(folder, {name: BROKEN.encode() for name in ("a.md", "b.md", "c.md")})

    def failing(
        document: Any, settings: Settings, files: Files, today: date, web: Web, change: Any
    ) -> FileReport:
        # A fact of a kind that no rule can deal with.
        wrong: Any = None if document.source.path != "a.md" else files
        return lint(document, settings, wrong, today, web, change)

    monkeypatch.setattr(share, "lint", failing)
    results = with_jobs(run, *names)
    assert_same(results)
    assert results[0].err.count("failed on b.md") == results[0].err.count("failed on c.md") > 0
    assert "failed on a.md" not in results[0].err


# ---------------------------------------------------------------------------- the end

_SLOW = """
import os, sys, time
from curator.cli import share
original = share.parse
parent = os.getpid()
def parse(source):
    if os.getpid() != parent or {both}:
        print(os.getpid(), flush=True)
        time.sleep(60 if os.getpid() == parent else 0.5)
    return original(source)
share.parse = parse
sys.argv = ["curator", *sys.argv[1:]]
from curator.__main__ import main
sys.exit(main())
"""


@contextlib.contextmanager
def slow_run(folder: Path, *, both: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """A run of 120 files, half a second each for the workers, that has begun to parse."""
    names = write(folder, {f"{number}.md": BROKEN.encode() for number in range(120)})
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW.format(both=both), "check", "--jobs", "3", *names],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    begun = {process.stdout.readline() for _ in range(3)}
    assert len(begun) >= 2
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()


@forking
@pytest.mark.parametrize("whom", ["one", "all"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_signals_end_all_processes_quietly(folder: Path, name: str, whom: str) -> None:
    number = getattr(signal, name)
    with slow_run(folder) as process:
        (os.kill if whom == "one" else os.killpg)(process.pid, number)
        # Only when no process has the pipes any more is there an end to what they say.
        result = finish(process)
    assert result.status == (130 if name == "SIGINT" else -number)
    assert result.err == ""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@forking
def test_workers_end_when_the_run_is_killed(folder: Path) -> None:
    with slow_run(folder) as process:
        process.kill()
        result = finish(process)
    assert result.err == ""
    assert len(result.out.split()) < 20  # each worker finished the file it was at


@posix
def test_a_reader_that_goes_away_ends_all(folder: Path) -> None:
    names = write(folder, {f"{number}.md": BROKEN.encode() * 50 for number in range(8)})
    process = subprocess.Popen(
        [sys.executable, "-m", "curator", "check", "--jobs", "3", "--show", "info", *names],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


# ---------------------------------------------------------------------------- when, and how many


def imported(*arguments: str) -> set[str]:
    code = "import sys; from curator.cli.start import run; run(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_small_runs_know_nothing_of_processes(folder: Path) -> None:
    names = write(folder, {"a.md": BROKEN.encode(), "b.md": CLEAN.encode()})
    for arguments in (["a.md"], names, ["a.md", "--jobs", "8"], [*names, "--jobs", "1"]):
        modules = imported("check", *arguments)
        assert "curator.cli.workers" in modules
        assert not any(name.startswith(("multiprocessing", "_multiprocessing")) for name in modules)
    assert "multiprocessing" in imported("check", *names, "--jobs", "2")


@pytest.mark.parametrize("given_", ["auto", "AUTO", "0", "1", "64"])
def test_numbers_of_processes(run: Run, folder: Path, given_: str) -> None:
    write(folder, {"a.md": CLEAN.encode()})
    assert run("check", "a.md", "--jobs", given_).status == 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("-1", "'-1' is no number and not 'auto'"),
        ("two", "'two' is no number"),
        ("1.5", "'1.5' is no number"),
        ("²", "is no number"),
        ("", "'' is no number"),
        ("65", "65 is more than 64 processes"),
        ("9" * 5000, "is no number"),
    ],
)
def test_what_is_no_number_of_processes(run: Run, folder: Path, wrong: str, why: str) -> None:
    result = run("check", "a.md", "--jobs", wrong)
    assert result.status == 2
    assert why in result.err


@given(st.lists(st.integers(0, 3_000_000), max_size=30), st.integers(0, 9), st.integers(1, 12))
def test_every_file_is_in_one_share(sizes: list[int], wanted: int, available: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "processors", lambda: available)
        shares = jobs.split(sizes, wanted)
    assert sorted(number for share_ in shares for number in share_) == list(range(len(sizes)))
    assert all(share_ == sorted(share_) for share_ in shares)
    assert len(shares) <= max(wanted or available, 1)
    assert all(shares) or shares == [[]]
    if wanted:
        assert len(shares) == max(min(wanted, len(sizes)), 1)
    loads = [sum(sizes[number] for number in share_) for share_ in shares]
    assert loads[0] == min(loads)
    assert max(loads) <= sum(loads) / len(loads) + max(sizes, default=0)


@pytest.mark.parametrize(
    ("sizes", "processes"),
    [
        ([], 1),
        ([2_000_000], 1),
        ([2_000_000, 50_000], 1),  # nothing would be saved
        ([20_000] * 5, 1),
        ([1_000_000] * 2, 2),
        ([100_000] * 100, 4),
        ([4_000_000, 1_000_000, 500_000], 3),
    ],
)
def test_processes_are_started_where_they_save_time(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], processes: int
) -> None:
    monkeypatch.setattr(jobs, "processors", lambda: 4)
    monkeypatch.setattr(jobs, "_SAVED", 150_000)
    assert len(jobs.split(sizes, 0)) == processes
    monkeypatch.setattr(jobs, "processors", lambda: 1)
    assert len(jobs.split(sizes, 0)) == 1


def test_there_are_as_many_processors_as_this_process_may_use() -> None:
    assert 1 <= jobs.processors() <= (os.cpu_count() or 1)
