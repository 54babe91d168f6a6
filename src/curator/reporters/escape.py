"""One way to make untrusted text harmless for each place where it is printed."""

from __future__ import annotations

import json
import re

# Control characters (C0, DEL, C1), line and paragraph separators, bidirectional embeddings,
# overrides and isolates, invisible characters that only hide something, tag characters and
# lone surrogates. Joiners, direction marks and variation selectors stay: scripts and emoji
# need them.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_HIDDEN_IN_JSON = re.compile(_HIDDEN.pattern.replace("\x00-\x1f", "", 1))
_BREAKS = re.compile(r"[\t\n\r]+")
_SURROGATES = re.compile("[\ud800-\udfff]")

# GitHub's runner takes a line for a command if it begins with `::` after white space, or if
# `##[` stands anywhere in it (actions/runner, ActionCommand.TryParseV2 and TryParse).
_COMMAND_START = re.compile(r"^([^\S\n]*\ufeff?):(?=:)", re.MULTILINE)


def visible(text: str) -> str:
    r"""``text`` for a terminal: what would act on it or hide in it is written ``\u{1b}``."""
    return _HIDDEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def message(text: str) -> str:
    """``text`` for one line of a terminal: as ``visible``, tabs and newlines as one space."""
    return visible(_BREAKS.sub(" ", text))


def workflow(text: str) -> str:
    """Lines of text that GitHub's runner will not take for workflow commands."""
    text = text.replace("##[", "##\\u{5b}")
    return _COMMAND_START.sub(r"\1\\u{3a}", text) if "::" in text else text


def workflow_json(text: str) -> str:
    """JSON that means the same and that GitHub's runner will not take for a command.

    Only ``##[`` matters: a line of JSON cannot begin with ``::``.
    """
    return text.replace("##[", "##\\u005b")


def json_visible(text: str) -> str:
    r"""JSON that means the same without what would act on a terminal: ``\u009b`` as such.

    JSON itself escapes what is below U+0020 inside strings; the newlines between them stay.
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return _HIDDEN_IN_JSON.sub(
        lambda found: json.dumps(found[0])[1:-1].replace("\x7f", "\\u007f"), text
    )


def encodable(text: str) -> str:
    """``text`` that has a UTF-8 form: lone surrogates, as in odd file names, become U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
