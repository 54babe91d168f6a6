"""Which configuration holds for a file, and what lies in the way of reading it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curator.config import Configurations
from tests.config.conftest import Repository

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions and links")


def presets(repository: Repository, found: Configurations, *paths: str) -> list[str]:
    places = [repository.root / path for path in paths]
    each = zip(places, found.for_files(places), strict=True)
    return [configuration.selection(place).preset for place, configuration in each]


def test_the_nearest_holds_and_the_others_do_not(repository: Repository) -> None:
    repository.write("curator.toml", 'preset = "papers"\nrules.mojibake = "off"\n')
    repository.write("lists/zh/pyproject.toml", '[tool.curator]\npreset = "strict"\n')
    repository.write("lists/pyproject.toml", '[tool.other]\n"curator" = 1\n')
    found = repository.configurations()
    assert presets(
        repository, found, "README.md", "lists/a.md", "lists/zh/a.md", "lists/new/none.md"
    ) == ["papers", "papers", "strict", "papers"]
    (inner,) = found.for_files([repository.root / "lists/zh/a.md"])
    assert (inner.name, inner.folder) == ("lists/zh/pyproject.toml", repository.root / "lists/zh")
    assert inner.selection(repository.root / "lists/zh/a.md").ignore == ()


def test_nothing_above_the_repository_is_read(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "inner")
    repository.write("a.md")
    (tmp_path / "curator.toml").write_text("preset = 3", encoding="utf-8")
    assert presets(repository, repository.configurations(), "a.md") == ["recommended"]


def test_without_a_repository_the_current_folder_ends_the_search(repository: Repository) -> None:
    repository.write("curator.toml", 'preset = "strict"\n')
    repository.write("lists/curator.toml", 'preset = "papers"\n')
    repository.write("other/sub/a.md")
    repository.write("other/curator.toml", 'preset = "awesome"\n')
    found = repository.configurations(here="lists", within=False)
    assert presets(repository, found, "lists/a.md", "lists/zh/a.md", "README.md") == [
        "papers",
        "papers",
        "strict",
    ]
    assert presets(repository, found, "other/sub/a.md") == ["recommended"]


def test_text_without_a_place_has_the_configuration_of_the_current_folder(
    repository: Repository,
) -> None:
    repository.write("curator.toml", 'preset = "strict"\n')
    repository.write("lists/curator.toml", 'preset = "papers"\n')
    (found,) = repository.configurations(here="lists/zh").for_files([None])
    assert found.selection(None).preset == "papers"


def test_both_files_in_one_folder(repository: Repository) -> None:
    repository.write("lists/curator.toml")
    repository.write("lists/pyproject.toml", "[tool.curator]\n")
    found = repository.configurations()
    assert presets(repository, found, "README.md") == ["recommended"]
    assert repository.failure(lambda: presets(repository, found, "lists/a.md")) == (
        (
            "lists/curator.toml and [tool.curator] in lists/pyproject.toml both configure this "
            "folder: keep one of them"
        ),
    )


def test_all_broken_files_are_told_once(repository: Repository) -> None:
    repository.write("curator.toml", "a = 1\nb = 2\n")
    repository.write("lists/zh/curator.toml", "=")
    places = ["README.md", "lists/a.md", "lists/zh/a.md", "lists/zh/b.md"]
    found = repository.configurations()
    problems = repository.failure(lambda: presets(repository, found, *places))
    assert [problem.split(":")[0] for problem in problems] == [
        "curator.toml",
        "curator.toml",
        "lists/zh/curator.toml",
    ]


@pytest.mark.parametrize(
    "text",
    ["[tool.curator", "x = [", "[tool.curators]\n", "# tool\n[curator]\nx=1", b"\xff curator"],
)
def test_project_files_of_others_may_be_broken(
    repository: Repository, text: str | bytes, request: pytest.FixtureRequest
) -> None:
    repository.write("curator.toml", 'preset = "papers"\n')
    repository.write("lists/pyproject.toml", text)
    found = repository.configurations()
    if text == "[tool.curator":
        (problem,) = repository.failure(lambda: presets(repository, found, "lists/a.md"))
        assert problem.startswith("lists/pyproject.toml: ")
    else:
        assert presets(repository, found, "lists/a.md") == ["papers"]


@pytest.mark.parametrize(
    "text",
    [
        'tool.curator.preset="papers"',
        '["tool" . curator]\npreset="papers"',
        '[tool]\ncurator = { preset = "papers" }',
        '\ufeff[tool.curator]\r\npreset="papers"',
    ],
)
def test_all_spellings_of_the_table(repository: Repository, text: str) -> None:
    repository.write("pyproject.toml", text)
    assert presets(repository, repository.configurations(), "README.md") == ["papers"]


def test_the_table_is_a_table(repository: Repository) -> None:
    repository.write("pyproject.toml", "[tool]\ncurator = 3")
    problems = repository.failure(lambda: repository.configurations().for_folder(repository.root))
    assert problems == ("pyproject.toml: tool.curator: expected a table",)


def test_a_folder_is_no_file(repository: Repository) -> None:
    (repository.root / "lists/curator.toml").mkdir()
    (repository.root / "lists/pyproject.toml").mkdir()
    problems = repository.failure(
        lambda: repository.configurations().for_folder(repository.root / "lists")
    )
    assert problems == ("lists/curator.toml: is a folder, not a file",)


@posix_only
def test_what_cannot_be_read(repository: Repository) -> None:
    os.mkfifo(repository.root / "lists/curator.toml")
    (repository.root / "curator.toml").symlink_to("nowhere.toml")
    found = repository.configurations()
    places = ["lists/a.md", "README.md"]
    assert repository.failure(lambda: presets(repository, found, *places)) == (
        "lists/curator.toml: is not a regular file",
        "curator.toml: cannot be read: no such file or directory",
    )


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_files_that_are_barred(repository: Repository) -> None:
    repository.write("curator.toml").chmod(0)
    problems = repository.failure(lambda: repository.configurations().for_folder(repository.root))
    assert problems == ("curator.toml: cannot be read: permission denied",)


@posix_only
def test_links_may_not_lead_out_of_the_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "inner")
    repository.write("lists/a.md")
    repository.write("own.toml", 'preset = "papers"\n')
    (tmp_path / "other.toml").write_text("[tool.curator]\n", encoding="utf-8")
    (tmp_path / "plain.toml").write_text("# curator\n", encoding="utf-8")
    link = repository.root / "lists/curator.toml"
    link.symlink_to("../own.toml")
    assert presets(repository, repository.configurations(), "lists/a.md") == ["papers"]
    for name in ("curator.toml", "pyproject.toml"):
        link.unlink()
        link = repository.root / "lists" / name
        link.symlink_to("../../other.toml")
        found = repository.configurations()
        assert repository.failure(lambda: presets(repository, found, "lists/a.md")) == (  # noqa: B023
            f"lists/{name}: is a link to a file outside of the repository",
        )
    link.unlink()
    link.symlink_to("../../plain.toml")
    assert presets(repository, repository.configurations(), "lists/a.md") == ["recommended"]


def test_the_user_may_name_a_file(repository: Repository) -> None:
    repository.write("curator.toml", "broken")
    repository.write(
        "ci/strict.toml",
        'preset = "strict"\nmax-file-size = "5MB"\n'
        "[[overrides]]\nfiles = ['zh/*.md']\npreset = 'papers'\n",
    )
    found = repository.configurations(here="lists", named="ci/strict.toml")
    assert presets(repository, found, "README.md", "lists/zh/a.md") == ["strict", "papers"]
    configuration = found.for_folder(repository.root)
    assert configuration.max_file_size == 5_000_000
    assert configuration.folder == repository.root / "lists"


@pytest.mark.parametrize(
    ("size", "bytes_"), [("5_000", 5_000), ("'500k'", 500_000), ("'1 GB'", 1_000_000_000)]
)
def test_sizes(repository: Repository, size: str, bytes_: int) -> None:
    repository.write("my.toml", f"max-file-size = {size}")
    found = repository.configurations(named="my.toml").for_folder(repository.root)
    assert found.max_file_size == bytes_


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("max-file-size = '5 apples'", ("max-file-size: '5 apples' is no size such as 5000000, "
         "'500k' or '5MB'")),
        ("max-file-size = 0", "max-file-size: has to be at least 1"),
        ("max-file-size = true", "max-file-size: expected an integer, not a boolean"),
        ("max-file-sze = 1", "max-file-sze: unknown key, did you mean 'max-file-size'?"),
        ("timeout = 1", "timeout: belongs to a table: write network.timeout"),
        ("certificates = ''", "certificates: belongs to a table: write network.ca-file"),
        ("endpoints = {}", "endpoints: not known in this version of curator"),
        ("network.endpoints = {}", "network.endpoints: not known in this version of curator"),
        ("network.tmeout = 1", "network.tmeout: unknown key, did you mean 'timeout'?"),
        ("network.timeout = 0", "network.timeout: has to be more than 0"),
        ("network.timeout = 1e9", "network.timeout: has to be at most 600"),
        ("network.timeout = nan", "network.timeout: has to be finite"),
        ("network.max-connections = 0", "network.max-connections: has to be at least 1"),
        ("network.max-redirects = 51", "network.max-redirects: has to be at most 50"),
        ("network.gap = '1'", "network.gap: expected a number, not a string"),
        ("network.proxy = 'socks5://u:secret@a'", ("network.proxy: has to be the address of a "
         "proxy, such as 'http://proxy.example.org:3128'")),
        ("network.proxy = 'http://a:99999'", "network.proxy: has a port that is none"),
        ("network.ca-file = ''", "network.ca-file: is empty"),
        ("network.networks = ['10.0.0.1/8']", ("network.networks[0]: '10.0.0.1/8' is an address "
         "inside of a block, did you mean '10.0.0.0/8'?")),
        ("network.networks = ['all']", ("network.networks[0]: 'all' is no block of addresses such "
         "as '10.0.0.0/8' or 'fd00::/8'")),
        ("network.headers = [{ host = 'a.org', name = 'X' }]", ("network.headers[0].env: is "
         "missing: say which environment variable holds its value")),
        ("network.headers = [{ host = '*.a.org', name = 'X', env = 'X' }]",
         "network.headers[0].host: '*.a.org': a header is for one host, not for all of a domain"),
        ("network.headers = [{ host = 'a.org', name = 'a b', env = 'X' }]",
         "network.headers[0].name: is no name of a header, such as 'Authorization'"),
        ("network.headers = [{ host = 'a.org', name = 'Host', env = 'X' }]",
         "network.headers[0].name: 'host' is a header that curator sets itself"),
        ("network.headers = [{ host = 'a.org', name = 'X', env = 'Bearer sEcReT' }]",
         ("network.headers[0].env: names no environment variable: the value itself must not stand "
         "here")),
        ("network.headers = [{ host = 'a.org', name = 'X', value = 'sEcReT', env = 'X' }]",
         "network.headers[0].value: unknown key (known: host, name, env)"),
    ],
)  # fmt: skip
def test_mistakes_of_the_operator(repository: Repository, text: str, problem: str) -> None:
    repository.write("my.toml", text)
    found = repository.configurations(named="my.toml")
    assert repository.failure(lambda: found.for_folder(repository.root)) == (f"my.toml: {problem}",)


def test_named_files_that_are_not_there(repository: Repository) -> None:
    repository.write("pyproject.toml", "[tool.other]\n")
    for name, problem in (
        ("no.toml", "no such file"),
        ("no/pyproject.toml", "no such file"),
        ("pyproject.toml", "no [tool.curator] in this file"),
    ):
        found = repository.configurations(named=name)
        assert repository.failure(lambda: found.for_folder(repository.root)) == (  # noqa: B023
            f"--config: {name}: {problem}",
        )
    repository.write("broken/pyproject.toml", "x = [")
    assert repository.failure(
        lambda: repository.configurations(named="broken/pyproject.toml").for_folder(repository.root)
    ) == ("--config: broken/pyproject.toml: no [tool.curator] in this file",)


def test_every_file_is_read_once_and_files_are_listed_only_for_patterns(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("curator.toml", 'lists = ["README.md"]\nexclude = ["*.txt"]\n')
    repository.write("lists/curator.toml", 'lists = ["*.md", "zh/*.md", "zh/"]\n')
    opened: list[str] = []
    opening = Path.open

    def open_(path: Path, mode: str) -> object:
        opened.append(path.name)
        return opening(path, mode)

    monkeypatch.setattr(Path, "open", open_)
    found = repository.configurations()
    for _ in range(3):
        presets(repository, found, "README.md", "lists/a.md", "lists/zh/a.md", "lists/zh/b.md")
    assert opened == ["curator.toml", "curator.toml"]
    assert repository.listed == ["lists"]


def test_exclusions_of_all_folders_above_count(repository: Repository) -> None:
    repository.write("curator.toml", 'exclude = ["vendor/", "*.txt.md", "!keep.txt.md"]\n')
    repository.write("lists/curator.toml", 'exclude = ["/a.md"]\n')
    repository.write("vendor/curator.toml", "broken")
    found = repository.configurations()
    excluded = [
        path
        for path in (
            "README.md",
            "vendor/a.md",
            "x/vendor/b/a.md",
            "vendor.md",
            "lists/a.md",
            "lists/zh/a.md",
            "lists/b.txt.md",
            "lists/keep.txt.md",
        )
        if found.excludes(repository.root / path)
    ]
    assert excluded == ["vendor/a.md", "x/vendor/b/a.md", "lists/a.md", "lists/b.txt.md"]
    repository.write("my.toml", 'exclude = ["b.md"]')
    named = repository.configurations(named="my.toml")
    assert named.excludes(repository.root / "lists/zh/b.md")
    assert not named.excludes(repository.root / "vendor/a.md")
    assert not named.excludes(repository.root.parent / "b.md")


_PROGRAM = """
import sys
from pathlib import Path
from curator.config import Configurations, Surroundings
root = Path(sys.argv[1])
around = Surroundings(root, lambda _: root, str, lambda _: ())
Configurations({}, around).for_files([root / "a.md", root / "lists/a.md"])
print("\\n".join(sys.modules))
"""


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        (None, set()),
        ("[tool.other]\n", set()),
        ("# curator\n", {"tomllib"}),
        ("[tool.curator]\n", {"tomllib", "pydantic"}),
    ],
)
def test_only_who_has_a_configuration_pays_for_it(
    repository: Repository, text: str | None, imported: set[str]
) -> None:
    if text is not None:
        repository.write("pyproject.toml", text)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(repository.root)],
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(done.stdout.split("\n"))
    assert modules & {"tomllib", "pydantic", "pathspec", "difflib"} == imported
