r"""The description at the top speaks of the list rather than of its subject.

## Why it matters

That a list is a curated list of awesome resources is what all of them say. The guidelines of
awesome lists want a description of the subject: readers may not know what it is.

```markdown bad
# Awesome Trees

> A curated list of awesome trees and resources about them.
```

```markdown fixed
# Awesome Trees

> Plants with a trunk, and how to look after them.
```

Looked at is the first sentence of what stands above the first section, and whether it opens with
words such as "a curated list of" or "resources for", or calls its subject awesome. Where another
paragraph there says what the subject is, in the way of "Bonsai is the art of", all is well. The
rule reads English. Only the readme of a repository or folder is held to it, text on standard
input, and a file whose title begins with "Awesome".

```markdown good
# Awesome Bonsai

> A curated list of bonsai resources.

Bonsai is the art of growing small trees in pots.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document.opening import is_front_page, opening_prose, read_opening
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome",),
)

_LIST: Final = (
    r"(?:lists?|collections?|compilations?|catalog(?:ue)?s?|directory|repository|repo|index|set"
    r"|selection|compendium|roundup|round-up|aggregation|listing|bookmarks)"
)
# Words that may stand between the beginning of a sentence and "list"; a verb of another kind
# would make it one about the subject ("Software that keeps an index of the web").
_BEFORE: Final = (
    r"(?:(?!(?:that|which|who|for|with|keeps?|using|by|of|in|on|get|see|find|join|read"
    r"|visit|check|subscribe)\b)[^\s.:;!?]+\s+){0,9}"
)
_ABOUT = re.compile(
    rf"\W*(?:{_BEFORE}(?P<list>{_LIST})\b(?=[,:]?\s+(?:of|for|about|on|with|to|that|which|related"
    r"|containing|contains|collects|covering|dedicated|provides|includes|featuring|curated)\b)"
    r"|(?:[^\s.:;!?]+\s+){0,4}(?P<resources>resources)\b"
    r"(?=,?\s+(?:for|to|about|on|and|related|around|of|in)\b)"
    r"|this\s+(?:page|repo|repository|project|document|readme)\s+(?P<this>collects|lists|gathers"
    r"|contains|summari[sz]es|curates|tracks|is\s+(?:for|about))\b"
    r"|(?:[^\s.:;!?]+\s+){0,3}(?P<awesome>awesome)(?!\s+(?:\S+\s+){0,3}"
    r"(?:is|are|has|have|was|will|can|does|helps|means)\b)(?=\s+[^\W\d_]))",
    re.IGNORECASE,
)
_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.!?](?=\s)|[。！？]")
_SUBJECT = re.compile(
    r"\W*(?!(?:this|that|these|those|here|there|it|if|we|i|you|all|most|some|please|what|our|my"
    r"|list|lists|the (?:list|repo|repository|aim|goal|purpose|following|project|page))\b)"
    r"(?:(?:the|an?)\s+)?(?:[^\s.,;:!?]+\s+){1,6}?(?:\([^()]{1,60}\),?\s+)?"
    r"(?:is|are|refers\s+to|means|allows?|lets|enables?|provides?)\s+\S",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 6
_LONGEST: Final = 400


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the first sentence at the top that is about the list."""
    document = ctx.document
    opening = read_opening(document)
    if opening is None or not is_front_page(document):
        return
    found: Diagnostic | None = None
    for number, prose in enumerate(opening_prose(document, opening)):
        if number == _LOOKED_AT:
            break
        end = _END.search(prose.text)
        sentence = prose.text[: min(end.start() if end else len(prose.text), _LONGEST)]
        match = _ABOUT.match(sentence)
        if match is None:
            if _SUBJECT.match(sentence):
                return
            continue
        if found is None:
            start = len(sentence) - len(sentence.lstrip())
            what = "is about the list" if match["awesome"] is None else "is praise"
            words = sentence[start : match.end()]
            place = prose.place(start, match.end())
            line = ctx.source.line_span(ctx.source.line_at(place.start))
            found = ctx.found(
                place._replace(end=max(min(place.end, line.end), place.start)),
                f"'{shortened(words)}' {what}: say what the subject is",
                key="tagline",
            )
    if found is not None:
        yield found
