"""Tables of contents: what they list, of the headings that there are."""

from curator.toc.apart import is_apart
from curator.toc.meant import Unlisted
from curator.toc.outline import Outline, bare_words, share_a_word
from curator.toc.tables import Row, Table, read_tables

__all__ = [
    "Outline",
    "Row",
    "Table",
    "Unlisted",
    "bare_words",
    "is_apart",
    "read_tables",
    "share_a_word",
]
