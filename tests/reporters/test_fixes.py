"""What a repair is said to have done, and the report of what it left."""

from __future__ import annotations

import pytest

from curator.reporters import text
from curator.reporters.colour import Palette
from curator.reporters.fixes import FileFixes, FixStyle, LeftOut, render
from curator.reporters.text import Repair, TextStyle
from tests.reporters.samples import sample


def lines(*files: FileFixes, **style: object) -> list[str]:
    return list(render(files, FixStyle(**style)))  # type: ignore[arg-type]


def test_fixes_are_counted_by_file_and_rule() -> None:
    a, c = FileFixes("a.md", {"one": 1, "two": 1200}), FileFixes("c.md", {"one": 2})
    files = (a, FileFixes("b.md"), c)
    assert lines(*files) == [
        "Fixed 1,201 findings in a.md (two 1,200, one 1)",
        "Fixed 2 findings in c.md (one 2)",
        "Fixed 1,203 findings in 2 of 3 files (two 1,200, one 3)",
    ]
    assert lines(files[2], written=False) == ["Would fix 2 findings in c.md (one 2)"]
    assert lines(files[1]) == ["Nothing to fix in 1 file."]
    assert lines() == []


def test_fixes_that_were_left_out_are_named() -> None:
    left = tuple(LeftOut("some-rule", f"Write\n{number}", number) for number in range(1, 9))
    said = lines(FileFixes("a\x1b.md", {}, left))
    assert said[0] == (
        "a\\u{1b}.md:1: left out the fix of some-rule, it would change more than it may (Write 1)"
    )
    assert said[5:] == ["a\\u{1b}.md: left out 3 more fixes", "Nothing to fix in 1 file."]


@pytest.mark.parametrize("width", [24, 40, 80])
def test_lines_fit_a_terminal(width: int) -> None:
    rules = {f"rule-{number}": number for number in range(1, 30)}
    file = FileFixes("a.md", rules, (LeftOut("some-rule", "Write it " * 20, 3),))
    said = lines(file, FileFixes("b.md", rules), wrap=True, width=width)
    assert max(map(len, said)) <= width
    assert "rule-1 1)" in lines(file, width=width)[0]
    painted = lines(file, FileFixes("b.md"), palette=Palette(enabled=True))
    assert painted[-1].startswith("\x1b[32mFixed 435 findings in 1 of 2 files")


def test_the_report_says_what_remains() -> None:
    repair = Repair(("Fixed 2 findings in a.md (x 2)",), 2, unsafe=False)
    said = list(text.render(sample(), TextStyle(), repair))
    remains = "1 error remains in 1 of 2 files (some-rule 1)"
    assert said[-6:-3] == ["", *repair.lines, remains]
    assert said[-3] == "1 can be fixed with --unsafe-fixes."
    assert "curator rule" in said[-2]
    everything = repair._replace(unsafe=True)
    assert "can be fixed" not in "\n".join(text.render(sample(), TextStyle(), everything))
    assert list(text.summary(sample(), TextStyle(), repair)) == said[-5:-2]
