r"""Two entries link the same page.

## Why it matters

The list looks longer than it is, and a reader who opens both finds the same
thing twice. Where the names differ, one of the addresses was probably copied from the other
entry and never changed. Addresses are compared by what they denote: the scheme, `www.`, a
trailing slash, the case of a repository's name, `.git`, `#readme`, `youtu.be` and tracking
parameters make no difference.

```markdown bad
## Optical flow

- [OpenCV](https://github.com/opencv/opencv) - Computer vision library.
- [OpenCV](http://www.github.com/OpenCV/opencv/) - Has several optical flow methods.
```

```markdown fixed
## Optical flow

- [OpenCV](https://github.com/opencv/opencv) - Computer vision, with optical flow.
```

It is a warning within one section and an info across sections: many lists show a tool under
each of its uses. Where only a change is judged, an entry that it adds is a warning in either
case, unless the list has such repeats anyhow: whoever adds it may not know of the other one.

It is an info as well where two names may well share a page: parts of one repository that bear
other names than it, services with one manual and sources of their own, two chapters of one
tutorial. And it is one for an entry that a file checked before this one in the same run has under
the same name; translations of a list, told by names such as `README-zh.md` or `de/README.md`, are
not compared with one another. In the preset `awesome-lint` all that is found within one file is
an error.

```markdown bad
## Parsers

- [lark](https://github.com/lark-parser/lark) - Parsing toolkit.

## Grammars

- [lark](https://github.com/lark-parser/lark) - Reads EBNF.
```

Only the link that an entry is about is compared, so that one entry may link a page twice and
many may share a licence or a project page. Different parts of one file are different things.
People's profiles, front pages and the numbered parts of a series may recur under different
names, sections of news, updates and citation repeat what is listed elsewhere, and papers are
left to `duplicate-paper`, which knows more about them.

```markdown good
## Models

- [Llama 3.1](https://llama.meta.com) - 8 to 405 billion parameters.
- [Llama 3.2](https://llama.meta.com) - Also small ones, and with images.

## Code to read

- [The event loop](https://github.com/libuv/libuv/blob/v1.x/src/unix/core.c#L28)
- [Closing handles](https://github.com/libuv/libuv/blob/v1.x/src/unix/core.c#L151)

## Papers

- **CLIP** [paper](https://arxiv.org/abs/2103.00020) [code](https://github.com/openai/CLIP)
- **CLIP prompts** [notebook](https://github.com/openai/CLIP)
```

## Fix safety

Within one section the later of two entries of the same name is shown taken out. Nothing is ever
applied: which of them says more, and what the other one would keep of it, only its author knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import partial

from curator.diagnostic import Applicability, Diagnostic, Related, Severity, shortened
from curator.document import Document
from curator.identity import Identity
from curator.repeats import (
    HABIT,
    Earlier,
    Entries,
    Mention,
    also_listed,
    are_equal_rows,
    are_unlike_rows,
    find_elsewhere,
    page_mention,
    removal,
    share_a_paper,
)
from curator.repeats.sharing import (
    are_bracketed,
    are_labels,
    are_sources,
    is_context,
    is_led,
    may_share,
)
from curator.rule import Context, Rule
from curator.titles import (
    Likeness,
    compare_titles,
    is_series,
    title_key,
)

RULE = Rule(
    severity=Severity.WARNING,
    category="duplicates",
    presets=("recommended", "papers", "awesome", "awesome-lint", "strict"),
    fix=Applicability.DISPLAY,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("double-link",),
)

_MOST_TITLES = 4
"""Different titles that one page may have before it is a catalogue of what they name."""

_PROFILE = re.compile(
    r"(?:[a-z]{2}\.)?linkedin\.com/(?:company|in|school)/.*|orcid\.org/.*"
    r"|scholar\.google\.[a-z.]+/citations\?.*|youtube\.com/(?:c|channel|user)/[^/]+(?:/.*)?"
    r"|(?:youtube|tiktok|medium)\.com/@[^/]+(?:/videos)?|bsky\.app/profile/.*"
    r"|(?:x|facebook|instagram|medium|huggingface|gitlab|kaggle|patreon|twitch|t)"
    r"\.(?:com|co|tv|me)/[^/?]+"
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each entry whose primary link is that of an earlier entry."""
    mentions = [
        mention
        for entry, section in Entries(ctx.document)
        if (mention := page_mention(entry, section)) is not None
        and not is_context(ctx.document, mention)
    ]
    titles = _titles_by_page(mentions)
    earlier = Earlier(ctx.document)
    repeats = 0
    for mention in ctx.oldest_first(mentions, lambda mention: mention.link.span):
        key = mention.link.identity.key
        pair = _repeated(mention, earlier, titles[key]) if key in titles else None
        if pair is not None:
            other, severity = pair
            if other.section is not mention.section:
                # Whoever adds it may not know of the other, unless this list has it so.
                if repeats < HABIT and ctx.repeats(mention.link):
                    severity = Severity.WARNING
                repeats += 1
            yield _diagnostic(ctx, mention, other, severity)
        elif (found := find_elsewhere(ctx.files, mention, _again)) is not None:
            yield ctx.found(
                mention.link.span,
                also_listed(mention, found, "page"),
                key=f"{key} elsewhere",
                severity=Severity.INFO,
                related=[Related(found.link.span, "listed here", found.path)],
            )
        earlier.add(key, mention)


def _repeated(
    mention: Mention, earlier: Earlier, titles: Set[str]
) -> tuple[Mention, Severity] | None:
    """The earlier entry of this file that ``mention`` repeats, and how bad that is.

    ``titles`` are all that the page has in this file.
    """
    key, document = mention.link.identity.key, earlier.document
    again = partial(_again, mention)
    near = next(filter(again, earlier.near(key, mention)), None)
    if near is not None and not are_bracketed(document, mention, near):
        doubt = is_led(document, mention) or is_led(document, near)
        doubt = doubt or are_labels(document, mention, near)
        doubt = doubt or are_sources(document, mention, near)
        doubt = doubt or is_series(mention.entry.description, near.entry.description)
        return near, Severity.INFO if doubt else Severity.WARNING
    if near is None and len(titles) <= _MOST_TITLES:
        suspect = partial(_suspicious, document, mention)
        near = next(filter(suspect, earlier.near(key, mention)), None)
        if near is not None:
            shared = may_share(document, mention, near)
            return near, Severity.INFO if shared else Severity.WARNING
    far = next(filter(again, earlier.far(key, mention)), None)
    return None if far is None else (far, Severity.INFO)


def _titles_by_page(mentions: Iterable[Mention]) -> dict[str, set[str]]:
    """The different titles under which each page is listed that is listed more than once."""
    pages: dict[str, list[Mention]] = {}
    for mention in mentions:
        pages.setdefault(mention.link.identity.key, []).append(mention)
    return {
        key: {title_key(mention.entry.title) for mention in found}
        for key, found in pages.items()
        if len(found) > 1
    }


def _again(mention: Mention, other: Mention) -> bool:
    """Whether two entries whose primary links denote one page are the same entry."""
    below = mention.below_heading or other.below_heading
    if below and mention.section is other.section:
        return False
    if share_a_paper(mention.entry, other.entry):
        return False
    if mention.untitled or other.untitled:
        return True
    likeness = compare_titles(mention.entry.title, other.entry.title)
    if likeness is not Likeness.SAME or (mention.datum and other.datum):
        return False
    return not are_unlike_rows(mention.entry, other.entry)


def _suspicious(document: Document, mention: Mention, other: Mention) -> bool:
    """Whether two entries of one section should not share their page, as their titles differ.

    They may where the page is that of a project and its results are listed, where they are
    details of one entry (``Lectures``, ``Assignments``), and where the page is somebody's.
    """
    if mention.entry.title_kind != "link" or other.entry.title_kind != "link":
        return False
    parent = document.parent_of(mention.entry)
    if parent is not None and parent is document.parent_of(other.entry):
        return False
    identity = mention.link.identity
    if identity.scheme == "path" or _is_front_page(identity) or _is_profile(identity):
        return False
    rows = "row" in (mention.entry.kind, other.entry.kind)
    return not (
        (rows and not are_equal_rows(mention.entry, other.entry))
        or share_a_paper(mention.entry, other.entry)
        or is_series(mention.entry.title, other.entry.title)
    )


def _is_front_page(identity: Identity) -> bool:
    return identity.scheme == "url" and not identity.fragment and "/" not in identity.value


def _is_profile(identity: Identity) -> bool:
    if identity.scheme in ("github-user", "mailto"):
        return True
    return identity.scheme == "url" and _PROFILE.fullmatch(identity.value) is not None


def _diagnostic(ctx: Context, mention: Mention, other: Mention, severity: Severity) -> Diagnostic:
    line = ctx.source.line_at(other.entry.span.start)
    title, first = mention.entry.title, other.entry.title
    key = mention.link.identity.key
    page = shortened(key.removeprefix("url:"))
    place = f"on line {line}"
    if other.section is not mention.section and other.section.title:
        place += f" in section '{shortened(other.section.title)}'"
    if not title or not first:
        message = f"this page is already listed {place} ({page})"
    elif compare_titles(title, first) is Likeness.DIFFERENT:
        message = (
            f"'{shortened(title)}' links the same page as '{shortened(first)}' {place} ({page})"
        )
        message += ": a wrong link or a duplicate" if severity > Severity.INFO else ""
    else:
        message = f"'{shortened(title)}' is already listed {place} ({page})"
    related = Related(other.link.span, "first listed here")
    near = mention.section is other.section
    again = near and severity is Severity.WARNING and _again(mention, other)
    return ctx.found(
        mention.link.span,
        message,
        key=key,
        severity=Severity.ERROR if ctx.preset == "awesome-lint" else severity,
        related=[related],
        fix=removal(ctx.document, mention.entry) if again else None,
    )
