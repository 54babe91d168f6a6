"""What all tests share: the nightly option, Hypothesis profiles, and a word on what was skipped."""

from __future__ import annotations

import gc
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.documents import SHARED

__all__ = ["SHARED"]

pytest.register_assert_rewrite("tests.markdown.laws", "tests.markdown.skeleton")

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
# A pull request must not turn red by chance: the default run always tries the same examples.
settings.register_profile(
    "default", max_examples=60, deadline=None, derandomize=True, suppress_health_check=_SLOW
)
settings.register_profile(
    "nightly", max_examples=2_000, deadline=None, print_blob=True, suppress_health_check=_SLOW
)

_deselected = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nightly",
        action="store_true",
        help="also run the full matrices and long fuzzing (tests marked nightly)",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("nightly" if config.getoption("nightly") else "default")
    config.stash[_deselected] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("nightly"):
        return
    left_out = [item for item in items if item.get_closest_marker("nightly")]
    if left_out:
        config.stash[_deselected] += (item.nodeid for item in left_out)
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """Have Python look for garbage in what tests make only: thousands of tests stay, and modules.

    Looking at them again and again takes a fifth of the time of a run.
    """
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist tells what it was not asked to run."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected"] = session.config.stash[_deselected]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """All workers collect the same tests: one of them speaks for all."""
    node.config.stash[_deselected] = getattr(node, "workeroutput", {}).get("deselected", [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what this run did not look at, and why, one line for each reason."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[why.removeprefix("Skipped: ")] += 1
    nightly = Counter(name.split("[")[0] for name in config.stash[_deselected])
    if not reasons and not nightly:
        return
    terminalreporter.section("not tested in this run")
    for why, count in sorted(reasons.items()):
        terminalreporter.line(f"skipped: {why} ({count} {'test' if count == 1 else 'tests'})")
    for name, count in sorted(nightly.items()):
        terminalreporter.line(f"nightly only (--nightly): {name}" + f" x {count}" * (count > 1))
