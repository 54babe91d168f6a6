"""Commits as plain data: the files of each, edits of them, and a repository written of both."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LINK, MODULE = "120000", "160000"
_WHO = "A Curator <curator@example.org>"
_SETTINGS = """\
[user]
\tname = A Curator
\temail = curator@example.org
[core]
\tautocrlf = false
[commit]
\tgpgSign = false
[fastimport]
\tunpackLimit = 1000000
"""
_BEGIN = 1_767_225_600  # the first second of 2026


class File(NamedTuple):
    """What a commit has at a path; a link has its target for ``data``, a module its commit."""

    data: bytes
    mode: str = "100644"


Tree = dict[str, File]
Edit = Callable[[Tree], None]
"""Changes the files of a commit into those of the next."""


class Commit(NamedTuple):
    """A commit by its place in the list that it is written from; ``parents`` likewise."""

    message: str
    tree: Mapping[str, File]
    parents: tuple[int, ...] = ()


def text_of(tree: Mapping[str, File], path: str) -> str:
    """The text of a file of a commit."""
    return tree[path].data.decode("utf-8")


def edited(tree: Mapping[str, File], edits: Iterable[Edit]) -> Tree:
    """A copy of ``tree`` with all ``edits`` made."""
    copy = dict(tree)
    for edit in edits:
        edit(copy)
    return copy


def swap(path: str, old: str, new: str) -> Edit:
    """Put ``new`` for the one place where ``old`` stands."""

    def edit(tree: Tree) -> None:
        text = text_of(tree, path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        tree[path] = tree[path]._replace(data=text.replace(old, new).encode())

    return edit


def after(path: str, mark: str, *lines: str) -> Edit:
    """Put ``lines`` below the one line that has ``mark`` in it."""

    def edit(tree: Tree) -> None:
        kept = text_of(tree, path).split("\n")
        (at,) = (at for at, line in enumerate(kept) if mark in line)
        kept[at + 1 : at + 1] = lines
        tree[path] = tree[path]._replace(data="\n".join(kept).encode())

    return edit


def drop(path: str, *marks: str) -> Edit:
    """Take out the one line for each of ``marks`` that has it in it."""

    def edit(tree: Tree) -> None:
        kept = text_of(tree, path).split("\n")
        for mark in marks:
            (line,) = (line for line in kept if mark in line)
            kept.remove(line)
        tree[path] = tree[path]._replace(data="\n".join(kept).encode())

    return edit


def write(path: str, content: str | bytes, mode: str = "100644") -> Edit:
    """Put a whole file in the place of what there was."""
    data = content.encode() if isinstance(content, str) else content

    def edit(tree: Tree) -> None:
        tree[path] = File(data, mode)

    return edit


def remove(path: str) -> Edit:
    """Take a file away."""

    def edit(tree: Tree) -> None:
        del tree[path]

    return edit


def rename(old: str, new: str) -> Edit:
    """Give a file another path."""

    def edit(tree: Tree) -> None:
        tree[new] = tree.pop(old)

    return edit


def to_crlf(*paths: str) -> Edit:
    """End all lines of the files as on Windows."""

    def edit(tree: Tree) -> None:
        for path in paths:
            data = tree[path].data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            tree[path] = tree[path]._replace(data=data)

    return edit


def folder_tree(folder: Path) -> Tree:
    """The files below ``folder``, with the line ends of Unix whatever lies there."""
    return {
        path.relative_to(folder).as_posix(): File(path.read_text(encoding="utf-8").encode())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What a real git prints, with no say from the machine's or the user's settings."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=neutral(),
        input=stdin,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (arguments, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def neutral() -> dict[str, str]:
    """An environment in which only a repository's own settings count for git."""
    kept = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def start_repository(folder: Path) -> None:
    """An empty repository in ``folder``, which is made."""
    folder.mkdir(parents=True)
    git(folder, "-c", "init.defaultBranch=main", "init", "--quiet", "--template=")
    with (folder / ".git/config").open("a", encoding="utf-8") as config:
        config.write(_SETTINGS)


def write_commits(folder: Path, commits: Sequence[Commit], refs: Mapping[str, int]) -> None:
    """Write ``commits`` in one go, and let each of ``refs`` name one by its place."""
    stream: list[bytes] = []
    for at, commit in enumerate(commits):
        # Commits of a ref of their own do not follow one another unless they say so.
        stream.append(b"commit refs/story/%d\nmark :%d\n" % (at, at + 1))
        stream.append(b"committer %s %d +0000\n" % (_WHO.encode(), _BEGIN + 3_600 * at))
        stream.append(_data(commit.message.encode()))
        for word, parent in zip([b"from"] + [b"merge"] * 9, commit.parents, strict=False):
            stream.append(b"%s :%d\n" % (word, parent + 1))
        stream.append(b"deleteall\n")
        for path, file in sorted(commit.tree.items()):
            what = file.data if file.mode == MODULE else b"inline"
            stream.append(b"M %s %s %s\n" % (file.mode.encode(), what, _quoted(path)))
            if file.mode != MODULE:
                stream.append(_data(file.data))
    for ref, at in refs.items():
        stream.append(b"reset %s\nfrom :%d\n\n" % (ref.encode(), at + 1))
    nothing = b"0" * 40
    stream += (b"reset refs/story/%d\nfrom %s\n\n" % (at, nothing) for at in range(len(commits)))
    stream.append(b"done\n")
    git(folder, "fast-import", "--quiet", "--done", stdin=b"".join(stream))


def shas(folder: Path) -> dict[str, str]:
    """The object that each ref of a repository names."""
    listed = git(folder, "for-each-ref", "--format=%(refname) %(objectname)").decode()
    found = {}
    for line in listed.split("\n")[:-1]:
        ref, _, sha = line.partition(" ")
        found[ref] = sha
    return found


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    escaped = escaped.replace("\t", "\\t")
    return f'"{escaped}"'.encode()
