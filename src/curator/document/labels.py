"""Paragraphs that label the list below them, and titles that mean a table of contents."""

from __future__ import annotations

import re
import unicodedata

from curator.nodes import Emphasis, HtmlTag, Link, Node, Paragraph, Strong, Text, plain_text
from curator.source import Source

CONTENTS_TITLE = re.compile(
    r"(?:table of )?contents?|toc|index|overview|navigation|quick links|outline|menu|agenda"
    r"|目录|目錄|目次|索引|目录导航|もくじ|목차|차례"
    r"|inhalt(?:sverzeichnis)?|inhoud(?:sopgave)?|indhold(?:sfortegnelse)?|innhold(?:sfortegnelse)?"
    r"|innehåll(?:sförteckning)?|sisällys(?:luettelo)?|tartalom(?:jegyzék)?|cuprins|obsah|kazalo"
    r"|sommaire|table des matières|índice|indice|(?:tabla de )?contenidos?|sumário"
    r"|(?:tabela de )?conteúdos?|spis treści|sadržaj|içindekiler|mục lục|daftar isi"
    r"|оглавление|содержание|зміст|съдържание|садржај|περιεχόμενα|περιεχομενα"
    r"|فهرست(?: مطالب)?|فهرس|(?:جدول )?المحتويات|תוכן(?: ה?עניינים)?",
    re.IGNORECASE,
)
_DECORATION = re.compile(r":[a-z0-9_+-]+:|[^\w\s]|_")
_MAX_LABEL_WORDS = 4
_MAX_EMPHASISED_WORDS = 12
_LONGEST_CONTENTS_TITLE = 60


def names_contents(title: str) -> bool:
    """Whether a section of this title is a table of contents."""
    if len(title) > _LONGEST_CONTENTS_TITLE:
        return False
    words = " ".join(_DECORATION.sub(" ", unicodedata.normalize("NFC", title)).split())
    return CONTENTS_TITLE.fullmatch(words) is not None


def label_of(source: Source, block: Paragraph) -> str:
    """The words of a paragraph that labels the list below it, or nothing.

    Wholly bold or italic, or at most four words (brackets not counted) and a colon. A
    sentence is no label: many lists have an italic tagline under each heading.
    """
    if any(isinstance(node, (Link, HtmlTag)) for node in block.walk()):
        return ""
    text = " ".join(plain_text(source, block).split())
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text).strip()
    words = len(bare.split())
    if is_wholly(source, block, Strong, Emphasis):
        sentence = text.endswith((".", "。", "!", "！", ",", ";"))
        return "" if sentence or words > _MAX_EMPHASISED_WORDS else text.rstrip(" :：")
    if bare.endswith((":", "：")) and words <= _MAX_LABEL_WORDS:
        return text.rstrip(" :：")
    return ""


def is_wholly(source: Source, block: Paragraph, *kinds: type[Node]) -> bool:
    """Whether a paragraph's words all stand in nodes of these kinds."""
    parts = [node for node in block.children if not _is_blank(source, node)]
    return bool(parts) and all(isinstance(part, kinds) for part in parts)


def _is_blank(source: Source, node: Node) -> bool:
    """Whether an inline node shows no words, such as a blank or the colon of a label."""
    return isinstance(node, Text) and not re.search(r"\w", source[node.span])
