"""What 'curator init' looks at: the Markdown files of a repository, and the tools around them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from curator.cli.app import Session
from curator.cli.inputs import ReadInput
from curator.config.globs import Glob, exclusion, is_excluded
from curator.config.reading import OWN_FILE, PROJECT_FILE, TABLE, read_table
from curator.errors import ConfigError, CuratorError
from curator.markdown import parse
from curator.proposal import HOOKS, Paths, Seen, SeenFile, Tool, see
from curator.workspace import display_name, files_below, read_source
from curator.workspace.generated import find_origin
from curator.workspace.git import git
from curator.workspace.repository import find_readme

MOST_FILES: Final = 1_000
"""Markdown files that are read; those of the upper folders come first."""
_MOST_WORKFLOWS: Final = 100
_MAX_TEXT: Final = 200_000
"""Bytes of a file of another tool that are read."""
_FEWEST_LINKS: Final = 5
"""A file with fewer links is no list, which is known without parsing it."""

_WORKFLOWS: Final = ".github/workflows"
_OTHERS: Final = ("package.json", ".travis.yml", ".gitlab-ci.yml", "Makefile", HOOKS)
_CONFIGURED: Final = (
    ("markdownlint", re.compile(r"\.markdownlint(?:-cli2)?\.(?:jsonc?|ya?ml|c?js|mjs)")),
    ("lychee", re.compile(r"\.?lychee(?:\.toml|ignore)")),
    ("markdown-link-check", re.compile(r"\.?(?:mlc|markdown-link-check)[\w.-]*\.json")),
)
_NAMED = re.compile(
    r"(?<!\w)(awesome-lint|awesome_bot|markdown-link-check|lychee|doctoc|markdownlint)(?![^\W_])"
)
_DOCTOC: Final = "START doctoc"
_RUN = re.compile(r"(?<![\w-])curator(?:@|[ \t]+check\b)|(?<![\w-])awesome-curator\b")
_HOOK = re.compile(r"\bcurator-(?:check|fix)\b")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Landscape:
    """A repository as it was seen, and its texts by their paths from its root."""

    seen: Seen
    texts: Mapping[str, ReadInput]

    def checked(self, paths: Paths) -> list[tuple[SeenFile, ReadInput]]:
        """The files that a run reads where ``paths`` are configured, each as it is named."""
        globs = [Glob(pattern, anchored=True) for pattern in paths.lists]
        left_out = [exclusion(line) for line in paths.exclude]
        found: list[tuple[SeenFile, ReadInput]] = []
        for file in self.seen.files:
            meant = [glob for glob in globs if glob.matches(file.path)]
            named = any(not glob.text.endswith("/") for glob in meant)
            if named or (meant and not is_excluded(left_out, file.path)):
                found.append((file, replace(self.texts[file.path], named=named)))
        return found


def look_around(root: Path, session: Session) -> Landscape:
    """Look at the repository or folder at ``root``, an absolute path; changes nothing."""
    texts: dict[str, ReadInput] = {}
    files: list[SeenFile] = []
    tools: dict[str, str] = {}
    for path, item in _read(root, session):
        file = _see(item, path)
        files.append(file)
        if _DOCTOC in item.source.text:
            tools.setdefault("doctoc", path)
        texts[path] = item
    others = dict(_tool_files(root))
    for name, path in (*_configured(root), *_named(others)):
        tools.setdefault(name, path)
    seen = Seen(
        files=tuple(files),
        tools=tuple(Tool(name, path) for name, path in sorted(tools.items())),
        branch=_default_branch(root),
        configured=_configuration(root),
        checked=next((path for path, text in others.items() if _runs(path, text)), ""),
        hooked=_HOOK.search(others.get(HOOKS, "")) is not None,
    )
    session.debug.log(f"saw {len(files)} files, {len(seen.lists)} of them lists")
    return Landscape(seen, texts)


# --------------------------------------------------------------------------- the lists


def _read(root: Path, session: Session) -> Iterator[tuple[str, ReadInput]]:
    """The Markdown files by their paths from ``root``, as far as they can be read."""
    names = _names(root)
    if len(names) > MOST_FILES:
        session.console.notice(
            f"only {MOST_FILES:,} of {len(names):,} Markdown files are looked at: name the others "
            "in the configuration"
        )
    for name in names[:MOST_FILES]:
        path = root / name
        try:
            source = read_source(path, display_name(path))
        except CuratorError as error:
            session.console.notice(f"{error}, and is left out")
            continue
        yield name, ReadInput(source, path, named=True)


def _names(root: Path) -> list[str]:
    names = files_below(root)
    try:
        readme = find_readme(root)
    except OSError:
        readme = None
    if readme is not None and readme.name not in names:
        names.insert(0, readme.name)
    return sorted(names, key=lambda name: name.count("/"))


def _see(item: ReadInput, path: str) -> SeenFile:
    text = item.source.text
    if text.count("](") + text.count("http") < _FEWEST_LINKS:
        return SeenFile(path)
    origin = find_origin(item.source)
    made_from = None if origin is None else origin.made_from or ""
    return see(parse(item.source), path, made_from)


# --------------------------------------------------------------------------- the tools


def _configuration(root: Path) -> str:
    """What configures curator in ``root`` already, however broken; empty if nothing does."""
    if os.path.lexists(root / OWN_FILE):
        return OWN_FILE
    try:
        table = read_table(root / PROJECT_FILE, PROJECT_FILE, root=root)
    except ConfigError:
        table = {}
    return "" if table is None else f"[{'.'.join(TABLE)}] in {PROJECT_FILE}"


def _tool_files(root: Path) -> Iterator[tuple[str, str]]:
    """The files that say which programs are run, by their paths, less what is commented out."""
    folder = root / _WORKFLOWS
    try:
        workflows = sorted(name for name in os.listdir(folder) if name.endswith((".yml", ".yaml")))  # noqa: PTH208 - sorted as names
    except OSError:
        workflows = []
    paths = [f"{_WORKFLOWS}/{name}" for name in workflows[:_MOST_WORKFLOWS]]
    for path in (*paths, *_OTHERS):
        text = _text(root, path)
        if text is not None:
            lines = (line for line in _LINE_END.split(text) if not line.lstrip().startswith("#"))
            yield path, "\n".join(lines)


def _text(root: Path, path: str) -> str | None:
    """The beginning of a regular file in ``root``; ``None`` if there is none."""
    whole = root / path
    try:
        if not Path(os.path.realpath(whole)).is_relative_to(os.path.realpath(root)):
            return None
        if not stat.S_ISREG(whole.stat().st_mode):
            return None
        with whole.open("rb") as file:
            return file.read(_MAX_TEXT).decode("utf-8", "replace")
    except OSError:
        return None


def _configured(root: Path) -> Iterator[tuple[str, str]]:
    try:
        names = sorted(os.listdir(root))  # noqa: PTH208 - sorted as names
    except OSError:
        return
    for name in names:
        yield from ((tool, name) for tool, pattern in _CONFIGURED if pattern.fullmatch(name))


def _named(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, text in texts.items():
        yield from ((name, path) for name in dict.fromkeys(_NAMED.findall(text)))


def _runs(path: str, text: str) -> bool:
    return path.startswith(_WORKFLOWS) and _RUN.search(text) is not None


def _default_branch(root: Path) -> str:
    """The branch that pull requests are merged into, as far as a clone knows it."""
    asked: Sequence[tuple[str, ...]] = (
        ("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"),
        ("rev-parse", "--verify", "--quiet", "--symbolic-full-name", "refs/heads/main"),
        ("rev-parse", "--verify", "--quiet", "--symbolic-full-name", "refs/heads/master"),
        ("symbolic-ref", "--quiet", "HEAD"),
    )
    for arguments in asked:
        told = git(root, *arguments)
        name = (told or b"").decode("utf-8", "replace").strip()
        for prefix in ("refs/remotes/origin/", "refs/heads/"):
            if name.startswith(prefix):
                return name.removeprefix(prefix)
    return "main"
