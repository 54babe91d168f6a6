r"""Text was decoded with the wrong character encoding and is garbled.

## Why it matters

A tool once read UTF-8 as Windows-1252 or the like and saved what it saw. The
file is valid, every program shows it without complaint, and every reader sees `donâ€™t` for
`don’t`. It often comes with entries pasted from a terminal or exported from a spreadsheet.

```markdown bad
- [Attention](https://arxiv.org/abs/1706.03762) - Why you donâ€™t need recurrence.
- [PokÃ©mon](https://example.org/pokemon) - The game, with a model for each player.
- [ÐŸÑ€Ð¸Ð²ÐµÑ‚](https://example.org/ru) - A greeting.
```

```markdown fixed
- [Attention](https://arxiv.org/abs/1706.03762) - Why you don’t need recurrence.
- [Pokémon](https://example.org/pokemon) - The game, with a model for each player.
- [Привет](https://example.org/ru) - A greeting.
```

Only what cannot be anything else is reported, by the judgement of
[ftfy](https://ftfy.readthedocs.io). Addresses and code are never looked at:

```markdown good
- [naïve Bayes](https://example.org/nai%C3%AFve) - «Où est la bibliothèque ?»
- [ftfy](https://example.org/ftfy) - Turns `â€™` into an apostrophe.
- [Šíleně žluťoučký kůň](https://example.org/Ã©) - Is Czech, and so is Ä.
```

## Fix safety

The fix is unsafe: it changes words. It puts back the letters that stood there before the text
was decoded wrongly, and there is none where one of their bytes was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.nodes import (
    Cell,
    CodeBlock,
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
    Item,
    Link,
    Node,
    Paragraph,
    Text,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="text",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

# No-break spaces and control characters are often half of a garbled letter.
_WORD = re.compile(r"[^ \t\r\n]{1,400}")
_FOREIGN = re.compile(r"[^\x00-\x7f]{2,}")
_ADDRESS = re.compile(r"://|^\W*www\.", re.IGNORECASE)
# A word in capitals and the mark behind it: «IRMÃ», NESTLÉ®.
_SHOUTED = re.compile(r"[A-ZÀ-Þ][À-Þ][”’»…™®©“–—]\W*$")
_CODE_TAGS = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "tt", "var"})
# Encodings of one byte a character for which ftfy knows what UTF-8 looks like when read as them.
_ENCODINGS = "latin-1 cp1252 cp1251 cp1250 cp1253 cp1254 cp1257 iso-8859-2 mac-roman cp437".split()
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring garbled words: where they stand, and how they read as they should.

    ``meant`` is cut where more than is shown; ``edits`` are those of each word.
    """

    words: Span
    garbled: Span
    meant: str
    edits: list[Edit]


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each run of garbled words once."""
    if not _may_be_garbled(ctx.source.text):
        return
    for span in _prose(ctx):
        text = ctx.source[span]
        if _may_be_garbled(text):
            yield from (_diagnostic(ctx, run) for run in _runs(text, span.start))


def _diagnostic(ctx: Context, run: _Run) -> Diagnostic:
    wrong = shortened(ctx.source[run.words], _SHOWN)
    message = f"'{wrong}' was decoded with the wrong character encoding"
    fix = None
    if not any("\ufffd" in edit.text for edit in run.edits):
        meant = shortened(run.meant, _SHOWN)
        message += f"; did you mean '{meant}'?"
        fix = Fix(f"Write '{meant}'", tuple(run.edits), Applicability.UNSAFE)
    # Else a byte was lost, and nobody knows what was meant.
    return ctx.found(run.garbled, message, key=ctx.source[run.words][:_SHOWN], fix=fix)


# --------------------------------------------------------------------------- the words


def _runs(text: str, offset: int) -> Iterator[_Run]:
    """The runs of garbled words in ``text``, which stands at ``offset``."""
    run: _Run | None = None
    for match in _WORD.finditer(text):
        found = _garbled(match.group(), offset + match.start())
        if found is None:
            if run is not None:
                yield run
            run = None
        else:
            run = found if run is None else _joined(run, found)
    if run is not None:
        yield run


def _joined(run: _Run, found: _Run) -> _Run:
    """The run that goes on with ``found``; of what was meant no more is kept than is shown."""
    meant = run.meant
    if len(meant) <= _SHOWN:
        meant += " " * (found.words.start - run.words.end > 0) + found.meant
    words = Span(run.words.start, found.words.end)
    run.edits.extend(found.edits)
    return _Run(words, Span(run.garbled.start, found.garbled.end), meant, run.edits)


def _garbled(word: str, at: int) -> _Run | None:
    """``word``, which stands at ``at``, repaired, or ``None`` if nothing is wrong with it."""
    if word.isascii() or not _may_be_garbled(word) or _ADDRESS.search(word):
        return None
    from ftfy import fix_encoding  # noqa: PLC0415 - slow to import and needed by few files

    meant = fix_encoding(word)
    if meant == word or not _is_sure(word, meant):
        return None
    spans = [match.span() for match in _FOREIGN.finditer(word) if _may_be_garbled(match.group())]
    start, end = (spans[0][0], spans[-1][1]) if spans else (0, len(word))
    whole = Span(at, at + len(word))
    return _Run(whole, Span(at + start, at + end), meant, [Edit(whole, meant)])


def _is_sure(word: str, meant: str) -> bool:
    """Whether ftfy can be believed, which is made for running text and sees one word here.

    A single letter gained is enough if lists have use for it: Latin, punctuation, emoji,
    ideographs. Letters between them (phonetic, Greek, Cyrillic, Hebrew, Arabic) come from two
    characters that may as well stand together by chance (``×²``), so there must be two.
    """
    if _SHOUTED.search(word):
        return False
    gained = [character for character in meant if character > "\x7f" and character not in "Ųų"]
    telling = any(character < "\u0180" or character > "\u07ff" for character in gained)
    return telling or len(gained) > 1


# ---------------------------------------------------------------------- the cheap test


@cache
def _suspects() -> re.Pattern[str]:
    """What UTF-8 beyond ASCII looks like when it is read in another encoding.

    A lead byte and the continuation bytes that it asks for, in any of the encodings.
    """
    shapes: set[str] = set()
    for encoding in _ENCODINGS:
        after = _as_read(range(0x80, 0xC0), encoding)
        shapes.add(f"[{_as_read(range(0xC2, 0xE0), encoding)}][{after}]")
        shapes.add(f"[{_as_read(range(0xE0, 0xF0), encoding)}][{after}]{{2}}")
        shapes.add(f"[{_as_read(range(0xF0, 0xF5), encoding)}][{after}]{{3}}")
    # Half of the curly quotes lose a byte that Windows-1252 does not know.
    return re.compile("|".join([*sorted(shapes), "â€"]))


def _as_read(values: range, encoding: str) -> str:
    """The characters that bytes become in ``encoding``; control characters where it has none."""
    characters = []
    for value in values:
        try:
            characters.append(bytes([value]).decode(encoding))
        except UnicodeDecodeError:
            characters.append(chr(value))
    return "".join(re.escape(character) for character in characters)


def _may_be_garbled(text: str) -> bool:
    """Whether ``text`` is worth loading ftfy for; fast where there is little beyond ASCII."""
    if text.isascii():
        return False
    search = _suspects().search
    return any(search(match.group()) is not None for match in _FOREIGN.finditer(text))


# -------------------------------------------------------------------------- the prose


def _prose(ctx: Context) -> Iterator[Span]:
    """The spans of the document's words, without code, addresses and what is never shown."""
    stack: list[Node] = [ctx.document.syntax.root]
    in_code = False
    while stack:
        node = stack.pop()
        if isinstance(node, (Text, HtmlText)):
            if not in_code:
                yield node.span
        elif isinstance(node, HtmlTag):
            if node.name in _CODE_TAGS:
                in_code = not node.closing
        elif not _is_hidden(node):
            if isinstance(node, (Paragraph, Heading, Item, Cell, HtmlBlock)):
                in_code = False
            stack.extend(reversed(node.children))


def _is_hidden(node: Node) -> bool:
    """Whether what is below ``node`` is no prose, or not shown."""
    if isinstance(node, Link):
        return node.form in ("autolink", "bare")
    if isinstance(node, Cell):
        return node.extra
    return isinstance(node, (CodeBlock, Definition, FrontMatter))
