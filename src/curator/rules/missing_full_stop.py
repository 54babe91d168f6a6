r"""A description does not end with a full stop, although the others of the list do.

## Why it matters

Where nearly all descriptions are sentences, one without its stop looks cut off, as if a part
of it had been lost.

```markdown bad
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10) - Builds many things.
- [Willow](https://example.org/11) - Builds many things [MIT]
```

```markdown fixed
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10) - Builds many things.
- [Willow](https://example.org/11) - Builds many things. [MIT]
```

The list decides: the rule speaks where nine in ten descriptions of the file, and four in five
of the section, end with a stop. Sections that do so half the time are left as they are; who wants
the whole file to end in stops chooses a preset that imposes them. Any of `. ! ? … 。 ！ ？ ：` is
a stop, and those of other scripts, such as `।`, `۔` and `։`, also with quotation marks, brackets
or emoji behind it. One or two words are a label, and what has no words needs no stop, nor does
Thai or Lao. Where the last word is a link, an address, code or in round brackets, it is hard to
say where a stop belongs, and the rule is silent. The presets `awesome`, `awesome-lint` and
`strict` want the stop whatever the others do, and behind code and brackets as well. Where most
descriptions of a list or a section are nothing but the names of authors, those need none, save in
the preset `awesome-lint`. The program awesome-lint knows no `。`, which is right here.

```markdown good
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10) - Builds many things.
- [Willow](https://example.org/11) - Builds many things! :tada:
- [Yew](https://example.org/12) - Builds many things with `make`
- [Ash](https://example.org/13) - Video
```

## Fix safety

The fix writes a stop behind the last word, before badges, tags, a venue behind a bar, and links in
brackets. In the presets that impose stops it stands behind a bracket at the end, whatever is in
it, unless the list has its stops before such tags and links. Behind Chinese and Japanese prose it
is `。`; in scripts that have a sign of their own, such as those of Hindi, Urdu, Armenian and Khmer,
it is what the list uses. No word and no link changes, so it is safe. None is offered behind code,
nor in such a script where the list shows no stop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Entry
from curator.nodes import Code, Image, Link, Node, Paragraph
from curator.rule import Context, Rule
from curator.source import Span
from curator.style import Wording

RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=("recommended", "awesome", "awesome-lint", "strict"),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-list-item",),
    by_majority=True,
)

_IMPOSING: Final = ("awesome", "awesome-lint", "strict")
_WHOLE: Final = 0.9
"""The share of a file's descriptions that have to end with a stop."""
_ENOUGH_NAMES: Final = 5
"""The descriptions a section has to have to be one of authors; a file may have fewer."""
_LONGEST_NAME: Final = 4
_LONGEST_WORD: Final = 30
_WORD = re.compile(r"\w+")
# Two letters side by side; in India and beyond signs of vowels, which are none, may part them.
_LETTERS = re.compile(r"[^\W\d_\u2150-\u218b]{2}|[\u0900-\u109f\u1780-\u17ff]{2}")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[\w'’-]*[A-Za-z][\w'’-]*", re.ASCII)
_STOP = re.compile(r"[.!?…。！？।۔։។။።](?!\w)")
_FULL_STOPS = frozenset(".।॥۔։።។៕။།")
# What is no word of a name: a bracket, a character reference, a shortcode, an account.
_BESIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|&#?\w+;|:\w+:|@[\w-]+")
_INITIAL = re.compile(r"\b(?:\w|Jr|Sr|Dr|Prof|St|al)\.")
_NAME = re.compile(r"[\w'’]+")
_BETWEEN_NAMES = re.compile(r"[,;&/+|،、]|\s(?:[-–—•]|and|und|et|y|e|i|и|och|og|en|with)\s")
_PARTICLES = frozenset(
    "al and at bin da de del della den der di do dos du el for ibn in la le of ten ter the van von"
    " zu".split()
)
# Scripts with a stop of their own, and such as have none.
_UNSTOPPED = re.compile(r"[\u0e00-\u0eff]")
_OWN_STOPS: Final = {
    "Armenian": re.compile(r"[\u0530-\u058f]"),
    "Indic": re.compile(r"[\u0900-\u09ff\u0a00-\u0a7f\u0b00-\u0b7f]"),
    "Tibetan": re.compile(r"[\u0f00-\u0fff]"),
    "Burmese": re.compile(r"[\u1000-\u109f]"),
    "Ethiopic": re.compile(r"[\u1200-\u139f]"),
    "Khmer": re.compile(r"[\u1780-\u17ff]"),
}
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_URDU = re.compile(r"[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")
"""Letters that Arabic and Persian, which end in a full stop as English does, have not."""


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the descriptions of a file do, as far as one has to know to write a stop.

    ``stops`` is the usual full stop by script. ``before`` holds the signs that close those
    brackets at the end before which stops stand rather than behind them. ``named`` holds the
    identities of the sections in which most descriptions are names, and that of the document
    if most of all are.
    """

    stops: dict[str, str]
    before: frozenset[str]
    named: frozenset[int]


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report descriptions that end with a word where they ought to end with a stop."""
    imposing = ctx.preset in _IMPOSING
    style = ctx.style
    habits = _habits(ctx)
    for entry in ctx.document.entries:
        wording = style.wording(entry)
        if wording is None or wording.closing or _needs_none(wording):
            continue
        if ctx.preset != "awesome-lint" and _is_author(ctx, entry, wording, habits):
            continue
        if wording.closing is None:
            if imposing:
                yield from _in_doubt(ctx, entry, wording, habits)
        elif imposing:
            tail = wording.tail
            before = tail is None or _bracket(ctx, tail) in habits.before
            yield _found(ctx, entry, wording, habits, None if before else tail)
        elif _is_sentence(wording) and style.consensus(entry, style.full_stop, whole=_WHOLE):
            yield _found(ctx, entry, wording, habits)


# ------------------------------------------------------------------ what ends in a stop


def _is_sentence(wording: Wording) -> bool:
    """Whether a description is more than a label, that is, than two words or four ideographs."""
    ideographs = len(_WIDE.findall(wording.words))
    if not ideographs:
        return len(_WORD.findall(wording.words)) > 2
    return ideographs > 4 or len(_LATIN.findall(wording.words)) > 2


def _needs_none(wording: Wording) -> bool:
    """Whether words end in no stop at all: a venue, a picture of signs, Thai or Lao prose.

    A venue stands behind a bar: ``[A paper](u) | ICML 2020``.
    """
    if wording.separator.strip() == "|" and not _is_sentence(wording):
        return True
    return not _LETTERS.search(wording.words) or _is_mostly(_UNSTOPPED, wording.words)


def _is_mostly(letters: re.Pattern[str], words: str) -> bool:
    """Whether prose is in a script, though there may be Latin names in it."""
    return not words.isascii() and 2 * len(letters.findall(words)) > len(words.split())


def _script(words: str) -> str:
    """The script of prose if it is one with a stop of its own, else nothing."""
    if words.isascii():
        return ""
    if _URDU.search(words) and _is_mostly(_ARABIC, words):
        return "Urdu"
    return next((name for name, script in _OWN_STOPS.items() if _is_mostly(script, words)), "")


def _is_author(ctx: Context, entry: Entry, wording: Wording, habits: _Habits) -> bool:
    """Whether a description is nothing but names in a list or section of such.

    There one or two small words are a name as well: ``astaxie``.
    """
    around = {id(ctx.document), id(ctx.document.section_of(entry))}
    if not around & habits.named:
        return False
    names = _names(wording)
    return _are_capital(names) or (len(names) == 1 and len(names[0]) <= 2)


def _names(wording: Wording) -> list[list[str]]:
    """The words of the names of persons that a description may be, nothing if it is a sentence.

    What stands in brackets, and years, are not looked at.
    """
    words = _INITIAL.sub("X", _BESIDE.sub(" ", wording.words[:200]))
    if _STOP.search(words):
        return []
    parts = [_NAME.findall(part.replace("-", "")) for part in _BETWEEN_NAMES.split(words)]
    names = [[w for w in part if not w.isdigit() and w not in _PARTICLES] for part in parts]
    return [name for name in names if name]


def _are_capital(names: list[list[str]]) -> bool:
    """Whether these are names: each of few words, which begin with capitals.

    One of three or more may lack its own. In scripts without capitals they are told by their
    length alone.
    """
    return bool(names) and all(
        len(name) <= _LONGEST_NAME
        and name[0][:1].isupper() >= name[0][:1].islower()
        and sum(w[0].islower() for w in name) <= (len(name) > 2)
        and not any(map(_is_phrase, name))
        for name in names
    )


def _is_phrase(word: str) -> bool:
    """Whether what stands between two blanks is more than a word, in scripts without blanks."""
    return len(_WIDE.findall(word)) > 4


def _habits(ctx: Context) -> _Habits:
    stops: dict[str, Counter[str]] = {}
    named: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    before: Counter[str] = Counter()
    for entry in ctx.document.entries:
        wording = ctx.style.wording(entry)
        if wording is None:
            continue
        closing = wording.closing
        if closing in _FULL_STOPS and (script := _script(wording.words)):
            stops.setdefault(script, Counter())[closing] += 1
        if closing and wording.tail is not None:
            before[_bracket(ctx, wording.tail)] += 1
        elif closing:
            before[_bracket(ctx, wording.end - len(closing))] -= 1
        names = not closing and _are_capital(_names(wording))
        for scope in (ctx.document, ctx.document.section_of(entry)):
            seen[id(scope)] += 1
            named[id(scope)] += names
    return _Habits(
        {script: counts.most_common(1)[0][0] for script, counts in stops.items()},
        frozenset(sign for sign, count in before.items() if count > 0),
        frozenset(
            scope
            for scope, count in seen.items()
            if 2 * named[scope] > count and (count >= _ENOUGH_NAMES or scope == id(ctx.document))
        ),
    )


def _bracket(ctx: Context, end: int) -> str:
    """The sign before ``end``, but for the marks of emphasis: that which closes a bracket."""
    return ctx.source.text[max(end - 5, 0) : end].rstrip("*_~")[-1:]


# -------------------------------------------------------------------------- the finding


def _in_doubt(
    ctx: Context, entry: Entry, wording: Wording, habits: _Habits
) -> Iterator[Diagnostic]:
    """A description that ends in code or a bracket and has no stop, wherever it belongs."""
    if wording.tail is not None:
        yield _found(ctx, entry, wording, habits, wording.tail)
        return
    line = next((child for child in entry.node.children if isinstance(child, Paragraph)), None)
    shown = [node for node in line.children if ctx.source[node.span].strip()] if line else []
    while shown and _is_picture(shown[-1]):
        shown.pop()
    if shown and isinstance(shown[-1], Code) and not _STOP.search(wording.words):
        yield _found(ctx, entry, wording, habits, shown[-1].end, sure=False)


def _is_picture(node: Node) -> bool:
    """Whether a node shows a picture, such as a badge, perhaps linked."""
    linked = isinstance(node, Link) and bool(node.children) and not isinstance(node, Image)
    return isinstance(node, Image) or (linked and all(map(_is_picture, node.children)))


def _found(
    ctx: Context,
    entry: Entry,
    wording: Wording,
    habits: _Habits,
    end: int | None = None,
    *,
    sure: bool = True,
) -> Diagnostic:
    text, end = ctx.source.text, end or wording.end
    start = end
    least = max(wording.gap.end, end - _LONGEST_WORD)
    while start > least and not text[start - 1].isspace():
        start -= 1
    word = text[start:end]
    message = "the description ends without a full stop"
    stop = _stop(entry, wording, habits, word) if sure else ""
    if not stop:
        return ctx.found(Span(start, end), message, key=entry.title)
    return ctx.found(
        Span(start, end),
        f"{message}: write '{shortened(word)}{stop}'",
        key=entry.title,
        fix=Fix(f"Write '{stop}'", (Edit(Span(end, end), stop),), Applicability.SAFE),
    )


def _stop(entry: Entry, wording: Wording, habits: _Habits, word: str) -> str:
    """The stop that ends such prose, empty where the list does not show it."""
    if _WIDE.search(word[-2:]) or _is_mostly(_WIDE, entry.description):
        return "。"
    script = _script(wording.words)
    return habits.stops.get(script, "") if script else "."
