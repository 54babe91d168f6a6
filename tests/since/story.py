"""A list and its pull requests: what each changes, and which findings it has to answer for.

The first state of ``main`` lies beside this module in the folder ``main``; the numbers of lines
in the tables of pull requests are those of its files. ``python -m tests.since.story FOLDER``
writes the repository to a folder that does not exist yet.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.since import entries, files
from tests.since.pull import BAD_VLLM, NOTES, OLD, README, SECOND, TIP, Pull
from tests.since.trees import (
    Commit,
    Edit,
    after,
    edited,
    folder_tree,
    remove,
    shas,
    start_repository,
    swap,
    text_of,
    write_commits,
)

PULLS: tuple[Pull, ...] = (*entries.PULLS, *files.PULLS)
NUMBERS: Mapping[str, int] = {pull.name: number for number, pull in enumerate(PULLS, 1)}

_MAIN: tuple[tuple[str, tuple[Edit, ...]], ...] = (
    (
        "A first list",
        (*map(remove, (SECOND, OLD, NOTES, "lists/later.md")), swap(README, *BAD_VLLM)),
    ),
    ("More lists", (swap(README, *BAD_VLLM), remove(NOTES))),
    ("Say in which order to read", (swap(README, *BAD_VLLM),)),
    ("Mend the address of vLLM", ()),
)
"""The commits up to ``FORK``, each by what the folder beside this module has and it has not."""

_LATER: tuple[tuple[str, tuple[Edit, ...]], ...] = (
    (
        "Add Mamba",
        (
            after(
                README,
                "[FlashAttention]",
                "- [Mamba](https://arxiv.org/abs/2312.00752) - Selects what it remembers.",
            ),
        ),
    ),
    (
        "Add Triton, which is written wrong",
        (
            after(
                README,
                "[llama.cpp]",
                "- [Triton] (https://github.com/triton-lang/triton) - Kernels in Python.",
            ),
        ),
    ),
    (
        "Add a paper, whose address is wrong",
        (
            after(
                SECOND,
                "[RETRO]",
                "- [Memorizing Transformers](https://arxiv.org/abs/2203.8913) - Look up keys.",
            ),
        ),
    ),
    ("Say more in the notes", (after(NOTES, "explain what", "", "Take your time."),)),
)


def merge_of(pull: Pull) -> str:
    """The reference of its merge with ``main``, as GitHub names it."""
    return f"refs/pull/{NUMBERS[pull.name]}/merge"


def main_commits() -> list[Commit]:
    """The commits of ``main``, each the parent of the next."""
    whole = folder_tree(Path(__file__).with_name("main"))
    assert text_of(whole, README).count("\n") == 56
    commits: list[Commit] = []
    for message, missing in _MAIN:
        commits.append(_next(commits, message, Commit(message, edited(whole, missing))))
    for message, edits in _LATER:
        commits.append(_next(commits, message, commits[-1], edits))
    assert len(commits) == TIP
    return commits


def _next(
    commits: Sequence[Commit], message: str, before: Commit, edits: Sequence[Edit] = ()
) -> Commit:
    parents = (len(commits) - 1,) if commits else ()
    return Commit(message, edited(before.tree, edits), parents)


def build(folder: Path) -> dict[str, str]:
    """Write the repository to ``folder``; the object that each of its refs names.

    Those are the branches, and ``refs/pull/N/head`` and ``refs/pull/N/merge`` as GitHub has
    them. Nothing is checked out.
    """
    commits = main_commits()
    refs = {"refs/heads/main": TIP - 1}
    for pull in PULLS:
        head = _branch(commits, pull)
        refs[pull.branch] = refs[merge_of(pull).replace("merge", "head")] = head
        everything = [edit for edits in pull.commits for edit in edits]
        merge = edited(commits[TIP - 1].tree, everything)
        refs[merge_of(pull)] = len(commits)
        commits.append(Commit(f"Merge {pull.name} into main", merge, (TIP - 1, head)))
    start_repository(folder)
    write_commits(folder, commits, refs)
    return shas(folder)


def _branch(commits: list[Commit], pull: Pull) -> int:
    """Append the commits of a pull request; the place of the last."""
    at = pull.start - 1
    made: list[Edit] = []
    for number, edits in enumerate(pull.commits, 1):
        made += edits
        commits.append(Commit(f"{pull.name} {number}", edited(commits[at].tree, edits), (at,)))
        at = len(commits) - 1
        if number == pull.joins:
            tree = edited(commits[TIP - 2].tree, made)
            commits.append(Commit("Merge branch 'main'", tree, (at, TIP - 2)))
            at = len(commits) - 1
    return at


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve())
