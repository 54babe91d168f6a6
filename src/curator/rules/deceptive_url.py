r"""An address holds a character that cannot be seen, or a host that looks like another one.

## Why it matters

An invisible character comes along when an address is copied from a page or a chat. The link
looks right and leads nowhere. A host with one Cyrillic letter among Latin ones looks right as
well, and leads to somebody else.

```markdown bad
- [Attention](https://example.org/attention{U+200B})
- [Memory](https://example.org/memory%E2%80%8B)
```

```markdown fixed
- [Attention](https://example.org/attention)
- [Memory](https://example.org/memory)
```

```markdown bad
- [Sign in](https://ex{U+0430}mple.org/)
```

Other scripts are fine: in a path, and in the whole of a host's name.

```markdown good
- [Статья](https://ru.wikipedia.org/wiki/Статья)
- [名前](https://例え.jp/名前), [пример](https://пример.example.org)
```

## Fix safety

The fix changes where the link leads: it takes invisible characters out of the address. Look-alike
letters are left to you.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

# What is never part of an address: controls, spaces other than U+0020, zero-width characters,
# marks of direction, soft hyphens. Joiners have a use between letters of other scripts and
# between emoji, so they are taken for strays only beside ASCII.
_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u180e\u2000-\u200b\u200e\u200f"
    "\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\u3164\ufeff\uffa0"
)
_INVISIBLE = re.compile(
    f"[{_NEVER}]|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
# The same, escaped, at the end of an address.
_ESCAPED_END = re.compile(
    r"(?:%(?:0[9AD]|C2%A0|C2%AD|E2%80%(?:8[B-F]|A[89A-F])|E2%81%A[0-9A-F]|E3%80%80|EF%BB%BF))+\Z",
    re.IGNORECASE,
)
_LONGEST_END = 60
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_HOST = re.compile(r"https?://(?:[^/?#\\@]*@)?(?P<host>[^/?#\\:\s]+)", re.IGNORECASE)

# Scripts with letters that look like Latin ones.
_ALIKE = frozenset("ARMENIAN CHEROKEE COPTIC CYRILLIC GREEK LISU".split())
_ALL_ALIKE = frozenset("асԁеһіјӏорԛѕԝху")
_LONG_ENOUGH = 4
_ISO_COUNTRY = 2


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report what cannot be seen in an address, then what deceives in its host."""
    for url, written, link in ctx.document.addresses(images=True):
        if url.isascii() and "%" not in url[-3:] and "xn--" not in url.lower():
            continue
        bare = link is not None and link.bare
        found = _unseen(ctx, url, written, bare=bare) or _escaped(ctx, url, written)
        found = found or _alike(ctx, url, written)
        if found is not None and find_mistake(url) is None:
            yield found


# ------------------------------------------------------------------ invisible characters


def _unseen(ctx: Context, url: str, written: Span, *, bare: bool) -> Diagnostic | None:
    # What stands behind the '#' of a relative link is an anchor, which broken-anchor judges.
    judged = url if _SCHEME.match(url) else url.partition("#")[0]
    characters = _INVISIBLE.findall(judged)
    if not characters:
        return None
    places = [
        Span(written.start + match.start(), written.start + match.end())
        for match in _INVISIBLE.finditer(ctx.source[written])
    ]
    names = ", ".join(_name(character) for character in dict.fromkeys(characters[:3]))
    fix = None
    if len(places) == len(characters):
        fix = _taken_out(ctx.source, places, bare=bare)
    return ctx.found(
        places[0] if places else written,
        f"the address holds a character that cannot be seen: {names}",
        key=url,
        fix=fix,
    )


def _taken_out(source: Source, places: list[Span], *, bare: bool) -> Fix | None:
    """The fix that takes characters out; a space in running text is replaced by a plain one."""
    edits = []
    for place in places:
        space = unicodedata.category(source[place]) == "Zs"
        if space and not bare and source.text[place.end] not in ")>\"' \n":
            return None  # whether it should be %20 or nothing cannot be known
        edits.append(Edit(place, " " if space and bare else ""))
    return Fix("Take out what cannot be seen", tuple(edits), Applicability.UNSAFE)


def _escaped(ctx: Context, url: str, written: Span) -> Diagnostic | None:
    match = _ESCAPED_END.search(url[-_LONGEST_END:])
    if match is None or not _SCHEME.match(url):
        return None
    escaped = match.group()
    names = ", ".join(_name(character) for character in dict.fromkeys(unquote(escaped)[:3]))
    at = ctx.source.text.rfind(escaped, written.start, written.end)
    message = f"the address ends in '{shortened(escaped)}', which cannot be seen: {names}"
    if at < 0:
        return ctx.found(written, message, key=url)
    span = Span(at, at + len(escaped))
    fix = Fix("Take out what cannot be seen", (Edit(span, ""),), Applicability.UNSAFE)
    return ctx.found(span, message, key=url, fix=fix)


def _name(character: str) -> str:
    """The code point, and its name in the Unicode standard if it has one."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} ({name.lower()})" if name else f"U+{ord(character):04X}"


# --------------------------------------------------------------------------------- hosts


def _alike(ctx: Context, url: str, written: Span) -> Diagnostic | None:
    match = _HOST.match(url)
    host = match["host"] if match else ""
    if not host or (host.isascii() and "xn--" not in host.lower()):
        return None
    labels = [_read(label) for label in host.split(".")]
    problem = next(filter(None, (_deceit(label, labels[-1]) for label in labels)), None)
    if problem is None:
        return None
    shown = ".".join(labels)
    stands = "" if shown == host else f", which stands for '{shortened(shown)}',"
    at = ctx.source.text.find(host, written.start, written.end)
    span = written if at < 0 else Span(at, at + len(host))
    return ctx.found(span, f"the host '{shortened(host)}'{stands} {problem}", key=url)


def _read(label: str) -> str:
    """A part of a host as a browser may show it: punycode (RFC 3492) resolved."""
    if label[:4].lower() != "xn--":
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, IndexError, OverflowError):
        return label


def _deceit(label: str, top: str) -> str | None:
    """What deceives in a part of a host, in words; ``top`` is the host's last part."""
    if label.isascii():
        return None
    for character in label:
        plain = unicodedata.normalize("NFKC", character)
        if not character.isascii() and plain.isascii() and plain.isalnum():
            return f"has {_name(character)} where '{plain}' seems to stand"
    scripts = {character: _script(character) for character in label if character.isalpha()}
    odd = [character for character, script in scripts.items() if script in _ALIKE]
    if odd and "LATIN" in scripts.values():
        return f"has {_name(odd[0])} among Latin letters"
    if (
        len(label) >= _LONG_ENOUGH
        and top.isascii()
        and len(top) > _ISO_COUNTRY
        and _ALL_ALIKE.issuperset(label.lower())
    ):
        return "is written in Cyrillic letters that all look like Latin ones"
    return None


def _script(character: str) -> str:
    """The script of a letter, which is the first word of its name in the Unicode standard."""
    return unicodedata.name(character, "").partition(" ")[0]
