"""Inline constructs: links in all their forms, emphasis, code, breaks, bare URLs."""

from __future__ import annotations

import pytest

from curator import nodes
from curator.markdown import Budget, parse_syntax
from curator.source import Source
from tests.markdown.sketch import only, parsed, sketch


def links_of(text: str) -> list[tuple[str, str, str, str | None, str | None]]:
    """Form, URL, text, destination and title of each link and image."""
    source, found = only(text, nodes.Link)
    return [
        (
            link.form,
            link.url,
            source[link.text],
            source[link.destination] if link.destination else None,
            source[link.title] if link.title else None,
        )
        for link in found
        if isinstance(link, nodes.Link)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b)", ("inline", "b", "a", "b", None)),
        ("[a](<b c> 'd')", ("inline", "b c", "a", "b c", "d")),
        ('[a]( b\n"d" )', ("inline", "b", "a", "b", "d")),
        ("[a](b (d))", ("inline", "b", "a", "b", "d")),
        ("[a](b_(c))", ("inline", "b_(c)", "a", "b_(c)", None)),
        ("[a](b\\)&amp;c)", ("inline", "b)&c", "a", "b\\)&amp;c", None)),
        ("[a]()", ("inline", "", "a", "", None)),
        ("[*a* [b]](c)", ("inline", "c", "*a* [b]", "c", None)),
        ("![a](b)", ("inline", "b", "a", "b", None)),
        # GitHub lets parentheses stay open where white space ends the destination.
        ('[a](b_(c "d")', ("inline", "b_(c", "a", "b_(c", "d")),
        ("<http://a.b?c&amp;d>", ("autolink", "http://a.b?c&d", "http://a.b?c&amp;d")),
        ("<a@b.c>", ("autolink", "mailto:a@b.c", "a@b.c")),
    ],
)
def test_one_link(text: str, expected: tuple[str, ...]) -> None:
    if len(expected) == 3:
        expected = (*expected, expected[2], None)  # type: ignore[assignment]
    assert links_of(text + "\n") == [expected]


def test_references() -> None:
    text = "[a][R] [r][] [r] ![c][r] [x][y] [r](/v) [r][y]\n\n[R]: /u 't'\n"
    source, found = only(text, nodes.Link)
    assert [
        (link.kind, link.form, link.url, source[link.text], link.label and source[link.label])
        for link in found
        if isinstance(link, nodes.Link)
    ] == [
        ("link", "reference", "/u", "a", "R"),
        ("link", "reference", "/u", "r", "r"),
        ("link", "reference", "/u", "r", "r"),
        ("image", "reference", "/u", "c", "r"),
        ("link", "inline", "/v", "r", None),
    ]
    assert {link.key for link in found if isinstance(link, nodes.Link)} == {"R", None}


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.b/c.", ["https://a.b/c"]),
        ("(https://a.b/c_(d))", ["https://a.b/c_(d)"]),
        ("https://a.b/&amp;", ["https://a.b/"]),
        ("https://a.b/?q=&copy;x", ["https://a.b/?q=&copy;x"]),
        ("https://a.b/*c*d", ["https://a.b/*c*d"]),
        ("*https://a.b/c*", ["https://a.b/c"]),
        ("http://localhost:80/x ftp://f.g", ["http://localhost:80/x", "ftp://f.g"]),
        ("xhttp://a.b http://.a http://a_b.c http://*", []),
        ("éhttps://a.b", ["https://a.b"]),
        ("www.a.b/c), xwww.a.b WWW.a.b", ["http://www.a.b/c"]),
        ("a.b+c@d.e-f.gh. @ a@b a@b.c1 a@b.c_", ["mailto:a.b+c@d.e-f.gh"]),
        ("mailto:a@b.cc xmpp:a@b.cc/d", ["mailto:a@b.cc", "xmpp:a@b.cc/d"]),
        ("https://a.b<br>https://c.d", ["https://a.b", "https://c.d"]),
        ("`https://a.b` <!-- https://a.b --> \\https", []),
        ("![https://a.b](u) [www.a.b](v)", ["u", "v"]),
        ("ASP.NET README.md a.b/c", []),
    ],
)
def test_bare_links(text: str, urls: list[str]) -> None:
    assert [link[1] for link in links_of(text + "\n")] == urls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* _b_ **c** __d__", 'emphasis("a") " " emphasis("b") " " strong("c") " " strong("d")'),
        ("***a***", 'emphasis(strong("a"))'),
        ("**a *b* c**", 'strong("a " emphasis("b") " c")'),
        ("*a **b* c**", 'emphasis("a " emphasis(emphasis("b") " c"))'),
        ("a_b_c 2*3*4", '"a_b_c 2" emphasis("3") "4"'),
        ("*[a*](u)", '"*" link<u>("a*")'),
        ("[*a](u)*", 'link<u>("*a") "*"'),
        ("**🔥a**b", 'strong("🔥a") "b"'),
        ("~~a~~ $b$", '"~~a~~ $b$"'),
        ("\\*a\\* &amp;", '"\\*a\\* &amp;"'),
        ("``a ` b`` `c", 'code`a ` b` " `c"'),
        ("`` ` `` `  `", 'code``` " " code`  `'),
        ("a  \nb\\\nc \nd", '"a" break! "b" break! "c" break "d"'),
        ("a\t\nb", '"a" break "b"'),
        ("[a\nb](u)", 'link<u>("a" break "b")'),
        ("![*a* [b](v)](u)", 'image<u>(emphasis("a") " " "b")'),
        ("[a [b](v) c](u)", '"[a " link<v>("b") " c](u)"'),
        ("a<b c='d'>e</b><!--f-->", '"a" html_tag<b> "e" html_tag</b> html_comment'),
        ("a < b <c d=>", '"a < b <c d=>"'),
    ],
)
def test_what_a_paragraph_holds(text: str, expected: str) -> None:
    assert sketch("x " + text + "\n").replace('"x " ', "").replace('"x ', '"') == (
        f"paragraph({expected})"
    )


def test_text_is_cut_at_every_line() -> None:
    source, texts = only("a  \r\n  b\r\nc\r\n", nodes.Text)
    assert [source[text.span] for text in texts] == ["a", "b", "c"]
    _, breaks = only("a  \r\n  b\r\nc\r\n", nodes.Break)
    assert [source[one.span] for one in breaks] == ["  \r\n", "\r\n"]


def test_a_url_is_not_decoded_beyond_escapes() -> None:
    assert links_of("[a](b%20c/é?d=[e])\n")[0][1] == "b%20c/é?d=[e]"


def test_depth_of_inline_nesting_has_a_limit() -> None:
    for text in ("*a " * 400 + "b" + "* a" * 400, "![" * 400 + "a" + "](u)" * 400):
        _, syntax = parsed(text + "\n")
        depth, layer = 0, [syntax.root.children[0]]
        while layer := [child for node in layer for child in node.children]:
            depth += 1
        assert depth < 40


@pytest.mark.parametrize(
    "text",
    [
        "*a " * 3000 + "a* " * 3000,
        "*a _b **c " * 2000,
        "[a](" * 4000,
        "![" * 4000 + "](u)" * 4000,
        "[^a]" * 4000 + "\n\n[^a]: b",
        "`a ``" * 4000,
        "https://a.b_c/ [" * 2000,
        "x<a b='" * 2000,
    ],
)
def test_work_grows_with_the_text_only(text: str) -> None:
    spent = []
    for part in (text[: len(text) // 2], text):
        budget = Budget.for_text(part)
        assert parse_syntax(Source("a.md", part), budget=budget, strict=True).notes == ()
        spent.append(budget.spent / len(part))
    assert max(spent) < 40
    assert spent[1] < spent[0] * 1.2 + 1
