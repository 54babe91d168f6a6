"""What the tests of the Action share: a repository with pull requests, a double of the API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.action import origin as given
from tests.action.github import GitHub, serve
from tests.action.machine import Machine
from tests.action.origin import Origin, Pull

CANARY = "canary"
_PLANT = f"""\
import os, pathlib
pathlib.Path(os.environ["RUNNER_TEMP"], "{CANARY}").touch()
"""
HOSTILE_NAME = "lists/::error::x\n::set-output name=status::0.md"
HOSTILE_TEXT = """\
# ::add-mask::secret

- [One](https://example.org/1) - ::set-output name=errors::0
- [Two](https://example.org/2) - ##[error]boom %0A::warning::x `EOF` <script>
- [Three](https://example.org/3) - @everyone </details> | ghadelimiter
- [Four] (https://example.org/::stop-commands::x) - ::error file=README.md::boom
- [Five](#::error::nowhere) - The fifth.
"""
_MODULES = ("curator", "click", "pip", "venv", "json", "runner", "sitecustomize", "encodings")


class Story(NamedTuple):
    """A repository on a server: the tips of its branches, and its pull requests."""

    origin: Origin
    main: str
    older: str
    clean: Pull
    bad: Pull
    stale: Pull
    hostile: Pull


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Main has an old mistake, and has moved on since the branch of ``stale`` was made."""
    origin = Origin(tmp_path_factory.mktemp("story") / "list.git")
    first = origin.commit("refs/heads/main", {"README.md": given.LIST})
    others = [{"notes.md": f"Note {number}.\n"} for number in range(60)]
    older = origin.commits("refs/heads/main", others[:-1], first)
    main = origin.commit("refs/heads/main", others[-1], older)
    traps = {f"{name}.py": _PLANT for name in _MODULES}
    traps |= {f"{name}/__init__.py": _PLANT for name in _MODULES}
    config = '[rules]\nmalformed-link = "off"\nbroken-anchor = "off"\n'
    return Story(
        origin,
        main,
        older,
        clean=origin.pull(1, main, [{"README.md": given.GOOD}], main),
        bad=origin.pull(2, main, [{"README.md": given.BAD}], main),
        stale=origin.pull(3, first, [{"README.md": given.BAD}], main),
        hostile=origin.pull(
            4,
            main,
            [
                {
                    **traps,
                    ".gitattributes": "* filter=evil diff=evil merge=evil\n",
                    "curator.toml": config,
                    "README.md": given.BAD,
                    HOSTILE_NAME: HOSTILE_TEXT,
                }
            ],
            main,
        ),
    )


@pytest.fixture
def github() -> Iterator[GitHub]:
    """A double of GitHub's API."""
    with serve() as double:
        yield double


Start = Callable[..., Machine]


@pytest.fixture
def start(tmp_path: Path, story: Story, github: GitHub) -> Start:
    """Make a runner for an event, with a shallow checkout of a commit."""

    def make(name: str, sha: str, event: object = None, depth: int = 1) -> Machine:
        count = len(list(tmp_path.iterdir()))
        workspace = story.origin.checkout(tmp_path / f"workspace-{count}", sha, depth)
        file = tmp_path / f"event-{count}.json"
        file.write_text(json.dumps(event or {}), encoding="utf-8")
        return Machine(
            workspace,
            tmp_path / f"temp-{count}",
            {
                "GITHUB_API_URL": github.address,
                "GITHUB_GRAPHQL_URL": f"{github.address}/graphql",
                "GITHUB_EVENT_NAME": name,
                "GITHUB_EVENT_PATH": str(file),
                "GITHUB_SHA": sha,
            },
        )

    return make
