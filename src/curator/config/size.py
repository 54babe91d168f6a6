"""Numbers of bytes as people write them: ``500000``, ``500k``, ``5MB``."""

from __future__ import annotations

import re

_SIZE = re.compile(r"([0-9]{1,15})\s*([kKmMgG]?)[bB]?")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def parse_size(text: str) -> int | None:
    """The bytes that ``text`` says, in steps of a thousand; ``None`` if it says no size."""
    match = _SIZE.fullmatch(text.strip())
    return int(match[1]) * _UNITS[match[2].lower()] if match else None
