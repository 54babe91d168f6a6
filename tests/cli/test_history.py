"""``--history``: links that fail are remembered from run to run without any cache."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from curator import net
from curator.cli import check, history_place
from curator.net import Cache
from curator.net import run as net_run
from curator.net.history_file import FORM, Histories
from curator.net.results import Remembered
from curator.net.store import Store
from curator.status import Evidence, History
from tests.cli.conftest import CLEAN, Run, finish, start
from tests.cli.test_online import lines, write
from tests.cli.web import FakeNet, serving

FILE = "h.json"
FLAKY = ("--select", "flaky-link", "--history", FILE)
ONLINE = ("--online", "--no-cache")
LOCAL = ("--allow-network", "127.0.0.0/8", "--host-gap", "0")
EMPTY = '{\n  "version": 1,\n  "links": []\n}\n'
DAY = 86_400.0

Move = Callable[[float], None]
Plant = Callable[..., FakeNet]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put a stand-in where the network is asked, for a run that ends like this."""

    def put(ending: net.Ending = "complete") -> FakeNet:
        fake = FakeNet(ending=ending)
        monkeypatch.setattr(net, "check", fake)
        return fake

    return put


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Have the next run be so many days from now."""

    def to(days: float) -> None:
        now = time.time() + days * DAY
        today = date.today() + timedelta(days)

        class Today(date):
            @classmethod
            def today(cls) -> Today:
                return cls(today.year, today.month, today.day)

        monkeypatch.setattr(net_run, "Store", partial(Store, now=lambda: now))
        monkeypatch.setattr(
            history_place, "Histories", lambda known, _now: Histories(known, lambda: now)
        )
        monkeypatch.setattr(check, "date", Today)

    return to


def found(text: str) -> list[tuple[str, str]]:
    return [(each["rule"], each["severity"]) for each in json.loads(text)["findings"]]


def rows(folder: Path) -> dict[str, tuple[int, str]]:
    """The runs and the outcome of each link in the file."""
    links = json.loads((folder / FILE).read_text(encoding="utf-8"))["links"]
    return {each["url"]: (each["runs"], each["outcome"]) for each in links}


def recorded(url: str, runs: int = 3) -> str:
    history = History("503", time.time() - 9 * DAY, runs, time.time() - 2 * DAY)
    return Histories({url: history}).written()[0]


# ------------------------------------------------------------------- from run to run


@pytest.mark.parametrize("cached", [False, True])
def test_three_runs_make_an_error(run: Run, folder: Path, move: Move, cached: bool) -> None:
    asking = ("--online", "--cache-dir", "c") if cached else ONLINE
    with serving() as server:
        down, there = f"{server.url}/507/x", f"{server.url}/a"
        write(folder, a=lines(down, there))
        for number, days in enumerate((0, 4, 8), 1):
            move(days)
            result = run("check", "a.md", *asking, *LOCAL, *FLAKY, "--format", "json")
            severity = "error" if number == 3 else "warning"
            assert found(result.out) == [("flaky-link", severity)], result
            assert (result.status, result.err) == (int(number == 3), "")
            assert rows(folder) == {down: (number, "507")}
            assert (folder / "c").exists() == cached
        # Too soon after the last one: the run does not count.
        move(8.1)
        run("check", "a.md", *asking, *LOCAL, *FLAKY)
        assert rows(folder) == {down: (3, "507")}


def test_a_link_that_is_back_goes(run: Run, folder: Path) -> None:
    with serving() as server:
        url = f"{server.url}/a"
        write(folder, a=lines(url))
        (folder / FILE).write_text(recorded(url), encoding="utf-8")
        assert run("check", "a.md", *ONLINE, *LOCAL, *FLAKY).status == 0
    assert (folder / FILE).read_text(encoding="utf-8") == EMPTY


def test_a_cache_that_is_lost_costs_no_history(run: Run, folder: Path, move: Move) -> None:
    with serving() as server:
        url = f"{server.url}/507"
        write(folder, a=lines(url))
        for days, cache in ((0, "c"), (4, "d")):
            move(days)
            run("check", "a.md", "--online", "--cache-dir", cache, *LOCAL, *FLAKY)
        (folder / FILE).unlink()
        move(8)
        run("check", "a.md", "--online", "--cache-dir", "d", *LOCAL, *FLAKY)
    assert rows(folder) == {url: (3, "507")}


def test_what_is_not_asked_stays(run: Run, folder: Path, plant: Plant) -> None:
    plant()
    write(folder, a=CLEAN)
    text = recorded("https://elsewhere.example/")
    (folder / FILE).write_text(text, encoding="utf-8", newline="")
    before = (folder / FILE).stat().st_mtime_ns
    assert run("check", "a.md", *ONLINE, *FLAKY).status == 0
    assert (folder / FILE).read_text(encoding="utf-8") == text
    assert (folder / FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize("text", [CLEAN, "# No links\n"])
def test_a_job_can_rely_on_the_file(run: Run, folder: Path, plant: Plant, text: str) -> None:
    plant()
    write(folder, a=text)
    run("check", "a.md", *ONLINE, *FLAKY)
    assert (folder / FILE).read_bytes() == EMPTY.encode()


@pytest.mark.skipif(os.name == "nt", reason="has no such modes")
def test_the_mode_is_kept(run: Run, folder: Path, plant: Plant) -> None:
    remember(plant(), "https://example.org/1")
    write(folder, a=CLEAN)
    (folder / FILE).write_text(EMPTY, encoding="utf-8")
    (folder / FILE).chmod(0o640)
    run("check", "a.md", *ONLINE, *FLAKY)
    assert rows(folder) == {"https://example.org/1": (1, "503")}
    assert (folder / FILE).stat().st_mode & 0o777 == 0o640


def remember(fake: FakeNet, url: str) -> None:
    """Have a stand-in for the network save that a link fails, as the real one does."""

    def save(_progress: object) -> None:
        (cache,) = fake.caches
        assert cache is not None
        now = time.time()
        evidence = Evidence(url, code=503, asked_at=now)
        cache.save({url: Remembered(evidence, History("503", now, 1, now))})

    fake.during = save


def test_fix_remembers_as_well(run: Run, folder: Path, plant: Plant) -> None:
    remember(plant(), "https://example.org/1")
    write(folder, a=CLEAN)
    run("fix", "a.md", *ONLINE, *FLAKY)
    assert rows(folder) == {"https://example.org/1": (1, "503")}


@pytest.mark.parametrize("ending", ["interrupted", "out-of-time"])
def test_a_run_that_ends_early_is_remembered(
    run: Run, folder: Path, plant: Plant, ending: net.Ending
) -> None:
    remember(plant(ending=ending), "https://example.org/1")
    write(folder, a=CLEAN)
    assert run("check", "a.md", *ONLINE, *FLAKY).status == 2
    assert rows(folder) == {"https://example.org/1": (1, "503")}


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_loses_nothing(folder: Path) -> None:
    with serving() as server:
        write(folder, a=lines(f"{server.url}/507", *(f"{server.url}/{n}" for n in range(50))))
        asking = (*ONLINE, "--allow-network", "127.0.0.0/8", "--host-gap", "0.5", *FLAKY)
        process = start("check", "a.md", *asking)
        for _ in range(600):
            if server.requests[2:]:  # one after the other, so that the first is answered
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert finish(process).status == 2
    assert rows(folder) == {f"{server.url}/507": (1, "507")}


# ---------------------------------------------------------------------- when it is read


def test_nothing_is_read_or_written_offline(run: Run, folder: Path) -> None:
    write(folder, a=CLEAN)
    (folder / FILE).write_text("no history", encoding="utf-8")
    result = run("check", "a.md", "--history", FILE)
    hint = "hint: no link is asked without --online, whatever --history says\n"
    assert result == (0, "Nothing found in 1 file.\n", hint)
    assert run("check", "a.md", "--online", "--offline", "--history", FILE).status == 0
    assert (folder / FILE).read_text(encoding="utf-8") == "no history"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_change_cannot_bring_its_own(
    run: Run, folder: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = plant()
    for name in ("PRE_COMMIT_FROM_REF", "CI_PIPELINE_SOURCE", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
    write(folder, a=CLEAN)
    (folder / ".git").rmdir()
    for arguments in (
        "init -q",
        "add -A",
        "-c user.name=A -c user.email=a@example.org commit -qm A",
    ):
        subprocess.run(["git", *arguments.split()], check=True, capture_output=True)
    result = run("check", "a.md", *ONLINE, *FLAKY, "--since", "HEAD")
    assert result.status == 2
    assert result.err.startswith(
        "error: --history is not for --since: whoever made the change could have written the file\n"
    )
    assert fake.asked == []
    # Where the same command is for pull requests and for a schedule, nothing is wrong with it.
    result = run("check", "a.md", *ONLINE, *FLAKY, "--since", "auto")
    assert (result.status, (folder / FILE).exists()) == (0, False)
    assert "hint: --history is for runs over all links" in result.err
    # On a schedule there is no change.
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "schedule")
    assert run("check", "a.md", *ONLINE, *FLAKY, "--since", "auto").status == 0
    assert (folder / FILE).exists()


# --------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (CLEAN.encode(), "line 1, column 1: not valid JSON: Expecting value"),
        (b"", "is no history: the file is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"version": 1, "findings": []}', "is no history: it has no list of links"),
        (b'{"version": 7, "links": []}', "is a history of version 7"),
        (b'{\n<<<<<<< \x1b[31mours\n"', "line 2: a merge is not finished here"),
    ],
)
def test_what_is_no_history_is_left_alone(
    run: Run, folder: Path, plant: Plant, data: bytes, said: str
) -> None:
    fake = plant()
    write(folder, a=CLEAN)
    (folder / FILE).write_bytes(data)
    result = run("check", "a.md", *ONLINE, *FLAKY)
    assert (result.status, result.out, fake.asked) == (2, "", [])
    assert result.err.startswith(f"error: --history: {FILE}: ")
    assert said in result.err
    assert (result.err.count("\n"), "\x1b" in result.err) == (1, False)
    assert (folder / FILE).read_bytes() == data


def test_it_is_none_of_the_other_files(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    write(folder, a=CLEAN)
    result = run("check", "a.md", *ONLINE, "--history", "./a.md")
    assert result == (2, "", "error: --history: ./a.md is one of the files of this run\n")
    result = run("check", "a.md", *ONLINE, *FLAKY, "--output", f"json=./{FILE}")
    assert result == (2, "", f"error: --output: {FILE} is the history of this run\n")
    (folder / FILE).write_text(EMPTY, encoding="utf-8")
    assert run("check", "a.md", *ONLINE, *FLAKY, "--output", f"json=./{FILE}").status == 2
    result = run("check", "a.md", *ONLINE, *FLAKY, "--baseline", FILE)
    assert result.status == 2
    assert (fake.asked, (folder / FILE).read_text(encoding="utf-8")) == ([], EMPTY)


def test_it_has_to_be_a_file_that_can_be_there(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    write(folder, a=CLEAN)
    for given, said in (
        ("", "--history: an empty path names no file"),
        (".", "--history: .: not a regular file"),
        ("no/h.json", "--history: no/h.json: there is no such folder"),
        ("a.md/h.json", "--history: a.md/h.json: there is no such folder"),
    ):
        assert run("check", "a.md", *ONLINE, "--history", given) == (2, "", f"error: {said}\n")
    with (folder / FILE).open("wb") as file:
        file.truncate(10_000_001)
    result = run("check", "a.md", *ONLINE, *FLAKY)
    assert (result.status, "more than the 10,000,000 of a history" in result.err) == (2, True)
    assert fake.asked == []


def test_no_link_leads_it_out_of_the_repository(
    run: Run, folder: Path, plant: Plant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plant()
    write(folder, a=CLEAN)
    outside = tmp_path_factory.mktemp("outside")
    try:
        (folder / FILE).symlink_to(outside / "new.json")
        (folder / "data").mkdir()
        (folder / "in.json").symlink_to(folder / "data" / "h.json")
        (folder / ".git").mkdir(exist_ok=True)
        (folder / "git.json").symlink_to(folder / ".git" / "h.json")
    except OSError:
        pytest.skip("links are not allowed here")
    result = run("check", "a.md", *ONLINE, *FLAKY)
    said = f"error: --history: {FILE}: is a link to a file outside of the repository\n"
    assert (
        "is a link to a file outside" in run("check", "a.md", *ONLINE, "--history", "git.json").err
    )
    assert (result, list(outside.iterdir())) == ((2, "", said), [])
    assert run("check", "a.md", *ONLINE, "--history", "in.json").status == 0
    assert (folder / "in.json").is_symlink()
    assert (folder / "data" / "h.json").read_text(encoding="utf-8") == EMPTY


def test_a_file_that_changed_meanwhile_is_left_alone(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    write(folder, a=CLEAN)
    (folder / FILE).write_text(recorded("https://example.org/1"), encoding="utf-8")

    def meddle(_progress: object) -> None:
        remember_in(fake.caches[-1])
        (folder / FILE).write_text(EMPTY, encoding="utf-8")

    def remember_in(cache: Cache | None) -> None:
        assert cache is not None
        cache.save({"https://example.org/1": Remembered(None)})
        cache.save({"https://example.org/2": Remembered(None, History("503", 1.0, 1, time.time()))})

    fake.during = meddle
    result = run("check", "a.md", *ONLINE, *FLAKY, "--format", "json")
    said = f"--history: {FILE}: not written, another program has changed it since it was read"
    assert (result.status, result.err) == (2, f"error: {said}\n")
    assert json.loads(result.out)["summary"]["problems"] == [said]
    assert (folder / FILE).read_text(encoding="utf-8") == EMPTY


def test_what_has_no_room_is_counted(
    run: Run, folder: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(plant(), "https://example.org/1")
    form = FORM._replace(most=0)
    monkeypatch.setattr("curator.net.history_file.FORM", form)
    write(folder, a=CLEAN)
    result = run("check", "a.md", *ONLINE, *FLAKY)
    assert (result.status, result.err) == (
        0,
        f"notice: --history: {FILE}: has no room for 1 failing link\n",
    )
