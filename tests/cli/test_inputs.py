"""What PATHS may be, and one clear line for everything that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, CLEAN, Run

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def write(path: Path, text: str = CLEAN) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def listed(run: Run, *arguments: str) -> list[str]:
    """The files that a command reads, in its order, each named by the head of its tree."""
    out = run("tree", *arguments).out
    return [line.split("  ")[0] for line in out.split("\n") if line.endswith("links  papers")]


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("links cannot be made here")


# ---------------------------------------------------------------------- bad input


@pytest.mark.parametrize("command", ["check", "tree"])
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("missing.md", None, "missing.md: no such file or folder"),
        ("binary.md", b"# A\0B", "binary.md: looks like a binary file"),
        ("latin.md", b"# caf\xe9\n", "latin.md: not UTF-8 (line 1, invalid byte at offset 5)"),
        ("big.md", b"x" * 2_000_001, "big.md: 2,000,001 bytes, more than the limit of 2,000,000"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_the_others_are_read(
    folder: Path, run: Run, command: str, name: str, data: bytes | None, said: str
) -> None:
    write(folder / "good.md")
    if data is not None:
        (folder / name).write_bytes(data)
    status, out, err = run(command, name, "good.md")
    assert status == 2
    assert err.startswith(f"error: {said}")
    assert err.count("\n") == 1
    assert ("Nothing found in 1 file." if command == "check" else "Awesome Things") in out


def test_the_limit_on_size_can_be_raised(folder: Path, run: Run) -> None:
    write(folder / "list.md", CLEAN + "x" * 1000)
    assert run("check", "list.md", "--max-file-size", "1k").status == 2
    assert run("check", "list.md", "--max-file-size", "2KB").status == 0
    assert run("check", "list.md", "--max-file-size", "many").status == 2


def test_an_empty_file_is_noted_and_no_error(folder: Path, run: Run) -> None:
    for text in ("", "\ufeff", " \r\n\r\n"):
        write(folder / "list.md", text)
        assert run("check", "list.md") == (
            0,
            "Nothing found in 1 file.\n",
            "notice: list.md: the file is empty\n",
        )
        assert run("tree", "list.md").status == 0


def test_a_folder_without_lists_is_an_error(folder: Path, run: Run) -> None:
    write(folder / "code" / "a.py")
    assert run("check", "code").err == "error: code: no Markdown files in this folder\n"
    assert run("check", "code").status == 2


@posix_only
def test_a_device_or_a_pipe_is_refused_at_once(folder: Path, run: Run) -> None:
    os.mkfifo(folder / "pipe.md")
    for name in ("pipe.md", "/dev/null"):
        status, _, err = run("check", name)
        assert status == 2
        assert err == f"error: {name}: not a regular file (use - for standard input)\n"


@posix_only
def test_a_loop_of_links_is_an_error_by_name_and_nothing_in_a_folder(
    folder: Path, run: Run
) -> None:
    write(folder / "lists" / "a.md")
    link(folder / "lists" / "loop.md", folder / "lists" / "loop.md")
    link(folder / "lists" / "again", folder / "lists")
    link(folder / "lists" / "gone.md", folder / "nowhere.md")
    assert run("check", "lists") == (0, "Nothing found in 1 file.\n", "")
    assert run("check", "lists/**/*.md") == (0, "Nothing found in 1 file.\n", "")
    status, _, err = run("check", "lists/loop.md")
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("error: lists/loop.md: cannot be read: ")
    assert "lists/gone.md: no such file or folder" in run("check", "lists/gone.md").err


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read anything")
def test_what_may_not_be_read_is_an_error(folder: Path, run: Run) -> None:
    write(folder / "good.md")
    write(folder / "secret.md").chmod(0)
    write(folder / "closed" / "a.md").parent.chmod(0)
    for path in ("secret.md", "closed", "closed/a.md"):
        status, out, err = run("check", path, "good.md")
        assert status == 2
        assert err.startswith(f"error: {path}: cannot be ")
        assert "1 file" in out
    (folder / "closed").chmod(0o700)


def test_what_may_not_be_opened_is_an_error(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    write(folder / "list.md")
    monkeypatch.setattr(Path, "open", refuse)
    assert run("check", "list.md").err == "error: list.md: cannot be read: permission denied\n"


def test_a_name_that_is_too_long_is_an_error(folder: Path, run: Run) -> None:
    status, _, err = run("check", "x" * 5000)
    assert (status, err.count("\n")) == (2, 1)


def test_an_empty_path_is_an_error(folder: Path, run: Run) -> None:
    write(folder / "list.md")
    assert run("check", "", "list.md").err == "error: an empty path names no file\n"


@posix_only
def test_a_current_folder_that_is_gone_is_an_error(folder: Path, run: Run) -> None:
    gone = folder / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    status, _, err = run("check")
    os.chdir(folder)
    assert (status, err) == (2, "error: the current folder is gone or cannot be read\n")


# ----------------------------------------------------------------- no path, stdin


@pytest.mark.parametrize("name", ["readme.md", "README.md", "Readme.markdown", "README"])
def test_without_paths_the_readme_of_the_repository_is_read(
    folder: Path, run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / name)
    assert listed(run) == [name]
    write(folder / "deep" / "down" / "other.md")
    monkeypatch.chdir(folder / "deep" / "down")
    assert listed(run) == [f"../../{name}"]


def test_the_likelier_readme_wins(folder: Path, run: Run) -> None:
    for name in ("README", "readme.markdown", "README.md", "readme.txt"):
        write(folder / name)
    assert listed(run) == ["README.md"]


def test_without_paths_and_readme_there_is_nothing_to_do(folder: Path, run: Run) -> None:
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert err == "error: no readme here: name the files, folders or patterns to read\n"


def test_standard_input_is_a_file(folder: Path, run: Run) -> None:
    status, out, _ = run("check", "-", stdin=BROKEN.encode())
    assert status == 1
    assert out.startswith("<stdin>:8:")
    assert run("check", "-", stdin=b"\xff").err.startswith("error: <stdin>: not UTF-8")
    assert run("check", "-", "-", stdin=CLEAN.encode()).out == "Nothing found in 1 file.\n"
    small = run("check", "-", "--max-file-size", "10", stdin=CLEAN.encode())
    assert (small.status, small.err.count("\n")) == (2, 1)


def test_standard_input_can_have_a_name(folder: Path, run: Run) -> None:
    write(folder / "docs" / "other.md", "# Other\n")
    text = (CLEAN + "- [Six](other.md#nowhere) - The sixth.\n").encode()
    assert run("check", "-", stdin=text).status == 0  # nothing is known of its surroundings
    named = run("check", "-", "--stdin-filename", "docs/new.md", stdin=text)
    assert named.out.startswith("docs/new.md:8:")
    assert "broken-anchor" in named.out
    assert run("check", "--stdin-filename", "a.md").status == 2


# -------------------------------------------------------------- folders and patterns


def test_folders_are_searched_in_a_fixed_order(folder: Path, run: Run) -> None:
    names = ["z.md", "b/c.MARKDOWN", "b/a.mkd", "a/x/y.md", "a.mdown", "B.md"]
    skipped = [
        "no.txt",
        "page.mdx",
        ".hidden.md",
        ".github/x.md",
        "node_modules/x.md",
        "b/node_modules/x.md",
        "venv/x.md",
    ]
    for name in names + skipped:
        write(folder / name)
    write(folder / "venv" / "pyvenv.cfg")
    expected = ["B.md", "a.mdown", "z.md", "a/x/y.md", "b/a.mkd", "b/c.MARKDOWN"]
    assert listed(run, ".") == expected
    assert listed(run, "b", ".", "b/c.MARKDOWN") == ["b/a.mkd", "b/c.MARKDOWN", *expected[:4]]
    assert listed(run, "no.txt", ".github") == ["no.txt", ".github/x.md"]
    assert listed(run, str(folder / "b")) == ["b/a.mkd", "b/c.MARKDOWN"]


def test_gitignore_files_hold_at_every_level(folder: Path, run: Run) -> None:
    for name in ("a.md", "draft-1.md", "out/x.md", "sub/draft-2.md", "sub/b.md", "sub/c/keep.md"):
        write(folder / name)
    write(folder / ".gitignore", "draft-*\nout/\n# a.md\n")
    write(folder / "sub" / ".gitignore", "!draft-2.md\n/b.md\n")
    expected = ["a.md", "sub/draft-2.md", "sub/c/keep.md"]
    assert listed(run, ".") == expected
    assert listed(run, "sub") == expected[1:]
    assert listed(run, "out") == ["out/x.md"]  # named, and therefore meant
    assert listed(run, "draft-1.md") == ["draft-1.md"]


def test_a_hostile_gitignore_costs_nothing(folder: Path, run: Run) -> None:
    write(folder / ("a" * 200 + ".md"))
    write(folder / ".gitignore", "*a" * 60 + "b\n")
    assert len(listed(run, ".")) == 1
    assert run("check", ".", ".").err == (
        "notice: .gitignore: 1 pattern is not used: too many stars, or no sense\n"
    )


def test_files_can_be_excluded(folder: Path, run: Run) -> None:
    for name in ("a.md", "old/b.md", "old/c.md"):
        write(folder / name)
    assert listed(run, ".", "--exclude", "old/") == ["a.md"]
    assert listed(run, "**/*.md", "--exclude", "c.*") == ["a.md", "old/b.md"]
    assert listed(run, "old/b.md", "--exclude", "old") == ["old/b.md"]


def test_patterns_are_expanded_on_every_system(folder: Path, run: Run) -> None:
    for name in ("a.md", "b.md", "x/a.md", "x/y/a.md", "x/y/n.txt", ".h/a.md", "[z].md"):
        write(folder / name)
    assert listed(run, "?.md") == ["a.md", "b.md"]
    assert listed(run, "[ab].md") == ["a.md", "b.md"]
    assert listed(run, "[z].md") == ["[z].md"]
    assert listed(run, "**/a.md") == ["a.md", "x/a.md", "x/y/a.md"]
    assert listed(run, "x/**") == ["x/a.md", "x/y/a.md"]
    assert listed(run, "x/*/*.txt") == ["x/y/n.txt"]
    assert listed(run, ".?/*.md") == [".h/a.md"]
    assert listed(run, "x*") == ["x/a.md", "x/y/a.md"]
    assert listed(run, str(folder / "?.md")) == ["a.md", "b.md"]
    status, _, err = run("check", "c*.md")
    assert (status, err) == (2, "error: c*.md: no file matches this pattern\n")


def test_a_file_is_read_once_whatever_its_names(folder: Path, run: Run) -> None:
    write(folder / "a.md")
    link(folder / "b.md", folder / "a.md")
    assert listed(run, "a.md", "./a.md", str(folder / "a.md"), "b.md", ".") == ["a.md"]


def test_links_that_lead_out_of_the_repository_are_not_followed(
    folder: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside / "secret.md")
    write(folder / "a.md")
    link(folder / "secret.md", outside / "secret.md")
    link(folder / "more", outside)
    assert listed(run, ".") == ["a.md"]
    assert listed(run, "*.md") == ["a.md"]
    # Named, but by whom is not known: the paths of a pull request are those of a workflow.
    result = run("check", "secret.md")
    assert (result.status, result.out) == (2, "")
    assert result.err == "error: secret.md: a link leads out of the repository\n"
