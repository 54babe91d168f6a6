"""Lists replaced: whole or not at all, whatever happens meanwhile, and nothing left behind."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from curator.cli import atomic, writing
from curator.cli.app import Session
from curator.cli.atomic import replace_file
from curator.cli.console import Console
from curator.cli.debug import DebugLog
from curator.cli.inputs import ReadInput
from curator.cli.writing import Change, Permission, write_changes
from curator.errors import CuratorError
from curator.source import Source

OLD, NEW = b"\xef\xbb\xbf# Old\r\n", b"# New\n" * 50

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes and signals")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anything"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.md"
    path.write_bytes(OLD)
    return path


def only(path: Path) -> bool:
    """Whether nothing else was left in the folder of ``path``."""
    return [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_is_replaced(file: Path) -> None:
    replace_file(file, OLD, NEW)
    assert file.read_bytes() == NEW
    assert only(file)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o640, 0o2664])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    given = stat.S_IMODE(file.stat().st_mode)
    before = os.umask(0o077)
    try:
        replace_file(file, OLD, NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == given


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away"
)
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 4242, 4243)
    file.chmod(0o664)
    replace_file(file, OLD, NEW)
    status = file.stat()
    assert (status.st_uid, status.st_gid) == (4242, 4243)
    assert stat.S_IMODE(status.st_mode) == 0o664


@posix
def test_what_a_group_may_see_no_other_group_does(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o664)
    own = file.stat()

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    def elsewhere(number: int) -> Any:
        status = list(os.stat(number))
        status[5] = own.st_gid + 1
        return os.stat_result(status)

    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(os, "fstat", elsewhere)
    replace_file(file, OLD, NEW)
    monkeypatch.undo()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_other_names_of_a_file_keep_the_old_text(file: Path) -> None:
    other = file.with_name("other.md")
    try:
        os.link(file, other)
    except OSError:
        pytest.skip("no hard links here")
    replace_file(file, OLD, NEW)
    assert (file.read_bytes(), other.read_bytes()) == (NEW, OLD)


# --------------------------------------------------------------------------- trouble


def refused(file: Path, why: str) -> None:
    with pytest.raises(CuratorError, match=why):
        replace_file(file, OLD, NEW)


def test_a_file_that_changed_meanwhile_is_left_alone(file: Path) -> None:
    for text in (OLD + b"x", OLD[:-1], b"", NEW):
        file.write_bytes(text)
        refused(file, "another program has changed it")
        assert file.read_bytes() == text
        assert only(file)


def test_a_file_that_is_gone_is_not_made_again(file: Path) -> None:
    file.unlink()
    refused(file, "it is gone")
    assert not list(file.parent.iterdir())
    file.mkdir()
    refused(file, "no regular file")
    assert only(file)


def test_a_file_that_goes_at_the_last_moment_is_not_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def vanish(number: int) -> None:
        sync(number)
        file.unlink()

    monkeypatch.setattr(os, "fsync", vanish)
    refused(file, "another program")
    assert not list(file.parent.iterdir())


@posix
@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_left_alone(file: Path, mode: int) -> None:
    file.chmod(mode)
    refused(file, "it is read-only")
    assert file.read_bytes() == OLD
    assert only(file)


@posix
@not_root
def test_a_read_only_folder_is_an_error(file: Path) -> None:
    file.parent.chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            replace_file(file, OLD, NEW)
    finally:
        file.parent.chmod(0o755)
    assert file.read_bytes() == OLD
    assert only(file)


def failing(name: str, monkeypatch: pytest.MonkeyPatch, code: int = errno.ENOSPC) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, name, fail)


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_full_disk_leaves_the_file_as_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    failing(step, monkeypatch)
    with pytest.raises(OSError, match=r"(?i)space"):
        replace_file(file, OLD, NEW)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert only(file)


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from curator.cli.atomic import replace_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
path = Path(sys.argv[1])
try:
    replace_file(path, path.read_bytes(), b"x" * 1000)
except OSError as error:
    print(error.strerror)
"""


@posix
def test_a_limit_on_the_size_of_files_leaves_the_file_as_it_is(file: Path) -> None:
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(file)], capture_output=True, check=True, text=True
    )
    assert "large" in done.stdout.lower()
    assert file.read_bytes() == OLD
    assert only(file)


def test_a_folder_that_cannot_be_synchronised_is_no_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def files_only(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(number)

    monkeypatch.setattr(os, "fsync", files_only)
    replace_file(file, OLD, NEW)
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("times", [1, 5, 1000])
def test_a_file_that_another_program_holds_is_tried_for_again(
    file: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    pauses: list[float] = []
    replace = os.replace

    def busy(*arguments: Any) -> None:
        if len(pauses) < times:
            raise PermissionError(errno.EACCES, "Sharing violation")
        replace(*arguments)

    monkeypatch.setattr(atomic, "_HOLDS_OPEN_FILES", True)
    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr(os, "replace", busy)
    if times < 10:
        replace_file(file, OLD, NEW)
        assert (len(pauses), file.read_bytes()) == (times, NEW)
    else:
        with pytest.raises(PermissionError):
            replace_file(file, OLD, NEW)
        assert (len(pauses), file.read_bytes()) == (atomic._TRIES - 1, OLD)
        assert 1 < sum(pauses) < 30
    assert only(file)


# Kills a copy of itself before and after each call to the system that the replacement of a
# file makes, and says what the file was then.
_KILLED = """
import os, signal, sys
from pathlib import Path
from curator.cli.atomic import replace_file

path, old, new = Path(sys.argv[1]), b"old" * 20, b"new" * 30
NAMES = ("open", "write", "fstat", "fchmod", "fchown", "fsync", "close", "replace", "unlink")
steps = 0

def counted(name):
    call = getattr(os, name)
    def wrapped(*given, **named):
        step()
        if name == "write":
            given = (given[0], given[1][:25])
        try:
            return call(*given, **named)
        finally:
            step()
    setattr(os, name, wrapped)

def step():
    global steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)

last = 0
while True:
    last += 1
    path.write_bytes(old)
    child = os.fork()
    if not child:
        for name in NAMES:
            counted(name)
        replace_file(path, old, new)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    data = path.read_bytes()
    others = [each for each in path.parent.iterdir() if each != path]
    print(last, "old" if data == old else "new" if data == new else "broken", *(
        each.name for each in others))
    for each in others:
        each.unlink()
    if os.WIFEXITED(status):
        break
"""


@posix
def test_a_file_is_whole_whenever_the_process_is_killed(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(file)], capture_output=True, check=True, text=True
    )
    rows = [line.split(" ") for line in done.stdout.splitlines()]
    states = [row[1] for row in rows]
    assert set(states) == {"old", "new"}
    assert states == sorted(states, reverse=True)  # old, old, ..., new
    assert states.count("old") > 15
    assert states.count("new") > 3
    # What may stay behind is hidden and no Markdown.
    left = [name for row in rows for name in row[2:]]
    assert left
    assert all(name.startswith(".curator-") and name.endswith(".tmp") for name in left)


# ---------------------------------------------------------------------------- links


def item(path: Path) -> ReadInput:
    return ReadInput(Source(path.name, path.read_bytes().decode()), path, named=True)


def write(path: Path, permission: Permission, text: str = "# New\n") -> tuple[str, ...]:
    session = Session(Console(), DebugLog())
    return write_changes([Change(item(path), text)], permission, session).problems


def linked(link: Path, target: Path) -> Path:
    link.parent.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(OLD)
    try:
        link.symlink_to(os.path.relpath(target, link.parent))
    except OSError:
        pytest.skip("no symbolic links here")
    return link


@pytest.mark.parametrize("repository", [True, False])
def test_a_link_inside_is_followed(folder: Path, repository: bool) -> None:
    if not repository:
        (folder / ".git").rmdir()
    target = folder / "b" / "real.md"
    link = linked(folder / "a" / "link.md", target)
    assert write(link, Permission()) == ()
    assert link.is_symlink()
    assert target.read_bytes() == b"# New\n"
    assert [each.name for each in target.parent.iterdir()] == ["real.md"]


def test_a_link_that_leads_out_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "outside.md"
    (folder / "inside" / ".git").mkdir(parents=True)
    link = linked(folder / "inside" / "link.md", target)
    (problem,) = write(link, Permission(("inside", "."), force=True))
    assert problem == "link.md: not changed, a link leads out of here to outside.md"
    assert capsys.readouterr().err == f"error: {problem}\n"
    assert target.read_bytes() == OLD
    assert link.is_symlink()


def test_without_a_repository_the_folder_given_bounds_links(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").rmdir()
    link = linked(folder / "a" / "sub" / "link.md", folder / "a" / "real.md")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert len(write(link, Permission(("../a/sub/link.md",)))) == 1
    assert write(link, Permission(("../a",))) == ()


def test_a_link_on_the_way_to_the_repository_is_none_in_it(folder: Path) -> None:
    (folder / "real" / ".git").mkdir(parents=True)
    (folder / "real" / "a.md").write_bytes(OLD)
    try:
        (folder / "shown").symlink_to("real", target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    assert write(folder / "shown" / "a.md", Permission()) == ()


def test_one_failure_keeps_no_other_file_from_being_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [folder / f"{name}.md" for name in "abc"]
    for path in paths:
        path.write_bytes(OLD)
    changes = [Change(item(path), "# New\n") for path in paths]
    paths[1].write_bytes(b"# Mine\n")
    written = write_changes(changes, Permission(), Session(Console(), DebugLog()))
    assert [each.path for each in written.done] == [paths[0], paths[2]]
    assert [each.path for each in written.failed] == [paths[1]]
    assert [path.read_bytes() for path in paths] == [b"# New\n", b"# Mine\n", b"# New\n"]
    said = "error: b.md: not changed, another program has changed it since it was read\n"
    assert capsys.readouterr().err == said


def test_what_stays_the_same_is_not_touched(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(writing, "replace_file", never)
    change = Change(item(file), OLD.decode())
    assert write_changes([change], Permission(), Session(Console(), DebugLog())) == ((), (), ())
