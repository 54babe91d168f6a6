"""Rules as a table, and the page of a rule as Markdown and on a terminal."""

from __future__ import annotations

import re

import pytest
from wcwidth import wcswidth

from curator.diagnostic import Applicability, OptionInfo, Severity
from curator.reporters import prose, rule_list, rule_page
from curator.reporters.cells import wrap
from curator.reporters.colour import Palette
from curator.reporters.rule_list import ListStyle
from curator.reporters.table import Column, Group, table
from tests.reporters.samples import rule

RULES = [
    rule("stale-toc", category="structure", fix=Applicability.SAFE),
    rule("dead-link", Severity.ERROR, online=True, presets=("strict",)),
    rule("bad-link", severities=(("strict", Severity.ERROR),)),
]
PAGE = """\
Something is odd.

## Why it matters

It `is` so, and goes on for
more than a line.

- One thing
  that goes on.
- Another.

```markdown bad other.md
- [a](b) and a line that is longer than the terminal is wide, which stays as it is written
```

```markdown fixed
- [a](c)
```

## Options

`share` is how much.

## Fix safety

It is safe.
"""
OPTIONS = (
    OptionInfo("share", "number", 0.8, "How much | of it.", least=0.0, most=1.0),
    OptionInfo("form", "string", "abs", "Which form is the right one.", choices=("abs", "pdf")),
    OptionInfo("allow", "strings", ("a.org",), "What is allowed."),
    OptionInfo("deep", "boolean", default=False, summary="Whether to go on."),
    OptionInfo("few", "integer", 3, "How many.", least=1),
)


def test_the_rules_as_a_table() -> None:
    assert list(rule_list.render(RULES, ListStyle(width=80))) == [
        "rule       severity  presets  fix   finds",
        "",
        "links",
        "bad-link   warning   R---S    -     Something is bad-link.",
        "dead-link  error     ----S    -     Something is dead-link. (needs --online)",
        "",
        "structure",
        "stale-toc  warning   R---S    safe  Something is stale-toc.",
        "",
        "presets: R recommended, P papers, A awesome, L awesome-lint, S strict",
        "'curator rule NAME' explains a rule.",
    ]
    strict = list(rule_list.render(RULES, ListStyle(width=80, preset="strict")))
    assert strict[3] == "bad-link   error     R---S    -     Something is bad-link."


def test_the_rules_on_a_narrow_terminal() -> None:
    assert list(rule_list.render(RULES[:1], ListStyle(width=40))) == [
        "structure",
        "stale-toc",
        "  severity warning, presets R---S, fix",
        "  safe",
        "  Something is stale-toc.",
        "",
        "presets: R recommended, P papers, A",
        "  awesome, L awesome-lint, S strict",
        "'curator rule NAME' explains a rule.",
    ]


def test_the_rules_as_markdown() -> None:
    lines = list(rule_list.markdown(RULES, "strict", "docs/rules"))
    assert lines[:2] == [
        "| rule | finds | severity | presets | fix |",
        "| --- | --- | --- | --- | --- |",
    ]
    name, *others = lines[2].strip("| ").split(" | ")
    assert name == "[bad-link](docs/rules/bad-link.md)"
    assert others == ["Something is bad-link.", "error", "recommended, strict", "none"]
    assert lines[3].startswith("| [dead-link](docs/rules/dead-link.md) | Something is dead-link. (")
    assert list(rule_list.markdown(RULES))[2].startswith("| bad-link | Something is bad-link. | w")


@pytest.mark.parametrize("width", [20, 33, 40, 60, 100])
def test_a_table_fits_and_loses_nothing(width: int) -> None:
    words = "one two three four five six seven eight nine ten"
    groups = [Group("first", [("a", "中文", words)]), Group("", [("bc", "d", "")])]
    columns = [Column("name"), Column("kind"), Column("meaning", Palette(enabled=True).code)]
    shown = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in table(columns, groups, width)]
    assert all(wcswidth(line) <= width for line in shown)
    assert all(line == line.rstrip() for line in shown)
    assert " ".join(words.split()) in " ".join("\n".join(shown).split()) or width == 20
    assert any("中文" in line for line in shown)


@pytest.mark.parametrize(
    ("text", "first", "rest", "lines"),
    [
        ("a b c", 5, 5, ["a b c"]),
        ("a b c", 3, 9, ["a b", "c"]),
        ("long word", 2, 9, ["", "long word"]),
        ("a  b", 9, 9, ["a  b"]),
        ("x averylongword y", 8, 8, ["x", "averylongword", "y"]),
        ("中文中文中", 4, 4, ["", "中文", "中文", "中"]),
        ("", 5, 5, [""]),
    ],
)
def test_wrapping(text: str, first: int, rest: int, lines: list[str]) -> None:
    assert wrap(text, first, rest) == lines


def test_a_page_is_markdown() -> None:
    info = rule("odd", options=OPTIONS, awesome_lint=("odd-one",), online=True)
    page = rule_page.markdown(info, PAGE)
    assert page.startswith(
        "# odd\n\nSomething is odd.\n\n"
        "- Severity: warning\n- Presets: recommended, strict\n"
        "- Fix: none\n- Network: needs `--online`\n- In awesome-lint: `odd-one`\n\n"
        "## Why it matters\n"
    )
    options = page[page.index("## Options") : page.index("## Fix safety")]
    assert options.split("\n")[2:9] == [
        "| option | values | default | meaning |",
        "| --- | --- | --- | --- |",
        "| `share` | number, 0 to 1 | `0.8` | How much \\| of it. |",
        '| `form` | `"abs"`, `"pdf"` | `"abs"` | Which form is the right one. |',
        '| `allow` | list of strings | `["a.org"]` | What is allowed. |',
        "| `deep` | boolean | `false` | Whether to go on. |",
        "| `few` | integer, at least 1 | `3` | How many. |",
    ]
    assert options.endswith("\n\n`share` is how much.\n\n")
    assert "<!-- curator: ignore odd -->" in page
    assert '[rules.odd]\nseverity = "off"' in page
    assert page.endswith("```\n")


def test_options_that_the_page_does_not_tell_of_are_listed_all_the_same() -> None:
    page = rule_page.markdown(rule("odd", options=OPTIONS), "Odd.\n\n## Why it matters\n\nSo.\n")
    assert page.index("So.") < page.index("## Options\n\n| option") < page.index("## Silence it")


def test_a_page_that_python_left_out() -> None:
    page = rule_page.markdown(rule("odd", severities=(("strict", Severity.ERROR),)), None)
    assert "(it runs with `-OO`)" in page
    assert "- Severity: warning, error in strict" in page
    assert "## Silence it" in page


def test_a_page_on_a_terminal() -> None:
    info = rule("odd", options=OPTIONS[:2])
    lines = list(prose.render(rule_page.markdown(info, PAGE), prose.ProseStyle(width=60)))
    text = "\n".join(lines)
    assert text.startswith("odd\n\nSomething is odd.\n\n- Severity: warning\n- Presets: ")
    assert "\nIt `is` so, and goes on for more than a line.\n" in text
    assert "\n- One thing that goes on.\n- Another.\n" in text
    assert "\n  bad (beside other.md)\n    - [a](b) and a line that is longer than" in text
    assert "\n  fixed\n    - [a](c)\n" in text
    assert "\noption  values          default  meaning\nshare   number, 0 to 1  0.8 " in text
    assert "How much | of it." in text
    assert all(wcswidth(line) <= 60 for line in lines if not line.startswith("    "))
    painted = prose.render(
        rule_page.markdown(info, PAGE), prose.ProseStyle(Palette(enabled=True), 60)
    )
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in painted] == lines
