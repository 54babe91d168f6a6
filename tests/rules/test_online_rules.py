"""What online rules tell: nothing without facts, each status once, and fixes that fit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from curator.diagnostic import Applicability
from curator.document import Document as Tree
from curator.engine import Selection, lint, settings_for
from curator.facts import OFFLINE, NoFiles, Web
from curator.fixer import repair
from curator.markdown import parse
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source
from curator.status import Evidence, Failure, Hop, LinkStatus, Mark, judge
from curator.status.verdicts import REASONS
from tests.documents import Document, cases
from tests.rules.runner import TODAY, as_lines, check

ONLINE = tuple(name for name, rule in INDEX.items() if rule.online)
OF_A_STATUS = tuple(set(ONLINE) - {"dead-fragment", "https-available"})


def told(text: str, web: Web, rules: tuple[str, ...]) -> FileReport:
    return told_of(parse(Source("list.md", text)), web, rules)


def told_of(tree: Tree, web: Web, rules: tuple[str, ...]) -> FileReport:
    settings = settings_for(INDEX, Selection(select=rules))
    report = lint(tree, settings, NoFiles(), TODAY, web)
    assert report.crashes == ()
    return report


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_without_facts_they_are_silent(document: Document) -> None:
    assert told_of(document.tree(), OFFLINE, ONLINE).diagnostics == ()


# -------------------------------------------------------------------- every status, once

URL = "https://example.org/tools/alder"


def evidences() -> list[Evidence]:
    """One of every code, failure and mark, and of each kind of redirect."""
    found = [Evidence(URL, code, final_url=URL, seen=2) for code in (*range(100, 600), 999)]
    found += [Evidence(URL, failure=each, final_url=URL) for each in Failure]
    found += [Evidence(URL, 200, final_url=URL, marks=frozenset({mark})) for mark in Mark]
    found += [
        Evidence(URL, 200, hops=(Hop(URL, code),), final_url=target)
        for code in (0, 301, 302, 308)
        for target in (
            "https://example.org/",
            "https://example.org/new/alder",
            "https://casino.example/play",
            "https://accounts.google.com/ServiceLogin?continue=x",
            "https://example.org/404.html",
        )
    ]
    return found


def test_every_status_is_told_once_or_not_at_all() -> None:
    reasons = set()
    for seen in evidences():
        status = LinkStatus(seen, *judge(seen))
        reasons.add(status.reason)
        found = told(f"[x]({URL})\n", Web({URL: status}), OF_A_STATUS).diagnostics
        silent = status.verdict in ("alive", "skipped") and status.reason != "private-address"
        assert len(found) == (not silent), (status, found)
    assert set(REASONS) - reasons <= {"accepted", "not-found-once", "name-unknown", "not-asked"}


# ------------------------------------------------------------------------- fixes in place

OLD = "https://old.example/tools/alder"
PLACES = [
    "[x]({0})",
    "[x](<{0}>)",
    '[x]({0} "title")',
    "[x]({0}#here)",
    "![x]({0})",
    "[![x](https://a.example/b.png)]({0})",
    "<{0}>",
    "{0}",
    "({0}), {0}. **{0}** _{0}_ ~{0}~",
    "[x][y]\n\n[y]: {0}",
    "[x][y]\n\n[y]: <{0}> 'title'",
    '<a href="{0}">x</a>',
    "<a href='{0}'>x</a>",
    "<a href={0}>x</a>",
    '<img src="{0}" alt="x">',
    "| a | b |\n| - | - |\n| [x]({0}) | {0} |\n| <{0}> | <a href='{0}'>x</a> |",
    "> - [x]({0}) - [{0}]({0})",
    "[`{0}`]({0}), [{0}]( {0} )",
    "# [x]({0})",
    "[https://old.example/tools/…]({0})",
    "[{0}][]\n\n[{0}]: {0}",
]
TARGETS = [
    "https://old.example/trees/alder",
    "https://old.example/trees/alder?a=1&b=2&copy=3&amp;x",
    "https://old.example/trees/alder_(tree)",
    "https://old.example/trees/alder)(",
    "https://old.example/trees/alder(((",
    "https://old.example/trees/a|b\\|c",
    "https://old.example/trees/*a*_b_~c~`d`",
    "https://old.example/trees/\"a\"'b'<c>",
    "https://old.example/trees/a b\tc",
    "https://old.example/trees/[a]",
    "https://old.example/trees/a]",
    "https://old.example/trees/树/é",
    "https://old.example/trees/alder.",
    "https://old.example/trees/alder#part",
    "https://old.example/trees/--><!--",
    "https://old.example/trees/\x1b[31m\u202e",
    "https://ada:secret@old.example/trees",
    "http://new.old.example/trees/alder",
    "https://old.example/" + "a" * 2_000,
]


def moved(target: str) -> Web:
    seen = Evidence(OLD, 200, hops=(Hop(OLD, 301),), final_url=target)
    status = LinkStatus(seen, *judge(seen))
    return Web({OLD: replace(status, verdict="moved", reason="moved-permanently")})


def addresses(tree: Tree) -> list[str]:
    return [each.url for each in tree.addresses(images=True)]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: json.dumps(target)[:60])
@pytest.mark.parametrize("place", PLACES)
def test_a_new_address_fits_its_place(place: str, target: str) -> None:
    """It is read as what the server said, or the old one stays; all else is as it was."""
    text = f"Before.\n\n{place.format(OLD)}\n\nBehind [z](https://z.example/).\n"
    settings = settings_for(INDEX, Selection(select=("moved-link",)))
    web = moved(target)
    done = repair(
        parse(Source("list.md", text)),
        lambda tree: lint(tree, settings, NoFiles(), TODAY, web),
        Applicability.UNSAFE,
    )
    assert (done.dropped, done.fighting) == ((), ())
    before, after = parse(Source("list.md", text)), parse(done.source)
    assert len(addresses(after)) == len(addresses(before))
    for old, new in zip(addresses(before), addresses(after), strict=True):
        if new != old:
            assert old.partition("#")[0] == OLD
            fragment = "#here" if old.endswith("#here") and "#" not in target else ""
            assert readable(new) == readable(target + fragment)
    assert [type(node) for node in before.syntax.root.children] == [
        type(node) for node in after.syntax.root.children
    ]
    # What was a text stays one that belongs to its target.
    mismatched = check("mismatched-link-text", done.source.text)
    assert as_lines(*mismatched) == as_lines(*check("mismatched-link-text", text)) == "none\n"


def readable(url: str) -> str:
    """``url`` with the escapes resolved of what may not stand in an address."""
    for character in ' "<>\\^`{|}':
        url = url.replace(f"%{ord(character):02X}", character)
    return url


def test_most_targets_are_written() -> None:
    """That the law above is about something: which fixes there are, by target."""
    written = [
        target
        for target in TARGETS
        if told(f"[x]({OLD})\n", moved(target), ("moved-link",)).diagnostics[0].fix is not None
    ]
    assert len(written) == len(TARGETS) - 6, sorted(set(TARGETS) - set(written))


def test_what_one_rule_mends_no_other_tells_again() -> None:
    text = "- [A](http://example.org/a)\n- [B](http://example.org/b)\n"
    plain, secure = (Evidence(f"{scheme}://example.org/a", 200) for scheme in ("http", "https"))
    hop = Hop("http://example.org/b", 301)
    gone = Evidence(hop.url, 200, hops=(hop,), final_url="https://example.org/b")
    alive = LinkStatus(plain, *judge(plain))
    web = Web(
        {plain.url: alive, gone.url: LinkStatus(gone, *judge(gone))},
        secure={plain.url: LinkStatus(secure, *judge(secure)), gone.url: alive},
    )
    rules = ("moved-link", "https-available", "insecure-url")
    found = told(text, web, rules).diagnostics
    assert [each.rule for each in found] == ["https-available", "moved-link"]
    found = told(text, web, ("insecure-url",)).diagnostics
    assert [each.rule for each in found] == ["insecure-url", "insecure-url"]


def test_the_title_of_another_page_is_shown() -> None:
    url = "https://old.example/a"
    seen = Evidence(
        url,
        200,
        hops=(Hop(url, 302),),
        final_url="https://casino.example.net/",
        title="Win\n\x1b[31m big " + "money " * 40,
    )
    verdict, reason = judge(seen)
    web = Web({url: LinkStatus(seen, verdict, reason)})
    (found,) = told(f"- [a]({url})\n", web, ("suspicious-redirect",)).diagnostics
    assert "where the page is called 'Win" in found.message
    assert len(found.message) < 250
