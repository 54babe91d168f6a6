"""``curator cache``, and where the cache of a run lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from curator.cli.cache_place import cache_location, open_run_cache
from curator.net.cache import Location, open_cache
from curator.net.cache.folder import DATABASE
from curator.net.results import Remembered
from curator.status import Evidence, Failure, History
from tests.cli.conftest import Run
from tests.cli.test_imports import NETWORK, SLOW, imported

NAME = ".curator_cache"
HOUR = 3_600


def record(
    url: str, age: float, code: int | None = None, failure: Failure | None = None
) -> Remembered:
    now = time.time()
    evidence = Evidence(url, code, failure, final_url=url, asked_at=now - age, seen=2)
    return Remembered(evidence, History("x", now, 1) if failure or code != 200 else None)


def fill(folder: Path) -> None:
    """Remember five links."""
    records = {
        "https://a.example/": record("https://a.example/", 30 * HOUR + 60, 200),
        "https://b.example/": record("https://b.example/", 60, 200),
        "https://c.example/": record("https://c.example/", 60, 404),
        "https://d.example/": record("https://d.example/", 60, None, Failure.TIMEOUT),
        "https://e.example/": Remembered(None, History("503", time.time(), 3)),
    }
    with closing(open_cache(Location(folder, "here"))) as cache:
        cache.save(records)
        assert cache.notices == []


def git(*arguments: str) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *names, *arguments], check=True, capture_output=True)


# --------------------------------------------------------------------------------- show


def test_nothing_is_remembered(run: Run, folder: Path) -> None:
    assert run("cache") == (0, f"{NAME}: nothing is remembered\n", "")
    assert run("cache", "show") == run("cache")
    assert not (folder / NAME).exists()
    with closing(open_run_cache(None)):
        pass
    assert run("cache").out == f"{NAME}: nothing is remembered\n"


def test_what_is_remembered_is_shown_by_verdict(run: Run, folder: Path) -> None:
    fill(folder / NAME)
    status, out, err = run("cache")
    assert (status, err) == (0, "")
    first, _, *rest = out.split("\n")
    assert first.startswith(f"{NAME}: ")
    assert first.endswith(", 5 links")
    assert [line.split() for line in rest[:5]] == [
        ["verdict", "links", "fresh", "oldest"],
        ["alive", "2", "1", "1", "day"],
        ["dead", "1", "1", "1", "minute"],
        ["transient", "1", "0", "1", "minute"],
        ["all", "5", "2", "1", "day"],
    ]
    assert rest[6] == "2 links would not be asked again now; 3 links failed when last asked."
    assert len({len(line) for line in rest[:5]}) == 1


def test_a_cache_elsewhere_is_shown(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder / "other" / "place")
    shown = run("cache", "--cache-dir", "other/place").out
    assert shown.startswith("other/place: ")
    monkeypatch.setenv("CURATOR_CACHE_DIR", "other/place")
    assert run("cache").out == shown


def test_a_damaged_cache_is_told_and_left_alone(run: Run, folder: Path) -> None:
    fill(folder / NAME)
    (folder / NAME / DATABASE).write_bytes(b"no database" * 1_000)
    status, out, err = run("cache")
    assert (status, out) == (2, "")
    assert err == f"error: the cache {NAME} is damaged\n"
    assert run("cache", "clear").status == 0


def test_names_that_would_act_on_a_terminal_are_escaped(run: Run) -> None:
    for action in ("show", "clear"):
        status, out, err = run("cache", action, "--cache-dir", "a\x1b[31mb\u202e")
        assert status == 0
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err


# -------------------------------------------------------------------------------- clear


def test_clearing(run: Run, folder: Path) -> None:
    assert run("cache", "clear") == (0, f"{NAME}: nothing to clear\n", "")
    fill(folder / NAME)
    assert run("cache", "clear") == (0, f"{NAME}: cleared\n", "")
    assert not (folder / NAME).exists()


def test_a_folder_that_is_no_cache_is_not_cleared(run: Run, folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / DATABASE).touch()
    for place in ("lists", "."):
        status, out, err = run("cache", "clear", "--cache-dir", place)
        assert (status, out) == (2, "")
        assert "no cache of curator's" in err
    assert (folder / "lists" / DATABASE).exists()


def test_an_unknown_action_is_told(run: Run) -> None:
    status, _, err = run("cache", "burn")
    assert status == 2
    assert "burn" in err


# -------------------------------------------------------------------------------- where


def test_it_lies_at_the_root_of_the_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep" / "er")
    assert cache_location(None).folder == folder / NAME
    assert cache_location("own").folder == folder / "deep" / "er" / "own"
    (folder / ".git").rmdir()
    assert cache_location(None) == Location(folder / "deep" / "er" / NAME, NAME)


@pytest.mark.parametrize("name", [NAME, ".Curator_Cache", "sub[1]/cache"])
def test_a_cache_that_git_tracks_is_refused(run: Run, folder: Path, name: str) -> None:
    (folder / ".git").rmdir()
    git("init", "--quiet")
    fill(folder / name)
    named = None if name.lower() == NAME else name
    assert cache_location(named).refusal is None
    git("add", "--force", f"{name}/{DATABASE}")
    # Where names differ in case only, such a file would be found in place of ours.
    assert cache_location(named).refusal == "git tracks it ('git rm -r --cached' ends that)"
    with closing(open_run_cache(named)) as cache:
        assert cache.load({"https://b.example/"}) == {}
        (notice,) = cache.notices
        assert "git tracks it" in notice
    option = () if named is None else ("--cache-dir", name)
    status, _, err = run("cache", *option)
    assert status == 0
    assert "git tracks it" in err
    status, _, err = run("cache", "clear", *option)
    assert status == 2
    assert "not cleared, git tracks it" in err
    assert (folder / name / DATABASE).exists()


def test_a_link_that_git_tracks_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / ".git").rmdir()
    git("init", "--quiet")
    (folder / "target").mkdir()
    try:
        (folder / NAME).symlink_to("target", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    with closing(open_run_cache(None)) as cache:
        assert "is a link" in cache.notices[0]
    git("add", NAME)
    with closing(open_run_cache(None)) as cache:
        assert "git tracks it" in cache.notices[0]
    with closing(open_run_cache(f"{NAME}/below")) as cache:
        assert len(cache.notices) == 1
    assert not any((folder / "target").iterdir())


def test_git_does_not_see_the_cache(folder: Path) -> None:
    (folder / ".git").rmdir()
    git("init", "--quiet")
    fill(folder / NAME)
    git("add", "--all")
    assert cache_location(None).refusal is None


def test_where_git_cannot_say_the_cache_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cache_location(None).refusal is None  # nothing was ever added to that repository
    (folder / ".git" / "index").touch()
    monkeypatch.setenv("PATH", os.devnull)
    assert cache_location(None).refusal == (
        "git cannot say whether it is tracked (--cache-dir may name a folder elsewhere)"
    )


def test_it_imports_no_network(folder: Path) -> None:
    fill(folder / NAME)
    modules = imported("cache")
    assert "sqlite3" in modules
    assert not modules & (NETWORK | SLOW)
