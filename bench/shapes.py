"""Documents made to be slow, each shape a function of a size in characters.

Most are hard for a parser of Markdown; those of ``LISTS`` are easy for it and hard for what reads
a list: titles, descriptions, sections and rules.
"""

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

_PAPER = "https://arxiv.org/abs/1706."
_NO_BREAK = "\u00a0"


def _papers(opening: str, line: Callable[[int], str]) -> Shape:
    """``opening``, then papers with identifiers of their own."""
    return lambda size: (
        opening + "".join(line(10_000 + number) for number in range(size // len(line(10_000))))
    )


def _rows_of_papers(size: int) -> str:
    """Two rows that link many papers, one of each its own: every pair is looked at."""
    links = "".join(f"[pdf]({_PAPER}{10_000 + number}) " for number in range(size // 80))
    rows = (f"| [Some long title of a work]({_PAPER}0999{end}) | {links} |\n" for end in (7, 8))
    return "# A\n\n| Title | Paper |\n|-|-|\n" + "".join(rows)


def _shared_target(target: str, line: str) -> Shape:
    """One very long target that many links refer to."""
    return lambda size: f"[a]: {target}{'x' * (size // 2)}\n\n" + line * (size // 2 // len(line))


def _shared_title(line: str) -> Shape:
    """An entry with a very long title, and many entries that link the same paper or page."""
    return lambda size: (
        line.format("Long ! " + "! " * (size // 4))
        + "".join(line.format(f"Some title {number}") for number in range(size // 2 // len(line)))
    )


LISTS: dict[str, Shape] = {
    "tabs before a link": lambda size: "- a" + "\t" * size + "b [x](u)\n",
    "no-break spaces before a link": lambda size: "- a" + _NO_BREAK * size + "b [x](u)\n",
    "blanks in a title": lambda size: "- **a" + _NO_BREAK * size + "b** [x](u)\n",
    "blanks in a description": lambda size: "- [x](u) - a" + _NO_BREAK * size + "b\n",
    "blanks in a link": lambda size: "- [a" + _NO_BREAK * size + "b](u) - c\n",
    "parentheses in a description": lambda size: "- [x](u) - a" + ")" * size + "x\n",
    "quotes in a description": lambda size: "- [x](u) - a." + "'" * size + "x\n",
    "brackets in a description": lambda size: "- [x](u) - " + "[ " * (size // 2) + "\n",
    "ends of sentences in a title": lambda size: "- a b c" + ". A" * (size // 3) + " [x](u)\n",
    "years in a title": lambda size: "- a" + " (2017" * (size // 6) + " [x](u)\n",
    "quotes that open a title": lambda size: '- "a' + '"b' * (size // 2) + " [x](u)\n",
    "labels before links": _after("- Some title", ", Paper: [x](u)"),
    "a heading of marks and letters": lambda size: (
        "# " + "a!" * (size // 2) + "\n\n" + "- [x](u)\n" * 5
    ),
    "a label of marks and letters": lambda size: (
        "**" + "a!" * (size // 2) + "**\n\n" + "- [x](u)\n" * 5
    ),
    "at signs in a link": lambda size: "- [" + "a@" * (size // 2) + "a b](u)\n",
    "an id without end in a heading": lambda size: "# {#" + "a" * size + "}x}\n\n[t](#q)\n",
    "braces in a heading": lambda size: "# a " + "{#" * (size // 2) + "}\n\n[t](#q)\n",
    "papers in one item": _papers(
        "# A\n\n- [Title of one long thing](https://e.org) ", lambda n: f"[paper]({_PAPER}{n}) "
    ),
    "papers in one item, with a paper of its own": _papers(
        f"# A\n\n- [Title of one long thing]({_PAPER}09999) ", lambda n: f"[paper]({_PAPER}{n}) "
    ),
    "items below one item": _papers(
        "# A\n\n- [Title of one thing](https://e.org)\n", lambda n: f"  - [A {n}]({_PAPER}{n})\n"
    ),
    "rows of many papers": _rows_of_papers,
    "items of one paper": _papers("# A\n\n", lambda n: f"- [Title {n} of it]({_PAPER}03762)\n"),
    "sections of one paper": _papers(
        "# A\n\n", lambda n: f"## B {n}\n\n- [Title {n}]({_PAPER}03762)\n\n"
    ),
    "additions behind a title": lambda size: "- [a" + " (b)" * (size // 4) + "](u)\n",
    "long titles of additions": _papers(
        "", lambda n: f"- [a{_NO_BREAK * 200}{'(b)' * 60} {n}](https://e.org/{n // 2})\n"
    ),
    "titles of ligatures": _papers("", lambda n: f"- [{'⁗' * 300}{n}](https://e.org/{n // 2})\n"),
    "one long title, told again and again": lambda size: (
        f"- [{'Long ! ' * (size // 14)}]({_PAPER}03762)\n\n"
        + f"## A\n\n- [GPT-3]({_PAPER}03762)\n\n" * (size // 100)
    ),
    "one long section, told again and again": lambda size: (
        f"# {'Long ! ' * (size // 14)}\n\n- [GPT-3](https://e.org/a)\n\n"
        + "## A\n\n- [GPT-3](https://e.org/a)\n\n" * (size // 80)
    ),
    "one long title and one paper": _shared_title("- [{}](" + _PAPER + "03762)\n"),
    "one long title and one page": _shared_title("- [{}](https://e.org/a)\n"),
    "one long page by reference": _shared_target("https://e.org/", "- [b][a]\n"),
    "one long paper by reference": _shared_target(_PAPER + "03762?", "- [b][a]\n"),
    "one long anchor by reference": _shared_target("#", "[b][a] "),
    "one long target under other addresses": _shared_target(
        "https://e.org/", "- [https://e.org/b/c][a]\n"
    ),
    "anchors that fail": _numbered(lambda number: f"[a](#b-{number}) "),
    "anchors that nearly fit": _numbered(lambda number: f"# Abc {number}\n[a](#abcd-{number})\n"),
    "anchors of other files": _numbered(lambda number: f"[a](b.md#c-{number}) "),
    "spaces before targets": _fill("[a] (https://e.org/b "),
    "parentheses before targets": _fill("[a]https://e.org/b("),
    "full-width parentheses": _fill("[a]（https://e.org/b"),
    "dollars": _fill("$a$$b [c](d "),
    "a proxy of arxiv": lambda size: "[a](http://arxiv.org." + "proxy" * (size // 5) + ")\n",
    "points in a preprint": lambda size: (
        "[a](https://biorxiv.org/content/10.1101/1" + "." * size + "!)\n"
    ),
    "a text of points": lambda size: "[www." + "a." * (size // 2) + " b](https://e.org/)\n",
    "texts of points": _fill("[www." + "a." * 400 + " b](https://e.org/)\n\n"),
    "garbled words": _fill("Ã©"),
    "garbled words apart": _fill("donâ€™t "),
    "markers of contents": _fill("[toc]\n\n"),
}

SHAPES: dict[str, Shape] = {
    **LISTS,
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
