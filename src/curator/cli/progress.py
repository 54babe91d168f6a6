"""How far the asking of links has come: a live display on a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, TextIO

from curator.cli.console import Console
from curator.net.results import Progress, Snapshot
from curator.reporters.escape import message
from curator.status import Verdict

if TYPE_CHECKING:  # importing it takes time, which a run without a terminal can do without
    from rich.console import Console as Terminal
    from rich.live import Live
    from rich.text import Text

EVERY: Final = 10.0
"""Seconds between two lines where there is no live display."""
NARROWEST: Final = 24
"""Cells of a terminal below which a live display says nothing anybody could read."""
_USUAL_WIDTH: Final = 80
_WINDOW: Final = 15.0
"""Seconds over which the speed of a run is measured."""
_SOON: Final = 2.0
_MOST_BAR: Final = 30
_LEAST_BAR: Final = 5
_MOST_HOSTS: Final = 3
_LONGEST: Final = 200
"""Characters of what a list or a server wrote that are laid out."""

_TOLD: Final[tuple[tuple[Verdict, str], ...]] = (
    ("dead", "red"),
    ("broken-tls", "red"),
    ("moved", "yellow"),
    ("suspicious", "yellow"),
    ("transient", "yellow"),
    ("blocked", "cyan"),
)
"""The verdicts that are counted in the display, and their colours."""


@contextlib.contextmanager
def progress_on(
    console: Console, environment: Mapping[str, str] = os.environ
) -> Iterator[Progress]:
    """Who is told how far a run has come, and tells it on standard error.

    A live display vanishes with the block, whatever ends it.
    """
    if not is_live(sys.stderr, environment):
        yield Lines(console)
        return
    display = Display(sys.stderr, colours=not environment.get("NO_COLOR"))
    try:
        yield display
    finally:
        display.close()


def is_live(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a display that changes in place makes sense on ``stream``."""
    try:
        terminal = stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
    return terminal and environment.get("TERM") != "dumb" and not environment.get("CI")


class Pace:
    """How fast links are done, by the last seconds rather than by the whole run."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, snapshot: Snapshot) -> None:
        """Take note of how far it has come."""
        self._seen.append((snapshot.seconds, snapshot.done))
        while len(self._seen) > 2 and snapshot.seconds - self._seen[0][0] > _WINDOW:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Links in a second; 0 where that is not known yet."""
        if not self._seen:
            return 0.0
        (began, before), (now, done) = self._seen[0], self._seen[-1]
        return (done - before) / (now - began) if now > began else 0.0

    def left(self, snapshot: Snapshot) -> str:
        """How long it will take at this pace, in words; empty where nobody knows."""
        rate = self.rate
        if rate <= 0 or snapshot.seconds < _SOON or snapshot.done >= snapshot.total:
            return ""
        return f"{duration((snapshot.total - snapshot.done) / rate)} left"


def duration(seconds: float) -> str:
    """A time as people say it: ``42 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3_600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3_600} h {whole % 3_600 // 60} min"


class Lines:
    """Progress as a line on standard error, at most every ``EVERY`` seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = 0.0
        self._pace = Pace()

    def update(self, snapshot: Snapshot) -> None:
        """Say how far it has come, unless that was said a moment ago or it is done."""
        self._pace.note(snapshot)
        if snapshot.seconds - self._told < EVERY or snapshot.done >= snapshot.total:
            return
        self._told = snapshot.seconds
        after = duration(snapshot.seconds)
        parts = [f"{snapshot.done:,} of {snapshot.total:,} links after {after}"]
        left = self._pace.left(snapshot)
        if left:
            parts.append(left)
        if snapshot.worst:
            worst = snapshot.worst[0]
            parts.append(f"{worst.links:,} wait for {_shown(worst.host)} ({_shown(worst.why)})")
        self._console.aside([", ".join(parts)])


class Display:
    """Progress on a terminal, in lines that are drawn anew a few times a second.

    The cursor is left visible, and no thread draws: a run that is killed leaves the terminal
    as it was.
    """

    def __init__(self, stream: TextIO, *, colours: bool, width: int | None = None) -> None:
        from rich.console import Console as Terminal  # noqa: PLC0415 - see above
        from rich.live import Live  # noqa: PLC0415 - see above

        self._terminal: Terminal = Terminal(
            file=stream,
            width=width or _width(stream),
            force_terminal=True,
            force_interactive=True,
            no_color=not colours,
            markup=False,
            emoji=False,
            highlight=False,
        )
        self._measured = stream if width is None else None
        self._live: Live | None = None
        self._make = Live
        self._pace = Pace()

    def update(self, snapshot: Snapshot) -> None:
        """Draw how far it has come."""
        self._pace.note(snapshot)
        if self._measured is not None:  # a window may have been made smaller
            self._terminal.width = _width(self._measured)
        if self._terminal.width < NARROWEST:
            return
        drawn = self.drawn(snapshot)
        try:
            if self._live is None:
                self._start(drawn)
            else:
                self._live.update(drawn, refresh=True)
        except (OSError, ValueError):  # the terminal is gone: nobody looks any more
            self._live = None

    def close(self) -> None:
        """Take the display away."""
        live, self._live = self._live, None
        if live is not None:
            with contextlib.suppress(OSError, ValueError):
                live.stop()

    def _start(self, drawn: Text) -> None:
        self._live = self._make(
            drawn,
            console=self._terminal,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start(refresh=True)
        self._terminal.show_cursor(show=True)

    def drawn(self, snapshot: Snapshot) -> Text:
        """What is shown of a snapshot, in lines that fit the terminal."""
        from rich.text import Text  # noqa: PLC0415 - see above

        lines = [self._bar(snapshot), self._counts(snapshot)]
        for each in snapshot.worst[:_MOST_HOSTS]:
            line = Text()
            line.append(f"  {_shown(each.host)}", style="bold")
            line.truncate(self._terminal.width // 2, overflow="ellipsis")
            line.append(f"  {each.links:,} left, {_shown(each.why)}", style="dim")
            lines.append(line)
        for line in lines:
            line.no_wrap = True
            line.truncate(max(self._terminal.width - 1, 1), overflow="ellipsis")
        joined = Text("\n", no_wrap=True, overflow="ellipsis").join(lines)
        joined.no_wrap = True
        return joined

    def _bar(self, snapshot: Snapshot) -> Text:
        """The bar, how many are done, how fast it goes and how long it will take."""
        from rich.text import Text  # noqa: PLC0415 - see above

        rate = self._pace.rate
        more = [f"{rate:,.0f}/s"] if rate >= 1 else []
        left = self._pace.left(snapshot)
        more += [left] if left else []
        words = f"{snapshot.done:,}/{snapshot.total:,} links"
        room = self._terminal.width - 2 - len("  ".join([words, *more]))
        size = min(room, _MOST_BAR) if room >= _LEAST_BAR else 0
        full, empty = ("━", "─") if self._terminal.encoding.startswith("utf") else ("#", "-")
        share = snapshot.done / snapshot.total if snapshot.total else 0.0
        filled = min(round(size * share), size)
        bar = Text()
        bar.append(full * filled, style="green")
        bar.append(empty * (size - filled), style="dim")
        bar.append(f" {words}" if size else words, style="bold")
        bar.append("".join(f"  {each}" for each in more))
        return bar

    def _counts(self, snapshot: Snapshot) -> Text:
        """What was found so far, and how much is being asked just now."""
        from rich.text import Text  # noqa: PLC0415 - see above

        line = Text()
        for verdict, colour in _TOLD:
            count = snapshot.verdicts.get(verdict, 0)
            if count:
                line.append(f"{count:,} {verdict}  ", style=colour)
        line.append(f"{snapshot.in_flight:,} in flight", style="dim")
        line.append(f"  {duration(snapshot.seconds)}", style="dim")
        return line


def _width(stream: TextIO) -> int:
    """The cells of a line of the terminal behind ``stream``, of which rich knows only three."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except (AttributeError, OSError, ValueError):
        return _USUAL_WIDTH


def _shown(text: str) -> str:
    """What a stranger wrote, harmless and on one line."""
    return message(text[:_LONGEST])
