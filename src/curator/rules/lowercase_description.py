r"""A description begins with a small letter.

## Why it matters

The awesome guidelines ask for descriptions that are sentences: they begin with a capital and end
with a full stop.

```markdown bad
- [Alder](https://example.org/1) - builds many things.
- [Beech](https://example.org/2) 🔥 - makes many things.
- [Birch](https://example.org/3) - 🔥 makes many things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) 🔥 - Makes many things.
- [Birch](https://example.org/3) - 🔥 Makes many things.
```

Words that are written so stay so: names such as `npm`, `iOS` and `gRPC`, identifiers, addresses,
numbers, the entry's own name, and scripts without capitals; behind a colon a small letter is
fine, and words that look like an author's name are not judged. awesome-lint calls the small letter
behind an emoji a missing dash, and does not look at descriptions with links or code in them.

```markdown good
- [Alder](https://example.org/1) - npm package for iOS.
- [Beech](https://example.org/2) - gRPC server.
- [birch](https://example.org/3) - birch is its name.
- [Cedar](https://example.org/4) - 3D models, and `code` first.
- [Elm](https://example.org/5) - 构建许多东西。
```

In presets other than `awesome`, `awesome-lint` and `strict` the rule is silent where four in five
descriptions of the list begin with a small letter.

## Fix safety

The fix is unsafe: it changes a word, by writing its first letter as a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Entry
from curator.names import find_misspellings, known_names, lowercase_names
from curator.nodes import Break, Emphasis, Node, Paragraph, Strong, Text
from curator.rule import Context, Rule
from curator.source import Span
from curator.style import Wording
from curator.style.wording import is_symbol

RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-list-item",),
    by_majority=True,
)

_IMPOSING: Final = ("awesome", "awesome-lint", "strict")
_WORD = re.compile(r"[^\s,;:!?)\]}»”\"]{1,60}")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Emoji and blanks: all that is no ASCII, letter, digit or opening mark.
_SKIPPED = re.compile(r":[a-z0-9_+-]{2,40}:|\s|(?![“‘«„‹»（【「『])[^\x00-\x7f\w]")
# Names of commands and formats that are written without a capital wherever they stand.
_SMALL = frozenset(
    "ack apt awk bash bpython busybox cat chmod conda cron csh curl dash dmenu dpkg eslint fd "
    "find fish fzf gcc gdb git go grep gzip htop irssi jax jq ksh kubectl less llvm ls lua make "
    "mihomo mpd mutt nano ncurses nginx nix nvim nvm pip pipenv pyenv rsync rustup scp sed sh "
    "sklearn ssh sudo svn tar tcsh top torch uv vi vim wget xmonad yum zsh by von van de der "
    "des del della di da dos el al".split()
)
_PROGRAM = ("-cli", "-js", "-py", "-rs", "-tui")
"""What ends the name of a program rather than a word with a hyphen."""
_AROUND = 100
"""Characters on each side of a word that may tell whether it is a name."""
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NO_DASH = frozenset({"", ":", "："})
"""Separators behind which a sentence may go on with a small letter."""
_STOPS = frozenset(".!?…")
_WORDS = 4
"""Words that are no sentence without a stop if they are fewer: the name of an author."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report descriptions whose first word ought to have a capital."""
    imposing = ctx.preset in _IMPOSING
    style = ctx.style
    for entry in ctx.document.entries:
        wording = style.wording(entry)
        if wording is None or wording.separator.strip() in _NO_DASH:
            continue
        at = _first_letter(ctx, entry, wording)
        if at is None or not _is_sentence(wording):
            continue
        if not imposing and style.consensus(entry, style.capital) is False:
            continue
        word = _word(ctx, entry, at)
        if word is not None:
            yield _found(ctx, entry, at, word)


def _is_sentence(wording: Wording) -> bool:
    """Whether a description is more than an author's name, in a script with capitals."""
    words = _BRACKETED.sub(" ", wording.words[:300])
    if _WIDE.search(words):
        return False
    return len(words.split()) >= (2 if wording.closing in _STOPS else _WORDS)


def _found(ctx: Context, entry: Entry, at: int, word: str) -> Diagnostic:
    capital = word[0].upper() + word[1:]
    behind = " behind the emoji" if _is_behind_symbol(ctx, at) else ""
    return ctx.found(
        Span(at, at + len(word)),
        f"the description begins with a small letter{behind}: write '{shortened(capital)}'",
        key=entry.title,
        fix=Fix(
            f"Write '{shortened(capital)}'",
            (Edit(Span(at, at + 1), capital[0]),),
            Applicability.UNSAFE,
        ),
    )


def _first_letter(ctx: Context, entry: Entry, wording: Wording) -> int | None:
    """Where the first word of a description stands, if that is plain text in small letters."""
    text = ctx.source.text
    for leaf in _leaves(entry):
        at = max(leaf.start, wording.gap.end)
        if at >= leaf.end or isinstance(leaf, Break):
            continue
        if not isinstance(leaf, Text):
            return None
        while at < leaf.end and (shortcode := _SKIPPED.match(text, at)):
            at = shortcode.end()
        if at < leaf.end:
            letter = text[at]
            return at if letter.islower() and len(letter.upper()) == 1 else None
    return None


def _leaves(entry: Entry) -> Iterator[Node]:
    """The inline nodes of an entry's first paragraph; a link is one."""
    stack = [next((n for n in entry.node.children if isinstance(n, Paragraph)), entry.node)]
    while stack:
        node = stack.pop()
        if isinstance(node, (Paragraph, Strong, Emphasis)):
            stack.extend(reversed(node.children))
        else:
            yield node


def _is_behind_symbol(ctx: Context, at: int) -> bool:
    before = ctx.source.text[max(at - 4, 0) : at].rstrip()
    return bool(before) and is_symbol(before[-1])


def _word(ctx: Context, entry: Entry, at: int) -> str | None:
    """The word at ``at`` if it ought to have a capital, ``None`` if it is written so."""
    match = _WORD.match(ctx.source.text, at)
    if match is None:
        return None
    written = match.group().rstrip(".…*_'’")
    head = _LETTERS.match(written)
    if head is None:
        return None
    word = head.group()
    rest = written[len(word) :]
    if any(character.isupper() for character in word) or any(c.isdigit() for c in written):
        return None
    if rest[:1] in ("_", ".", "/", "@", "+", "#", "=", "$", "\\", "(", "<", "&", "*", "~"):
        return None
    bare = word.removesuffix("'s").removesuffix("’s")
    if written in lowercase_names() or written in _SMALL or bare in _SMALL:
        return None
    name = entry.title.lower()
    if name and _begins(ctx.source.text, at, name):
        return None
    if rest.startswith(_PROGRAM) or _is_wrong_name(ctx.source.text, at):
        return None
    if word in name.split() or written in name.split() or name.replace(" ", "") == written:
        return None
    if entry.link is not None and entry.link.url.rstrip("/").endswith("/" + written):
        return None
    return word


def _is_wrong_name(text: str, at: int) -> bool:
    """Whether the word is a name with other capitals, which ``misspelled-name`` tells."""
    start = max(at - _AROUND, 0)
    found = find_misspellings(text[start : at + _AROUND], known_names())
    return any(each.start == at - start and not each.right[0].islower() for each in found)


def _begins(text: str, at: int, name: str) -> bool:
    """Whether the words at ``at`` begin with a name, whatever signs are in it: ``fre:ac``."""
    end = at + len(name)
    return text[at:end].lower() == name and not text[end : end + 1].isalnum()
