r"""The title of the list is not in title case.

## Why it matters

The guidelines of awesome lists want a title that reads as one, `Awesome Name of List`: not the
name of the repository, not one word, not a sentence. It is what search engines show.

```markdown bad
# awesome-machine-learning

> Computers that learn from examples.
```

```markdown fixed
# Awesome Machine Learning

> Computers that learn from examples.
```

Every word begins with a capital but for small ones such as `of`, `the` and `with`. A word with a
capital or a digit inside, such as `iOS` or `k8s`, with a dot, such as `free-for.dev`, or whose
makers write it small, such as `npm`, is right as it is, and only the first part of a word with
hyphens is looked at: there awesome-lint finds fault with `Awesome iOS` and `Awesome Foo-bar`.
Titles in another script or with accents are left alone, for other languages have other customs.

```markdown bad
# Awesome Deep learning

> Computers that learn from examples.
```

```markdown fixed
# Awesome Deep Learning

> Computers that learn from examples.
```

Only the readme of a repository or folder is held to it, text on standard input, and a file whose
title begins with "Awesome".

```markdown good
# Awesome Tools for iOS and npm

> Telephones, and what runs on them.
```

## Options

With `names = ["foobar"]` further words that are written small are right as they are.

## Fix safety

The fix writes capitals, and blanks instead of the hyphens of a repository's name, where every
word that changes is a common one: `awesome-cpp` is left to you. It changes how words are
written, so it is unsafe. The anchor of the title stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document.opening import Opening, is_front_page, read_opening
from curator.nodes import Code, Image, Node, Text
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may say about titles."""

    names: tuple[str, ...] = option((), "Words that are written small in a title as well.")


RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    options=Options,
    awesome_lint=("awesome-heading",),
)

_SMALL = frozenset(
    "a an and as at but by for from if in into nor of off on onto or over per than the to up via "
    "vs versus with within without yet is are y et und de der die das des du da do dos la le les "
    "el los las en e o van von zu di il &".split()
)
# Names that their makers write small.
_NAMES = frozenset(
    "npm pnpm npx jq yq tmux fzf systemd nginx bash zsh fish xonsh curl wget pandas webpack "
    "gulp esbuild bspwm dwm sway iptables tidyverse dplyr pytest conda pip pipx sudo awk sed grep "
    "make gcc ffmpeg htmx mpv yazi lit zx rsync ssh vim nano ripgrep nftables containerd runc "
    "etcd minikube kubectl kubeadm helm ggplot scikit statsmodels seaborn matplotlib jax spaCy "
    "asdf direnv chezmoi nix nixpkgs qutebrowser suckless imgui raylib bgfx libuv asyncio uv ruff "
    "node macports homebrew lua love2d p5 three chibi crates cargo git svn dotenv".split()
)
_COMMON = re.compile(
    r"awesome|[a-z]{3,8}(?:ing|tion|sion|ment|ity|ness|ance|ence|ics|ogy|ism|ies)s?"
    r"|(?:list|paper|tool|book|course|tutorial|video|talk|article|blog|project|app|game|framework"
    r"|resource|task|script|theme|plugin|template|example|question|interview|list|algorithm|dataset"
    r"|model|network|system|method|survey|code|language|public|library|lecture|note|guide"
    r"|transformer|agent|robot|graph|image|video|text|sound|map|icon|font|color|colour|shell)s?"
    r"|machine|deep|neural|data|open|source|free|software|hardware|web|computer|large|small"
    r"|visual|object|domain|self|static|mobile|cloud|remote|big|best|useful|collection|curated",
)
_TOKEN = re.compile(r"\S+")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_PARTS = re.compile(r"[^/–—|+]+")
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+")
_HYPHENATED = re.compile(r"Awesome(?:[-_]\w+)+", re.IGNORECASE)
_JOINED = re.compile(r"Awesome[A-Z][a-z]\w*")
_LONGEST_WORD: Final = 200
_MOST_WORDS: Final = 12
"""Words of a title; a heading with more is a sentence."""
_SHOUTED: Final = 4
"""Letters of a word in capitals that is probably no acronym, where another such is beside it."""


class _Word(NamedTuple):
    """A word of the title: its place, and how it is written."""

    span: Span
    text: str


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the title whose words are not written as those of a title."""
    opening = read_opening(ctx.document)
    if opening is None or opening.title is None or not is_front_page(ctx.document):
        return
    words = _words(ctx, opening)
    if len(words) > _MOST_WORDS or any(len(word.text) > _LONGEST_WORD for word in words):
        return
    title = " ".join(word.text for word in words)
    letters = [character for character in title if character.isalpha()]
    if not letters or not all(map(str.isascii, letters)):
        return
    wrong = _wrong(words, frozenset(ctx.options(Options).names))
    if not wrong:
        return
    first, last = min(wrong), max(wrong)
    sure = all(wrong.values())
    better = " ".join(wrong.get(at, words[at].text) for at in range(first, last + 1))
    yield ctx.found(
        Span(words[first].span.start, words[last].span.end),
        "the title is not in title case: write "
        + (f"'{shortened(better)}'" if sure else "it as in 'Awesome Name of List'"),
        key=title,
        fix=Fix(
            "Write the title in title case",
            tuple(Edit(words[at].span, text) for at, text in wrong.items()),
            Applicability.UNSAFE,
        )
        if sure and opening.node is not None
        else None,
    )


def _words(ctx: Context, opening: Opening) -> list[_Word]:
    """The words of the title; of one in HTML without places of their own."""
    source = ctx.source
    if opening.node is None:
        text = opening.title.text if opening.title else ""
        return [_Word(opening.place, match.group()) for match in _TOKEN.finditer(text)]
    return [
        _Word(Span(node.start + match.start(), node.start + match.end()), match.group())
        for node in _texts(opening.node)
        for match in _TOKEN.finditer(source[node.span])
    ]


def _texts(node: Node) -> Iterator[Text]:
    for child in node.children:
        if isinstance(child, Text):
            yield child
        elif not isinstance(child, (Image, Code)):
            yield from _texts(child)


def _wrong(words: list[_Word], names: frozenset[str]) -> dict[int, str]:
    """What the words that are wrong ought to be, by their index; empty if only people know."""
    texts = [word.text for word in words]
    shouted = [at for at, text in enumerate(texts) if _is_shouted(text)]
    if len(shouted) > 1 and not any(character.islower() for character in "".join(texts)):
        return dict.fromkeys(shouted, "")
    wrong: dict[int, str] = {}
    for at, text in enumerate(texts):
        slug = len(texts) == 1 and _SLUG.fullmatch(text)
        if slug or (at == 0 and _HYPHENATED.fullmatch(text)):
            wrong[at] = _spaced(text)
        elif at == 0 and _JOINED.fullmatch(text):
            wrong[at] = ""
        else:
            better = _capitalised(text, names, first=at == 0)
            if better != text:
                wrong[at] = better
    return wrong


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(_bare(text)) >= _SHOUTED


def _bare(text: str) -> str:
    return _EDGES.sub("", text)


def _spaced(name: str) -> str:
    """A repository's name as words, where all of them are common or written well already."""
    parts = re.split("[-_]", name)
    if name[0].isupper() and len(parts) > 2:  # Awesome-Self-Hosted
        return ""
    if not all(part in _SMALL or _COMMON.fullmatch(part) or part[:1].isupper() for part in parts):
        return ""
    return " ".join(
        part if part in _SMALL and index else part[:1].upper() + part[1:]
        for index, part in enumerate(parts)
    )


def _capitalised(token: str, names: frozenset[str], *, first: bool) -> str:
    """``token`` as a word of a title; empty where it is wrong and only people know how."""
    if _SHORTCODE.fullmatch(token) or any(mark in token for mark in ".@\\&:#_"):
        return token
    better = token
    for match in _PARTS.finditer(token):
        word = _bare(match.group())
        head = word.partition("-")[0]
        if not head.isalpha() or not word.islower() or word in _NAMES or word in names:
            continue
        if head in names or head in _NAMES or (head in _SMALL and not (first and len(word) > 1)):
            continue
        if not (_COMMON.fullmatch(head) or (first and head in _SMALL)):
            return ""
        at = match.start() + match.group().index(word)
        better = better[:at] + word[0].upper() + better[at + 1 :]
    return better
