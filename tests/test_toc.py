"""What tables of contents list, how headings nest, and which one a row means."""

from __future__ import annotations

import pytest

from curator.markdown import parse
from curator.source import Source
from curator.toc import Outline, Unlisted, bare_words, is_apart, read_tables
from tests.documents import Document, cases


def read(text: str) -> Outline:
    return Outline(parse(Source("README.md", text)))


def test_headings_nest() -> None:
    outline = read("# A\n\n## B\n\n#### C\n\n### D\n\n# E\n")
    assert outline.parents == [-1, 0, 1, 1, -1]
    assert outline.ends == [4, 4, 3, 4, 5]


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_what_is_below_a_heading_ends_before_the_next_of_its_depth(document: Document) -> None:
    outline = Outline(document.tree())
    depths = [heading.depth for heading in outline.headings]
    for at, (parent, end) in enumerate(zip(outline.parents, outline.ends, strict=True)):
        assert parent < at < end
        assert parent < 0 or depths[parent] < depths[at]
        assert all(depth > depths[at] for depth in depths[at + 1 : end])
        assert end == len(depths) or depths[end] <= depths[at]


def test_contents_list_what_their_rows_lead_to_or_name() -> None:
    outline = read(
        "## Contents\n\n- [Books](#books)\n- [Talks](#broken)\n- [C++](#books)\n- Blogs\n\n"
        "## Books\n\n## Talks\n\n## C\n\n## C++\n\n## Blogs\n\n## Others\n"
    )
    (table,) = read_tables(outline)
    assert [row.heading for row in table.rows] == [1, None, 1]
    assert sorted(table.listed) == [1, 2, 4, 5]
    assert table.after == 1


def test_lists_under_one_heading_are_one_table() -> None:
    rows = "- [A](#a)\n- [B](#b)\n\n"
    outline = read(f"## Contents\n\n**One**\n\n{rows}**Two**\n\n{rows}## A\n\n{rows}## B\n")
    assert [len(table.rows) for table in read_tables(outline)] == [4, 2]


def test_contents_are_about_the_chapter_that_they_lead_into() -> None:
    rows = "- [A](#a)\n- [B](#b)\n\n"
    inside = f"# One\n\n## Contents\n\n{rows}## A\n\n## B\n\n# Two\n\n## C\n"
    across = f"# One\n\n## Contents\n\n{rows}## A\n\n# Two\n\n## B\n\n## C\n"
    for text, scope in ((inside, range(2, 4)), (across, range(2, 6))):
        outline = read(text)
        (table,) = read_tables(outline)
        assert table.scope(outline) == scope


@pytest.mark.parametrize(
    ("fragment", "heading"),
    [
        ("books", 1),
        ("Books", 1),
        ("user-content-books", 1),
        ("here", 1),
        ("inside", 2),
        ("-talks-", 2),
        ("below", 2),
        ("gone", None),
    ],
)
def test_a_row_leads_to_a_heading(fragment: str, heading: int | None) -> None:
    outline = read(
        f"## Contents\n\n- [Row](#{fragment})\n\n"
        '<a id="here"></a>\n\n## Books\n\n<h2 id="inside">Talks</h2>\n\n<a id="below"></a> Words.\n'
    )
    (table,) = read_tables(outline)
    assert [row.heading for row in table.rows] == [heading]


@pytest.mark.parametrize(
    ("row", "meant"),
    [("boooks", "Books"), ("part-3", None), ("other", "Between"), ("talkz", "Between")],
)
def test_what_a_row_means_that_leads_nowhere(row: str, meant: str | None) -> None:
    between = meant == "Between"
    middle = "## Between\n\n" if between else ""
    outline = read(
        f"## Contents\n\n- [A](#a)\n- [x](#{row})\n- [Talks](#talks)\n\n"
        f"## A\n\n{middle}## Talks\n\n## Books\n\n## Part 2\n"
    )
    (table,) = read_tables(outline)
    found = Unlisted(outline, table.listed).meant(table, 1)
    assert (None if found is None else outline.headings[found].text) == meant


@pytest.mark.parametrize(
    "comment", ["omit in toc", "omit from toc", "toc-ignore", "{docsify-ignore}", "no toc"]
)
def test_comments_keep_headings_out_of_contents(comment: str) -> None:
    outline = read(f"# A\n\n## B <!-- {comment} -->\n\n<!-- {comment} -->\n\n## C\n\n## D\n")
    assert [h.text for h in outline.headings if h.span.start in outline.omitted] == ["B", "C"]


@pytest.mark.parametrize("title", ["License", "🙏 Thanks to our contributors", "致谢", "Contents"])
def test_sections_that_belong_to_the_file(title: str) -> None:
    assert is_apart(title)


@pytest.mark.parametrize("title", ["Books", "Open source licensing tools", "About", "Work"])
def test_sections_that_belong_to_the_list(title: str) -> None:
    assert not is_apart(title)


def test_words_are_compared_without_case_and_marks() -> None:
    assert bare_words("⚙️ _Data_ *Sets* & C++") == "datasetsc++"
    assert bare_words("C#") != bare_words("C")


def test_headings_that_contents_can_list() -> None:
    text = "# A\n\n<h2>B</h2>\n\n> ## C\n\n## [D](u:d)\n\nWords.\n\n## E <!-- no toc -->\n\n## F\n"
    outline = read(text)
    assert [outline.headings[at].text for at in sorted(outline.listable)] == ["A", "F"]
