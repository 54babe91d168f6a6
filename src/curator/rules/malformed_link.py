r"""Markup or an address that was meant to be a link is not one.

## Why it matters

Markdown reports no errors: what it cannot read as a link, it prints. The reader then sees
brackets and half an address, or a link that leads nowhere because a scheme is mistyped or
two addresses ran together.

```markdown bad
- [Attention is all you need] (https://arxiv.org/abs/1706.03762)
- [BERT(https://arxiv.org/abs/1810.04805)]
- [GPT-3][https://arxiv.org/abs/2005.14165]
- [T5](htps://arxiv.org/abs/1910.10683)
- [PaLM](arxiv.org/abs/2204.02311)
- [LLaMA](https://https://arxiv.org/abs/2302.13971)
- [Notes](https://example.org/my notes.html)
- [[pdf](https://example.org/paper.pdf)
```

```markdown fixed
- [Attention is all you need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/abs/1810.04805)
- [GPT-3](https://arxiv.org/abs/2005.14165)
- [T5](https://arxiv.org/abs/1910.10683)
- [PaLM](https://arxiv.org/abs/2204.02311)
- [LLaMA](https://arxiv.org/abs/2302.13971)
- [Notes](https://example.org/my%20notes.html)
- [[pdf](https://example.org/paper.pdf)]
```

Archives, proxies and translators carry one address inside another; brackets around links,
numbers of references and words in brackets are prose.

```markdown good
- [A page](https://web.archive.org/web/2020/https://example.org/a), [another](https://example.org/view?url=https://example.org/b)
- A paper ([pdf](https://example.org/paper.pdf)) [1] (https://example.org), `[x] (https://example.org)`
- [Guide](docs/guide.md), [a folder](example.d/), [[code](https://github.com/o/r), [pdf](https://example.org/p)]
```
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Link
from curator.identity import is_arxiv_host
from curator.nodes import (
    Cell,
    Emphasis,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
    Image,
    Node,
    Paragraph,
    Strong,
    Text,
)
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report what is wrong with targets, then what in the text should have been a link.

    Of findings that overlap, the first one in reading order is reported.
    """
    found = [*_targets(ctx), *_texts(ctx)]
    found.sort(key=lambda diagnostic: (diagnostic.span.start, -diagnostic.span.end))
    end = -1
    for diagnostic in found:
        if diagnostic.span.start >= end:
            end = diagnostic.span.end
            yield diagnostic


# ------------------------------------------------------------------------------ targets


def _targets(ctx: Context) -> Iterator[Diagnostic]:
    document = ctx.document
    for link in chain(document.links, document.images):
        if link.kind != "reference":
            yield from _judge(ctx, link.url, _destination(link), image=link.image)
    for definition in document.definitions.values():
        yield from _judge(ctx, definition.url, definition.destination, image=False)


def _destination(link: Link) -> Span:
    return link.span if link.destination is None else link.destination


def _judge(ctx: Context, url: str, span: Span, *, image: bool) -> Iterator[Diagnostic]:
    problem = (
        _bracketed(url)
        or _mistyped_scheme(url)
        or _mistyped_host(url)
        or _missing_scheme(ctx, url)
        or ("" if image else _glued(url))
    )
    if problem:
        yield ctx.found(span, problem, key=url)


def _bracketed(url: str) -> str:
    """What is wrong with brackets and quotes in a target."""
    if "](" in url or url.startswith("["):
        return f"a link stands inside the target '{shortened(url)}'"
    if url.endswith(("]", ">", '"', "`")):
        opening = {"]": "[", ">": "<", '"': '"', "`": "`"}[url[-1]]
        if opening not in url[:-1]:
            return f"a stray '{url[-1]}' ends the target '{shortened(url)}'"
    return ""


_START = re.compile(r"([A-Za-z]{2,9})([:;.,]*)([/\\]*)(.*)", re.DOTALL)
_LATE_SCHEME = re.compile(r"([^/?#:+=]{1,60}?)(https?://.*)", re.DOTALL | re.IGNORECASE)
_TWICE = re.compile(r"https?:/*(?:https?(?::|/)/*)+(?=[^/])", re.IGNORECASE)
_MAIL = re.compile(
    r"(?!mailto:[^/])(?:e?mail(?:-?to)?|maito|malito|mailt|mailo|mialto)[:;]/*([^\s/@]+@[^\s/@]+)",
    re.IGNORECASE,
)
_OTHER_SCHEMES = frozenset("ftp ftps sftp ssh ws wss hdfs shttp htsp".split())
_ALIKE: Final = 0.74


def _mistyped_scheme(url: str) -> str:
    """What is wrong with ``http://`` or ``mailto:`` at the start of ``url``."""
    twice = _TWICE.match(url)
    if twice:
        return _meant("the scheme stands there twice", "https://" + url[twice.end() :])
    mail = _MAIL.fullmatch(url)
    if mail:
        return _meant(f"'{shortened(url)}' is no e-mail link", "mailto:" + mail[1])
    match = _START.match(url)
    if match is None:
        return _junk(url)
    name, colon, slashes, rest = match.groups()
    lower = name.lower()
    exact = lower in ("http", "https")
    if exact and colon == ":" and slashes == "//":
        return "" if rest else f"the target '{shortened(url)}' names no site"
    if exact and (":" in colon or ";" in colon or len(slashes) > 1):
        return _meant(f"the scheme of '{shortened(url)}' is mistyped", f"{lower}://{rest}")
    if (colon and slashes) or len(slashes) > 1:
        close = difflib.get_close_matches(lower, ("https", "http"), n=1, cutoff=_ALIKE)
        if close and not exact and lower not in _OTHER_SCHEMES:
            return _meant(f"the scheme of '{shortened(url)}' is mistyped", f"{close[0]}://{rest}")
    return _junk(url)


def _junk(url: str) -> str:
    match = _LATE_SCHEME.fullmatch(url)
    if match is None:
        return ""
    address = match[2].removesuffix({"(": ")", "[": "]", "<": ">"}.get(match[1], match[1]))
    return _meant(f"'{shortened(match[1])}' stands before the address", address)


def _mistyped_host(url: str) -> str:
    match = re.match(r"https?://([^/?#\\]*)", url, re.IGNORECASE)
    if match and (".." in match[1] or match[1].startswith(".") or re.search(r"[,;\s]", match[1])):
        return f"there can be no site '{shortened(match[1])}'"
    return ""


# --------------------------------------------------------------------- missing schemes

_HOST = re.compile(
    r"(?P<host>(?:[a-z0-9-]{1,63}\.){1,6}(?P<top>[a-z]{2,10}))(?::\d+)?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
# Sites that lists link to all the time: no folder of a list is called like that.
_SITES = frozenset(
    "github.com github.io gitlab.com bitbucket.org youtube.com youtu.be arxiv.org doi.org "
    "openreview.net huggingface.co hf.co google.com wikipedia.org twitter.com x.com medium.com "
    "reddit.com linkedin.com facebook.com stackoverflow.com npmjs.com pypi.org kaggle.com "
    "coursera.org udemy.com acm.org ieee.org springer.com nature.com sciencedirect.com "
    "aclweb.org aclanthology.org semanticscholar.org researchgate.net bit.ly goo.gl t.co "
    "slideshare.net sourceforge.net amazon.com microsoft.com apple.com mit.edu stanford.edu "
    "berkeley.edu cmu.edu".split()
)
_SURE_TOPS = frozenset("com org edu gov".split())
_FILE_ENDING = re.compile(r"\.(?:md|markdown|mdx|rst|txt|png|jpe?g|gif|svg|ipynb)\Z", re.IGNORECASE)


def _missing_scheme(ctx: Context, url: str) -> str:
    """What is missing before an address such as ``www.example.org`` or ``github.com/o/r``."""
    match = _HOST.fullmatch(url)
    if match is None:
        return ""
    host, rest = match["host"].lower(), match["rest"] or ""
    known = host.startswith("www.") or ".".join(host.split(".")[-2:]) in _SITES
    likely = (
        match["top"].lower() in _SURE_TOPS
        and (len(rest) > 1 or match["top"].lower() in ("com", "edu", "gov"))
        and not _FILE_ENDING.search(rest.partition("#")[0])
    )
    if not (known or likely) or ctx.files.exists(url):
        return ""
    return _meant(f"GitHub takes '{shortened(url)}' for a file", f"https://{url}")


# ------------------------------------------------------------------------ glued addresses

# Services that carry another address in their path, by a word of their host or path.
_CARRIERS = re.compile(
    r"archive|wayback|translat|proxy|validator|jina\.ai|12ft|webcache|nbviewer|htmlpreview|githack"
    r"|rawgit|cors|//via\.|weserv|wsrv|camo|badge|shields|memento|perma|webcitation|timetravel"
    r"|readability|outline\.com|screenshot|thum\.io|mshots|/url/|hypothes|gitpod|redirect|/http"
    r"|pdf\.js|viewer|sci-hub|freedium|scribe|wayforward|megalodon|ghost|safelinks|urldefense",
    re.IGNORECASE,
)
# Sites below whose paths no address of another site makes sense.
_CARRYING_NONE = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*"
    r"(?:github\.com|youtube\.com|youtu\.be|huggingface\.co|openreview\.net|aclanthology\.org"
    r"|medium\.com|twitter\.com|gitlab\.com|wikipedia\.org|stackoverflow\.com|reddit\.com)/",
    re.IGNORECASE,
)
_INNER = re.compile(r"https?://", re.IGNORECASE)
_SITE_OF = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)


def _glued(url: str) -> str:
    """Whether two addresses ran together, as in ``https://a.org/xhttps://b.org/y``."""
    inner = _INNER.search(url, 8)
    outer = _SITE_OF.match(url)
    if inner is None or outer is None or _CARRIERS.search(url[: inner.start() - 1]):
        return ""
    before = url[inner.start() - 1]
    in_path = not re.search(r"[?#]", url[: inner.start()])
    if before == "/":
        site = _SITE_OF.match(url, inner.start())
        same = site is not None and site[1].lower() == outer[1].lower()
        wrong = in_path and (same or _CARRYING_NONE.match(url) is not None)
        # An address where the identifier should stand is malformed-arxiv-id's business.
        wrong = wrong and not is_arxiv_host(outer[1].lower()) and not outer[1].endswith("doi.org")
    else:
        wrong = before.isalnum() or (in_path and before in ",;.()[]*_-~'\"|")
    if not wrong:
        return ""
    first, second = url[: inner.start()], url[inner.start() :]
    return f"two addresses ran together: '{shortened(first)}' and '{shortened(second)}'"


# --------------------------------------------------------------------------------- text

# What the mask shows instead of a construct, one character for each of its own.
_LINK, _OTHER, _MARK, _OPEN, _CLOSE, _AUTOLINK, _PICTURE = "\x01\x02\x03\x04\x05\x06\x07"
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_MATH = re.compile(r"\$\$[^$]+\$\$|\$(?![\s$])[^$\n]{0,500}(?<![\s$])\$(?![\d$])")

_TEXT = r"\[{1,2}(?P<text>[^\[\]\n\x01\x06]{1,300})\]{1,2}"
_ADDRESS = r"(?:https?://|www\.)[^\s()\[\]<>\x01\x02\x06]+(?:\([^\s()]*\)[^\s()\[\]<>]*)*"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"\[{{1,2}}(?P<text>[^\[\]()\n\x01]{{1,300}})(?<!\s)\((?P<url>{_ADDRESS})\)\]"),
        "the bracket closes behind the address",
    ),
    (
        re.compile(rf"{_TEXT}[ \t]{{1,2}}\([ \t]*(?P<url>{_ADDRESS})[ \t]*\)"),
        "a space parts the text from its address",
    ),
    (
        re.compile(rf"{_TEXT}[_:.~^\x03-]{{1,2}}\([ \t]*(?P<url>{_ADDRESS})[ \t]*\)"),
        "something stands between the text and its address",
    ),
    (
        re.compile(rf"{_TEXT}[\[{{][ \t]*(?P<url>{_ADDRESS})[ \t]*[\]}}]"),
        "the address stands in the wrong kind of brackets",
    ),
    (
        re.compile(rf"(?<!\(){_TEXT}(?P<url>{_ADDRESS})\)"),
        "no '(' opens the address",
    ),
    (
        re.compile(rf"\((?P<text>[^()\[\]\n\x01]{{1,300}})\)\[(?P<url>{_ADDRESS})\]"),
        "round and square brackets are swapped",
    ),
)
_NO_NAME = re.compile(r"[\sxX\d.,;:^–-]*")


def _texts(ctx: Context) -> Iterator[Diagnostic]:
    notes = sorted(note.span for note in ctx.document.syntax.notes)
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, HtmlBlock):
            yield from _in_html(ctx, node)
        elif isinstance(node, (Paragraph, Heading, Cell)):
            dropped = isinstance(node, Cell) and node.extra
            if not dropped and not _unread(notes, node.span):
                yield from _in_prose(ctx, node)
        else:
            stack.extend(node.children)


def _moved(span: tuple[int, int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


def _unread(notes: list[Span], span: Span) -> bool:
    """Whether the parser left part of ``span`` as text because it would cost too much."""
    index = bisect_left(notes, Span(span.end, 0)) - 1
    return index >= 0 and notes[index].overlaps(span)


def _in_prose(ctx: Context, block: Node) -> Iterator[Diagnostic]:
    text = ctx.source[block.span]
    if not any(bracket in text for bracket in "[]"):
        return
    mask = _mask(ctx.source, block)
    for pattern, what in _SHAPES:
        for match in pattern.finditer(mask):
            if not _NO_NAME.fullmatch(match["text"]):
                span = _moved(match.span(), block.start)
                words = ctx.source[_moved(match.span("text"), block.start)]
                meant = f"[{words.strip()}]({match['url']})"
                yield ctx.found(span, _meant(what, meant), key=ctx.source[span])
    yield from _left_over(ctx, block, mask)
    yield from _stray(ctx, block, mask)


def _mask(source: Source, block: Node) -> str:
    """The block's text, each character in its place, with what is no prose replaced."""
    parts: list[str] = []
    at = block.start
    stack = list(reversed(block.children))
    while stack:
        node = stack.pop()
        if isinstance(node, (Emphasis, Strong)):
            stack.extend(reversed(node.children))
            continue
        parts.append(_MARK * (node.start - at))
        text = source.text[node.start : node.end]
        if isinstance(node, LinkNode):
            if not isinstance(node, Image) and _bracketed(node.url):
                text = _OTHER * len(text)  # its brackets are reported already
            elif isinstance(node, Image):
                text = _PICTURE * len(text)
            elif node.form != "bare":
                text = (_AUTOLINK if node.form == "autolink" else _LINK) * len(text)
        elif isinstance(node, Text):
            text = _ESCAPED.sub(_escaped, text)
        elif node.kind != "break":
            text = _OTHER * len(text)
        parts.append(text)
        at = node.end
    parts.append(_MARK * (block.end - at))
    return _MATH.sub(lambda match: _OTHER * len(match.group()), "".join(parts))


def _escaped(match: re.Match[str]) -> str:
    """Two characters for an escape; escaped square brackets still count when pairing."""
    return _OTHER + {"[": _OPEN, "]": _CLOSE}.get(match.group()[1], _OTHER)


# ------------------------------------------------------------------- ends without a start

_TARGET_START = re.compile(r"[ \t]*<?(?:https?:/|www\.|mailto:|#|\.{0,2}/)", re.IGNORECASE)
_SPACED_FILE = re.compile(
    r"[\w./-]{1,80} [^()\"'\r\n]{0,200}\.(?:md|pdf|html?|ipynb|txt|docx?|pptx?|png|jpe?g|svg)\)",
    re.IGNORECASE,
)
_TARGET_STOP = re.compile(r"[()\r\n]")
_LONGEST_TARGET: Final = 400
_DEEPEST_TARGET: Final = 8


def _left_over(ctx: Context, block: Node, mask: str) -> Iterator[Diagnostic]:
    """Each ``](`` that the parser did not use: links that failed."""
    at = mask.find("](")
    while at >= 0:
        after = at + 2
        linked = mask.startswith(_LINK, after)
        if linked or _TARGET_START.match(mask, after) or _SPACED_FILE.match(mask, after):
            end, closed = _target_end(mask, after)
            start = mask.rfind("[", max(0, at - 300), at)
            if start < 0 or "\n" in mask[start:at]:
                start = at
            span = Span(block.start + start, block.start + end + closed)
            shown = shortened(ctx.source[Span(block.start + after, block.start + end)].strip())
            what = _failure(mask[after:end], shown, linked=linked, closed=closed)
            yield ctx.found(span, what, key=ctx.source[span])
        at = mask.find("](", after)


def _failure(target: str, shown: str, *, linked: bool, closed: bool) -> str:
    """Why ``](target)`` ends no link."""
    if linked:
        return f"a link stands inside the target '{shown}'"
    if not closed:
        return f"no ')' closes the target '{shown}'"
    if re.search(r"\s[\"'(]", target):
        address = shown.partition(" ")[0]
        return f"the title behind '{address}' is not closed as it was opened"
    if re.search(r"\s", target.strip()):
        return f"a space ends the target '{shown}': write it as %20"
    return f"the square brackets before '({shown})' do not make a link"


def _target_end(mask: str, start: int) -> tuple[int, bool]:
    """Where a target ends that starts at ``start``, and whether a ``)`` closes it."""
    limit = min(len(mask), start + _LONGEST_TARGET)
    depth = 0
    for match in _TARGET_STOP.finditer(mask, start, limit):
        stop = match.group()
        if stop == "(" and depth < _DEEPEST_TARGET:
            depth += 1
        elif stop == ")" and depth:
            depth -= 1
        else:
            return match.start(), stop == ")"
    return limit, False


# ----------------------------------------------------------------------- stray brackets

_BRACKET = re.compile(r"[\[\]()（）\x04\x05]")
_PARTNER = {"]": "[", _CLOSE: "[", ")": "(", "）": "("}
_FOLDED = {_OPEN: "[", "（": "("}
_OPENING, _CLOSING, _SHOWN = f"{_MARK}([（", f"{_MARK})]）", (_LINK, _PICTURE)


def _stray(ctx: Context, block: Node, mask: str) -> Iterator[Diagnostic]:
    """Brackets without a partner that touch a link."""
    opened: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKET.finditer(mask):
        bracket, at = match.group(), match.start()
        partner = _PARTNER.get(bracket)
        if partner is None:
            opened[_FOLDED.get(bracket, bracket)].append(at)
        elif opened[partner]:
            opened[partner].pop()
        elif bracket != _CLOSE and mask[max(0, at - 8) : at].rstrip(_CLOSING).endswith(_SHOWN):
            yield _stray_bracket(ctx, block.start + at)
    for at in chain(*opened.values()):
        if mask[at] != _OPEN and mask[at + 1 : at + 8].lstrip(_OPENING).startswith(_SHOWN):
            yield _stray_bracket(ctx, block.start + at)


def _stray_bracket(ctx: Context, at: int) -> Diagnostic:
    span = Span(at, at + 1)
    around = ctx.source.text[max(0, at - 40) : at + 40].split("\n")
    return ctx.found(
        span,
        f"the '{ctx.source[span]}' beside the link has no partner",
        key=max(around, key=len),
    )


# --------------------------------------------------------------------------------- HTML

_RAW_LINK = re.compile(
    r"!?\[[^\[\]\n]{0,300}\]\((?:https?://|www\.|\.{0,2}/|#)[^\s()]*\)", re.IGNORECASE
)
_VERBATIM = frozenset("pre code script style textarea kbd samp xmp".split())


def _in_html(ctx: Context, block: HtmlBlock) -> Iterator[Diagnostic]:
    """The first link of a block of HTML that is written as Markdown, which is not read there."""
    inside = 0
    for node in block.children:
        if isinstance(node, HtmlTag) and node.name in _VERBATIM:
            inside = max(0, inside + (-1 if node.closing else 1))
        elif isinstance(node, HtmlText) and not inside:
            match = _RAW_LINK.search(ctx.source.text, node.start, node.end)
            if match:
                yield ctx.found(
                    Span(match.start(), match.end()),
                    f"Markdown is not read inside HTML: leave a line blank before"
                    f" '{shortened(match.group())}'",
                    key=match.group(),
                )
                return


def _meant(what: str, address: str) -> str:
    return f"{what}: did you mean '{shortened(address)}'?"
