"""Documents that make Markdown parsers slow, each shape a function of a size in characters."""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

Shape = Callable[[int], str]


def _fill(*pieces: str) -> Shape:
    """Repeat the text that ``pieces`` make to about the size asked for."""
    unit = "".join(pieces)
    return lambda size: unit * (size // len(unit))


def _after(opening: str, unit: str, closing: str = "") -> Shape:
    """``opening``, then ``unit`` again and again, then ``closing``."""
    return lambda size: opening + unit * (size // len(unit)) + closing


def _halves(first: str, second: str, *, middle: str = "") -> Shape:
    """As many of ``first`` as of ``second`` after them."""
    return lambda size: (
        first * (size // (len(first) + len(second)))
        + middle
        + second * (size // (len(first) + len(second)))
    )


def _growing(line: Callable[[int], str]) -> Shape:
    """Lines of 1, 2, 3, … steps, so many that their sum is about the size."""
    return lambda size: "".join(line(step) for step in range(1, isqrt(2 * size) + 1))


def _numbered(line: Callable[[int], str]) -> Shape:
    """As many numbered lines as fit into the size."""
    return lambda size: "".join(line(number) for number in range(size // len(line(size)) + 1))


def _wide_table(size: int) -> str:
    """A header of many columns and rows of one cell: padding them out is quadratic."""
    width = isqrt(size)
    return "|a" * width + "|\n" + "|-" * width + "|\n" + "|b\n" * (size // 3)


BRACKETS: dict[str, Shape] = {
    "open brackets": _fill("["),
    "open then closed brackets": _halves("[", "]"),
    "nested brackets with text": _halves("[a", "]"),
    "bracket pairs": _fill("[]"),
    "alternating brackets": _fill("]["),
    "open destinations": _fill("[a]("),
    "open angle destinations": _fill("[a](<b"),
    "open titles": _fill('[a](b "c'),
    "open parentheses": _fill("("),
    "parentheses in a destination": _after("[a](", "("),
    "balanced parentheses in a destination": _halves("(", ")", middle="[a]("),
    "open images": _fill("!["),
    "nested images": lambda size: "![" * (size // 8) + "a" + "](u)" * (size // 8),
    "nested links": lambda size: "[" * (size // 8) + "a" + "](u)" * (size // 8),
    "links in a row": _fill("[a](b)"),
    "references in a row": _after("[a]: u\n\n", "[a] "),
    "nested references": lambda size: "[a]: u\n\n" + "[" * (size // 5) + "a" + "][a]" * (size // 5),
    "unknown references": _fill("[a][b]"),
    "escaped brackets": _fill("\\["),
    "code in brackets": _fill("[`]`"),
    "long label": lambda size: "[" + "a" * size + "]",
    "open labels over lines": _fill("[a\n"),
    "definitions": _numbered(lambda number: f"[a{number}]: u\n"),
    "definitions with open titles": _fill('[a]: b "c\n'),
    "definitions without a destination": _fill("[a]:\n"),
    "one key defined again and again": _fill("[a]: u\n"),
}

EMPHASIS: dict[str, Shape] = {
    "stars": _fill("*"),
    "underscores": _after("", "_", "a"),
    "strong openers": _fill("**a "),
    "mixed closers": _fill("*a_ "),
    "mixed marks": _fill("a**b_c* "),
    "openers then closers": _halves("*a ", "a* "),
    "underscore openers then closers": _halves("_a ", "a_ "),
    "nested strong": _halves("**a", "b**"),
    "triple marks": _fill("***a** "),
    "multiple of three": lambda size: "a***" * (size // 8) + "b*" * (size // 8),
    "tildes": _fill("~~a "),
    "marks in links": _fill("[*a](b)* "),
}

CODE: dict[str, Shape] = {
    "growing backtick runs": _growing(lambda step: "`" * step + " "),
    "unequal backtick runs": _fill("`a ``"),
    "one open backtick": _after("`", "a "),
    "backticks": _fill("`"),
    "open fence": _after("```\n", "a\n"),
    "open fences in items": _fill("- ```\n"),
    "open fences in quotes": _fill("> ```\n\n"),
    "fences of growing length": _growing(lambda step: "`" * (step + 2) + "\n"),
    "indented code and blank lines": _fill("    a\n\n\n"),
}

HTML: dict[str, Shape] = {
    "less-than signs": _fill("<"),
    "open tags": _fill("<a "),
    "open comments": _after("x", "<!--"),
    "open comments in a block": _fill("<!-- a\n"),
    "open instructions": _after("x", "<?"),
    "open declarations": _after("x", "<!A "),
    "open cdata": _after("x", "<![CDATA["),
    "open attribute values": _after("x", '<a href="'),
    "attributes without end": _after("x<a", " b"),
    "attributes without end in a block": _after("<div", " b"),
    "attribute with blanks": lambda size: "x<a b" + " " * size + "c",
    "blocks of html": _fill("<div>\n\n"),
    "tags in a block": _after("<div>\n", "<b>\n"),
    "open values in a block": _after("<div>\n", '<a href="\n'),
    "comment dashes": _after("<!--", "-", "x"),
    "scripts": _fill("<script>\n"),
    "text in a block": _after("<div>", "a &amp; "),
    "closing tags": _fill("</a"),
    "lines of angle brackets": _fill("<a\n"),
    "nested details": _fill("<details><summary>a</summary>\n\n"),
}

CONTAINERS: dict[str, Shape] = {
    "quote marks": _fill(">"),
    "spaced quote marks": _after("", "> ", "a"),
    "star items on one line": _after("", "* ", "a"),
    "dash items on one line": _after("", "- ", "a"),
    "numbered items on one line": _after("", "1. ", "a"),
    "quotes in items on one line": _after("", "> - ", "a"),
    "deep list": lambda size: "".join("  " * step + "- a\n" for step in range(isqrt(size))),
    "deep list and back": lambda size: "".join(
        "  " * (step % 28) + "- a\n" for step in range(size // 31)
    ),
    "deep quotes": _growing(lambda step: ">" * step + " a\n"),
    "flat list": _fill("- [a](b) c\n"),
    "loose list": _fill("- [a](b) c\n\n"),
    "empty items": _fill("-\n"),
    "empty items and blank lines": _fill("-\n\n"),
    "one item of many lines": _after("- a\n", "  b c d\n"),
    "one item of many paragraphs": _after("- a\n\n", "  b\n\n"),
    "lists of other bullets": _fill("- a\n* a\n+ a\n"),
    "lazy quotes": _fill("> a\nb\n"),
    "lazy items": _fill("- a\nb\n"),
    "one item of lazy lines": _after("- a\n", "b\n"),
    "one quote of lazy lines": _after("> a\n", "b\n"),
    "forty markers and lazy lines": _after("- " * 40 + "a\n", "b\n"),
    "twenty quotes and lazy lines": _after("> " * 20 + "a\n", "b\n"),
    "mixed markers and lazy lines": _after("> - 1. " * 8 + "a\n", "b\n"),
    "nested lazy items": lambda size: ("- " * 25 + "a\nb\n") * (size // 54),
    "items and lazy lines in a quote": _fill("> - a\nb\n> c\n"),
    "lazy lines after code": _fill("- ```\nb\n"),
    "lazy lines that look like rules": _after("- a\n", "===\n"),
    "items in a note": _after("[^a]: b\n\n", "    - a\n"),
    "notes in notes": lambda size: "".join(
        "    " * (step % 20) + f"[^{step}]: a\n" for step in range(size // 50)
    ),
    "lazy notes": _fill("[^a]: b\nc\n\n"),
    "quotes and items by turns": _fill("> a\n- b\n"),
    "blank quoted lines": _fill(">\n"),
    "wide markers": lambda size: "".join(
        "-" + " " * (step % 6) + "a\n" for step in range(size // 5)
    ),
    "tabs after markers": _fill("-\ta\n\tb\n"),
    "items under deep indents": _fill("- a\n          - b\n"),
    "almost a rule": lambda size: "- " * (size // 2) + "----- a",
}

TABLES: dict[str, Shape] = {
    "one wide row": lambda size: "|a" * (size // 4) + "|\n" + "|-" * (size // 4) + "|\n",
    "short rows of a wide table": _wide_table,
    "many rows": _after("|a|b|\n|-|-|\n", "|c|d|\n"),
    "long rows": lambda size: "|a|\n|-|\n" + "|b" * size,
    "pipes without a table": _fill("a | b\n"),
    "headers without a table": _fill("| a |\n| - | - |\n"),
    "delimiter rows": _fill("|-|-|\n"),
    "escaped pipes": _after("|a|\n|-|\n", "\\|"),
    "open code in cells": _after("|a|\n|-|\n", "|`"),
    "tables in items": _fill("- |a|\n  |-|\n  |b|\n"),
    "dashes": lambda size: "a\n" + "-" * size + "|",
}

LITERALS: dict[str, Shape] = {
    "schemes": _fill("https://"),
    "addresses": _fill("https://a.b "),
    "glued addresses": _fill("https://a.b,"),
    "closing parentheses after an address": lambda size: "https://a.b/" + ")" * size,
    "entities after an address": _after("https://a.b/", "&a;"),
    "question marks after an address": _after("https://a.b/", "?"),
    "www": _fill("www."),
    "www and underscores": _fill("www._."),
    "at signs": _fill("a@"),
    "mail before the at sign": _after("", "a.", "@"),
    "mail after the at sign": _after("x@", "a."),
    "mail with dashes": _after("x@a", "-"),
    "colons": _fill("a:"),
    "open brackets before an address": lambda size: "[" * size + "https://a.b/",
    "addresses in brackets": _fill("[https://a.b "),
}

TEXT: dict[str, Shape] = {
    "one word": _fill("x"),
    "one line of words": _fill("word "),
    "one paragraph": _fill("a b c\n"),
    "many paragraphs": _fill("a\n\n"),
    "newlines": _fill("\n"),
    "carriage returns": _fill("\r"),
    "tabs": _after("", "\t", "a"),
    "blanks in a line": lambda size: "a" + " " * size + "b",
    "blank line of blanks": lambda size: " " * size + "\n",
    "blanks before a newline": lambda size: "a" + " " * size + "\nb",
    "blank lines of blanks": _fill(" " * 40 + "\n"),
    "backslashes": _fill("\\"),
    "ampersands": _fill("&"),
    "open entities": _fill("&#1"),
    "hard breaks": _fill("a  \n"),
    "heading with blanks": lambda size: "# a" + " " * size + "x",
    "heading of marks": _after("", "# ", "x"),
    "closing marks": lambda size: "# a " + "#" * size + "x",
    "headings": _fill("# a\n"),
    "setext headings": _fill("a\n=\n"),
    "underlines": _fill("=\n"),
    "rules": _fill("***\n"),
    "open front matter": _after("---\n", "a: b\n"),
    "front matter without a key": _after("---\n", "a\n"),
    "footnotes": _fill("[^a]: x\n"),
    "footnote references": _after("[^a]: x\n\n", "[^a]"),
    "exclamation marks": _fill("!"),
    "line separators": _fill("a\u2028"),
    "null characters": _fill("\0"),
    "astral characters": _fill("😀 "),
}

SHAPES: dict[str, Shape] = {
    **BRACKETS,
    **EMPHASIS,
    **CODE,
    **HTML,
    **CONTAINERS,
    **TABLES,
    **LITERALS,
    **TEXT,
}
"""Every shape by its name."""
