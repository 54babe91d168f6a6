"""Puts what a run found into the outputs of the step and into the summary of the job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from runner import error, notice, output, part, variable

_SUMMARY_LIMIT = 1024 * 1024
"""Bytes that one step may add to the summary of a job."""

_WHY = ("error: ", "curator: internal error: ")
"""How lines begin in which curator says what it could not do."""
_MOST = 5
"""Such lines that are told; a broken configuration may have many."""
_LONGEST = 1_000
"""Characters of a line that are told."""

_COUNTS = ("errors", "warnings", "infos", "elsewhere", "baselined")


def main() -> None:
    """Read the reports that the check has written, as far as there are any."""
    folder = Path(variable("REPORTS"))
    found = _read(folder / "report.json")
    for name in _COUNTS:
        count = part(found, "summary", name)
        output(name, count if isinstance(count, int) else 0)
    for name, file in (("report", "report.md"), ("json", "report.json"), ("sarif", "report.sarif")):
        path = folder / file
        output(name, path if path.is_file() else "")
    why = [] if (folder / "report.md").is_file() else _errors(folder / "errors")
    for line in why:
        error(line)
    _summarise(folder / "report.md", why)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _errors(path: Path) -> list[str]:
    """The lines by which curator said why it could not run; it has escaped what is in them."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
    found = [line.rstrip("\r") for line in lines if line.startswith(_WHY)]
    return [line.removeprefix("error: ")[:_LONGEST] for line in found[:_MOST]]


def _summarise(path: Path, why: list[str]) -> None:
    """Add the report to the summary of the job, which ends it elsewhere if it is too long.

    Where there is none, it is told ``why``: indented, so that it is code whatever it holds.
    """
    summary = variable("GITHUB_STEP_SUMMARY")
    if not summary:
        return
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
    elif why:
        text = "\n".join(["curator could not run:", "", *(f"    {line}" for line in why), ""])
    else:
        text = "curator could not run; the log of the job says why.\n"
    if len(text.encode()) > _SUMMARY_LIMIT:
        notice("The report is too long for the summary of the job; the output 'report' names it.")
        return
    with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


if __name__ == "__main__":
    main()
