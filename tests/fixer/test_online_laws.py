"""What repairs do to the links of real lists that have moved, whatever the web says of others."""

from __future__ import annotations

import random
from collections.abc import Set
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.cli.collecting import web_addresses
from curator.diagnostic import Applicability, Diagnostic
from curator.document import Document as Tree
from curator.engine import Settings, lint
from curator.facts import NoFiles, Web
from curator.fixer import Repaired, apply_edits, repair
from curator.markdown import parse
from curator.report import FileReport
from curator.source import Source, Span
from curator.status import Evidence, Failure, History, Hop, LinkStatus, judge
from curator.status.verdicts import permanent_url
from tests.documents import Document, cases
from tests.fixer.laws import TODAY, is_read_alike, settings_of
from tests.fixer.lists import generated_lists
from tests.markdown.strategies import lists
from tests.markdown.test_hostile import calls
from tests.rules.test_online_rules import readable

_NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
LARGE: Final = 200_000

TARGETS: Final = (
    "https://{host}/new/{name}",
    "https://{host}{path}",
    "http://{host}{path}/",
    "https://docs.{host}{path}",
    "https://{host}/view.php?a=1&id={name}&copy=2",
    "https://{host}/{name}?x=1&amp;y=2&lt;",
    "https://{host}/wiki/{name}_(software)",
    "https://{host}/wiki/{name}_(software",
    "https://{host}/wiki/{name})(",
    "https://{host}/all#{name}",
    "https://{host}/%E2%9C%93/{name}%20x",
    "https://{host}/*{name}*/~{name}~/_{name}_",
    "https://{host}/a|b\\|{name}`",
    "https://{host}/树/{name}",
    "https://{host}/[{name}]",
    "https://{host}/a b'c\"d<e>/{name}",
    "https://{host}/{name}." + "/segment" * 100,
    "https://github.com/new-owner/{name}",
    "https://under_score.example_host/{name}",
    "https://{host}/\x1b[31m{name}",
    "https://ada:secret@{host}/{name}",
)
"""Where a site may say that a page is now."""


def web_of(tree: Tree, seed: str, moving: float) -> Web:
    """Something of every kind, made up for each link of a list; ``moving`` of them for good."""
    chance = random.Random(seed)
    statuses: dict[str, LinkStatus] = {}
    absent: set[str] = set()
    secure: dict[str, LinkStatus] = {}
    for url in web_addresses(tree):
        page, _, fragment = url.partition("#")
        if page not in statuses:
            moves = chance.random() < moving
            statuses[page] = moved(page, chance) if moves else some_status(page, chance)
        if fragment and chance.random() < 0.3:
            absent.add(url)
        alive = statuses[page].verdict == "alive"
        if page.startswith("http:") and alive and chance.random() < 0.7:
            secure[page] = status(Evidence("https" + page[4:], chance.choice([200, 403, 404])))
    # No list has both names of a page of which only the old one is known to lead to the other.
    targets = {each.evidence.final_url.partition("#")[0] for each in statuses.values()}
    for target in targets & statuses.keys():
        statuses[target] = status(Evidence(target, 200))
    return Web(statuses, absent, secure)


def moved(page: str, chance: random.Random) -> LinkStatus:
    """A page that is elsewhere for good, or only says so for today."""
    target = chance.choice(TARGETS)
    try:
        parts = urlsplit(page if "://" in page else f"https:{page}")
    except ValueError:  # no host between its brackets
        return status(Evidence(page, 200))
    name = parts.path.rstrip("/").rpartition("/")[2] or "page"
    target = target.format(host=parts.netloc or "example.org", path=parts.path, name=name)
    code = chance.choice([301, 301, 301, 308, 302, 0])
    return status(Evidence(page, 200, hops=(Hop(page, code),), final_url=target))


def some_status(page: str, chance: random.Random) -> LinkStatus:
    """Any other status."""
    front, sold = "https://front.example/", "https://casino.example/play"
    before = History("timeout", _NOW - 20 * 86_400, chance.choice([1, 4]))
    return chance.choice(
        [
            status(Evidence(page, 200)),
            status(Evidence(page, 403)),
            status(Evidence(page, 404, seen=2)),
            status(Evidence(page, 200, hops=(Hop(page, 301),), final_url=front)),
            status(Evidence(page, 200, hops=(Hop(page, 302),), final_url=sold)),
            status(Evidence(page, failure=chance.choice(list(Failure)))),
            status(Evidence(page, failure=Failure.TIMEOUT), before),
        ]
    )


def status(evidence: Evidence, history: History | None = None) -> LinkStatus:
    runs, since = (history.runs + 1, history.since) if history else (0, 0.0)
    verdict, reason = judge(evidence, history)
    return LinkStatus(evidence, verdict, reason, failing_since=since, failed_runs=runs)


def told(tree: Tree, web: Web, settings: Settings) -> FileReport:
    report = lint(tree, settings, NoFiles(), TODAY, web)
    assert report.crashes == ()
    return report


def repaired(tree: Tree, web: Web, settings: Settings) -> Repaired:
    done = repair(tree, lambda each: told(each, web, settings), Applicability.UNSAFE)
    assert (done.dropped, done.fighting) == ((), ())
    return done


def is_written(found: Diagnostic) -> bool:
    return found.fix is not None and found.fix.applicability is not Applicability.DISPLAY


# ------------------------------------------------------------------------- what is written


def check_moves(text: str, seed: str) -> None:
    """Only the destinations of links that have moved change, and the texts that show them."""
    before = parse(Source("README.md", text))
    web = web_of(before, seed, moving=0.8)
    moves = settings_of("strict", "moved-link")
    edits = {
        edit
        for found in told(before, web, moves).diagnostics
        if found.fix is not None and is_written(found)
        for edit in found.fix.edits
    }
    done = repaired(before, web, moves)
    assert done.source.text == apply_edits(text, sorted(edits, key=lambda edit: edit.span))
    after = parse(done.source)
    check_targets(before, after, {edit.span for edit in edits}, web)
    assert [type(node) for node in after.syntax.root.walk()] == [
        type(node) for node in before.syntax.root.walk()
    ]
    assert after.anchors == before.anchors
    if is_read_alike(text):
        assert is_read_alike(done.source.text)
    assert not any(map(is_written, told(after, web, moves).diagnostics))


def check_targets(before: Tree, after: Tree, edited: Set[Span], web: Web) -> None:
    """Each link that was edited leads to where its site said, with the fragment of the list."""
    old, new = (list(tree.addresses(images=True)) for tree in (before, after))
    assert len(old) == len(new)
    texts = set(edited)
    shown = set()
    for was, now in zip(old, new, strict=True):
        if was.span not in edited:
            assert now.url == was.url
            continue
        texts.discard(was.span)
        if was.link is not None:
            shown.add(was.link.text_span)
        status, (_, mark, fragment) = web.status(was.url), was.url.partition("#")
        assert status is not None
        target = permanent_url(status.evidence)
        assert target is not None
        kept = mark + fragment if fragment and "#" not in target else ""
        assert readable(now.url) == readable(target + kept)
    assert all(any(around.covers(text) for around in shown) for text in texts)


@pytest.mark.parametrize("document", cases("fixtures"))
def test_moved_links_of_fixtures(document: Document) -> None:
    for seed in range(4):
        check_moves(document.text(), f"{document.name} {seed}")


@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_moved_links_of_real_lists(document: Document) -> None:
    if len(document.text()) > LARGE:
        pytest.skip("large documents are repaired in the nightly run")
    check_moves(document.text(), document.name)


@pytest.mark.nightly
@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_moved_links_of_all_real_lists(document: Document) -> None:
    for seed in range(4):
        check_moves(document.text(), f"{document.name} {seed}")


SEEDS: Final = st.integers(0, 99).map(str)


@given(generated_lists, SEEDS)
def test_moved_links_of_lists_in_the_manner_of_real_ones(text: str, seed: str) -> None:
    check_moves(text, seed)


@given(lists, SEEDS)
def test_moved_links_of_every_construct(text: str, seed: str) -> None:
    check_moves(text, seed)


# ---------------------------------------------------------------------------- what is told

ABOUT_THE_ADDRESS: Final = (
    "broken-certificate",
    "dead-link",
    "flaky-link",
    "https-available",
    "moved-link",
    "suspicious-redirect",
    "unverifiable-link",
)
"""Rules of which one at most has something to say of an address."""
NOT_BESIDE: Final = {
    "insecure-url": {
        "broken-certificate",
        "dead-link",
        "https-available",
        "moved-link",
        "suspicious-redirect",
    },
    "url-shortener": {"dead-link", "moved-link", "suspicious-redirect"},
    "dead-fragment": set(ABOUT_THE_ADDRESS) - {"https-available", "moved-link"},
}
"""Rules that say nothing of an address of which one of those does."""


def check_telling(tree: Tree, seed: str) -> None:
    """Every link is told of once, where it is written, in words that fit on a line."""
    web = web_of(tree, seed, moving=0.3)
    written = {each.span for each in tree.addresses(images=True)}
    rules: dict[Span, set[str]] = {}
    for found in told(
        tree, web, settings_of("strict", *ABOUT_THE_ADDRESS, *NOT_BESIDE)
    ).diagnostics:
        place = next((span for span in (found.span,) if span in written), None)
        if found.rule == "dead-fragment":
            place = place or next(span for span in written if span.covers(found.span))
        assert place is not None
        assert found.rule not in rules.setdefault(place, set())
        rules[place].add(found.rule)
        assert len(found.message) < 400
        assert "\n" not in found.message
    for names in rules.values():
        assert len(names & set(ABOUT_THE_ADDRESS)) <= 1, names
        for name in names & NOT_BESIDE.keys():
            assert not names & NOT_BESIDE[name], names


@pytest.mark.parametrize("document", cases("fixtures", "seeds", "corpus"))
def test_each_link_is_told_of_once(document: Document) -> None:
    check_telling(document.tree(), document.name)


@pytest.mark.parametrize("document", cases("fixtures", "seeds", "corpus"))
def test_with_all_other_repairs(document: Document) -> None:
    """No fix of another rule is in the way for good, and a second run finds nothing to do."""
    text = document.text()
    if len(text) > LARGE // 2:
        pytest.skip("large documents are repaired in the nightly run")
    tree = document.tree()
    web = web_of(tree, document.name, moving=0.5)
    done = repaired(tree, web, settings_of("strict"))
    again = repaired(parse(done.source), web, settings_of("strict"))
    assert again.source.text == done.source.text


def moved_links(count: int) -> tuple[str, Web]:
    """As many entries whose links have moved, a tenth of them by definitions that all share."""
    rows, names = [], [f"https://old.example/tools/{number}" for number in range(count)]
    for number, url in enumerate(names):
        forms = f"[{url}]({url})", f"[Tool][t{number // 100}]", f"<{url}>", f"[Tool]({url})"
        rows.append(f"- {forms[number % 4]} - Makes thing {number}.\n")
    rows += (f"\n[t{number}]: {names[number]}\n" for number in range(count // 100))
    statuses = {
        url: status(Evidence(url, 200, hops=(Hop(url, 301),), final_url=url + "/trees"))
        for url in names
    }
    return "".join(rows), Web(statuses)


def test_definitions_are_told_of_once() -> None:
    text, web = moved_links(400)
    tree = parse(Source("README.md", text))
    found = told(tree, web, settings_of("strict", "moved-link")).diagnostics
    assert len(found) == 300 + 4
    assert len({each.span for each in found}) == len(found)


def test_work_grows_as_the_moved_links_do() -> None:
    def work(count: int) -> int:
        text, web = moved_links(count)
        tree = parse(Source("README.md", text))
        return calls(lambda: repaired(tree, web, settings_of("strict", "moved-link")))

    work(100)  # what is imported and cached
    few, many = work(400), work(800)
    assert many <= 2.5 * few
