"""What runs curator by itself: a workflow of GitHub Actions, and a hook of pre-commit."""

from __future__ import annotations

import re
from typing import Final

from curator import __version__

ACTION: Final = "awesome-curator/curator@v0"
"""The Action. The project has no public address yet: this stands for it until it has one."""
REPOSITORY: Final = f"https://github.com/{ACTION.partition('@')[0]}"
"""Where pre-commit finds the hooks."""

WORKFLOW: Final = ".github/workflows/curator.yml"
HOOKS: Final = ".pre-commit-config.yaml"
"""Their files, from the root of a repository."""

_CHECKOUT: Final = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"

# Names that mean themselves in YAML and in the patterns of a workflow's filters.
_PLAIN_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")

_WORKFLOW: Final = """\
name: curator

on:
  # A pull request is judged by what it changes, never by what stood there before.
  pull_request:
{push}
  # All links, once a week.
  schedule:
    - cron: "{minute} 5 * * 1"
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: ${{{{ github.workflow }}}}-${{{{ github.event_name }}}}-${{{{ github.ref }}}}
  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}

jobs:
  lists:
    name: Lists
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: {checkout}
        with:
          # The merge commit of a pull request and the two that it joins; the Action fetches
          # more where it needs more.
          fetch-depth: 2
          persist-credentials: false
      # Pin it to the full hash of a commit to have the same version every time.
      - uses: {action} # zizmor: ignore[unpinned-uses]
        with:
          # In a pull request only the links on lines that it touches are asked.
          online: ${{{{ github.event_name != 'push' }}}}
"""

_HOOK: Final = f"""\
  - repo: {REPOSITORY}
    rev: v{__version__}
    hooks:
      - id: curator-check
"""


def workflow(branch: str, *, minute: int) -> str:
    """The workflow, for pushes to the default ``branch``.

    ``minute`` is that of the hour in which the links are asked: GitHub's queue is longest at
    the beginning of each, and repositories should not all ask at once.
    """
    push = f'  push:\n    branches: ["{branch}"]' if _PLAIN_BRANCH.fullmatch(branch) else "  push:"
    return _WORKFLOW.format(push=push, minute=minute % 60, checkout=_CHECKOUT, action=ACTION)


def hooks() -> str:
    """A whole configuration of pre-commit."""
    return f"# 'pre-commit install' has these run before each commit.\nrepos:\n{_HOOK}"


def hook_entry() -> str:
    """The entry of ``repos`` that a configuration of pre-commit needs."""
    return _HOOK
