"""How the source of a document is laid out: lines, margins, marks and columns."""
