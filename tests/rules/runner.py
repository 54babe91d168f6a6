"""Reads the examples of a rule's page and the cases of its file, and runs the rule on them."""

from __future__ import annotations

import importlib
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from urllib.parse import unquote

from curator import rules
from curator.change import change_of
from curator.diagnostic import Applicability, Diagnostic, Preset, RuleInfo
from curator.document import Document
from curator.engine import Selection, lint, settings_for
from curator.engine.linting import UNUSED
from curator.facts import OFFLINE, CommunityFile, CommunityName, NoFiles, Occurrence, Web
from curator.markdown import parse
from curator.rule import Brief, Context, Rule, describe_options, make_options
from curator.source import Source
from curator.status import Evidence, Failure, History, Hop, LinkStatus, Mark, judge
from curator.style import Style
from curator.workspace import Located
from curator.workspace.elsewhere import earlier_entries

CASES = Path(__file__).resolve().parent
TODAY = date(2026, 11, 21)

_FENCE = re.compile(r"^(`{3,}|~{3,})[ ]*([^`\n]*)$")
_PLACEHOLDER = re.compile(r"\{(SP|TAB|CRLF|EOF|U\+[0-9A-F]{4,6})\}(\n?)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the words after its fence, its content, and its line in the file.

    That of a ``diff`` block is the text after the change, and ``before`` the one before it.
    """

    info: tuple[str, ...]
    text: str
    line: int
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a rule: a document, the files beside it, and the findings expected.

    ``options`` are those of the rule; ``preset`` among them is the run's, and ``path`` the
    document's, and ``asked = false`` says that nobody chose the rule by its name; ``fixed`` is
    the document once all fixes are applied that may be. ``web`` is what the network says of its
    links, ``before`` the document before the change that is judged.
    """

    title: str
    line: int
    text: str
    expected: str
    files: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    fixed: str | None = None
    web: Web = OFFLINE
    before: str | None = None


class CaseFiles:
    """The files a case shows, by name: what is not among them does not exist.

    They come before ``document`` in the run. A file such as ``contributing.md`` is that of a
    repository whose readme the document is.
    """

    def __init__(self, texts: Mapping[str, str], document: Document) -> None:
        self.texts = texts
        before = [parse(Source(name, text)) for name, text in texts.items()]
        run = [Located(each, Path("/lists", each.source.path)) for each in (*before, document)]
        self.earlier = earlier_entries(run)[-1]

    def exists(self, target: str) -> bool | None:
        return _file_name(target) in self.texts

    def nearest(self, target: str) -> str | None:
        close = get_close_matches(_file_name(target), self.texts, n=1)
        return close[0] if close else None

    def anchors(self, target: str) -> Set[str] | None:
        name = _file_name(target)
        return parse(Source(name, self.texts[name])).anchors if name in self.texts else None

    def elsewhere(self, key: str) -> Sequence[Occurrence]:
        return self.earlier.get(key, ())

    def community(self, name: CommunityName) -> Sequence[CommunityFile] | None:
        return tuple(
            CommunityFile(path, text)
            for path, text in self.texts.items()
            if path.rpartition("/")[2].partition(".")[0].lower().replace("_", "-") == name
        )


def _file_name(target: str) -> str:
    return unquote(re.split(r"[?#]", target, maxsplit=1)[0]).removeprefix("./")


def rule_names() -> list[str]:
    """The names of all rules, from the modules that are there rather than from the index."""
    folder = Path(rules.__file__).parent
    stems = (path.stem for path in folder.glob("*.py"))
    return sorted(stem.replace("_", "-") for stem in stems if not stem.startswith("_"))


def rule_module(name: str) -> ModuleType:
    return importlib.import_module("curator.rules." + name.replace("-", "_"))


@cache
def rule_info(name: str) -> RuleInfo:
    """What the index will say of the rule, read from its module."""
    module = rule_module(name)
    rule = module.RULE
    assert isinstance(rule, Rule)
    summary = (module.__doc__ or "").partition("\n\n")[0]
    return RuleInfo(
        name,
        summary,
        rule.severity,
        rule.category,
        rule.presets,
        rule.fix,
        rule.online,
        rule.severities,
        describe_options(rule.options),
        rule.awesome_lint,
    )


def expand(text: str) -> str:
    """``text`` with its placeholders replaced by what editors and formatters would destroy.

    ``{SP}``, ``{TAB}`` and ``{U+200B}`` are characters; ``{CRLF}`` at the end of a line makes
    that line end in CRLF, ``{EOF}`` makes the text end there, without a newline.
    """

    def character(match: re.Match[str]) -> str:
        name, newline = match.groups()
        if name == "CRLF":
            return "\r\n"
        if name == "EOF":
            return ""
        plain = {"SP": " ", "TAB": "\t"}.get(name)
        return (plain or chr(int(name.removeprefix("U+"), base=16))) + newline

    return _PLACEHOLDER.sub(character, text)


def blocks(text: str) -> Iterator[Block | str]:
    """The fenced blocks of a Markdown page, with the lines between them as they are."""
    fence, line = "", 0
    info: tuple[str, ...] = ()
    content: list[str] = []
    for number, row in enumerate(text.split("\n"), start=1):
        match = _FENCE.match(row)
        if fence:
            closes = match and match[1].startswith(fence) and not match[2]
            if closes:
                yield _block(info, content, line)
                fence, content = "", []
            else:
                content.append(row + "\n")
        elif match:
            fence, info, line = match[1], tuple(match[2].split()), number
        else:
            yield row
    assert not fence, f"line {line}: the fence is not closed"


def _block(info: tuple[str, ...], content: list[str], line: int) -> Block:
    """A block with its lines; of a ``diff``, those that it leaves and those that were there."""
    if info[:1] != ("diff",):
        return Block(info, "".join(content), line)
    assert all(row[0] in "+- \n" for row in content), f"line {line}: no diff"
    after, before = (
        "".join(row if row == "\n" else row[1:] for row in content if row[0] != sign)
        for sign in "-+"
    )
    return Block(info, after, line, before)


def examples(name: str) -> Iterator[tuple[str, Block]]:
    """The examples on a rule's page: ``bad``, ``fixed`` or ``good``, with their blocks.

    They are lists, or as ``diff`` changes of lists.
    """
    for piece in blocks(rule_module(name).__doc__ or ""):
        if isinstance(piece, Block) and piece.info[0] in ("markdown", "diff"):
            yield piece.info[1] if len(piece.info) > 1 else "", piece


def page_web(name: str) -> Web:
    """What the network says of the links of all examples on a rule's page: its ``web`` blocks."""
    pieces = blocks(rule_module(name).__doc__ or "")
    return read_web(
        "".join(each.text for each in pieces if isinstance(each, Block) and each.info == ("web",))
    )


def cases(path: Path) -> Iterator[Case]:
    """The cases of a file: a heading, a document, files beside it, the findings expected.

    A block ``toml`` holds options, ``markdown NAME.md`` another file, ``web`` what the network
    says of the links (see ``read_web``), and ``markdown fixed`` the document as the fixes leave
    it; ``text``, the findings, ends a case. A block ``diff`` is a document with the change that
    is judged.
    """
    title, line, text = "", 0, None
    files: dict[str, str] = {}
    options: dict[str, Any] = {}
    fixed: str | None = None
    web = OFFLINE
    before: str | None = None
    for piece in blocks(path.read_text(encoding="utf-8")):
        if isinstance(piece, str):
            if piece.startswith("## "):
                assert text is None, f"{path.name}: '{title}' expects nothing"
                title = piece[3:].strip()
        elif piece.info in (("markdown",), ("diff",)):
            assert text is None, f"{path.name}:{piece.line}: a second document in one case"
            line, text = piece.line, expand(piece.text)
            before = None if piece.before is None else expand(piece.before)
        elif piece.info == ("toml",):
            options = tomllib.loads(piece.text)
        elif piece.info == ("web",):
            web = read_web(expand(piece.text))
        elif piece.info == ("markdown", "fixed"):
            fixed = expand(piece.text)
        elif piece.info[:1] == ("markdown",):
            files[piece.info[1]] = expand(piece.text)
        elif piece.info == ("text",):
            assert text is not None, f"{path.name}:{piece.line}: findings without a document"
            yield Case(title, line, text, expand(piece.text), files, options, fixed, web, before)
            text, files, options, fixed, web = None, {}, {}, None, OFFLINE
        else:
            raise AssertionError(f"{path.name}:{piece.line}: unknown block {piece.info}")
    assert text is None, f"{path.name}: '{title}' expects nothing"


# ------------------------------------------------------------------------------- the web

_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()


def read_web(text: str) -> Web:
    """What the network says of links, one a line: an address, then what became of it.

    - ``https://a.example/x 404 twice``: a code; ``twice`` says seen two times, minutes apart
    - ``https://a.example/x 301 https://a.example/y 200``: redirects, ``0`` for a meta refresh
    - ``https://a.example/x 200 challenge``: a ``Mark``, however many
    - ``https://a.example/x timeout runs=4 since=2026-11-01``: a ``Failure``, here one that
      earlier runs saw as well; ``since`` is the day of the first, ``runs`` count this one
    - ``https://a.example/x 404 'detail=So sorry'``: what was said in words
    - ``https://a.example/x#there lacks``: the page is there and has no such place
    - ``http://a.example/x https 200``: what https answers at an address of plain http

    The verdicts are those that ``judge`` gives on this evidence.
    """
    statuses: dict[str, LinkStatus] = {}
    absent: set[str] = set()
    secure: dict[str, LinkStatus] = {}
    for line in filter(None, text.split("\n")):
        url, *words = shlex.split(line)
        if words == ["lacks"]:
            absent.add(url)
            statuses.setdefault(url.partition("#")[0], _status(url.partition("#")[0], ["200"]))
        elif words[0] == "https":
            secure[url] = _status("https" + url.removeprefix("http"), words[1:])
        else:
            statuses[url] = _status(url, words)
    return Web(statuses, absent, secure)


def _status(url: str, words: Sequence[str]) -> LinkStatus:
    """The status of ``url`` by the words that ``read_web`` knows."""
    seen = Evidence(url, asked_at=_NOW, first_asked_at=_NOW, final_url=url, tries=1)
    runs, since = 0, 0.0
    for word in words:
        name, _, value = word.partition("=")
        if word.startswith(("http:", "https:")):
            hop = Hop(seen.final_url, seen.code or 0)
            seen = replace(seen, code=None, final_url=word, hops=(*seen.hops, hop))
        elif word.isdecimal():
            seen = replace(seen, code=int(word))
        elif word in set(Failure):
            seen = replace(seen, failure=Failure(word))
        elif word in set(Mark):
            seen = replace(seen, marks=seen.marks | {Mark(word)})
        elif word == "twice":
            seen = replace(seen, seen=2, tries=2, first_asked_at=_NOW - 120)
        elif name == "detail":
            seen = replace(seen, detail=value)
        elif name == "runs":
            runs = int(value)
        elif name == "since":
            since = datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp()
        else:
            raise AssertionError(f"'{word}' says nothing of {url}")
    outcome = seen.failure or str(seen.code)
    history = History(outcome, since, runs - 1) if runs > 1 else None
    return LinkStatus(seen, *judge(seen, history), failing_since=since, failed_runs=runs)


def check(
    name: str,
    text: str | Document,
    files: Mapping[str, str] | None = None,
    *,
    path: str = "README.md",
    options: Mapping[str, Any] | None = None,
    web: Web = OFFLINE,
    before: str | None = None,
) -> tuple[Document, list[Diagnostic]]:
    """What the rule ``name`` finds in ``text``, or what was read already, in reading order.

    With the text ``before``, what it finds where that change is judged.
    """
    given = dict(options or {})
    asked = bool(given.pop("asked", True))
    path = given.pop("path", path)
    document = parse(Source(path, text)) if isinstance(text, str) else text
    preset = cast("Preset", given.pop("preset", "recommended"))
    if name == UNUSED:
        return document, _unused(document, preset)
    change = None if before is None else change_of(Source(path, before), document.source)
    declared = rule_module(name).RULE.options
    context = Context(
        document,
        Style(document),
        CaseFiles(files, document) if files else NoFiles(),
        TODAY,
        rule_info(name),
        Brief(
            make_options(declared, given),
            preset,
            frozenset(rule_names()),
            change=change,
            asked=asked,
        ),
        web,
    )
    found = list(rule_module(name).check(context))
    return document, sorted(found, key=lambda diagnostic: diagnostic.span)


def _unused(document: Document, preset: Preset) -> list[Diagnostic]:
    """What is found of suppressions once all other rules have run."""
    index = {name: rule_info(name) for name in rule_names()}
    settings = settings_for(index, Selection(preset))
    found = lint(document, settings, NoFiles(), TODAY).diagnostics
    return [diagnostic for diagnostic in found if diagnostic.rule == UNUSED]


def fix(document: Document, found: Sequence[Diagnostic]) -> str:
    """The text with all fixes applied that are more than shown; they must not overlap."""
    edits = sorted(
        {
            (edit.span, edit.text)
            for diagnostic in found
            if diagnostic.fix is not None and diagnostic.fix.applicability > Applicability.DISPLAY
            for edit in diagnostic.fix.edits
        }
    )
    text, at, pieces = document.source.text, 0, []
    for span, replacement in edits:
        assert span.start >= at, "two fixes overlap"
        pieces += [text[at : span.start], replacement]
        at = span.end
    return "".join([*pieces, text[at:]])


def as_lines(document: Document, found: list[Diagnostic]) -> str:
    """Findings as case files write them, one a line; ``none`` where there are none."""
    lines = []
    for diagnostic in found:
        start = document.source.position(diagnostic.span.start)
        end = document.source.position(diagnostic.span.end)
        place = f"{start.line}:{start.column}-{end.line}:{end.column}"
        lines.append(f"{place} {diagnostic.severity.label} {diagnostic.message}\n")
    return "".join(lines) or "none\n"
