"""Draws what a coloured run of curator prints on a terminal, as an SVG picture.

The picture names no font to be fetched: viewers take a monospaced one of their own, and every
piece of text is held to the columns that it has on a terminal.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from wcwidth import wcswidth

COLUMN = 8.4
LINE = 19
SIZE = 14
EDGE = 16
BAR = 34
"""Measures in pixels: a column, a line, the letters, the margin, and the window's title bar."""

FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
FOREGROUND = "#d7dae0"
BACKGROUND = "#1b1e24"

_RED, _GREEN, _YELLOW, _MAGENTA, _CYAN = "#ff7b72", "#7ee787", "#f2cc60", "#d2a8ff", "#79c0ff"
_BOLD = "font-weight:bold"

_LOOKS = {
    "1": _BOLD,
    "2": "fill:#848b98",
    "31": f"fill:{_RED}",
    "32": f"fill:{_GREEN}",
    "35": f"fill:{_MAGENTA}",
    "36": f"fill:{_CYAN}",
    "1;31": f"fill:{_RED};{_BOLD}",
    "1;33": f"fill:{_YELLOW};{_BOLD}",
    "1;36": f"fill:{_CYAN};{_BOLD}",
}
"""How a graphic rendition (parameters of SGR, ECMA-48) looks, as a style of CSS."""

_RENDITION = re.compile("\x1b\\[([0-9;]*)m")
_RESET = frozenset({"", "0"})
_WORDS = re.compile(r"\S+(?: \S+)*")
"""Words with single spaces: wider gaps are left out, and what follows has its own column."""


class Piece(NamedTuple):
    """Text of one look that stands on one line from a column (counted from 0) on."""

    line: int
    column: int
    text: str
    rendition: str


def pieces(printed: str) -> Iterator[Piece]:
    """The visible text of ``printed``, which holds escape sequences for colours and no others."""
    rendition = ""
    for number, line in enumerate(printed.split("\n")):
        column = 0
        for place, part in enumerate(_RENDITION.split(line)):
            if place % 2:
                rendition = "" if part in _RESET else part
                continue
            for words in _WORDS.finditer(part):
                start = column + wcswidth(part[: words.start()])
                yield Piece(number, start, words[0], rendition)
            column += wcswidth(part)


def svg(printed: str, title: str, description: str, width: int) -> str:
    """The picture of a terminal of ``width`` columns on which ``printed`` stands.

    Args:
        printed: what was printed, with the escape sequences that colour it.
        title: what stands in the bar of the window.
        description: what is to be seen, for those who cannot see it.
        width: columns of the terminal; longer lines would be cut off.

    Raises:
        KeyError: a colour that has no look here.
    """
    shown = list(pieces(printed.rstrip("\n")))
    across = round(width * COLUMN) + 2 * EDGE
    down = BAR + (shown[-1].line + 1) * LINE + EDGE
    used = sorted({piece.rendition for piece in shown} - {""})
    classes = {rendition: f"l{number}" for number, rendition in enumerate(used, 1)}
    looks = "".join(f".{classes[rendition]}{{{_LOOKS[rendition]}}}\n" for rendition in used)
    body = "\n".join([*_bar(title, across), *(_text(piece, classes) for piece in shown)])
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" role="img"
     viewBox="0 0 {across} {down}" aria-labelledby="title description">
<title id="title">{escape(title)}</title>
<desc id="description">{escape(description)}</desc>
<style>
text{{font-family:{FONTS};font-size:{SIZE}px;fill:{FOREGROUND};white-space:pre}}
{looks}</style>
<rect width="{across}" height="{down}" rx="8" fill="{BACKGROUND}"/>
{body}
</svg>
"""


def _bar(title: str, across: int) -> Iterator[str]:
    """The three buttons and the title at the top of a window."""
    for number, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        yield f'<circle cx="{EDGE + 6 + 20 * number}" cy="17" r="6" fill="{colour}"/>'
    yield f'<text x="{across // 2}" y="22" text-anchor="middle">{escape(title)}</text>'


def _text(piece: Piece, classes: dict[str, str]) -> str:
    """One piece at its place, stretched to its columns whatever the font."""
    look = f' class="{classes[piece.rendition]}"' if piece.rendition else ""
    x = EDGE + piece.column * COLUMN
    y = BAR + piece.line * LINE + SIZE
    length = wcswidth(piece.text) * COLUMN
    return f'<text x="{x:g}" y="{y}" textLength="{length:g}"{look}>{escape(piece.text)}</text>'
