"""curator: check and repair curated Markdown lists."""

__version__ = "0.1.0"
