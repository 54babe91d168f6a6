"""Fragments of addresses: by which names their places go, and where that can be told at all."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from curator.status.places import place
from curator.status.sites import stands_in

PREFIX: Final = "user-content-"
"""What GitHub, Gitea and others put before the names that an author gave."""
_LONGEST: Final = 300

# What no page has a place for by that name: words of the page, states and routes of a script,
# parts that are there on the next page only, and the top.
_UNTOLD = re.compile(
    r"|top|.*(?::~:|[/=&!?{}|<>\"]).*|\d+|#.*"
    r"|(?:comments?|disqus|respond|repl(?:y|ies)|post|msg|message|answer|note|p|c)[-_]?[\d_-]*"
    r"|(?:comment|issuecomment|discussion|discussioncomment|pullrequestreview|commitcomment"
    r"|gistcomment|event|diff|r|ref|disqus|post|msg|tab|slide|page|step|section)[-_]?[\da-f-]{2,}"
    r"|discussion_.*|diff-.*|disqus_thread|page\d+|t\d+[ms\d]*"
    # GitHub's own: lines of a file, and the tabs above a readme.
    r"|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|readme|files|.*-ov-file|start-of-content",
    re.IGNORECASE | re.DOTALL,
)
# Sites whose pages are drawn by script, or whose fragments are no places.
_DRAWN: Final = frozenset(
    "gitlab.com bitbucket.org notion.so notion.site notion.com medium.com substack.com"
    " google.com youtube.com youtu.be x.com twitter.com facebook.com instagram.com linkedin.com"
    " reddit.com discord.com slack.com t.me matrix.to element.io gitter.im quora.com"
    " stackoverflow.com stackexchange.com superuser.com serverfault.com askubuntu.com"
    " hub.docker.com huggingface.co kaggle.com observablehq.com"
    " codepen.io jsfiddle.net stackblitz.com codesandbox.io replit.com godbolt.org regex101.com"
    " figma.com miro.com airtable.com trello.com coda.io dropbox.com excalidraw.com mermaid.live"
    " openstreetmap.org wolframalpha.com archive.org getpostman.com postman.com apiary.io"
    " rapidapi.com swaggerhub.com stoplight.io readme.io apple.com vimeo.com spotify.com"
    " udemy.com coursera.org udacity.com edx.org zhihu.com yuque.com feishu.cn csdn.net".split()
) | {".".join(labels) for labels in (("npmjs", "com"), ("pypi", "org"), ("crates", "io"))}
_GITHUB: Final = frozenset({"github.com", "gist.github.com"})
_DOTTED = re.compile(r"\.([0-9A-F]{2})")


def names_of(fragment: str) -> frozenset[str]:
    """The names, folded, by which the place of ``fragment`` may go; none where none tells.

    ``fragment`` is as written, without ``#``: taken so, with its escapes resolved, in the old
    spelling of MediaWiki, and with and without the prefix for what authors wrote.
    """
    if len(fragment) > _LONGEST:
        return frozenset()
    plain = unquote(fragment)
    if _UNTOLD.fullmatch(plain) or _UNTOLD.fullmatch(fragment):
        return frozenset()
    forms = {fragment, plain, plain.removeprefix(PREFIX)}
    if _DOTTED.search(fragment):
        dotted = _DOTTED.sub(r"%\1", fragment)
        forms.add(unquote_to_bytes(dotted).decode("utf-8", "replace"))
    forms |= {PREFIX + form for form in forms}
    return frozenset(form.casefold() for form in forms)


def has_places(url: str) -> bool:
    """Whether the pages of the site of ``url`` come with their places, not from a script."""
    return not stands_in(place(url).host, _DRAWN)


def is_github(url: str) -> bool:
    """Whether the page at ``url`` is one of GitHub's, where only what an author wrote is told."""
    return place(url).host in _GITHUB


def shows_author_places(url: str) -> bool:
    """Whether a page of GitHub's comes with all places of a readme, a wiki page or a gist.

    Files, issues and the like are drawn by script, wholly or for the most part.
    """
    page = place(url)
    return page.host == "gist.github.com" or (
        len(page.segments) == 2 or page.segments[2:3] == ("wiki",)
    )
