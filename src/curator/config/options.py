"""The value of a rule's option: whether it is of the type and in the bounds that it has."""

from __future__ import annotations

import math

from curator.config.mistakes import Mistake, Step, any_of, kind, quoted
from curator.diagnostic import OptionInfo, OptionValue

_KINDS: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "strings": (list,),
}
_EXPECTED = {
    "boolean": "a boolean",
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
    "strings": "an array of strings",
}
_MOST_DIGITS = 10**15


def option_mistake(path: tuple[Step, ...], option: OptionInfo, value: object) -> Mistake | None:
    """What is wrong with the ``value`` that stands at ``path`` for an option, if anything is."""
    expected = _EXPECTED[option.kind]
    if not _is_of(value, option.kind):
        return Mistake(path, f"expected {expected}, not {kind(value)}")
    if isinstance(value, list):
        for position, item in enumerate(value):
            if not isinstance(item, str):
                return Mistake((*path, position), f"expected a string, not {kind(item)}")
    if isinstance(value, str) and option.choices and value not in option.choices:
        text = f"{quoted(value)} is not {any_of(option.choices)}"
        return Mistake(path, text, value, option.choices)
    if isinstance(value, int | float) and not isinstance(value, bool):
        bounds = _bounds(option)
        if not _is_within(option, value):
            return Mistake(path, f"expected {expected}{bounds}, not {_shown(value)}")
    return None


def option_value(value: object) -> OptionValue:
    """A value without mistakes as rules are given it."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"no value of an option: {kind(value)}")


def _is_of(value: object, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted == "boolean"
    return isinstance(value, _KINDS[wanted])


def _is_within(option: OptionInfo, value: float) -> bool:
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return (option.least is None or option.least <= value) and (
        option.most is None or value <= option.most
    )


def _bounds(option: OptionInfo) -> str:
    if option.least is not None and option.most is not None:
        return f" from {option.least:g} to {option.most:g}"
    if option.least is not None:
        return f" of at least {option.least:g}"
    return "" if option.most is None else f" of at most {option.most:g}"


def _shown(value: float) -> str:
    """A number in words; Python refuses to write one of thousands of digits."""
    if isinstance(value, int) and abs(value) >= _MOST_DIGITS:
        return "one so large" if value > 0 else "one so small"
    return str(value)
