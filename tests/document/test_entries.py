"""The shapes entries have in real lists: title, primary link and description of each."""

from __future__ import annotations

import pytest

from curator.document import Entry
from tests.document.outline import outline_of, read


def only(text: str) -> Entry:
    entries = read(text).entries
    assert len(entries) == 1, [entry.title for entry in entries]
    return entries[0]


# What each shape reads as: title, address, description.
SHAPES = {
    "awesome entry": ("- [name](u:n) - Description.", "name", "u:n", "Description."),
    "colon": ("- [name](u:n): Description.", "name", "u:n", "Description."),
    "no separator": ("- [name](u:n) by somebody", "name", "u:n", "by somebody"),
    "bold link": ("- **[name](u:n)** - Text.", "name", "u:n", "Text."),
    "code that ends the sentence": ("- [n](u:n) - Wraps `foo` `bar`", "n", "u:n", "Wraps foo bar"),
    "badge before": ("- ![](https://img.shields.io/x) [name](u:n) - Text.", "name", "u:n", "Text."),
    "emoji before": ("- 🔥 [name](u:n) - Text.", "name", "u:n", "Text."),
    "trailing badges": (
        "- [name](u:n) - Text. ![](https://img.shields.io/x) `Go`",
        "name",
        "u:n",
        "Text.",
    ),
    "trailing role links": (
        "- [name](u:n) - Text. ([Demo](u:d), [Source Code](u:s)) `MIT` `Go`",
        "name",
        "u:n",
        "Text.",
    ),
    "bold title, bracketed roles": (
        "* **A Title.** *An Author, B Author.* Venue 2020. [[paper](u:p)] [[code](u:c)]",
        "A Title",
        "u:p",
        "An Author, B Author. Venue 2020.",
    ),
    "code before paper": (
        "1. **CPM-1**. Chinese Model, 2020. [[Model&Code](u:c)] [[Paper](u:p)]",
        "CPM-1",
        "u:p",
        "Chinese Model, 2020.",
    ),
    "quoted title": (
        '- "Q8BERT: Quantized 8Bit BERT", EMC2, 2019. [[paper](u:p)] [**`PTQ`**]',
        "Q8BERT: Quantized 8Bit BERT",
        "u:p",
        "EMC2, 2019.",
    ),
    "venue that links the paper": (
        "- [[CVPR](https://arxiv.org/abs/1706.03762)] A Title of Many Words. [[code](u:c)]",
        "A Title of Many Words",
        "https://arxiv.org/abs/1706.03762",
        "",
    ),
    "venue behind a bar that links the paper": (
        "- **2016-01** | A Title of Many Words | [mSystems](https://doi.org/10.1128/x.1-15)",
        "A Title of Many Words",
        "https://doi.org/10.1128/x.1-15",
        "mSystems",
    ),
    "name in brackets that links the paper": (
        "- [[SAM](https://arxiv.org/abs/1706.03762)] - Segments all things.",
        "SAM",
        "https://arxiv.org/abs/1706.03762",
        "Segments all things.",
    ),
    "text title": (
        "- Pointer networks (2015), O. Vinyals et al. [[pdf]](u:p)",
        "Pointer networks",
        "u:p",
        "",
    ),
    "initials do not end a title": (
        "- A. Kendall, R. Cipolla, Modelling Uncertainty (2016) [[pdf]](u:p)",
        "A. Kendall, R. Cipolla, Modelling Uncertainty",
        "u:p",
        "",
    ),
    "text title with venue in bold": (
        "- Is Isolation Better? (**CVPR 2026**) [[paper](u:p)]",
        "Is Isolation Better?",
        "u:p",
        "",
    ),
    "tag before an italic title": (
        "- **(SciBERT)** *SciBERT: A Language Model* EMNLP 2019 [[Paper](u:p)]",
        "SciBERT: A Language Model",
        "u:p",
        "EMNLP 2019",
    ),
    "news with a date": (
        "- [2024/05/02] New paper is out. See [paper](u:p)",
        "New paper is out",
        "u:p",
        "",
    ),
    "title before author in brackets": (
        '- **[0]** Bengio, Yoshua. "**Deep learning**." MIT Press. (2015). [[html]](u:p)',
        "Deep learning",
        "u:p",
        "MIT Press. (2015).",
    ),
    "label before the link": ("- **tinygrad:** [class SGD](u:s)", "class SGD", "u:s", ""),
    "owner and repository": (
        "1. [owner](https://github.com/o)/**[repo](https://github.com/o/r)**: A playbook.",
        "owner/repo",
        "https://github.com/o/r",
        "A playbook.",
    ),
    "text before a bare address": (
        "- Post on generalization: <https://a.b/c>",
        "Post on generalization",
        "https://a.b/c",
        "",
    ),
    "a bare address names nothing": ("- https://a.b/c", "", "https://a.b/c", ""),
    "role words name nothing": ("- [paper](u:p) [code](u:c)", "", "u:p", ""),
    "a role word that is a name": ("- [PyTorch](u:p) - Tensors.", "PyTorch", "u:p", "Tensors."),
    "a name that is a role word as well": ("- [Docs](u:d) - Text.", "Docs", "u:d", "Text."),
    "a name that looks like a month": ("- [dec128](u:d) - Decimals.", "dec128", "u:d", "Decimals."),
    "a paper's role word names nothing": (
        "- [paper](https://arxiv.org/abs/1706.03762) - Great read.",
        "",
        "https://arxiv.org/abs/1706.03762",
        "",
    ),
    "a name in words": ("- PyTorch [docs](u:d)", "PyTorch", "u:d", ""),
    "a title before two blanks": ("- GPT-4  A technical report. [pdf](u:p)", "GPT-4", "u:p", ""),
    "editions are not titles": (
        "* Visual Recognition [Spring 2016](u:a), [Fall 2016](u:b) - K. G.",
        "Visual Recognition",
        "u:a",
        "K. G.",
    ),
    "description in nested bullets": (
        "- [name](u:n)\n  - What it does.\n  - How.",
        "name",
        "u:n",
        "What it does. How.",
    ),
    "description in paragraphs": (
        "- [name](u:n)\n\n  First paragraph.\n\n  Second.",
        "name",
        "u:n",
        "First paragraph. Second.",
    ),
    "links over two lines": ("- [a\n  title](u:n)", "a title", "u:n", ""),
    "reference link": ("- [name][r] - Text.\n\n[r]: u:n", "name", "u:n", "Text."),
    "html link": ('- <a href="u:n">name</a> - Text.', "name", "u:n", "Text."),
    "task": ("- [x] [name](u:n) - Text.", "name", "u:n", "Text."),
    "links below": (
        "- Deep Sets\n  - [paper](u:p)\n  - [code](u:c)",
        "Deep Sets",
        "u:p",
        "",
    ),
    "links below a link": (
        "- [Deep Sets](u:a)\n  - Paper: <https://arxiv.org/abs/1706.03762>\n  - [code](u:c)",
        "Deep Sets",
        "u:a",
        "",
    ),
    "Chinese labels": (
        "- ChatGLM：\n  - 地址：https://a.b/c\n  - 简介：模型",
        "ChatGLM",
        "https://a.b/c",
        "",
    ),
    "a picture that links": ("- [![Gifski](icon.png)](u:g)", "Gifski", "u:g", ""),
    "venue in bold brackets": (
        "- A Long Enough Paper Title Here (**NIPS oral talk**) [[paper](u:p)]",
        "A Long Enough Paper Title Here",
        "u:p",
        "",
    ),
    "venue in brackets in bold": (
        "- Multi-adversarial Faster-RCNN **[ICCV' 19 (oral)]** |[[pdf]](u:p)",
        "Multi-adversarial Faster-RCNN",
        "u:p",
        "",
    ),
    "tag in bold brackets": ("- Some title | **[SCAN]** | [pdf](u:p)", "Some title", "u:p", ""),
    "bold title in quotes before a named link": (
        '- PaLM 2: **"PaLM 2 Technical Report"**. 2023. [Model Card](u:t)',
        "PaLM 2 Technical Report",
        "u:t",
        "2023. Model Card",
    ),
    "a link that is none": ("- [Dragula] (https://a.b/c)", "Dragula", "https://a.b/c", ""),
    "a link that is none, twice": ("- [[Dragula]] (https://a.b/c)", "Dragula", "https://a.b/c", ""),
    "a Chinese label before an address": (
        "- 论文源码地址：https://a.b/c",
        "",
        "https://a.b/c",
        "",
    ),
    "an emoji and nothing else": ("- [name](u:n) 🔥", "name", "u:n", ""),
    "a shortcode and nothing else": ("- [name](u:n) :zap:", "name", "u:n", ""),
    "a shortcode and no separator": (
        "- [name](u:n) :zap: Some words.",
        "name",
        "u:n",
        ":zap: Some words.",
    ),
    "a bracket and no separator": (
        "- [name](u:n) (2019) by somebody",
        "name",
        "u:n",
        "(2019) by somebody",
    ),
    "links of a course below it": (
        "- [Course](u:c)\n  - [Syllabus](u:s)\n  - [Readings](u:r)\n  - [Labs](u:l)",
        "Course",
        "u:c",
        "",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_items(name: str) -> None:
    text, title, url, description = SHAPES[name]
    entry = only(text + "\n")
    assert entry.link is not None
    assert (entry.title, entry.link.url, entry.description) == (title, url, description)


# What parts title and description behind something that is neither.
SEPARATORS = {
    "shortcode": ("- [a](u:a) :rocket: - Text.", "-", "Text."),
    "emoji": ("- [a](u:a) 🔥 - Text.", "-", "Text."),
    "reference": ("- [a](u:a)&nbsp;&#128293; — Text.", "—", "Text."),
    "bracket": ("- [a](u:a) (2019) - Text.", "-", "Text."),
    "bracket and colon": ("- [a](u:a) (2019): Text.", ":", "Text."),
    "square bracket": ("- [a](u:a) [MIT] – Text.", "–", "Text."),
    "bracket with emphasis": ("- [a](u:a) (by *x*, 2019) - Text.", "-", "Text."),
    "italic bracket": ("- [a](u:a) *(archived)* - Text.", "-", "Text."),
    "bracket over two lines": ("- [a](u:a) (x\n  y) - Text.", "-", "Text."),
    "bracket in bold": ("- **[a](u:a) (x)** - Text.", "-", "Text."),
    "link in a bracket, emoji": ("- [a](u:a) ([b](u:b)) 🔥: Text.", ":", "Text."),
    "a dash later on": ("- [a](u:a) (x) text - more.", None, "(x) text - more."),
    "many brackets": (
        "- [a](u:a)" + " (x) -" * 2_000 + " Text.",
        "-",
        " ".join(["(x) -"] * 1_999) + " Text.",
    ),
}


@pytest.mark.parametrize("name", SEPARATORS)
def test_separator_behind_asides(name: str) -> None:
    text, separator, described = SEPARATORS[name]
    document = read(text + "\n")
    entry = document.entries[0]
    assert entry.description_span is not None
    found = document.source[entry.separator] if entry.separator else None
    assert (found, document.source[entry.description_span]) == (separator, described)


PROSE = {
    "bold, authors, bracketed links, hard breaks": (
        "**A Title** \\\n*A. Author* \\\narXiv 2022. [[Paper](u:p)] [[Github](u:g)] \\\n9 Jan 2021",
        "A Title",
        "u:p",
    ),
    "label and a bare address below a heading": (
        "### FlashAttention\n\n**Paper:** https://arxiv.org/abs/2205.14135",
        "FlashAttention",
        "https://arxiv.org/abs/2205.14135",
    ),
    "a role link below a heading": ("## LLaMa\n\n[Abstract](u:a)\n\nProse.", "LLaMa", "u:a"),
    "a label before a linked title": (
        "***ATTENTION:*** [Inference Optimization](u:i) (Lilian Weng)",
        "Inference Optimization",
        "u:i",
    ),
    "owner and repository": (
        "**Github:** [o](https://github.com/o)/**[r](https://github.com/o/r)**",
        "o/r",
        "https://github.com/o/r",
    ),
    "two paragraphs of role links below a heading": (
        "## Some Result\n\n**Paper:** https://arxiv.org/abs/1706.03762\n\n**Code:** https://a.b/c",
        "Some Result",
        "https://arxiv.org/abs/1706.03762",
    ),
    "a bold title above bullets of role links": (
        "**A Title of Many Words**\n\n- intro: CVPR\n- arXiv: <urn:p>\n- github(official): <urn:g>",
        "A Title of Many Words",
        "urn:p",
    ),
    "a heading that is a link, with a body": (
        "# L\n\n### [Deep Sets](u:p)\n\n**MIT** • `Training`\n\n> One sentence.",
        "Deep Sets",
        "u:p",
    ),
    "a numbered heading": ("# L\n\n## 2. 🚀 [Deep Sets](u:p) (2017)", "Deep Sets", "u:p"),
    "a heading that opens with a quoted link": (
        '# L\n\n#### ["Deep Sets"](u:p) Zaheer, Kottur, Poczos et al.\n\nProse.',
        '"Deep Sets"',
        "u:p",
    ),
    "a heading with a linked name and a description": (
        "# L\n\n#### - [Augly](u:a) - data augmentation.\n\nProse.",
        "Augly",
        "u:a",
    ),
    "a heading with a linked title and a role": (
        "# L\n\n## [Natural Language Action Spaces](u:n) [[arXiv](u:p)]\n\nProse.",
        "Natural Language Action Spaces",
        "u:n",
    ),
    "a heading that is a link above labelled addresses": (
        "# L\n\n### [xmnlp](u:x)\n\n- github地址：https://a.b/c\n- 功能：\n  - One",
        "xmnlp",
        "u:x",
    ),
    "a bold title and who wrote it": (
        "**State of GPT** by Andrej Karpathy ([video](u:v))",
        "State of GPT",
        "u:v",
    ),
    "a numbered paragraph": ("[1] A Long Title. An Author. [[pdf](u:p)]", "A Long Title", "u:p"),
    "a quote with a title": ("> **A Title.** Authors. [[pdf](u:p)]", "A Title", "u:p"),
}


@pytest.mark.parametrize("name", PROSE)
def test_paragraphs_quotes_and_headings(name: str) -> None:
    text, title, url = PROSE[name]
    entry = only(text + "\n")
    assert entry.link is not None
    assert (entry.title, entry.link.url) == (title, url)


NO_ENTRY = {
    "prose that opens with a link": "[Layer](u:a) allows you to build things.",
    "people side by side": "> [@A](https://twitter.com/A) & [@B](https://twitter.com/B)",
    "a quote and who said it": "> _Batch size: as large as you can._ [S. R.](https://x.com/s)",
    "bold prose with a link": "**To see all slides, see the [archive](PREVIOUS.md).**",
    "a thank-you in bold": (
        "**We have no fee**_, but we have people who work hard to keep it running, and money "
        "raised goes to each of them and to nothing else at all; you may look at how we do it_ "
        "[here](u:h)."
    ),
    "badges": "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)",
    "languages": "[English](README.md) | [中文](README-zh.md)",
    "a cross reference": "_See also: [another list](u:o)_",
    "a heading with a link in it": "## How we use [Deep Sets](u:p)\n\nProse.",
    "a heading that goes on after a link": "## [React](u:r) in the wild\n\nProse.",
    "a heading with two links": "## [React](u:r) / [Vue](u:v)\n\nProse.",
    "who maintains it": "**This list is maintained** by [A. B.](u:a)",
    "mathematics": "**A Title.** $a[b](c)$ and $$[x](https://e.org)$$",
    "back to top": "[[Back to Overview](#overview)]",
    "a badge item": "- [![x](https://img.shields.io/x)](u:x)",
    "an alert": "> [!NOTE]\n> **A Title.** [[pdf](u:p)]",
    "a bare address": "<https://a.b/c>",
    "sponsors": "<table><tr><td><a href='u:s'><img src='s.png' alt='S'></a></td></tr></table>",
}


@pytest.mark.parametrize("name", NO_ENTRY)
def test_no_entry(name: str) -> None:
    assert not read(NO_ENTRY[name] + "\n").entries


def test_nested_links_are_children() -> None:
    assert outline_of("- [a](u:a) - A.\n  - [b](u:b)\n    - [c](u:c)\n- [d](u:d)\n") == [
        "- a -> u:a",
        "  - b -> u:b",
        "    - c -> u:c",
        "- d -> u:d",
    ]


def test_what_is_listed_below_a_work_goes_with_it() -> None:
    text = (
        '## Theory\n\n#### ["Deep Sets"](u:d) Zaheer et al.\n\n> "Abstract."\n\n'
        "- `video` <urn:v> (Zaheer)\n- `paper` [Follow-up](u:f) by Somebody\n\n"
        '#### ["Next Title"](u:n)\n'
    )
    assert outline_of(text) == [
        "# heading: Theory",
        '  - "Deep Sets" -> u:d',
        "    -  -> urn:v",
        "    - Follow-up -> u:f",
        '  - "Next Title" -> u:n',
    ]


@pytest.mark.parametrize(
    "heading", ["[React](u:r)", "[React](u:r) - tools", "[React](#react) - tools", '["R"](u:r)']
)
def test_a_linked_heading_above_resources_is_a_section(heading: str) -> None:
    resources = "- [One](u:one) - A.\n- [Two](u:two) - B.\n"
    below = f"### Sub\n\n{resources}" if heading.startswith('["') else resources
    document = read(f"# L\n\n## {heading}\n\n{below}")
    assert not any(entry.link and entry.link.url == "u:r" for entry in document.entries[1:])
    assert document.section_of(document.entries[-1]).title != "L"
    assert [entry.title for entry in document.entries[-2:]] == ["One", "Two"]


def test_an_html_heading_inside_a_heading_is_the_same_heading() -> None:
    document = read('### <h3 id="x">Title<h3/>\n\n- [a](u:a)\n\n## Next\n')
    assert [(h.depth, h.slug, h.html) for h in document.headings] == [
        (3, "title", False),
        (2, "next", False),
    ]
    assert document.anchors == {"title", "x", "next"}


@pytest.mark.parametrize(
    ("target", "internal"),
    [
        ("#x", True),
        ("./#x", True),
        ("list.md#x", True),
        ("../list.md#x", False),
        ("list.md", False),
        ("./other.md#x", False),
    ],
)
def test_links_to_a_place_in_this_very_file_are_internal(target: str, *, internal: bool) -> None:
    assert read(f"[a]({target})\n").links[0].internal is internal


def test_rows_are_entries() -> None:
    text = (
        "| Date | Keywords | Paper | Stars |\n|-|-|-|-|\n"
        "| 2017 | Transformer | [Attention Is All You Need](u:a) | ![](https://a.b/badge.svg) |\n"
        "| 2018 | GPT | Improving Language Understanding, [PDF](u:g) | |\n"
    )
    assert outline_of(text) == [
        "- Attention Is All You Need -> u:a",
        "- Improving Language Understanding -> u:g",
    ]


def test_the_title_column_beats_links_in_brackets() -> None:
    text = (
        "|Date|Title|Paper|Code|\n|-|-|-|-|\n"
        "|2024|🔥[**DS-V3**] DeepSeek-V3 Technical Report(@d)|[[pdf]](u:p)|[[DeepSeek-V3]](u:c)|\n"
    )
    assert outline_of(text) == ["- DeepSeek-V3 Technical Report(@d) -> u:p"]


def test_a_schedule_names_its_topics_and_not_its_people() -> None:
    text = (
        "|Date | Topic | Room | Lead |\n|-|-|-|-|\n"
        "| [07/10/24](#071024) | Federated Learning | Jack Good | [A. B.](https://a.b) |\n"
        "| [16/10/24](#161024) | TBC | Jack Good | TBC |\n\n## 07/10/24\n"
    )
    assert outline_of(text) == [
        "- Federated Learning -> #071024",
        "- TBC -> #161024",
        "# heading: 07/10/24",
    ]


def test_a_table_of_anchors_is_no_list_of_entries() -> None:
    assert outline_of("|a|b|\n|-|-|\n|[A](#a)|[B](#b)|\n") == []


def test_html_rows_are_entries() -> None:
    text = (
        "<table>\n<tr><th>Name</th><th>About</th></tr>\n"
        '<tr><td><a href="u:a">Alpha</a></td><td>The first one of them.</td></tr>\n'
        "<tr>\n<td>\n\n[Beta](u:b)\n\n</td>\n<td>Second.</td></tr>\n</table>\n"
    )
    assert outline_of(text) == ["- Alpha -> u:a", "- Beta -> u:b"]


def test_separator_and_description_have_their_places() -> None:
    document = read("- [name](u:n) – Some *words*. [code](u:c)\n")
    entry = document.entries[0]
    assert entry.separator is not None
    assert entry.description_span is not None
    assert document.source[entry.separator] == "–"
    assert document.source[entry.description_span] == "Some *words*."


def test_papers_are_those_the_entry_is_about() -> None:
    text = (
        "- **A Title** compares with [GPT](https://arxiv.org/abs/2005.14165). "
        "[[paper](https://arxiv.org/abs/1706.03762)] [[pdf](https://arxiv.org/pdf/1706.03762v5)]\n"
    )
    entry = read(text).entries[0]
    assert {link.identity.key for link in entry.papers} == {"arxiv:1706.03762"}


def test_upward_questions_are_answered_by_the_document() -> None:
    document = read("# A\n\nSee [x](u:x).\n\n## B\n\n- [a](u:a)\n  - [b](u:b)\n")
    a, b = document.entries
    link = document.links[0]
    assert document.section_of(a).title == "B"
    assert document.section_of(b).title == "B"
    assert document.parent_of(b) is a
    assert document.parent_of(a) is None
    assert document.siblings_of(b) == (b,)
    assert document.entry_of(document.links[1]) is a
    assert document.entry_of(link) is None
    assert document.section_of(link).title == "A"
    assert document.section_of(document.section_of(a)).title == "A"
