"""Hypothesis strategies: documents in the manner of lists, and fragments that fit nowhere."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

WORDS = [
    "attention",
    "model",
    "a",
    "Größe",
    "论文",
    "مقالة",
    "😀",
    "snake_case",
    "2*3",
    "C++",
    "x.",
]
URLS = [
    "https://example.org/a",
    "https://arxiv.org/abs/1706.03762v5",
    "https://example.org/a_(b)",
    "https://example.org/?a=1&b=2#c",
    "https://example.org/论文",
    "#contents",
    "docs/a.md",
    "../b%20c.md",
    "mailto:a@example.org",
]
TITLES = ["", ' "Title"', " 'Ti \"t\" le'", " (paren)", ' ""', ' "a\\"b"', '\n  "next line"']
LABELS = ["one", "Two", "three four", "日本", "[nested]", "a\\]b"]
BULLETS = ["-", "*", "+", "1.", "2)", "10."]

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
urls = st.sampled_from(URLS)

# ------------------------------------------------------------------------- inline pieces


def _inline_link(parts: tuple[str, str, str, bool]) -> str:
    label, url, title, angle = parts
    return f"[{label}]({f'<{url}>' if angle else url}{title})"


inline_links = st.tuples(words, urls, st.sampled_from(TITLES), st.booleans()).map(_inline_link)
images = st.tuples(words, urls).map(lambda pair: f"![{pair[0]}]({pair[1]})")
badges = st.tuples(images, urls).map(lambda pair: f"[{pair[0]}]({pair[1]})")
reference_links = st.tuples(words, st.sampled_from(LABELS)).flatmap(
    lambda pair: st.sampled_from([f"[{pair[0]}][{pair[1]}]", f"[{pair[1]}][]", f"[{pair[1]}]"])
)
code_spans = st.sampled_from(["`a`", "`` a`b ``", "`a\nb`", "` `", "`|`", "`[a](b)`", "`a", "``"])
bare_urls = st.sampled_from(
    [
        "https://example.org/bare.",
        "(http://example.org/x_(y))",
        "www.example.org/a",
        "me@example.org",
        "<https://example.org/auto>",
        "<me@example.org>",
        "https://example.org/a|b",
    ]
)
html_pieces = st.sampled_from(
    [
        '<a href="https://example.org/h">h</a>',
        "<img src='a.png'>",
        "<br/>",
        "<b>",
        "</b>",
        "<!-- [c](d) -->",
        "<a\nname=x>",
        "<a href=https://example.org/u>",
        "a < b",
        "&amp;",
        "&#x1F600;",
        "&nope;",
    ]
)
oddities = st.sampled_from(
    [
        *("\\[", "\\]", "\\*", "\\\n", "  \n", "\n", "**", "*", "_", "[", "]", "](", "![", "~~"),
        *("[^n]", "[^m]", "[[p](u)]", "\\", "|", "\\|", ":", "$x$", "\u00a0", "\u2028", "[](u)"),
    ]
)
emphases = st.tuples(st.sampled_from(["*", "**", "_", "__", "***"]), words | inline_links).map(
    lambda pair: pair[0] + pair[1] + pair[0]
)
pieces: SearchStrategy[str] = st.one_of(
    words,
    inline_links,
    inline_links,
    images,
    badges,
    reference_links,
    code_spans,
    bare_urls,
    html_pieces,
    emphases,
    oddities,
)
prose = st.lists(pieces, min_size=1, max_size=5).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts)])
)
lines = prose.map(lambda text: " ".join(text.split("\n")))

# ------------------------------------------------------------------------------- blocks


def _indented(text: str, first: str, others: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([first + head, *((others + line) if line else "" for line in rest)])


def _item(parts: tuple[str, int, str]) -> str:
    bullet, blanks, body = parts
    margin = bullet + " " * blanks
    return _indented(body, margin, " " * len(margin))


def _quote(parts: tuple[str, bool]) -> str:
    body, lazy = parts
    head, *rest = body.split("\n")
    return "\n".join(["> " + head, *(line if lazy and line else "> " + line for line in rest)])


def _table(parts: tuple[int, list[list[str]], bool]) -> str:
    columns, rows, outer = parts
    edge = "|" if outer else ""
    table = [edge + " | ".join(row) + edge for row in rows]
    delimiter = "|" + "|".join(["---"] * columns) + "|"
    return "\n".join([table[0], delimiter, *table[1:]])


headings = st.tuples(st.integers(1, 6), lines, st.sampled_from(["", " #", " ##"])).map(
    lambda parts: "#" * parts[0] + " " + parts[1] + parts[2]
)
setext = st.tuples(prose, st.sampled_from(["===", "---", "-"])).map("\n".join)
definitions = st.tuples(st.sampled_from(LABELS), urls, st.sampled_from(TITLES)).map(
    lambda parts: f"[{parts[0]}]: {parts[1]}{parts[2]}"
)
fences = st.tuples(st.sampled_from(["```", "~~~", "````"]), prose, st.booleans()).map(
    lambda parts: f"{parts[0]}py\n{parts[1]}\n{parts[0] if parts[2] else ''}"
)
html_blocks = st.one_of(
    prose.map(lambda text: f"<div>\n{text}\n</div>"),
    prose.map(lambda text: f"<details><summary>{text}</summary>\n\n{text}\n\n</details>"),
    prose.map(lambda text: f"<!-- {text} -->"),
    prose.map(lambda text: f'<p align="center"\n  class=a>{text}</p>'),
)
tables = st.integers(1, 3).flatmap(
    lambda columns: st.tuples(
        st.just(columns),
        st.tuples(
            st.lists(lines, min_size=columns, max_size=columns),
            st.lists(st.lists(lines, min_size=1, max_size=4), max_size=3),
        ).map(lambda parts: [parts[0], *parts[1]]),
        st.booleans(),
    ).map(_table)
)
footnotes = st.tuples(st.sampled_from(["n", "m"]), prose).map(
    lambda parts: _indented(parts[1], f"[^{parts[0]}]: ", "    ")
)
leaves = st.one_of(
    prose,
    prose,
    headings,
    setext,
    definitions,
    fences,
    html_blocks,
    tables,
    footnotes,
    st.sampled_from(["---", "* * *", "    indented [a](b)", "<!-- toc -->", "- [ ] task", ""]),
)


def _containers(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda blocks: st.sampled_from(["\n\n".join(blocks), "\n".join(blocks)])
    )
    items = st.lists(
        st.tuples(st.sampled_from(BULLETS), st.sampled_from([1, 1, 1, 2, 3]), body).map(_item),
        min_size=1,
        max_size=3,
    )
    return st.one_of(
        items.map("\n".join),
        items.map("\n\n".join),
        st.tuples(body, st.booleans()).map(_quote),
    )


blocks = st.recursive(leaves, _containers, max_leaves=6)
lists = st.lists(blocks, min_size=1, max_size=5).flatmap(
    lambda parts: st.sampled_from(["\n\n".join(parts), "\n".join(parts)])
)
"""Documents in the manner of awesome lists and reading lists."""

# ---------------------------------------------------------------------------- fragments

FRAGMENTS = [
    *("# ", "## a", "\n", "\n\n", "- ", "* ", "+ ", "1. ", "2) ", "> ", ">", "    ", "\t", " "),
    *("a", "b c", "**", "*", "_", "__", "`", "``", "```", "~~~", "~~", "[", "]", "](", ")", "!["),
    *("[a](b)", "[a][b]", "[a]", "[a]: b", "[b]: <c> 'd'", "[^n]", "[^n]: ", "<", ">", "</div>"),
    *("<div>", "<!--", "-->", '<a href="b">', "<a ", "='", '"', "<br />", "<pre>", "</pre>"),
    *("https://a.b/", "www.a.b", "a@b.c", "mailto:", ":", "|", "| a | b |", "|---|---|", "-"),
    *("===", "=", "\\", "\\|", "&amp;", "&", "\r", "\r\n", "\0", "\v", "\f", "\u00a0", "\u2028"),
    *("\u0085", "\ufeff", "\u200b", "😀", "é", "中", "[ ] ", "[x] ", "[!NOTE]", "key: v", "  \n"),
    *("- a\n  - b", "> - ", "1986. ", "-\t", "\t- ", "<a\n", "'\n", "<![CDATA[", "<summary>"),
    *("---", "(", "<?", "  "),
]
fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)
"""Pieces of syntax in any order."""

characters = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
"""Any text that can stand in a file."""

texts = st.one_of(lists, fragments, fragments, characters)
"""Any text, most of it close to Markdown."""
