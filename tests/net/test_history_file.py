"""The file of histories: what it holds after a run, what it forgets, what it refuses to be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.net.cache.rows import MAX_URL
from curator.net.history_file import FORM, MAX_DAYS, Histories, joined, read_history
from curator.net.options import NetOptions
from curator.net.results import Remembered, Wanted
from curator.net.store import Store
from curator.status import Evidence, Failure, History
from curator.status.histories import APART
from tests.net.world import Memory

NOW = 1_800_000_000.0
DAY = 86_400.0
URL = "https://example.org/x"
ROW = History("503", since=NOW - 9 * DAY, runs=3, counted_at=NOW - 2 * DAY)


def histories(links: Mapping[str, History], cache: Memory | None = None) -> Histories:
    made = Histories(links, lambda: NOW)
    made.cache = cache
    return made


def text_of(**links: History) -> str:
    return histories({f"https://{name}.example/": each for name, each in links.items()}).written()[
        0
    ]


def read(text: str) -> dict[str, History]:
    return read_history(text.encode(), "h.json")


def failing(url: str = URL, asked_at: float = NOW) -> Evidence:
    return Evidence(url, code=503, final_url=url, asked_at=asked_at, tries=3)


def alive(url: str = URL, asked_at: float = NOW) -> Evidence:
    return Evidence(url, code=200, final_url=url, asked_at=asked_at, tries=1)


# ----------------------------------------------------------------------------- the laws

moments = st.integers(int(NOW - (MAX_DAYS - 1) * DAY), int(NOW)).map(float)
outcomes = st.sampled_from([*(str(each) for each in Failure), "500", "503", "404"])
odd = st.sampled_from(
    ["\u202e", "\u2028", "\x1b[31m", "\x00", '"', "\\", "\x85", "::error::", "%0A", "\ud800", "é"]
)
urls = st.lists(st.one_of(odd, st.text(max_size=5)), max_size=6).map(
    lambda parts: "https://example.org/" + "".join(parts)
)


@st.composite
def rows(draw: st.DrawFn) -> History:
    since, last = sorted((draw(moments), draw(moments)))
    return History(draw(outcomes), since, draw(st.integers(1, 1 << 20)), last)


@given(st.dictionaries(urls, rows(), max_size=6))
def test_what_is_written_is_read_again(links: dict[str, History]) -> None:
    kept = {url: each for url, each in links.items() if "\ud800" not in url}
    text, missing = histories(links).written()
    assert (read(text), missing) == (kept, 0)
    # What is read and not asked for stays as it is, to the byte.
    assert histories(read(text)).written()[0] == text


@given(st.dictionaries(urls, rows(), max_size=6))
def test_each_link_has_a_line_on_which_all_can_be_seen(links: dict[str, History]) -> None:
    lines = histories(links).written()[0].split("\n")
    found = [json.loads(line.strip().removesuffix(","))["url"] for line in lines[3:-3]]
    assert found == sorted(url for url in links if "\ud800" not in url)
    assert all(line.isprintable() for line in lines)


@given(rows(), rows(), rows())
def test_histories_are_joined_in_any_order_and_once(a: History, b: History, c: History) -> None:
    assert joined(a, b) == joined(b, a)
    assert joined(joined(a, b), c) == joined(a, joined(b, c))
    assert joined(joined(a, b), b) == joined(a, b)
    assert joined(a, a) == a


@given(st.binary(max_size=200))
def test_no_bytes_are_read_but_a_history(data: bytes) -> None:
    with pytest.raises(CuratorError, match=r"^h\.json: [^\n]*$"):
        read_history(data, "h.json")


def test_how_it_looks() -> None:
    assert text_of(b=ROW, a=ROW) == (
        "{\n"
        '  "version": 1,\n'
        '  "links": [\n'
        '    {"url": "https://a.example/", "outcome": "503", "since": "2027-01-06T08:00:00Z", '
        '"runs": 3, "last": "2027-01-13T08:00:00Z"},\n'
        '    {"url": "https://b.example/", "outcome": "503", "since": "2027-01-06T08:00:00Z", '
        '"runs": 3, "last": "2027-01-13T08:00:00Z"}\n'
        "  ]\n"
        "}\n"
    )
    assert text_of() == '{\n  "version": 1,\n  "links": []\n}\n'


# ------------------------------------------------------------------------------ in a run


def test_a_run_counts_on_from_the_file() -> None:
    ours = histories({URL: ROW})
    store = Store(NetOptions(), ours, lambda: NOW)
    assert store.load([Wanted(URL)]) == [Wanted(URL)]
    status = store.add(failing())
    assert (status.failed_runs, status.failing_since) == (4, ROW.since)
    store.outcome()
    assert ours.links == {URL: History("503", ROW.since, 4, NOW)}
    store = Store(NetOptions(), ours, lambda: NOW)
    store.load([Wanted(URL)])
    store.add(alive())
    store.outcome()
    assert ours.links == {}


@pytest.mark.parametrize("ending", ["network-down", "no-trust"])
def test_where_the_network_failed_nothing_is_counted(ending: str) -> None:
    ours = histories({URL: ROW})
    store = Store(NetOptions(), ours, lambda: NOW)
    store.load([Wanted(URL)])
    store.add(failing())
    store.outcome("network-down" if ending == "network-down" else "no-trust")
    assert ours.links == {URL: ROW}


def test_runs_that_file_and_cache_know_of_are_counted_once() -> None:
    cache, ours = Memory(), histories({})
    for number in range(4):
        now = NOW + number * APART
        ours = Histories(read(ours.written()[0]), lambda now=now: now)  # type: ignore[misc]
        ours.cache = cache
        store = Store(NetOptions(), ours, lambda now=now: now)  # type: ignore[misc]
        store.load([Wanted(URL)])
        assert store.add(failing(asked_at=now)).failed_runs == number + 1
        store.outcome()
    assert ours.links[URL].since == NOW


@pytest.mark.parametrize("in_file", [True, False])
def test_the_row_that_began_earlier_counts(in_file: bool) -> None:
    later = History("timeout", since=NOW - 3 * DAY, runs=2, counted_at=NOW - DAY)
    cache = Memory()
    cache.save({URL: Remembered(failing(asked_at=NOW - DAY), later if in_file else ROW)})
    ours = histories({URL: ROW if in_file else later}, cache)
    assert ours.load({URL})[URL].history == History("timeout", ROW.since, 3, NOW - DAY)


def test_a_link_that_answered_after_it_had_failed_fails_no_longer() -> None:
    cache = Memory()
    cache.save({URL: Remembered(alive(asked_at=NOW - DAY))})
    ours = histories({URL: ROW}, cache)
    assert ours.load({URL}) == {URL: Remembered(alive(asked_at=NOW - DAY))}
    assert ours.links == {}


@pytest.mark.parametrize("asked_at", [NOW - 3 * DAY, NOW + DAY])
def test_a_link_that_failed_after_it_had_answered_is_asked_again(asked_at: float) -> None:
    cache = Memory()
    cache.save({URL: Remembered(alive(asked_at=asked_at))})
    ours = histories({URL: ROW}, cache)
    assert ours.load({URL}) == {URL: Remembered(None, ROW)}


def test_refresh_keeps_histories() -> None:
    store = Store(NetOptions(refresh=True), histories({URL: ROW}), lambda: NOW)
    assert store.load([Wanted(URL)]) == [Wanted(URL)]
    assert store.add(failing()).failed_runs == 4


def test_what_is_not_asked_for_stays_for_a_year_and_a_bit() -> None:
    young = History("503", since=1.0, runs=3, counted_at=NOW - MAX_DAYS * DAY)
    old = History("503", since=1.0, runs=3, counted_at=NOW - MAX_DAYS * DAY - 1)
    assert set(read(text_of(young=young, old=old))) == {"https://young.example/"}


# ------------------------------------------------------------------------ what is hostile


@pytest.mark.parametrize(
    "url",
    ["https://user:word@example.org/", "https://user@example.org/", "https://a/" + "x" * MAX_URL],
)
def test_what_no_cache_remembers_is_not_written(url: str) -> None:
    assert read(histories({url: ROW}).written()[0]) == {}


def test_times_and_numbers_that_make_no_sense_are_put_right() -> None:
    wild = History("503", since=1e300, runs=0, counted_at=-5.0)
    assert read(text_of(a=wild, b=History("::error::", NOW, 1, NOW))) == {}
    ahead = History("503", since=1e300, runs=1 << 60, counted_at=1e300)
    (found,) = read(text_of(a=ahead)).values()
    assert found == History("503", NOW, (1 << 31) - 1, NOW)


def test_there_is_room_for_those_that_failed_last(monkeypatch: pytest.MonkeyPatch) -> None:
    links = {
        f"https://{number}.example/": History("503", NOW - 99 * DAY, 3, NOW - number)
        for number in range(9)
    }
    size = len(histories({url: links[url] for url in list(links)[:4]}).written()[0])
    for form in (FORM._replace(most=4), FORM._replace(max_size=size)):
        monkeypatch.setattr("curator.net.history_file.FORM", form)
        text, missing = histories(links).written()
        assert (len(text) <= form.max_size, missing) == (True, 5)
        assert sorted(read(text)) == sorted(links)[:4]


def test_a_merge_that_kept_both_sides_is_read() -> None:
    other = History("timeout", since=NOW - 20 * DAY, runs=2, counted_at=NOW - 5 * DAY)
    one, two = (text_of(a=each).split("\n")[3] for each in (ROW, other))
    whole = '{"version": 1, "links": [' + one + ",\n" + two + '], "new": 1}'
    assert read(whole) == {"https://a.example/": joined(ROW, other)}


def link(**facts: object) -> str:
    usual: dict[str, object] = {
        "url": URL,
        "outcome": "503",
        "since": "2026-11-01T03:00:00Z",
        "runs": 3,
        "last": "2026-11-08T03:00:00Z",
    }
    kept = {key: each for key, each in {**usual, **facts}.items() if each is not None}
    return '{\n  "version": 1,\n  "links": [\n    ' + json.dumps(kept) + "\n  ]\n}\n"


TIME = "is no time such as 2026-11-01T03:00:00Z"
RUNS = "line 4: 'runs' is no number from 1 to 2,147,483,647"
WRONG = {
    "": "is no history: the file is empty",
    " \n": "is no history: the file is empty",
    "[]": "is no history: it names no version",
    "# List\n": "line 1, column 1: not valid JSON: Expecting value",
    '{"version": "1"}': "is no history: its version is no number from 1",
    '{"version": true}': "is no history: its version is no number from 1",
    '{"version": 1}': "is no history: it has no list of links",
    '{"version": 1, "findings": []}': "is no history: it has no list of links",
    '{"version": 2, "links": []}': "is a history of version 2, and this curator knows only 1: "
    "use a newer curator",
    '{"version": 1, "links": [NaN]}': "not usable JSON: NaN is no number",
    "[" * 100_000: "not usable JSON: too many brackets in one another",
    '{"version": 1, "links": [7]}': "link 1: is no link",
    '{\n<<<<<<< ours\n"version": 1\n=======\n>>>>>>> theirs\n}': "line 2: a merge is not finished "
    "here: keep the links of both sides, also where one is there twice",
    link(url=None): "link 1: 'url' is missing",
    link(url=3): "line 4: 'url' is no text",
    link(outcome="a\x1b[31m"): "line 4: 'outcome' is no code or word such as 503 or timeout",
    link(runs=0): RUNS,
    link(runs=True): RUNS,
    link(runs=1.5): RUNS,
    link(runs=1 << 31): RUNS,
    link(since="2026-11-31T03:00:00Z"): f"line 4: 'since' {TIME}",
    link(since="1969-11-01T03:00:00Z"): f"line 4: 'since' {TIME}",
    link(last="2026-11-01"): f"line 4: 'last' {TIME}",
    link(last="٢٠٢٦-11-01T03:00:00Z"): f"line 4: 'last' {TIME}",
    link(last=None): "line 4: 'last' is missing",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_history_is_told_in_one_line(text: str) -> None:
    with pytest.raises(CuratorError) as caught:
        read(text)
    assert str(caught.value) == f"h.json: {WRONG[text]}"


def test_what_is_too_much_is_refused() -> None:
    many = '{"version": 1, "links": [' + "0," * FORM.most + "0]}"
    with pytest.raises(CuratorError, match=r"^h\.json: 50,001 links, more than the 50,000 of a"):
        read(many)
    with pytest.raises(CuratorError, match=r"^h\.json: 10,000,001 bytes, more than the 10,000,000"):
        read(" " * (FORM.max_size + 1))


def test_what_else_is_in_it_is_passed_over() -> None:
    found = read(link(title="A page", cached=1))
    assert histories(found).written()[0].count("title") == 0
    assert found[URL].runs == 3


def test_a_password_in_it_is_not_kept() -> None:
    found = read(link(url="https://user:word@example.org/"))
    assert "word" not in histories(found).written()[0]


def test_urls_are_asked_of_the_cache_as_they_are() -> None:
    asked: list[Set[str]] = []

    class Listening(Memory):
        def load(self, urls: Set[str]) -> Mapping[str, Remembered]:
            asked.append(urls)
            return super().load(urls)

    histories({URL: ROW}, Listening()).load({"https://other.example/"})
    assert asked == [{"https://other.example/"}]
