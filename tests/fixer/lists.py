"""Made-up lists in the manner of real ones, with the mistakes that rules find."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_NAMES = (
    "Attention Is All You Need",
    "pytorch",
    "NodeJS",
    "C++",
    "vLLM",
    "`curator`",
    "论文",
    "Distill (2019)",
    "a_b",
)
_TARGETS = (
    "https://arxiv.org/abs/1706.03762",
    "http://arxiv.org/pdf/1706.03762v2.pdf",
    "https://github.com/Owner/Name",
    "https://github.com/owner/name#readme",
    "https://example.org/?utm_source=x",
    "https://example.org/a_(b)",
    "https://doi.org/https://doi.org/10.1/x",
    "www.example.org",
    "#books",
    "",
)
_SEPARATORS = (" - ", " – ", ": ", " -- ", " ", " | ", " — ", "- ")
_DESCRIPTIONS = (
    "",
    "A tool for lists.",
    "a tool for lists",
    "The best library of Javascript, ever!",
    "Says “hello.",
    "Ends with `code`",
    "一个工具。",
    "Runs on macos and github",
    "Trailing blanks  ",
    "See [more](https://example.org/more)",
    "Zero\u200bwidth and soft\u00adhyphen",
    "Is fast 🚀",
    "(a note)",
    "Repeats!! itself??",
)
_MARKERS = ("- ", "* ", "+ ", "-   ", "1. ", "2) ", "-", "- [ ] ", "- [X]  ")
_HEADINGS = ("Books", "Online Courses:", "Papers 📄", "C# & F#", "Books", "License", "Contents.")
_OTHERS = (
    "",
    "---",
    "***",
    "**Bold label**",
    "*Tools*",
    "Some words.",
    "> quoted\nlazy line",
    "    indented code",
    "~~~\ncode\n~~~",
    "```sh\n$ ls\n```",
    "[used]: https://example.org 'Title'",
    '[Unused Label]: <https://example.org> "Title"',
    "[text][used] and [text][missing] and [arXiv]",
    "| a | b |\n|--|:-:|\n| [x](https://example.org) |long cell|\n|1|2|3|",
    "a|b\n-|-\n1|2",
    "<!-- toc -->\n\n<!-- tocstop -->",
    "[TOC]",
    "<details><summary>More</summary>\n\n- [x](https://example.org/x)\n\n</details>",
    "Setext\n======",
    "Setext two\n---",
    "##Glued",
    " ## Indented ##",
    "_emphasis_ and *emphasis* and __strong__ and **strong**",
    "line one   \nline two\\\nline three",
    "\thard tab",
    "![Build](https://travis-ci.org/a/b.svg)",
)


def _entry(parts: tuple[int, str, str, str, str, str]) -> str:
    depth, marker, name, target, separator, description = parts
    link = f"[{name}]({target})"
    return "  " * depth + marker + link + (separator + description if description else "")


entries: SearchStrategy[str] = st.tuples(
    st.sampled_from([0, 0, 0, 1, 2]),
    st.sampled_from(_MARKERS),
    st.sampled_from(_NAMES),
    st.sampled_from(_TARGETS),
    st.sampled_from(_SEPARATORS),
    st.sampled_from(_DESCRIPTIONS),
).map(_entry)

# Most entries of a list agree, so that there is something to differ from.
alike: SearchStrategy[list[str]] = st.tuples(
    st.sampled_from(_MARKERS), st.sampled_from(_SEPARATORS), st.integers(3, 12)
).map(
    lambda parts: [
        f"{parts[0]}[Name {number}](https://example.org/{number}){parts[1]}About thing {number}."
        for number in range(parts[2])
    ]
)

items = st.tuples(alike, st.lists(entries, max_size=4), st.randoms(use_true_random=False)).map(
    lambda parts: _mixed(*parts)
)


def _mixed(some: list[str], others: list[str], rng: object) -> str:
    lines = [*some, *others]
    rng.shuffle(lines)  # type: ignore[attr-defined]
    return "\n".join(lines)


headings = st.tuples(st.integers(1, 4), st.sampled_from(_HEADINGS)).map(
    lambda parts: "#" * parts[0] + " " + parts[1]
)


def _contents(names: list[str]) -> str:
    rows = [f"- [{name}](#{name.lower().replace(' ', '-')})" for name in names]
    return "\n".join(["## Contents", "", *rows])


contents = st.lists(st.sampled_from(_HEADINGS), min_size=2, max_size=5).map(_contents)
blocks = st.one_of(items, items, headings, headings, st.sampled_from(_OTHERS))
generated_lists: SearchStrategy[str] = st.tuples(
    st.sampled_from(["# Awesome Things\n\n", "", "\ufeff# Awesome things\n\n"]),
    st.one_of(st.just(""), contents.map(lambda text: text + "\n\n")),
    st.lists(blocks, min_size=1, max_size=7),
    st.sampled_from(["\n\n", "\n", "\n\n\n"]),
    st.sampled_from(["\n", "", "\n\n"]),
    st.sampled_from(["\n", "\r\n"]),
).map(
    lambda parts: (parts[0] + parts[1] + parts[3].join(parts[2]) + parts[4]).replace("\n", parts[5])
)
"""Lists with a title or without, contents, sections, entries and whatever else stands in lists."""
