"""Equal keys for spellings of one resource, different ones for the rest, and no crash ever."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from curator.identity import (
    PAPER_SCHEMES,
    ArxivId,
    ArxivProblem,
    Identity,
    arxiv_reference,
    identify,
    is_arxiv_host,
    is_future,
    parse_arxiv_id,
)
from curator.source import Span
from tests.documents import DATA, Document, cases

_REGISTRIES = {"{python}": ("pypi", "org"), "{node}": ("npmjs", "com")}


def _table(name: str) -> dict[str, Any]:
    text = (DATA / name).read_text(encoding="utf-8")
    for word, labels in _REGISTRIES.items():
        text = text.replace(word, ".".join(labels))
    return tomllib.loads(text)


IDENTITIES = _table("identities.toml")
ARXIV_IDS = _table("arxiv_ids.toml")
SAME = [(url, case["key"]) for case in IDENTITIES["same"] for url in case["urls"]]
EVERY_URL = [url for url, _ in SAME] + [
    url for case in IDENTITIES["different"] for url in case["urls"]
]

# ------------------------------------------------------------------------- the tables


@pytest.mark.parametrize(("url", "key"), SAME)
def test_a_spelling_denotes_its_resource(url: str, key: str) -> None:
    assert identify(url).key == key
    assert str(identify(url)) == key


@pytest.mark.parametrize("case", IDENTITIES["different"], ids=lambda case: case["why"])
def test_different_resources_are_told_apart(case: dict[str, Any]) -> None:
    by_key = defaultdict(list)
    for url in case["urls"]:
        by_key[identify(url).key].append(url)
    assert {key: urls for key, urls in by_key.items() if len(urls) > 1} == {}


def test_each_key_of_the_table_is_there_once() -> None:
    keys = [case["key"] for case in IDENTITIES["same"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("written", "canonical"), ARXIV_IDS["good"].items())
def test_a_well_formed_arxiv_id(written: str, canonical: str) -> None:
    found = parse_arxiv_id(written)
    assert isinstance(found, ArxivId)
    assert str(found) == canonical
    assert parse_arxiv_id(canonical) == found


@pytest.mark.parametrize("case", ARXIV_IDS["bad"], ids=lambda case: ascii(case["id"]))
def test_a_malformed_arxiv_id(case: dict[str, str]) -> None:
    found = parse_arxiv_id(case["id"])
    assert isinstance(found, ArxivProblem)
    assert case["says"] in found.reason
    assert found.suggestion == case.get("meant")


# ---------------------------------------------------------------- the parts of a value


def test_version_and_form_of_a_paper_are_kept_beside_the_key() -> None:
    paper = identify("https://arxiv.org/pdf/1706.03762v5.pdf#page=3")
    assert paper == Identity("arxiv", "1706.03762", "page=3", 5, "pdf")
    assert paper.is_paper
    assert identify("https://huggingface.co/papers/1706.03762").form == "huggingface"
    assert identify("https://doi.org/10.48550/arXiv.1706.03762").form == "doi"
    assert identify("https://www.biorxiv.org/content/10.1101/2022.07.20.500902v3").version == 3


def test_papers_are_known_as_such() -> None:
    for url, key in SAME:
        assert identify(url).is_paper == (key.partition(":")[0] in PAPER_SCHEMES)


def test_a_page_knows_its_repository() -> None:
    assert identify("https://github.com/O/R/issues/1").repository == "o/r"
    assert identify("https://github.com/o/r?tab=MIT-1-ov-file").repository == "o/r"
    assert identify("https://raw.githubusercontent.com/o/r/main/a.md").repository == "o/r"
    assert identify("https://github.com/o").repository is None
    assert identify("https://example.org/o/r").repository is None


def test_the_resource_of_a_fragment_is_the_page() -> None:
    line = identify("https://github.com/o/r/blob/main/a.py#L28")
    assert line.resource == "github:o/r/blob/main/a.py"
    assert line.form == "blob"


# ---------------------------------------------------------------------- arXiv addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org",
        "https://arxiv.org/",
        "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org/a/hinton_g_1",
        "https://arxiv.org/archive/cs",
        "https://arxiv.org/year/cs/17",
        "https://arxiv.org/catchup/cs/2024-01-01",
        "https://arxiv.org/corr/home",
        "https://arxiv.org/search/?query=1706.03762",
        "https://arxiv.org/help/api/user-manual",
        "https://arxiv.org/user/login",
        "https://arxiv.org/auth/show-endorsers/1706.03762",
        "https://arxiv.org/hep-th",
        "https://arxiv.org/html/2401.12345v1/x1.png",
        "https://info.arxiv.org/help/arxiv_identifier.html",
        "https://export.arxiv.org/api/query?id_list=1706.03762",
        "https://notarxiv.org/abs/1706.03762",
        "https://arxiv.org.example.com/abs/1706.03762",
        "https://huggingface.co/papers",
        "https://huggingface.co/papers/date/2024-01-01",
        "https://doi.org/10.1145/3292500.3330701",
        "https://example.org/?next=https://arxiv.org/abs/1706.03762",
        "abs/1706.03762",
    ],
)
def test_what_is_no_reference_to_a_paper(url: str) -> None:
    assert arxiv_reference(url) is None
    assert identify(url).scheme != "arxiv"


@pytest.mark.parametrize(
    ("url", "written", "form"),
    [
        ("https://arxiv.org/abs/22015.14135", "22015.14135", "abs"),
        ("https://arxiv.org/abs/1706.03762.pdf", "1706.03762.pdf", "abs"),
        ("http://arxiv.org/abs/1706.03762).", "1706.03762).", "abs"),
        ("https://arxiv.org/abs/https://arxiv.org/abs/1706.03762", None, "abs"),
        ("https://arxiv.org/pdf/1706.3762v2.pdf?x=1#y", "1706.3762v2", "pdf"),
        ("https://arxiv.org/abs/%201706.03762", "%201706.03762", "abs"),
        ("\n https://arxiv.org/abs/1706.0376 ", "1706.0376", "abs"),
        ("https://huggingface.co/papers/2401.1234", "2401.1234", "huggingface"),
        ("https://doi.org/10.48550/arXiv.1713.00001", "1713.00001", "doi"),
        ("https://arxiv.org/abs/", "", "abs"),
        ("https://arxiv.org/2401.1234", "2401.1234", "short"),
        ("arXiv:1713.00001", "1713.00001", "name"),
    ],
)
def test_a_malformed_reference_is_still_one(url: str, written: str | None, form: str) -> None:
    found = arxiv_reference(url)
    assert found is not None
    assert isinstance(found.outcome, ArxivProblem)
    assert found.form == form
    expected = "https://arxiv.org/abs/1706.03762" if written is None else written
    assert url[found.span.start : found.span.end] == expected
    assert identify(url).scheme != "arxiv"


def test_a_line_break_inside_an_address_does_not_move_the_span() -> None:
    url = "https://arxiv.org/\nabs/1706.0376"
    found = arxiv_reference(url)
    assert found is not None
    assert found.span == Span(url.index("1706"), len(url))


@pytest.mark.parametrize("url", [url for url, key in SAME if key.startswith("arxiv:")])
def test_a_reference_says_what_identify_says(url: str) -> None:
    found = arxiv_reference(url)
    paper = identify(url)
    assert found is not None
    assert found.outcome == ArxivId(paper.value, paper.version)
    assert found.form == paper.form


def test_months() -> None:
    months = {"1706.03762": (2017, 6), "hep-th/9107001": (1991, 7), "math/0309136": (2003, 9)}
    for text, month in months.items():
        found = parse_arxiv_id(text)
        assert isinstance(found, ArxivId)
        assert found.month == month


def test_a_month_to_come_is_well_formed_but_in_the_future() -> None:
    found = parse_arxiv_id("2612.00001")
    assert isinstance(found, ArxivId)
    assert is_future(found, date(2026, 11, 30))
    assert not is_future(found, date(2026, 12, 1))


def test_hosts() -> None:
    assert is_arxiv_host("arxiv.org")
    assert is_arxiv_host("export.arxiv.org")
    assert not is_arxiv_host("info.arxiv.org")
    assert not is_arxiv_host("arxiv.org.example.com")


# ------------------------------------------------------------------------------- laws

_PIECES = st.sampled_from(
    [
        "http://", "https://", "HTTPS:", "//", "/", "\\", "?", "#", "&", "=", "@", ":", "%", "%2",
        "%2F", "%e4%b8", "[", "]", "[::1]", ".", "..", "www.", "arxiv.org", "abs", "pdf", "doi.org",
        "10.1145/x", "10.48550/arXiv.", "1706.03762", "v5", "hep-th/9901001", "github.com", "o/r",
        ".git", "tree/main", "raw", "youtu.be", "youtube.com", "watch?v=", "dQw4w9WgXcQ", "t=1h",
        "huggingface.co", "papers", "datasets", "openreview.net", "forum?id=", "aclanthology.org",
        "P16-1001", "index.html", "utm_source=x", "b=1", "é", "中", "\u202e", "\x00", "\ud800",
        "\u2028", " ", "\n", "x" * 70, "9" * 5000, "xn--", "ß", "data:", "mailto:", "arXiv:",
    ]
)  # fmt: skip
_URLS = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join),
    st.text(st.characters(), max_size=60),
    st.sampled_from(EVERY_URL),
)


@given(_URLS)
@example("http://[")
@example("http://[::1")
@example("http://a:b:c@[x]:99999999/")
@example("http://\ud800/\udfff?\ud800#\ud800")
@example("https://www./")
@example("https://" + "é" * 70 + ".example/")
@example("https://xn--\u00e9/")
@example("https://youtu.be/dQw4w9WgXcQ?t=" + "9" * 5000)
@example("https://arxiv.org/abs/1706.03762v" + "9" * 5000)
@example("https://example.org:" + "0" * 5000 + "/")
def test_any_string_has_an_identity(url: str) -> None:
    found = identify(url)
    assert found == identify(url)
    assert found.scheme
    assert found.key.startswith(f"{found.scheme}:")
    reference = arxiv_reference(url)
    if reference is not None:
        assert 0 <= reference.span.start <= reference.span.end <= len(url)
    if found.scheme == "arxiv":
        assert reference is not None
        assert isinstance(reference.outcome, ArxivId)


@given(
    st.builds(
        "https://{}{}".format,
        st.sampled_from(["example.org", "www.x.org:8080", "dl.acm.org", "[::1]", "bücher.example"]),
        st.lists(_PIECES, max_size=12).map("".join) | st.text(st.characters(), max_size=40),
    )
)
def test_the_simplest_form_is_its_own_simplest_form(url: str) -> None:
    found = identify(url)
    if found.scheme != "url" or found.value.startswith("https:"):
        return
    again = f"https://{found.value}" + (f"#{found.fragment}" if found.fragment else "")
    assert identify(again).key == found.key


@given(st.sampled_from(EVERY_URL))
def test_case_of_scheme_and_host_does_not_matter(url: str) -> None:
    scheme, colon, rest = url.strip().partition("://")
    assume(colon)
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    loud = f"{scheme.upper()}://{user}{at}{host.upper()}{slash}{path}"
    assume("\\" not in authority)
    assert identify(loud).key == identify(url).key


@given(st.sampled_from(EVERY_URL), st.sampled_from(["utm_source=x", "fbclid=y", "gclid=z"]))
def test_a_tracking_parameter_changes_nothing(url: str, mark: str) -> None:
    assume("://" in url and not url.startswith(("ftp", "ssh", "git")))
    before, hash_mark, fragment = url.strip().partition("#")
    marked = f"{before}{'&' if '?' in before else '?'}{mark}{hash_mark}{fragment}"
    assert identify(marked).key == identify(url).key


@given(st.text(max_size=40) | st.from_regex(r"[0-9OlI]{3,5}[.,][0-9]{3,6}(v[0-9]{0,5})?[).]?"))
def test_a_suggestion_is_a_well_formed_identifier(text: str) -> None:
    found = parse_arxiv_id(text)
    if isinstance(found, ArxivId):
        assert parse_arxiv_id(str(found)) == found
    elif found.suggestion is not None:
        meant = parse_arxiv_id(found.suggestion)
        assert isinstance(meant, ArxivId)
        assert str(meant) == found.suggestion


@given(
    st.integers(1991, 2099),
    st.integers(1, 12),
    st.integers(1, 9_999),
    st.none() | st.integers(1, 99),
)
def test_every_paper_has_one_identifier_in_all_its_addresses(
    year: int, month: int, number: int, version: int | None
) -> None:
    old = (year, month) < (2007, 4)
    assume((year, month) >= (1991, 7) and not (old and number > 999))
    digits = 3 if old else 4 if year < 2015 else 5
    written = f"{year % 100:02}{month:02}{'' if old else '.'}{number:0{digits}}"
    paper = f"hep-th/{written}" if old else written
    suffix = "" if version is None else f"v{version}"
    for page in ("abs/{}", "pdf/{}", "pdf/{}.pdf", "html/{}", "e-print/{}"):
        found = identify("https://arxiv.org/" + page.format(paper + suffix))
        assert (found.key, found.version) == (f"arxiv:{paper}", version)


def _calls(url: str) -> int:
    """How many Python functions are called to identify ``url`` for the first time."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(profile)
    try:
        identify(url)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    ["/", "/index.html", "/..", "%41", "%", "&a=b", "@", ":", "[", "/doi/10.1145/", "\t", ".", "é"],
)
@pytest.mark.parametrize("host", ["example.org", "arxiv.org", "github.com", "dl.acm.org"])
def test_work_grows_with_length_and_no_faster(host: str, piece: str) -> None:
    short = _calls(f"https://{host}/{piece * 2_000}x")
    long = _calls(f"https://{host}/{piece * 8_000}x")
    assert long <= 4 * short + 100


def test_an_address_that_is_far_too_long_has_a_short_key_of_its_own() -> None:
    """Many links may share it by reference."""
    long = "https://example.org/" + "a" * 100_000
    keys = {identify(long + end).key for end in ("", "b", "#c", "#" + "d" * 5_000, "?e")}
    assert len(keys) == 5
    assert max(map(len, keys)) < 1_000
    assert identify(long) == identify(long.replace("https://", "http://www."))
    assert identify(long) is identify(long)


# ------------------------------------------------------------------------- real lists


@pytest.mark.parametrize("document", cases("fixtures", "corpus"))
def test_real_papers_are_identified(document: Document) -> None:
    assert document.truth is not None
    links = [link["url"] for link in json.loads(document.truth.read_text("utf-8"))["links"]]
    for url in links:
        reference = arxiv_reference(url)
        if reference is not None and isinstance(reference.outcome, ArxivId):
            assert identify(url).scheme == "arxiv"
            assert reference.text in url
    by_address = defaultdict(set)
    for url in links:
        if url.startswith("http"):
            by_address[url.rstrip("/").replace("http://", "https://")].add(identify(url).key)
    assert {url: keys for url, keys in by_address.items() if len(keys) > 1} == {}
