"""The cache: what it keeps, what it must never keep, and everything that can go wrong with it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.net.cache import (
    Location,
    OpenCache,
    cache_size,
    clear_cache,
    link_cache,
    open_cache,
    read_cache,
)
from curator.net.cache.folder import DATABASE, own_files
from curator.net.cache.opening import APPLICATION, VERSION
from curator.net.cache.rows import MAX_FACTS, MAX_URL, decode, encode
from curator.net.results import Remembered
from curator.status import Evidence, Failure, History, Hop, Mark

NOW = 1_800_000_000.25
HISTORY = History("503", since=NOW - 86_400, runs=2, counted_at=NOW - 3_600)


def url(number: int) -> str:
    return f"https://host{number % 50}.example.org/page/{number}"


def alive(number: int) -> Remembered:
    address = url(number)
    return Remembered(Evidence(address, code=200, final_url=address, asked_at=NOW, tries=1))


def records(numbers: range) -> dict[str, Remembered]:
    return {url(number): alive(number) for number in numbers}


def full_record() -> Remembered:
    """A record in which everything is as it is not by default."""
    evidence = Evidence(
        url(1),
        code=404,
        final_url="https://example.net/fin\u00e4l",
        hops=(Hop(url(1), 301), Hop("https://example.net/x", 0)),
        marks=frozenset({Mark.LOGIN, Mark.PARKING}),
        method="HEAD",
        seconds=0.123456789,
        asked_at=NOW,
        first_asked_at=NOW - 1.5,
        tries=4,
        seen=2,
        source="github",
        detail="Not \x1b[31mFound \ud800\u202e",
    )
    return Remembered(evidence, HISTORY, {"here": True, "gone": False, "unknown": None})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".curator_cache"


@contextmanager
def opened(folder: Path, patience: float = 5.0, max_size: int = 10_000_000) -> Iterator[OpenCache]:
    cache = open_cache(Location(folder, "here"), patience=patience, max_size=max_size)
    with closing(cache):
        yield cache


def loaded(folder: Path, numbers: range) -> set[str]:
    """The URLs of these numbers that a cache remembers, having nothing to complain of."""
    with opened(folder) as cache:
        found = cache.load(set(map(url, numbers)))
        assert cache.notices == []
    return set(found)


# ------------------------------------------------------------------------ what is kept


def test_what_is_saved_is_loaded(folder: Path) -> None:
    odd = "https://\u4f8b\u3048.jp/\x00?a=[]"
    saved = {
        url(1): full_record(),
        url(2): Remembered(None, HISTORY),
        url(3): alive(3),
        url(4): Remembered(Evidence(url(4), failure=Failure.TIMEOUT)),
        odd: Remembered(Evidence(odd, code=200)),
    }
    saved |= {
        f"https://{failure}/": Remembered(Evidence(f"https://{failure}/", failure=failure))
        for failure in Failure
    }
    with opened(folder) as cache:
        assert cache.load(saved.keys()) == {}
        cache.save(saved)
        assert cache.load({*saved, url(99)}) == saved
        assert cache.notices == []
    with opened(folder) as cache:
        assert cache.load(saved.keys()) == saved
    assert dict(read_cache(Location(folder, "here"))) == saved


def test_what_is_saved_replaces_what_was_there(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save({url(1): full_record(), url(2): alive(2), url(3): alive(3)})
        cache.save({url(1): alive(1), url(2): Remembered(None)})
        assert cache.load({url(1), url(2), url(3)}) == {url(1): alive(1), url(3): alive(3)}


def test_many_are_saved_and_loaded_at_once(folder: Path) -> None:
    saved = records(range(12_000))
    with opened(folder) as cache:
        cache.save(saved)
        assert cache.load(saved.keys()) == saved


def test_it_may_be_used_from_another_thread(folder: Path) -> None:
    with opened(folder) as cache:
        thread = threading.Thread(target=cache.save, args=(records(range(10)),))
        thread.start()
        thread.join()
        assert len(cache.load(set(map(url, range(20))))) == 10


def test_nothing_is_done_after_the_end(folder: Path) -> None:
    cache = open_cache(Location(folder, "here"))
    cache.close()
    cache.close()
    cache.save(records(range(3)))
    assert cache.load({url(1)}) == {}
    assert cache.notices == []


def test_the_folder_keeps_git_and_backups_away(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(3)))
    assert "*" in (folder / ".gitignore").read_text(encoding="utf-8").split("\n")
    tag = (folder / "CACHEDIR.TAG").read_bytes()
    assert tag.startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    assert {path.name for path in folder.iterdir()} == {DATABASE, ".gitignore", "CACHEDIR.TAG"}


# ---------------------------------------------------------------------- what is not kept


SECRET = "hunter2secret"


@pytest.mark.parametrize(
    "address",
    [
        f"https://user:{SECRET}@example.org/",
        f"https://{SECRET}@example.org",
        f"//{SECRET}@example.org/",
        f"https:/{SECRET}@example.org/",
        f"https:\\\\{SECRET}@example.org/",
        f"HTTPS://a:b@{SECRET}@example.org/#x",
    ],
)
def test_credentials_are_not_kept(folder: Path, address: str) -> None:
    evidence = Evidence(url(1), code=200, final_url=url(1), asked_at=NOW)
    with opened(folder) as cache:
        cache.save(
            {
                address: Remembered(Evidence(address, code=200, final_url=address), HISTORY),
                url(1): Remembered(replace(evidence, final_url=address), HISTORY),
                url(2): Remembered(replace(evidence, hops=(Hop(address, 301),))),
            }
        )
        assert cache.load({address, url(1), url(2)}) == {url(1): Remembered(None, HISTORY)}
        assert not any(SECRET.encode() in path.read_bytes() for path in folder.iterdir())


def test_addresses_without_credentials_are_kept(folder: Path) -> None:
    addresses = ["https://example.org/@user", "https://medium.com/@a/b?c=d@e", "https://x/?q=a@b"]
    with opened(folder) as cache:
        saved = {each: Remembered(Evidence(each, code=200, final_url=each)) for each in addresses}
        cache.save(saved)
        assert cache.load(set(addresses)) == saved


def test_words_with_credentials_are_not_kept(folder: Path) -> None:
    evidence = Evidence(url(1), failure=Failure.PROXY, final_url=url(1))
    words = f"cannot connect to http://me:{SECRET}@proxy.example:8080"
    with opened(folder) as cache:
        cache.save({url(1): Remembered(replace(evidence, detail=words))})
        assert cache.load({url(1)}) == {url(1): Remembered(evidence)}


def test_addresses_that_cannot_be_kept_are_passed_over(folder: Path) -> None:
    odd = ["https://example.org/\ud800", "https://example.org/" + "x" * MAX_URL, "x" * 100_000]
    with opened(folder) as cache:
        saved = {each: Remembered(Evidence(each, code=200)) for each in odd}
        cache.save({**saved, url(1): alive(1)})
        assert cache.load({*odd, url(1)}) == {url(1): alive(1)}
        assert cache.notices == []


def test_what_is_too_much_is_left_out() -> None:
    fragments = {f"part-{number}": True for number in range(10_000)}
    text = encode(url(1), Remembered(alive(1).evidence, HISTORY, fragments))
    assert decode(url(1), text) == Remembered(alive(1).evidence, HISTORY)
    hops = tuple(Hop(f"https://example.org/{number}", 302) for number in range(2_000))
    evidence = Evidence(url(1), code=200, hops=hops)
    text = encode(url(1), Remembered(evidence, HISTORY, fragments))
    assert decode(url(1), text) == Remembered(None, HISTORY)
    assert encode(url(1), Remembered(evidence)) is None


_SOUND = json.loads(encode(url(1), full_record()) or "")


@pytest.mark.parametrize(
    "change",
    [
        {"evidence": {"code": 200, "failure": "timeout"}},
        {"evidence": {}},
        {"evidence": {"failure": "eaten-by-a-bear"}},
        {"evidence": {"failure": ["timeout"]}},
        {"evidence": {"code": 200, "marks": ["of-the-future"]}},
        {"evidence": {"code": 200, "of-the-future": 1}},
        {"evidence": {"code": "200"}},
        {"evidence": {"code": True}},
        {"evidence": {"code": -1}},
        {"evidence": {"code": 10**30}},
        {"evidence": {"code": 200, "asked_at": "today"}},
        {"evidence": {"code": 200, "asked_at": 10**400}},
        {"evidence": {"code": 200, "asked_at": 1e999}},
        {"evidence": {"code": 200, "asked_at": float("nan")}},
        {"evidence": {"code": 200, "final_url": None}},
        {"evidence": {"code": 200, "hops": [["https://example.org/"]]}},
        {"evidence": {"code": 200, "hops": [{"url": "x", "code": 301}]}},
        {"evidence": {"code": 200, "hops": "ab"}},
        {"evidence": {"code": 200, "marks": "ab"}},
        {"evidence": [200]},
        {"history": ["503", 1.0]},
        {"history": [503, 1.0, 2, 3.0]},
        {"history": {"outcome": "503"}},
        {"fragments": ["a"]},
        {"fragments": {"a": 1}},
        {"fragments": {"a": "true"}},
        {"of-the-future": 1},
    ],
)
def test_a_row_that_this_version_does_not_write_is_dropped(change: dict[str, object]) -> None:
    assert decode(url(1), json.dumps(_SOUND)) == full_record()
    assert decode(url(1), json.dumps({**_SOUND, **change})) is None


@pytest.mark.parametrize(
    "text",
    [None, 7, b"{}", "", "{", "[]", "null", "[" * 20_000, "9" * 10_000, "x" * (MAX_FACTS + 1)],
)
def test_a_row_that_is_no_record_is_dropped(text: object) -> None:
    assert decode(url(1), text) is None


# ---------------------------------------------------------------------- what is forgotten


def age(folder: Path, days: int, where: str = "1") -> None:
    """Have rows saved so many days ago."""
    with closing(sqlite3.connect(folder / DATABASE)) as database, database:
        database.execute(f"UPDATE links SET saved = saved - {days} WHERE {where}")


def test_what_no_run_asks_for_is_forgotten(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(10)))
    age(folder, link_cache.MAX_DAYS - 1)
    with opened(folder) as cache:
        cache.save(records(range(3)))
    age(folder, 2)
    assert loaded(folder, range(10)) == {url(number) for number in range(10)}  # nothing was saved
    with opened(folder) as cache:
        cache.save(records(range(20, 21)))
    assert loaded(folder, range(30)) == {url(number) for number in (0, 1, 2, 20)}


def test_it_does_not_grow_beyond_its_bound(folder: Path) -> None:
    bound = 1_000_000
    for start in range(0, 12_000, 1_000):
        with opened(folder, max_size=bound) as cache:
            cache.save(records(range(start, start + 1_000)))
            assert cache.notices == []
        if start + 1_000 < 12_000:
            age(folder, 1)
        assert (folder / DATABASE).stat().st_size <= bound
    kept = loaded(folder, range(12_000))
    assert kept >= {url(number) for number in range(11_000, 12_000)}  # the last ones saved
    assert len(kept) < 12_000


def test_a_full_disk_is_told_once_and_costs_only_what_is_new(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(500)))
    size = (folder / DATABASE).stat().st_size
    with opened(folder, max_size=size) as cache:
        assert len(cache.load(set(map(url, range(500))))) == 500
        cache.save(records(range(1_000, 9_000)))
        cache.save(records(range(9_000, 10_000)))
        assert cache.load({url(1)}) == {}
        (notice,) = cache.notices
        assert "full" in notice
    assert len(loaded(folder, range(500))) == 500


_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from curator.net.cache import Location, open_cache
from curator.net.results import Remembered
from curator.status import Evidence
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
cache = open_cache(Location(Path(sys.argv[1]), "here"))
urls = [f"https://example.org/{number}" for number in range(5_000)]
cache.load(set(urls))
cache.save({url: Remembered(Evidence(url, code=200)) for url in urls})
cache.close()
print(*cache.notices, sep="\\n")
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
@pytest.mark.parametrize("room", [0, 50, 4_096, 40_000, 200_000])
def test_a_file_that_cannot_grow_is_told_once(folder: Path, room: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_ROOM, str(folder), str(room)],
        capture_output=True,
        text=True,
        check=True,
    )
    (notice,) = done.stdout.strip().split("\n")
    assert notice.startswith("the cache here: ")
    assert done.stderr == ""
    with opened(folder) as cache:  # and nothing is left behind that would be in the way
        cache.save(records(range(3)))
        assert cache.notices == []


# ----------------------------------------------------------------------- damaged files


def make_garbage(path: Path) -> None:
    path.write_bytes(os.urandom(10_000))


def make_truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 + 100])


def make_headless(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30])


def make_scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4_096:] = os.urandom(len(data) - 4_096)
    path.write_bytes(data)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "mine").touch()


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def make_other(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE places (name TEXT)")


def make_view(path: Path) -> None:
    """A database with our marks, in which reading never ends."""
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute(
            "CREATE VIEW links AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) "
            "SELECT i AS url, i AS saved, i AS facts FROM n"
        )


def make_triggered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TRIGGER t AFTER INSERT ON links BEGIN DELETE FROM links; END")


def make_binary(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE links SET facts = CAST(x'ff00fe' AS TEXT)")


def make_older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA user_version = 0")


DAMAGES: list[Callable[[Path], None]] = [
    make_garbage,
    make_truncated,
    make_headless,
    make_scrambled,
    make_folder,
    make_other,
    make_view,
    make_triggered,
    make_binary,
    make_older,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_put_aside_and_begun_anew(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    with opened(folder) as cache:
        cache.save(records(range(2_000)))
    damage(folder / DATABASE)
    with opened(folder) as cache:
        found = cache.load(set(map(url, range(2_000))))
        assert all(found[address].evidence is not None for address in found)
        cache.save(records(range(5, 10)))
        (notice,) = cache.notices
        assert "put aside as links.damaged.sqlite" in notice
    assert (folder / "links.damaged.sqlite").exists()
    assert loaded(folder, range(2_000)) >= {url(number) for number in range(5, 10)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_a_pipe_in_its_place_is_put_aside(folder: Path) -> None:
    test_a_damaged_file_is_put_aside_and_begun_anew(folder, make_pipe)


def test_damage_that_shows_while_saving_costs_nothing_new(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(2_000)))
    make_scrambled(folder / DATABASE)
    with opened(folder) as cache:
        cache.save(records(range(5)))
        assert len(cache.notices) == 1
        cache.save(records(range(5, 10)))
        assert len(cache.notices) == 1
    assert loaded(folder, range(2_000)) == {url(number) for number in range(10)}


@pytest.mark.parametrize("name", [DATABASE, "CACHEDIR.TAG"])
def test_an_empty_file_is_as_good_as_none(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).touch()
    with opened(folder) as cache:
        cache.save(records(range(3)))
        assert cache.notices == []
    assert len(loaded(folder, range(3))) == 3


def test_a_newer_version_is_put_aside(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(3)))
    with closing(sqlite3.connect(folder / DATABASE)) as database, database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
        database.execute("ALTER TABLE links ADD COLUMN more TEXT")
    with opened(folder) as cache:
        assert cache.load({url(1)}) == {}
        cache.save(records(range(1)))
        (notice,) = cache.notices
        assert "newer version" in notice
        assert "links.newer.sqlite" in notice
    with closing(sqlite3.connect(folder / "links.newer.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM links").fetchone() == (3,)


def test_damage_again_and_again(folder: Path) -> None:
    for damage in (make_garbage, make_other, make_garbage):
        with opened(folder) as cache:
            cache.save(records(range(3)))
        damage(folder / DATABASE)
        with opened(folder) as cache:
            assert len(cache.notices) == 1
    assert {path.name for path in folder.iterdir()} <= {*own_files()}


# ------------------------------------------------------------------- others at the same time


def test_a_locked_file_is_waited_for_only_so_long(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(3)))
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with opened(folder, patience=0.1) as cache:
            assert cache.load({url(1)}) == {}
            cache.save(records(range(3, 6)))
            (notice,) = cache.notices
            assert "locked" in notice
    assert loaded(folder, range(10)) == {url(number) for number in range(3)}


def test_a_file_that_gets_locked_is_told_once(folder: Path) -> None:
    with opened(folder, patience=0.1) as cache:
        cache.save(records(range(3)))
        with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            cache.save(records(range(3, 6)))
            cache.save(records(range(6, 9)))
        assert len(cache.notices) == 1
    assert loaded(folder, range(10)) == {url(number) for number in range(3)}


_SAVER = """
import sys
from pathlib import Path
from curator.net.cache import Location, open_cache
from curator.net.results import Remembered
from curator.status import Evidence
first, last, step = map(int, sys.argv[2:])
cache = open_cache(Location(Path(sys.argv[1]), "here"), patience=30.0)
for start in range(first, last, step):
    urls = [f"https://host{n % 50}.example.org/page/{n}" for n in range(start, start + step)]
    cache.save({url: Remembered(Evidence(url, code=200)) for url in urls})
    print(start + step, flush=True)
cache.close()
print(*cache.notices, sep="\\n", file=sys.stderr)
"""


def saver(folder: Path, first: int, last: int, step: int) -> subprocess.Popen[str]:
    """A process that saves the records of these numbers, and says how far it is."""
    return subprocess.Popen(
        [sys.executable, "-c", _SAVER, str(folder), str(first), str(last), str(step)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once(folder: Path) -> None:
    processes = [saver(folder, first, first + 2_000, 100) for first in (0, 2_000, 4_000)]
    for process in processes:
        _, told = process.communicate(timeout=60)
        assert (process.returncode, told.strip()) == (0, "")
    assert len(loaded(folder, range(6_000))) == 6_000


@pytest.mark.parametrize("step", [10, 8_000])
def test_being_stopped_at_any_moment_costs_the_last_batch_at_most(folder: Path, step: int) -> None:
    process = saver(folder, 0, 1_000_000, step)
    assert process.stdout is not None
    done = [int(process.stdout.readline()) for _ in range(3)][-1]
    process.kill()
    process.communicate(timeout=60)
    kept = loaded(folder, range(done + 2 * step))
    assert kept >= {url(number) for number in range(done)}
    with opened(folder) as cache:
        cache.save(records(range(10)))
        assert cache.notices == []


# ----------------------------------------------------------------------------- places


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")


def test_a_cache_behind_a_link_is_refused(tmp_path: Path, folder: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    with opened(elsewhere) as cache:
        cache.save(records(range(3)))
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    link(folder, elsewhere)
    with opened(folder) as cache:
        assert cache.load({url(1)}) == {}
        cache.save(records(range(9)))
        (notice,) = cache.notices
        assert "is a link" in notice
    with pytest.raises(CuratorError, match="is a link"):
        clear_cache(Location(folder, "here"))
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before


@pytest.mark.parametrize("name", list(own_files()))
def test_a_file_that_is_a_link_is_refused(tmp_path: Path, folder: Path, name: str) -> None:
    folder.mkdir()
    link(folder / name, tmp_path / "target")
    with opened(folder) as cache:
        cache.save(records(range(3)))
        assert len(cache.notices) == 1
    assert not (tmp_path / "target").exists()


def test_links_above_the_repository_are_the_operators_own(tmp_path: Path) -> None:
    (tmp_path / "real" / "repository").mkdir(parents=True)
    link(tmp_path / "way", tmp_path / "real")
    root = tmp_path / "way" / "repository"
    with closing(open_cache(Location(root / ".curator_cache", "here", root))) as cache:
        assert cache.notices == []
    (root / "target").mkdir()
    link(root / "build", root / "target")
    with closing(open_cache(Location(root / "build" / "cache", "here", root))) as cache:
        assert len(cache.notices) == 1
    assert list((root / "target").iterdir()) == []


@pytest.mark.parametrize("name", ["notes.txt", ".gitignore", "CACHEDIR.TAG"])
def test_a_folder_of_something_else_is_left_alone(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_text("mine", encoding="utf-8")
    with opened(folder) as cache:
        cache.save(records(range(3)))
        (notice,) = cache.notices
        assert "not curator's" in notice
    with pytest.raises(CuratorError, match="no cache"):
        clear_cache(Location(folder, "here"))
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_file_in_the_place_of_the_folder(folder: Path) -> None:
    folder.write_text("mine", encoding="utf-8")
    with opened(folder) as cache:
        cache.save(records(range(3)))
        assert len(cache.notices) == 1
    with pytest.raises(CuratorError):
        clear_cache(Location(folder, "here"))
    assert folder.read_text(encoding="utf-8") == "mine"


def test_a_name_that_no_folder_can_have(folder: Path) -> None:
    with opened(folder / "a\0b") as cache:
        assert len(cache.notices) == 1


def test_a_reason_of_the_callers_is_told(folder: Path) -> None:
    with closing(open_cache(Location(folder, "here", refusal="git tracks it"))) as cache:
        assert cache.notices == ["the cache here: git tracks it; going on without it"]
    assert not folder.exists()


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A folder that everybody may read, in which the user that runs the test is not the root."""
    if os.name == "nt":
        pytest.skip("folders of Windows cannot be made read-only so")
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(place, 65_534, -1)
        os.seteuid(65_534)
    try:
        yield place
    finally:
        os.seteuid(os.getuid())
        place.chmod(0o755)
        for path in place.iterdir():
            path.chmod(0o755)
        shutil.rmtree(place)


@pytest.mark.parametrize("only", ["file", "folder"])
def test_what_is_read_only_is_read(guarded: Path, only: str) -> None:
    folder = guarded / "cache"
    with opened(folder) as cache:
        cache.save(records(range(3)))
    (folder / DATABASE).chmod(0o444)
    if only == "folder":
        folder.chmod(0o555)
    with opened(folder) as cache:
        assert len(cache.load(set(map(url, range(5))))) == 3
        cache.save(records(range(3, 5)))
        (notice,) = cache.notices
        assert "read-only" in notice
    assert len(dict(read_cache(Location(folder, "here")))) == 3
    folder.chmod(0o755)
    assert (folder / DATABASE).stat().st_size > 0


def test_a_folder_that_cannot_be_made(guarded: Path) -> None:
    guarded.chmod(0o555)
    with opened(guarded / "cache") as cache:
        cache.save(records(range(3)))
        assert cache.load({url(1)}) == {}
        (notice,) = cache.notices
        assert "cannot be made" in notice


def test_a_file_that_nobody_may_read(guarded: Path) -> None:
    folder = guarded / "cache"
    with opened(folder) as cache:
        cache.save(records(range(3)))
    (folder / DATABASE).chmod(0)
    with opened(folder) as cache:
        assert cache.load({url(1)}) == {}
        assert len(cache.notices) == 1
    with pytest.raises(CuratorError, match="unreadable"):
        list(read_cache(Location(folder, "here")))


# ---------------------------------------------------------------------------- clearing


def test_clearing_removes_what_is_ours(folder: Path) -> None:
    location = Location(folder, "here")
    assert not clear_cache(location)
    with opened(folder) as cache:
        cache.save(records(range(3)))
    assert cache_size(location) > 4_096
    make_garbage(folder / DATABASE)
    with opened(folder) as cache:
        cache.save(records(range(3)))
    assert clear_cache(location)
    assert not folder.exists()
    assert cache_size(location) == 0


def test_clearing_leaves_what_others_put_there(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(3)))
    (folder / "mine").touch()
    assert clear_cache(Location(folder, "here"))
    assert [path.name for path in folder.iterdir()] == ["mine"]


@pytest.mark.parametrize("damage", [make_garbage, make_other, make_older, make_headless])
def test_a_damaged_cache_can_be_cleared(folder: Path, damage: Callable[[Path], None]) -> None:
    with opened(folder) as cache:
        cache.save(records(range(3)))
    damage(folder / DATABASE)
    assert clear_cache(Location(folder, "here"))
    assert not folder.exists()


def test_a_cache_in_use_is_not_cleared(folder: Path) -> None:
    with opened(folder) as cache:
        cache.save(records(range(3)))
        with pytest.raises(CuratorError, match="another process is using it"):
            clear_cache(Location(folder, "here"))
        cache.save(records(range(3, 6)))
        assert cache.notices == []
    assert len(loaded(folder, range(6))) == 6
    assert clear_cache(Location(folder, "here"))


def test_showing_changes_nothing(folder: Path) -> None:
    location = Location(folder, "here")
    assert list(read_cache(location)) == []
    assert not folder.exists()
    with opened(folder) as cache:
        cache.save(records(range(3)))
    make_garbage(folder / DATABASE)
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(CuratorError, match="damaged"):
        list(read_cache(location))
    assert (folder / DATABASE).read_bytes() == before
    assert not (folder / "links.damaged.sqlite").exists()


def test_sqlite_is_imported_only_when_a_cache_is_opened() -> None:
    program = (
        "import sys, curator.net.cache as c; print('sqlite3' in sys.modules); "
        "from pathlib import Path; "
        "c.open_cache(c.Location(Path('x').absolute(), 'x', refusal='no')); "
        "print('sqlite3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]
