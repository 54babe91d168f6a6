"""Tables of contents: what they list, of the headings that there are, and how they are mended."""

from curator.toc.apart import is_apart
from curator.toc.differences import MOST_ALIKE, Difference, Expectations, find_differences
from curator.toc.generate import MOST_PLACES, MOST_ROWS, contents_of, newline_of, sections_from
from curator.toc.layout import Line, read_lines
from curator.toc.markers import PrintedMarker, commented_blocks, marked_blocks, printed_markers
from curator.toc.meant import Unlisted
from curator.toc.outline import Outline, bare_words, share_a_word
from curator.toc.repair import Correction, corrections
from curator.toc.tables import Row, Table, read_tables

__all__ = [
    "MOST_ALIKE",
    "MOST_PLACES",
    "MOST_ROWS",
    "Correction",
    "Difference",
    "Expectations",
    "Line",
    "Outline",
    "PrintedMarker",
    "Row",
    "Table",
    "Unlisted",
    "bare_words",
    "commented_blocks",
    "contents_of",
    "corrections",
    "find_differences",
    "is_apart",
    "marked_blocks",
    "newline_of",
    "printed_markers",
    "read_lines",
    "read_tables",
    "sections_from",
    "share_a_word",
]
