"""Rewritings of a document that leave its tree the same, but for wrappers and left margins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Rewrite = Callable[[list[str]], str]


@dataclass(frozen=True, slots=True)
class Transform:
    """A rewriting of a document's lines (without their newlines) into a text.

    ``wrappers`` are the kinds of the nodes it puts around the whole, ``added_lines`` the lines
    it puts before, ``skips`` tells the documents apart that it would change.
    """

    name: str
    rewrite: Rewrite
    wrappers: tuple[str, ...] = ()
    skips: re.Pattern[str] | None = None
    added_lines: int = 0

    @property
    def wraps(self) -> bool:
        """Whether the document is put inside something else."""
        return bool(self.wrappers)

    def applies(self, text: str) -> bool:
        """Whether the tree of ``text`` has to survive."""
        return self.skips is None or not self.skips.search(text)


def lines_of(text: str) -> list[str]:
    """The lines of a text without byte order mark, whatever newlines it has."""
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    return lines[:-1] if lines[-1] == "" else lines


_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?---[ \t]*\n")


def prepared(text: str) -> list[str]:
    """Lines that may be put behind a margin.

    Front matter and blank lines at the top stand only there, and a tab changes its width with
    the margin before it.
    """
    plain = "\n".join(lines_of(text)) + "\n"
    front = _FRONT_MATTER.match(plain)
    if front is not None and re.search(r"^\w+:", front.group(), re.MULTILINE):
        plain = plain[front.end() :]
    return [line.expandtabs(4) for line in lines_of(plain.lstrip("\n"))]


def joined(newline: str) -> Rewrite:
    return lambda lines: "".join(line + newline for line in lines)


def mixed_newlines(lines: list[str]) -> str:
    # Never a CR before a line that is ended by LF alone: together they would be one newline.
    newlines = ("\n", "\r\n", "\r\n", "\n", "\n")
    return "".join(line + newlines[number % 5] for number, line in enumerate(lines))


def trailing_blanks(lines: list[str]) -> str:
    # One blank makes no hard break; a backslash that makes one has to stay at the end.
    return "".join(line + ("" if line.endswith(("\\", " ")) else " ") + "\n" for line in lines)


def tabs_for_blanks(lines: list[str]) -> str:
    def tabbed(line: str) -> str:
        rest = line.lstrip(" ")
        blanks = len(line) - len(rest)
        return "\t" * (blanks // 4) + " " * (blanks % 4) + rest

    return "".join(tabbed(line) + "\n" for line in lines)


def margins(first: str, others: str, blank: str | None = None) -> Rewrite:
    """``first`` before the first line, ``others`` before the rest, ``blank`` for blank lines."""
    empty = others.rstrip() if blank is None else blank

    def rewrite(lines: list[str]) -> str:
        rest = [others + line if line.strip(" \t") else empty for line in lines[1:]]
        return "\n".join([first + lines[0], *rest]) + "\n"

    return rewrite


def tight_quote(lines: list[str]) -> str:
    return "".join((">" if line[:1] not in (" ", "\t") else "> ") + line + "\n" for line in lines)


def after_paragraph(lines: list[str]) -> str:
    return "\n".join(["A paragraph before.", "", *lines]) + "\n"


_INDENTED = re.compile(r"\A[ \t]")
# A footnote's definition inside another one is not a construct that lists use.
_FOOTNOTE = re.compile(r"\[\^")
_FRONT = re.compile(r"\A\ufeff?---")

TRANSFORMS = (
    Transform("crlf", joined("\r\n")),
    Transform("lone cr", joined("\r")),
    Transform("mixed newlines", mixed_newlines),
    Transform("byte order mark", lambda lines: "\ufeff" + joined("\n")(lines)),
    Transform("byte order mark and crlf", lambda lines: "\ufeff" + joined("\r\n")(lines)),
    Transform("no final newline", "\n".join),
    Transform("more final newlines", lambda lines: joined("\n")(lines) + "\n\n\n"),
    Transform("trailing blanks", trailing_blanks),
    Transform("tabs for blanks", tabs_for_blanks),
    Transform("after a paragraph", after_paragraph, skips=_FRONT, added_lines=2),
    Transform("in a quote", margins("> ", "> "), ("quote",)),
    Transform("in a tight quote", tight_quote, ("quote",)),
    Transform("in three quotes", margins("> >> ", "> >> "), ("quote",) * 3),
    Transform("in an item", margins("- ", "  "), ("list", "item")),
    Transform("in an item, blanks kept", margins("- ", "  ", "  "), ("list", "item")),
    Transform("in a numbered item", margins("10. ", "    "), ("list", "item")),
    Transform("in an item with tabs", margins("-\t", "\t"), ("list", "item"), skips=_INDENTED),
    Transform(
        "in an item, a quote and an item",
        margins("* > 1. ", "  >    "),
        ("list", "item", "quote", "list", "item"),
    ),
    Transform(
        "in a footnote", margins("[^w]: ", "    "), ("footnote_definition",), skips=_FOOTNOTE
    ),
)
"""Every rewriting; those with wrappers are given prepared lines."""
