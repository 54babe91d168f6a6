"""The inline phase: mistune's inline scanner with rules of our own that keep positions.

mistune finds where a construct may begin and which rule is to read it; its rules build
tokens without positions, so each is replaced, through ``register``, by one that notes spans.
Emphasis is paired by ``emphasis``, and bare URLs, e-mail addresses and footnote references
follow GitHub's parser, which mistune's plugins do not.
"""

from __future__ import annotations

import re
from typing import Any

from mistune import InlineParser, InlineState

from curator.markdown.brackets import close_bracket, open_bracket
from curator.markdown.emphasis import delimiter_run
from curator.markdown.html import comment_node, tag_node
from curator.markdown.literals import Literal, url_at, www_at
from curator.markdown.scan import Scan
from curator.nodes import Break, Code, Link, Text, decode_html

_STRICT_TAG = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9-]*+"
    r"(?:[ \t\n\v\f\r]++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:[ \t\n\v\f\r]*+=[ \t\n\v\f\r]*+(?:[^ \t\n\v\f\r\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+"
    r"[ \t\n\v\f\r]*+/?|/[A-Za-z][A-Za-z0-9-]*+[ \t\n\v\f\r]*+)"
)
_DECLARATION = re.compile(r"<![A-Z]++[ \t\n\v\f\r]")
# Opener, closer, and where the closer may begin, counted from the opener.
_ENCLOSED = (("<!--", "-->", 2), ("<?", "?>", 2), ("<![CDATA[", "]]>", 9))


def _escape(_parser: InlineParser, match: re.Match[str], _scan: Scan) -> int:
    return match.end()


def _code(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    marker, inner = match.group(), match.end()
    close = scan.delimiters.code_end(marker, inner)
    if close is None:
        return inner
    value = scan.src[inner:close].replace("\n", " ")
    if value.startswith(" ") and value.endswith(" ") and value.strip(" "):
        value = value[1:-1]
    end = close + len(marker)
    return scan.put(match.start(), end, Code(*scan.leaf.span(match.start(), end), value=value))


def _emphasis(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    run = delimiter_run(scan.src, *match.span())
    if run is not None:
        scan.runs.append(run)
    return match.end()


def _open(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    open_bracket(scan, match.end(), image=match.group() == "![")
    return match.end()


def _close(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    return close_bracket(scan, match.start())


def _autolink(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    return _put_autolink(scan, match, "")


def _auto_email(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    return _put_autolink(scan, match, "mailto:")


def _put_autolink(scan: Scan, match: re.Match[str], prefix: str) -> int:
    start, end = match.span()
    inner = scan.leaf.span(start + 1, end - 1)
    node = Link(*scan.leaf.span(start, end), [Text(*inner)], form="autolink", text=inner)
    node.destination = inner
    node.url = prefix + decode_html(match.group()[1:-1])
    return scan.put(start, end, node)


def _html(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int | None:
    text, start = scan.src, match.start()
    for opener, closer, skip in _ENCLOSED:
        if text.startswith(opener, start):
            return _put_enclosed(scan, start, closer, start + skip)
    if _DECLARATION.match(text, start):
        return _put_enclosed(scan, start, ">", start + 2)
    tag = _STRICT_TAG.match(text, start)
    if tag is None:
        return None
    if not text.startswith(">", tag.end()):
        scan.budget.spend(tag.end() - start)
        return None
    node = tag_node(scan.leaf, start, tag.end() + 1)
    return scan.put(start, tag.end() + 1, node) if node else None


def _put_enclosed(scan: Scan, start: int, closer: str, after: int) -> int | None:
    close = scan.delimiters.find(closer, after)
    if close is None:
        return None
    end = close + len(closer)
    return scan.put(start, end, comment_node(scan.leaf, start, end))


def _break(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int:
    end = match.end()
    hard = match.group().startswith(("\\", "  "))
    return scan.put(match.start(), end, Break(*scan.leaf.span(match.start(), end), hard=hard))


def _url(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int | None:
    if scan.open:
        return None
    floor = -scan.marks[-1][1] if scan.marks else 0
    return _put_literal(scan, url_at(scan.src, match.start(), floor))


def _www(_parser: InlineParser, match: re.Match[str], scan: Scan) -> int | None:
    return None if scan.open else _put_literal(scan, www_at(scan.src, match.start()))


def _put_literal(scan: Scan, found: Literal | None) -> int | None:
    if found is None:
        return None
    return scan.put(found.start, found.end, literal_node(scan, found))


def literal_node(scan: Scan, found: Literal) -> Link:
    """The node of a bare link."""
    span = scan.leaf.span(found.start, found.end)
    return Link(*span, [Text(*span)], form="bare", url=found.url, text=span, destination=span)


class PositionedInlineParser(InlineParser):
    """mistune's scanner with this package's rules; it fills a ``Scan`` and makes no tokens."""

    def __init__(self) -> None:
        super().__init__()
        # A run is of one mark; a line ends at LF only, and what a next line begins with is
        # no blank (mistune would take U+00A0 and U+2028 for it).
        self.register("escape", None, _escape)
        self.register("codespan", None, _code)
        self.register("emphasis", r"\*+|_+", _emphasis)
        self.register("link", None, _open)
        self.register("link_close", r"\]", _close)
        self.register("auto_link", None, _autolink)
        self.register("auto_email", None, _auto_email)
        self.register("inline_html", None, _html)
        self.register("linebreak", r"(?:\\| {2,})\n", _break)
        self.register("softbreak", r" *\n", _break)
        self.register("url_link", r"://", _url, start_chars=":")

    def process_text(
        self,
        text: str,
        state: InlineState,
        parse_emphasis: bool = True,  # noqa: FBT001, FBT002 - mistune's signature
    ) -> None:
        """Note nothing: text is what no rule claimed."""

    def finalize_tokens(
        self,
        tokens: list[dict[str, Any]],
        depth: int,  # noqa: ARG002 - mistune's signature
    ) -> list[dict[str, Any]]:
        """Leave the tokens alone; there are none."""
        return tokens


class WwwInlineParser(PositionedInlineParser):
    """The same with bare ``www.`` links, for leaves that hold one: it stops at every ``w``.

    GitHub links them in lower case only.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register("www_link", r"www\.", _www, start_chars="w")
