"""The display of progress: what it shows, where it does not belong, and that it goes away."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from curator import net
from curator.cli import progress
from curator.cli.console import Console
from curator.cli.progress import Display, Lines, Pace, duration, is_live, progress_on
from curator.net import Progress, Snapshot, Waiting
from curator.status import Verdict
from tests.cli.conftest import CLEAN, Result, Run
from tests.cli.web import FakeNet

HOSTILE = "evil\x1b[31m\x9b2J\u202e\n[bold]:smile:.example"


class Terminal(io.StringIO):
    """A terminal that keeps what was drawn on it."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return super().isatty() or True  # fails if it is closed


def snapshot(
    done: int = 500,
    seconds: float = 20.0,
    worst: tuple[Waiting, ...] = (Waiting("github.com", 700, "3 in flight"),),
    verdicts: Mapping[Verdict, int] | None = None,
) -> Snapshot:
    return Snapshot(
        done=done,
        total=2_000,
        requests=done,
        in_flight=37,
        seconds=seconds,
        verdicts=verdicts or {"alive": 450, "dead": 7, "moved": 12},
        worst=worst,
    )


def shown(text: str) -> list[str]:
    """The lines that a terminal shows in the end, by what erases and what is written."""
    lines = [""]
    at = 0
    for part in re.split("(\x1b\\[[0-9;?]*[A-Za-z]|\r|\n)", text):
        if part == "\n":
            at += 1
            lines += [""] * (at + 1 - len(lines))
        elif part == "\x1b[2K":
            lines[at] = ""
        elif part == "\x1b[1A":
            at -= 1
        elif not part.startswith(("\x1b", "\r")):
            lines[at] += part
    return lines


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_lines_fit_the_terminal(width: int) -> None:
    worst = (
        Waiting("github.com", 700, "asked for a pause, 12 s more"),
        Waiting("a" * 300, 3, "b" * 300),
        Waiting("\u65e5\u672c" * 40, 1, "not answering"),
        Waiting("unseen.example", 1, "not answering"),
    )
    drawn = Display(Terminal(), colours=True, width=width).drawn(snapshot(worst=worst))
    lines = drawn.split("\n")
    assert len(lines) == 5
    assert all(0 < line.cell_len < width for line in lines)
    assert "500/2,000 links" in lines[0].plain
    assert lines[1].plain.startswith("7 dead")
    assert lines[2].plain.startswith("  github.com")
    assert "unseen" not in drawn.plain


def test_what_strangers_wrote_is_harmless() -> None:
    terminal = Terminal()
    display = Display(terminal, colours=True, width=120)
    display.update(snapshot(worst=(Waiting(HOSTILE, 3, HOSTILE),)))
    display.close()
    drawn = terminal.getvalue()
    assert "\x1b[31m\x9b" not in drawn
    assert "\x9b" not in drawn
    assert "\u202e" not in drawn
    assert "evil\\u{1b}[31m\\u{9b}2J\\u{202e} [bold]:smile:.example" in drawn


def test_the_display_vanishes_and_leaves_the_cursor_alone() -> None:
    terminal = Terminal()
    display = Display(terminal, colours=True, width=80)
    for done in (0, 500, 1_000):
        display.update(snapshot(done, done / 20))
        assert terminal.getvalue().rfind("\x1b[?25h") > terminal.getvalue().rfind("\x1b[?25l")
        assert f"{done:,}/2,000 links" in "\n".join(shown(terminal.getvalue()))
    display.close()
    display.close()
    assert not any(shown(terminal.getvalue()))


def test_it_vanishes_whatever_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (KeyboardInterrupt, RuntimeError):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        with contextlib.suppress(error), progress_on(Console(), {}) as display:
            display.update(snapshot())
            assert "500/2,000" in terminal.getvalue()
            raise error
        assert not any(shown(terminal.getvalue()))


def test_a_terminal_that_goes_away_ends_nothing() -> None:
    class Gone(Terminal):
        def write(self, text: str) -> int:
            raise OSError("gone")

    display = Display(Gone(), colours=True, width=80)
    display.update(snapshot())
    display.update(snapshot())
    display.close()


def test_colours_are_left_out_where_nobody_wants_them() -> None:
    for colours in (True, False):
        terminal = Terminal()
        display = Display(terminal, colours=colours, width=80)
        display.update(snapshot())
        display.close()
        assert ("\x1b[31m" in terminal.getvalue()) is colours


def test_ascii_terminals_get_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old(Terminal):
        encoding = "ascii"

    drawn = Display(Old(), colours=True, width=80).drawn(snapshot())
    assert drawn.plain.split(" ")[0] == "#" * 8 + "-" * 22


def test_a_very_narrow_terminal_is_left_alone() -> None:
    terminal = Terminal()
    display = Display(terminal, colours=True, width=20)
    display.update(snapshot())
    display.close()
    assert terminal.getvalue() == ""


def test_where_it_is_live() -> None:
    assert is_live(Terminal(), {"TERM": "xterm"})
    assert is_live(Terminal(), {"NO_COLOR": "1"})
    assert not is_live(Terminal(), {"TERM": "dumb"})
    assert not is_live(Terminal(), {"CI": "true"})
    assert not is_live(io.StringIO(), {})
    assert not is_live(None, {})
    closed = Terminal()
    closed.close()
    assert not is_live(closed, {})


def test_elsewhere_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    told = Lines(Console(actions=True))
    for second in range(36):
        told.update(snapshot(10 * second, float(second), (Waiting(f"::error::{HOSTILE}", 9, "x"),)))
    told.update(snapshot(2_000, 50.0))
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.rstrip("\n").split("\n")
    assert [line.split(" links")[0] for line in lines] == [
        "100 of 2,000",
        "200 of 2,000",
        "300 of 2,000",
    ]
    assert lines[0].startswith(
        "100 of 2,000 links after 10 s, 3 min 10 s left, 9 wait for ::error::"
    )
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_the_pace_is_that_of_the_last_seconds() -> None:
    pace = Pace()
    assert (pace.rate, pace.left(snapshot())) == (0.0, "")
    for second in range(61):
        done = min(second, 30) * 40 + max(second - 30, 0) * 10
        pace.note(snapshot(done, float(second)))
    assert pace.rate == pytest.approx(10, rel=0.1)
    assert pace.left(snapshot(1_500, 60.0)) == "50 s left"
    assert pace.left(snapshot(2_000, 60.0)) == ""


def test_durations() -> None:
    assert [duration(each) for each in (0.4, 59.6, 200, 3_600, 7_500)] == [
        "0 s",
        "1 min 0 s",
        "3 min 20 s",
        "1 h 0 min",
        "2 h 5 min",
    ]


def test_nothing_of_it_is_on_standard_output(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.md").write_text(CLEAN, encoding="utf-8")
    monkeypatch.setattr(progress, "EVERY", 5.0)

    def during(display: Progress | None) -> None:
        assert display is not None
        display.update(snapshot())

    def checked() -> Result:
        fake = FakeNet()
        fake.during = during
        monkeypatch.setattr(net, "check", fake)
        return run("check", "a.md", "--online", "--no-cache")

    result = checked()
    assert result.err == "500 of 2,000 links after 20 s, 700 wait for github.com (3 in flight)\n"
    assert "2,000" not in result.out


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_on_a_real_terminal(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pty  # noqa: PLC0415 - not on Windows
    import termios  # noqa: PLC0415 - likewise

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 40))
    for name in ("CI", "TERM"):
        monkeypatch.delenv(name, raising=False)
    with open(theirs, "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123 - a number
        monkeypatch.setattr(sys, "stderr", stream)
        with progress_on(Console()) as display:
            display.update(snapshot())
            first = os.read(ours, 10_000).decode()
    rest = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "500/2,000 links" in "\n".join(shown(first))
    assert all(len(line) < 40 for line in shown(first))
    assert not any(shown(first + rest))
