"""A pull request of the story: its commits, and what it has to answer for."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tests.since.trees import Edit

README, NOTES = "README.md", "docs/notes.md"
FEW, NINE = "lists/few.md", "lists/nine.md"
OLD, SECOND = "lists/old.md", "lists/second.md"

FORK = 4
"""How many commits of ``main`` there are when most of the branches leave it."""

OLD_FINDINGS = 9
"""What is wrong with the files of ``main`` there."""

TIP = 8
"""How many commits ``main`` has at its end."""

BROUGHT = 2
"""How many mistakes of others ``main`` gets after that, before its last commit but one."""


Setting = Literal["branch", "merge", "revision"]
"""What is judged: a branch that lies here, its merge with ``main``, or a branch that does not."""
EVERYWHERE: tuple[Setting, ...] = ("branch", "merge", "revision")


class Found(NamedTuple):
    """A finding by what the table says of it; ``line`` from 1."""

    path: str
    line: int
    rule: str


class Pull(NamedTuple):
    """A pull request: its commits, one tuple of edits each, and what it is answerable for.

    ``findings`` are those on its branch, ``merged`` those on its merge with ``main``, where
    they are others or stand on other lines. ``elsewhere`` is how many are not the change's,
    on the branch, and ``brought`` how many more there are in the merge. ``start`` is how many
    commits ``main`` has where the branch leaves it, ``joins`` after how many of its own
    commits ``main``, all but the last commit of it, was merged into the branch. ``status`` is
    that of the command, ``merged_status`` on the merge if it is another one. A ``posix`` one
    has names that Windows cannot have. ``dispute`` says what curator judges otherwise, so far,
    and ``disputed`` where it does.
    """

    name: str
    commits: tuple[tuple[Edit, ...], ...]
    findings: tuple[Found, ...] = ()
    merged: tuple[Found, ...] | None = None
    elsewhere: int = OLD_FINDINGS
    brought: int = BROUGHT
    status: int = 0
    merged_status: int | None = None
    start: int = FORK
    joins: int = 0
    posix: bool = False
    dispute: str = ""
    disputed: tuple[Setting, ...] = ()

    @property
    def branch(self) -> str:
        return f"refs/heads/{self.name}"

    @property
    def on_merge(self) -> tuple[Found, ...]:
        """The findings where the merge with ``main`` is judged."""
        return self.findings if self.merged is None else self.merged


PALM = "- [PaLM](https://arxiv.org/abs/2204.02311) - One model over many chips."
BAD_PALM = "- [PaLM](htps://arxiv.org/abs/2204.02311) - One model over many chips."
REALM = "- [REALM](https://arxiv.org/abs/2002.08909) - Learns what to look up."
FASTTEXT = "- [fastText](htps://arxiv.org/abs/1607.04606) - Words by their pieces."

BAD_VLLM = ("](https://github.com/vllm-project", "](htps://github.com/vllm-project")
"""The address of vLLM, and how it was written before it was mended."""
