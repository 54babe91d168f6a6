r"""A description praises instead of telling what the entry is.

## Why it matters

That something is in the list says already that it is good. Praise makes descriptions longer
and tells readers nothing, and many lists ask contributors to leave it out.

```markdown bad
- [Alder](https://example.org/1) - The best and most amazing build tool ever.
```

```markdown good
- [Alder](https://example.org/1) - Builds in parallel, with a cache shared by machines.
- [Beech](https://example.org/2) - Finds the best fit, checks best practices, and plays "Amazing".
```

Quotations are not judged, nor are terms such as these, nor what is said about papers.

The rule is in no preset: select it where a list wants it.

## Options

`words` are the words and phrases that descriptions are to do without, in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule, option
from curator.source import Span

_WORDS = (
    "amazing",
    "awesome",
    "best",
    "best-in-class",
    "blazing fast",
    "blazingly fast",
    "breathtaking",
    "cutting-edge",
    "fantastic",
    "game-changing",
    "gorgeous",
    "groundbreaking",
    "incredible",
    "incredibly",
    "insanely",
    "jaw-dropping",
    "kick-ass",
    "lightning fast",
    "magical",
    "mind-blowing",
    "must-have",
    "next-generation",
    "outstanding",
    "perfect",
    "phenomenal",
    "revolutionary",
    "stunning",
    "stunningly",
    "superb",
    "ultimate",
    "unbelievable",
    "unparalleled",
    "unrivaled",
    "world-class",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What counts as praise."""

    words: tuple[str, ...] = option(
        _WORDS, "Words and phrases that descriptions are to do without, in any case."
    )


RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=(),
    options=Options,
)

# "best practices", "best effort", "awesome list", "perfect hashing" name things.
_TERMS = re.compile(
    r"[ -](?:practices?|effort|fit|first|match(?:es|ing)?|lists?|hash(?:ing|es)?|information"
    r"|secrecy|guess|case|known as|of breed|paper awards?|paper|lap|so far|response|squares?"
    r"|number|cube|results?|performance|performing|overall|models?|methods?)\b",
    re.IGNORECASE,
)
_BARRED = re.compile(r"\b(?:not|next|second|nor) $", re.IGNORECASE)
_QUOTED = re.compile(r"[“„][^“”„]{1,300}[“”]|\"[^\"]{1,300}\"|`[^`]{1,300}`|\]\([^()\s]{1,2000}\)")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the first word of praise in each description."""
    praise = _pattern(ctx.options(Options).words)
    if praise is None or praise.search(ctx.source.text) is None:
        return
    for entry in ctx.document.entries:
        place = entry.description_span
        if place is None or entry.papers or praise.search(entry.description) is None:
            continue
        text = _QUOTED.sub(lambda match: "\0" * len(match.group()), ctx.source[place])
        for match in praise.finditer(text):
            before = text[max(match.start() - 8, 0) : match.start()]
            if _TERMS.match(text, match.end()) or _BARRED.search(before):
                continue
            word = shortened(match.group())
            span = Span(place.start + match.start(), place.start + match.end())
            message = f"'{word}' is praise: tell what the entry does instead"
            yield ctx.found(span, message, key=f"{entry.title}:{word.lower()}")
            break


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted((word.strip() for word in words if word.strip()), key=len, reverse=True)
    if not longest_first:
        return None
    either = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<![\w/@#.-])(?:{either})(?![\w/-]|\.\w)", re.IGNORECASE)
