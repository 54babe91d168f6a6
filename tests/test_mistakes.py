"""Mistakes in addresses: each kind with what was meant, and the look-alikes that are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.identity.mistakes import Mistake, MistakeKind, find_mistake, find_stray_bracket

ARXIV = "https://arxiv.org/abs/1706.03762"

# (address, kind, the part that the kind speaks of, what was meant)
MISTAKES: list[tuple[str, MistakeKind, str, str | None]] = [
    ("[b](https://a.org", MistakeKind.LINK_INSIDE, "[b](https://a.org", None),
    ("https://a.org](https://b.org", MistakeKind.LINK_INSIDE, "https://a.org](https://b.org", None),
    ("https://a.org/b]", MistakeKind.STRAY_END, "]", "https://a.org/b"),
    ("https://a.org/b>", MistakeKind.STRAY_END, ">", "https://a.org/b"),
    ("https://a.org/b}", MistakeKind.STRAY_END, "}", "https://a.org/b"),
    ('https://a.org/b"', MistakeKind.STRAY_END, '"', "https://a.org/b"),
    ("https://a.org/b`", MistakeKind.STRAY_END, "`", "https://a.org/b"),
    ('https://a.org/b">', MistakeKind.STRAY_END, ">", "https://a.org/b"),
    ("https://a.org/b)]", MistakeKind.STRAY_END, "]", "https://a.org/b"),
    ("https://a.org/b_(c)]", MistakeKind.STRAY_END, "]", "https://a.org/b_(c)"),
    ("https://a.org/b_(c]", MistakeKind.STRAY_END, "]", None),
    ("]", MistakeKind.STRAY_END, "]", None),
    (f"{ARXIV}]", MistakeKind.STRAY_END, "]", ARXIV),
    ("https://https://a.org", MistakeKind.SCHEME_TWICE, "https://https://", "https://a.org"),
    ("http://https//a.org", MistakeKind.SCHEME_TWICE, "http://https//", "https://a.org"),
    ("https:http://a.org", MistakeKind.SCHEME_TWICE, "https:http://", "https://a.org"),
    ("htps://a.org/b", MistakeKind.SCHEME_MISTYPED, "htps://", "https://a.org/b"),
    ("ttp://a.org", MistakeKind.SCHEME_MISTYPED, "ttp://", "http://a.org"),
    ("http:/a.org", MistakeKind.SCHEME_MISTYPED, "http:/", "http://a.org"),
    ("https:///a.org", MistakeKind.SCHEME_MISTYPED, "https:///", "https://a.org"),
    ("https//a.org", MistakeKind.SCHEME_MISTYPED, "https//", "https://a.org"),
    ("http;//a.org", MistakeKind.SCHEME_MISTYPED, "http;//", "http://a.org"),
    ("http:\\\\a.org", MistakeKind.SCHEME_MISTYPED, "http:\\\\", "http://a.org"),
    ("www.a.org/b", MistakeKind.SCHEME_MISSING, "www.a.org", "https://www.a.org/b"),
    ("www.a.org/b.md", MistakeKind.SCHEME_MISSING, "www.a.org", "https://www.a.org/b.md"),
    ("www.a.md/b", MistakeKind.SCHEME_MISSING, "www.a.md", "https://www.a.md/b"),
    ("github.com/o/r#x", MistakeKind.SCHEME_MISSING, "github.com", "https://github.com/o/r#x"),
    ("arxiv.org/abs/1", MistakeKind.SCHEME_MISSING, "arxiv.org", "https://arxiv.org/abs/1"),
    ("mailto://a@b.org", MistakeKind.MAILTO_MISTYPED, "mailto://", "mailto:a@b.org"),
    ("maito:a@b.org", MistakeKind.MAILTO_MISTYPED, "maito:", "mailto:a@b.org"),
    ("(https://a.org", MistakeKind.JUNK_BEFORE, "(", "https://a.org"),
    ("(https://a.org)", MistakeKind.JUNK_BEFORE, "(", "https://a.org"),
    ("“https://a.org“", MistakeKind.JUNK_BEFORE, "“", "https://a.org"),
    ("https://", MistakeKind.NO_SITE, "https://", None),
    ("http://www..a.org/b", MistakeKind.IMPOSSIBLE_SITE, "www..a.org", None),
    ("https://a,org", MistakeKind.IMPOSSIBLE_SITE, "a,org", None),
    ("https://.a.org", MistakeKind.IMPOSSIBLE_SITE, ".a.org", None),
    ("https://a.org/bhttps://c.org", MistakeKind.GLUED, "https://a.org/b", None),
    ("https://a.org/b%5Cnhttp://c.org", MistakeKind.GLUED, "https://a.org/b%5Cn", None),
    ("https://a.org/b,https://c.org", MistakeKind.GLUED, "https://a.org/b,", None),
    ("https://a.org/https://a.org/b", MistakeKind.GLUED, "https://a.org/", None),
    ("https://github.com/o/https://b.org", MistakeKind.GLUED, "https://github.com/o/", None),
    (f"https://arxiv.org/{ARXIV}", MistakeKind.GLUED, "https://arxiv.org/", None),
    (f"{ARXIV}/{ARXIV}", MistakeKind.GLUED, f"{ARXIV}/", None),
    (f"{ARXIV}{ARXIV}", MistakeKind.GLUED, ARXIV, None),
]

RIGHT = [
    ("", "nothing is no address"),
    ("#anchor", "a fragment"),
    ("docs/guide.md", "a file"),
    ("example.com/README.md", "a file below a folder with a dot"),
    ("notes.org", "an Org file"),
    ("www.md", "a file of that name"),
    ("www.md#www", "a part of that file"),
    ("www.guide.pdf", "a file with a dot in its name"),
    ("www.guide.md?plain=1", "likewise"),
    ("example.com.html", "a saved page"),
    ("v1.2/a", "a folder"),
    ("//example.org/a", "relative to the scheme of the page"),
    ("ada@example.org", "an e-mail address is another rule's business"),
    ("mailto:ada@example.org", "an e-mail link"),
    ("HTTPS://example.org", "schemes are written in any case"),
    ("ftp://example.org", "another scheme"),
    ("sftp://example.org", "another scheme, near to https"),
    ("hxxp://example.org", "made harmless on purpose"),
    ("git+https://example.org/a", "a scheme of two parts"),
    ("view-source:https://example.org", "an address behind a scheme of its own"),
    ("https://httpbin.org/https", "the name of a scheme in a path"),
    ("https://example.org/[a]", "brackets in pairs"),
    ("https://example.org/{a}", "braces in pairs"),
    ("https://example.org//a//b", "double slashes in a path"),
    ("https://example.org/?url=https://example.com", "an address as a parameter"),
    ("https://example.org/#https://example.com", "an address as a fragment"),
    ("https://web.archive.org/web/2020/http://example.org", "an archived page"),
    ("https://r.jina.ai/https://example.org", "a reader that carries an address"),
    ("https://other.example/https://example.org", "perhaps a proxy"),
    (f"https://arxiv.org/abs/{ARXIV}", "the identifier is wrong, not the address"),
    (f"https://arxiv.org/pdf//{ARXIV}.pdf", "likewise, behind two slashes"),
    (f"https://doi.org/10.48550/arXiv.{ARXIV}", "likewise, in a DOI"),
    ("https://doi.org/https://doi.org/10.1000/1", "the DOI is wrong, not the address"),
    ("https://arxiv.org/abs/1706.3762", "the identifier is wrong, not the address"),
    ("https://arxiv.org/abs/1706.03762.pdf", "the identifier is wrong, not the address"),
]

_PIECES = st.sampled_from(
    [
        *'https:// http: // www. a.org / b ( ) [ ] ]( " ` < > { } @ mailto: # ? \\ . , %20'.split(),
        *"é 1706.03762 arxiv.org/abs/ doi.org/".split(),
        *" \n\0",
    ]
)


@pytest.mark.parametrize(("url", "kind", "part", "meant"), MISTAKES)
def test_mistakes_are_found_with_what_was_meant(
    url: str, kind: MistakeKind, part: str, meant: str | None
) -> None:
    assert find_mistake(url) == Mistake(kind, part, meant)


def test_every_kind_has_an_example() -> None:
    assert {kind for _, kind, _, _ in MISTAKES} == set(MistakeKind)


@pytest.mark.parametrize(("url", "why"), RIGHT)
def test_what_is_right_is_left_alone(url: str, why: str) -> None:
    assert find_mistake(url) is None, why


@pytest.mark.parametrize("meant", [meant for *_, meant in MISTAKES if meant])
def test_what_was_meant_holds_no_mistake(meant: str) -> None:
    assert find_mistake(meant) is None


def test_brackets_come_first() -> None:
    both = "htps://a.org/b]"
    assert find_mistake(both) == find_stray_bracket(both)
    assert find_stray_bracket("htps://a.org/b") is None


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_no_address_makes_it_fail(url: str) -> None:
    mistake = find_mistake(url)
    if mistake is not None:
        assert mistake.part in url
        assert mistake.part
        assert mistake.meant != url
        assert mistake.meant != ""
