"""What the tests of the configuration share: rules of our own, and a repository to configure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from curator.config import ConfigError, Configuration, Configurations, Surroundings
from curator.diagnostic import OptionInfo, RuleInfo, Severity

DEPTH = OptionInfo("depth", "integer", 3, "How many levels.", least=1, most=6)
SHARE = OptionInfo("share", "number", 0.5, "A part of the whole.", least=0)
BELOW = OptionInfo("below", "number", 0.5, "A part of the whole.", most=1)
BULLET = OptionInfo("bullet", "string", "dash", "Its marker.", choices=("dash", "star"))
TITLE = OptionInfo("title", "string", "Contents", "Its title.")
NESTED = OptionInfo("nested", "boolean", True, "Whether it is nested.")
HOSTS = OptionInfo("hosts", "strings", (), "Hosts.")


def _rule(name: str, *options: OptionInfo) -> RuleInfo:
    return RuleInfo(
        name, "What.", Severity.WARNING, "links", ("recommended",), None, False, options=options
    )


INDEX = {
    rule.name: rule
    for rule in (
        _rule("duplicate-link"),
        _rule("duplicate-paper"),
        _rule("mojibake"),
        _rule("stale-toc", DEPTH, SHARE, BELOW, BULLET, TITLE, NESTED, HOSTS),
    )
}


class Repository:
    """A repository in which files are written and configurations asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.listed: list[str] = []
        """The folders whose files were asked for, in order."""

    def write(self, path: str, text: str | bytes = "") -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return place

    def configurations(
        self, *, here: str = "", named: str | None = None, within: bool = True
    ) -> Configurations:
        def files_below(folder: Path) -> list[str]:
            self.listed.append(self.name(folder))
            return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))

        around = Surroundings(
            here=self.root / here,
            repository_of=lambda _: self.root if within else None,
            name_of=self.name,
            files_below=files_below,
        )
        return Configurations(INDEX, around, named=None if named is None else self.root / named)

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def configured(self, toml: str) -> Configuration:
        """The configuration of the repository whose curator.toml has this text."""
        self.write("curator.toml", toml)
        return self.configurations().for_folder(self.root)

    def problems(self, toml: str) -> list[str]:
        """What is wrong with a curator.toml, without the name of the file."""
        return without_name(self.failure(lambda: self.configured(toml)))

    def failure(self, call: Callable[[], object]) -> tuple[str, ...]:
        with pytest.raises(ConfigError) as caught:
            call()
        return caught.value.problems


def without_name(problems: Iterable[str], name: str = "curator.toml: ") -> list[str]:
    assert all(problem.startswith(name) for problem in problems)
    return [problem.removeprefix(name) for problem in problems]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with a few lists."""
    made = Repository(tmp_path)
    (tmp_path / ".git").mkdir()
    for path in ("README.md", "lists/a.md", "lists/zh/a.md", "lists/zh/b.md"):
        made.write(path, "# A\n")
    return made
