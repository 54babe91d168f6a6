"""Headings, labels, groups, details and contents: what is a section and what is not."""

from __future__ import annotations

import unicodedata

import pytest

from tests.document.outline import outline_of, read


def test_headings_nest_by_depth() -> None:
    text = "# T\n## A\n- [a](u:a)\n### B\n- [b](u:b)\n## C\n- [c](u:c)\n"
    assert outline_of(text) == [
        "# heading: T",
        "  # heading: A",
        "    - a -> u:a",
        "    # heading: B",
        "      - b -> u:b",
        "  # heading: C",
        "    - c -> u:c",
    ]


def test_a_few_words_and_a_colon_label_the_list_below() -> None:
    text = "## AI\n\nMixture of Experts (MoE):\n\n- [a](u:a)\n\nGPTs:\n\n- [b](u:b)\n"
    assert outline_of(text) == [
        "# heading: AI",
        "  # label: Mixture of Experts (MoE)",
        "    - a -> u:a",
        "  # label: GPTs",
        "    - b -> u:b",
    ]


def test_a_bold_line_labels_the_list_or_table_below() -> None:
    text = "**Lectures:**\n\n- [a](u:a)\n\n*(~2014)*\n\n|x|\n|-|\n|[b](u:b)|\n"
    assert outline_of(text) == [
        "# label: Lectures",
        "  - a -> u:a",
        "# label: (~2014)",
        "  - b -> u:b",
    ]


def test_an_italic_tagline_is_no_label() -> None:
    text = "## Web\n\n_Libraries for building web applications._\n\n- [a](u:a)\n"
    assert outline_of(text) == ["# heading: Web", "  - a -> u:a"]


def test_a_sentence_with_a_colon_is_no_label() -> None:
    text = "We list the tools that we use every day here:\n\n- [a](u:a)\n"
    assert outline_of(text) == ["- a -> u:a"]


def test_a_label_ends_with_its_lists() -> None:
    text = "**One**\n\n- [a](u:a)\n* [b](u:b)\n\nProse.\n\n- [c](u:c)\n"
    assert outline_of(text) == [
        "- c -> u:c",
        "# label: One",
        "  - a -> u:a",
        "  - b -> u:b",
    ]


def test_a_bullet_without_a_link_names_a_group() -> None:
    text = "- Package managers\n  - [a](u:a) - One.\n  - [b](u:b) - Two.\n- [c](u:c)\n"
    assert outline_of(text) == [
        "- c -> u:c",
        "# group: Package managers",
        "  - a -> u:a",
        "  - b -> u:b",
    ]


def test_details_are_sections_by_their_summary() -> None:
    text = (
        "## Open\n\n<details>\n<summary>Meta <b>AI</b></summary>\n\n- [a](u:a)\n\n</details>\n\n"
        "- [b](u:b)\n"
    )
    assert outline_of(text) == [
        "# heading: Open",
        "  - b -> u:b",
        "  # details: Meta AI",
        "    - a -> u:a",
    ]


def test_details_closed_inside_the_last_item_are_closed() -> None:
    text = (
        "<details><summary>more</summary>\n\n1. [a](u:a)\n\n   </details>\n\n# Next\n\n- [b](u:b)\n"
    )
    assert outline_of(text) == [
        "# details: more",
        "  - a -> u:a",
        "# heading: Next",
        "  - b -> u:b",
    ]


def test_a_heading_inside_details_stays_inside() -> None:
    text = "# A\n<details><summary>s</summary>\n\n# B\n\n- [b](u:b)\n\n</details>\n\n- [a](u:a)\n"
    assert outline_of(text) == [
        "# heading: A",
        "  - a -> u:a",
        "  # details: s",
        "    # heading: B",
        "      - b -> u:b",
    ]


def test_html_headings_are_sections() -> None:
    text = '<h1 align="center">My <em>List</em></h1>\n\n<h2>Tools</h2>\n\n- [a](u:a)\n'
    document = read(text)
    assert document.title == "My List"
    assert [heading.slug for heading in document.headings] == ["my-list", "tools"]
    assert outline_of(text) == [
        "# heading: My List",
        "  # heading: Tools",
        "    - a -> u:a",
    ]


def test_contents_hold_no_entries() -> None:
    text = "## Contents\n\n- [A](#a)\n  - [B](#b)\n- [Rules](CONTRIBUTING.md)\n\n## A\n\n### B\n"
    document = read(text)
    assert not document.entries
    assert [len(block.links) for block in document.contents] == [3]
    assert all(document.in_contents(link) for link in document.links)


@pytest.mark.parametrize(
    "title",
    [
        "Table of contents",
        "📖 目录",
        "Περιεχόμενα",
        "ΠΕΡΙΕΧΟΜΕΝΑ",
        "Mục lục",
        unicodedata.normalize("NFD", "Mục lục"),
        "İçindekiler",
        "Obsah",
        "Spis treści:",
        "Inhoudsopgave",
        "Зміст",
        "فهرست مطالب",
        "תוכן עניינים",
        "もくじ",
    ],
)
def test_contents_are_known_by_their_title_in_many_languages(title: str) -> None:
    """One link is enough below such a heading, and half of them may lead elsewhere."""
    contents = read(f"## {title}\n\n- [A](#a)\n- [b](u:b)\n\n## A\n").contents
    assert [block.heading is not None for block in contents] == [True]


@pytest.mark.parametrize("title", ["Contents of tables", "Obsahová analýza", "Indexing"])
def test_other_titles_name_no_contents(title: str) -> None:
    assert not read(f"## {title}\n\n- [A](#a)\n- [b](u:b)\n\n## A\n").contents


def test_contents_are_known_without_a_heading() -> None:
    document = read("- [A](#a)\n- [B](#b)\n\n# A\n# B\n")
    assert len(document.contents) == 1


def test_one_anchor_link_alone_is_no_contents() -> None:
    document = read("# A\n\n- [Back to top](#a)\n- [x](u:x)\n")
    assert not document.contents
    assert outline_of("# A\n\n- [Back to top](#a)\n- [x](u:x)\n") == [
        "# heading: A",
        "  - x -> u:x",
    ]


def test_front_matter_gives_the_title() -> None:
    assert read('---\nlayout: page\ntitle: "What I read"\n---\n\n## One\n').title == "What I read"


def test_code_comments_and_front_matter_hold_nothing() -> None:
    text = (
        "---\nurl: https://a.b\n---\n\n```\n- [a](u:a)\n```\n\n<!-- - [b](u:b) -->\n\n`[c](u:c)`\n"
    )
    document = read(text)
    assert not document.links
    assert not document.entries


def test_footnotes_are_context() -> None:
    document = read("- [a](u:a)[^1]\n\n[^1]: See [b](u:b).\n")
    assert [link.url for link in document.links] == ["u:a", "u:b"]
    assert [entry.title for entry in document.entries] == ["a"]


def test_cells_that_github_drops_have_no_links() -> None:
    document = read("|a|\n|-|\n|[x](u:x)|[y](u:y)|\n")
    assert [link.url for link in document.links] == ["u:x"]


def test_what_stands_in_an_images_text_is_no_link() -> None:
    assert [link.url for link in read("![[a](u:a)](u:b)\n").links] == []


def test_a_table_that_is_never_closed_does_not_swallow_the_rest() -> None:
    text = "<table><tr><td><a href='u:a'>Alpha</a>\n\n## Next\n\n- [b](u:b)\n"
    assert outline_of(text) == ["- Alpha -> u:a", "# heading: Next", "  - b -> u:b"]


def test_sections_inside_a_cell_are_the_rows() -> None:
    text = "<table><tr><td><h3>T</h3><details><a href='u:a'>Alpha</a></details></td></tr></table>\n"
    assert outline_of(text) == ["- Alpha -> u:a"]


def test_details_are_not_nested_without_end() -> None:
    text = "<details>\n\n" * 3_000 + "- [a](u:a)\n"
    assert [entry.title for entry in read(text).entries] == ["a"]


def test_an_html_link_that_is_not_closed_ends_with_its_block() -> None:
    document = read("- <a href=u:a>Alpha\n- <a href=u:b>Beta</a>\n\n# <a href=u:c>C\n\nProse.\n")
    assert [link.text for link in document.links] == ["Alpha", "Beta", "C"]


def test_an_html_link_may_hold_the_blocks_below() -> None:
    document = read("<a href='u:a'>\n\nWords *below*.\n\n</a>\n")
    assert [link.text for link in document.links] == ["Words below."]


def test_a_summary_that_is_not_closed_ends_with_its_block() -> None:
    text = (
        "<details>\n<summary>Books\n\n**Deep Learning** [pdf](u:d)\n\n</details>\n\n"
        "## Next\n\n- [b](u:b)\n"
    )
    assert outline_of(text) == [
        "# details: Books",
        "  - Deep Learning -> u:d",
        "# heading: Next",
        "  - b -> u:b",
    ]


def test_a_summary_in_prose_is_none() -> None:
    assert outline_of("Use <summary> tags.\n\n**A Title.** [pdf](u:p)\n") == ["- A Title -> u:p"]


def test_a_heading_in_a_summary_is_its_title() -> None:
    text = "<details><summary><h2>Books</h2></summary>\n\n- [a](u:a)\n\n</details>\n"
    assert outline_of(text) == ["# details: Books", "  - a -> u:a"]


def test_contents_with_a_shortcode_or_the_files_own_name() -> None:
    assert not read("## :scroll: Contents\n\n- [A](#a)\n- [x](u:x)\n").entries
    assert not read("## Contents\n\n- [A](list.md#a)\n\n## A\n").entries


def test_a_groups_title_leaves_out_its_description() -> None:
    text = "- macOS - Operating system for computers.\n  - [a](u:a)\n"
    assert outline_of(text) == ["# group: macOS", "  - a -> u:a"]


def test_a_picture_gives_the_title() -> None:
    assert read('<h1 align="center"><img src="l.png" alt="My List"></h1>\n').title == "My List"


def test_prices_are_no_mathematics() -> None:
    assert len(read("From $5 a month [a](u:a) to $10 [b](u:b).\n").links) == 2
