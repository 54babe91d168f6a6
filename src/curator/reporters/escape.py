"""One way to make untrusted text harmless for each place where it is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

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

# In plain messages of SARIF, `[text](target)` is a link and `{0}` stands for an argument
# (SARIF 2.1.0, 3.11.5 and 3.11.6).
_SARIF_LINK = re.compile(r"\](?=\()")
_SARIF_PLACEHOLDER = re.compile(r"\{(\d+)\}")

# What a document of XML 1.0 cannot hold, not even as a reference (2.2, Char).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)

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
    text = defused(text)
    return _COMMAND_START.sub(r"\1\\u{3a}", text) if "::" in text else text


def defused(text: str) -> str:
    """``text`` without what GitHub's runner and its log take for a command anywhere in a line."""
    return text.replace("##[", "##\\u{5b}")


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


# ------------------------------------------------------------- commands for GitHub's runner


def command_data(text: str) -> str:
    """``text`` as the message of a workflow command.

    As ``escapeData`` of actions/toolkit; actions/runner takes it back (ActionCommand.cs).
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """``text`` as the value of a property of a workflow command, as ``escapeProperty`` there."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


# -------------------------------------------------------------------- Markdown on GitHub

# Words that GitHub makes nothing of, with the quotation marks and the stops around them. All
# else may be markup, a mention, a reference to an issue or a commit, an address or an emoji, the
# references of a repository's own among them. An entity or a backslash would not do: GitHub
# looks for most of these in the text after it has been rendered, though never in code.
_PLAIN_WORD = re.compile(
    r"""[("'“‘„]*+(?:[^\W\d_]++(?:[-'’][^\W\d_]++)*+|\d{1,6}(?:[.,]\d{1,6})?)?[)"'”’.,;:!?…]*+"""
)
_DASHES = frozenset({"-", "–", "—"})
_MARKER = re.compile(r"-|\d+[.)].*")
_COMMIT = re.compile(r"(?<![^\W_])[0-9a-fA-F]{7,40}(?![^\W_])")
_LEAD = re.compile(r"""[(]?["'“‘„]*+""")
_TRAIL = """"'”’.,;:!?…"""
_BACKTICKS = re.compile(r"`+")


def exact(text: str) -> str:
    """A line of a file for a block of code: as ``visible``, but with its tabs."""
    return "\t".join(map(visible, text.split("\t"))) if "\t" in text else visible(text)


def markdown(text: str) -> str:
    """``text`` as inline Markdown that GitHub shows as it is, and makes no link of.

    What could be taken for anything but words becomes code.
    """
    first, *rest = message(text).split(" ")
    start = markdown_code(first) if _MARKER.fullmatch(first) else _word(first)
    return " ".join([start, *map(_word, rest)])


def _word(word: str) -> str:
    if word in _DASHES or (_PLAIN_WORD.fullmatch(word) and not _COMMIT.search(word)):
        return word
    found = _LEAD.match(word)
    lead = found[0] if found else ""
    core = word[len(lead) :].rstrip(_TRAIL)
    # A parenthesis that is opened before the word is not part of it.
    closing = min(core.count(")") - core.count("("), len(core) - len(core.rstrip(")")))
    core = core[: len(core) - max(closing, 0)]
    if not core:
        return markdown_code(word)
    return f"{lead}{markdown_code(core)}{word[len(lead) + len(core) :]}"


def markdown_code(text: str) -> str:
    """``text`` as a span of code in Markdown."""
    text = message(text)
    fence = "`" * (_longest_run(text) + 1)
    # A space at both ends is taken away again, unless there is nothing else.
    space = " " if text[:1] in {"`", " "} or text[-1:] in {"`", " "} else ""
    if not text.strip(" "):
        return f"{fence}{text or ' '}{fence}"
    return f"{fence}{space}{text}{space}{fence}"


def markdown_fence(lines: Iterable[str]) -> str:
    """A fence that no line of a block of code can close."""
    return "`" * max(3, 1 + max(map(_longest_run, lines), default=0))


def _longest_run(text: str) -> int:
    return max((len(found) for found in _BACKTICKS.findall(text)), default=0)


def sarif_message(text: str) -> str:
    """``text`` as a plain message of SARIF, without links or arguments of its own."""
    text = _SARIF_LINK.sub("] ", message(text))
    return _SARIF_PLACEHOLDER.sub(r"{{\1}}", text)


def xml(text: str) -> str:
    r"""``text`` for XML 1.0, between tags or in an attribute; ``\u{0}`` for what it cannot hold."""
    return _NOT_XML.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text).translate(_XML)
