"""How what is remembered of a URL is written down, and read again whoever wrote it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from curator.net.results import Remembered
from curator.status import Evidence, Failure, History, Hop, Mark

MAX_URL: Final = 4_096
"""Characters of a URL that is remembered; longer ones are asked anew in every run."""
MAX_FACTS: Final = 32_768
"""Characters of what is written down of one URL."""

# Whatever some reader of URLs may take for ``user:password@`` before the path; browsers take
# a backslash for a slash there.
_USERINFO: Final = re.compile(r"[^/\\?#@]*+[/\\]*+[^/\\?#]*@")
_CREDENTIALS: Final = re.compile(r"//[^/\s@]{0,2000}@")


_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


def encode(url: str, record: Remembered) -> str | None:
    """JSON of what is to be remembered of ``url``; ``None`` where nothing may be or can be.

    Neither URLs with credentials are written nor evidence in whose redirects some stand.
    """
    if len(url) > MAX_URL or _USERINFO.match(url) or not is_encodable(url):
        return None
    facts: dict[str, Any] = {}
    if record.evidence is not None and not _has_credentials(record.evidence):
        facts["evidence"] = _evidence_facts(url, record.evidence)
        if record.fragments:
            facts["fragments"] = dict(record.fragments)
    if record.history is not None:
        facts["history"] = _history_facts(record.history)
    for dispensable in ("", "fragments", "evidence"):
        facts.pop(dispensable, None)
        text = _ENCODER.encode(facts) if facts else None
        if text is None or len(text) <= MAX_FACTS:
            return text
    return None


def decode(url: str, text: object) -> Remembered | None:
    """What ``encode`` wrote; ``None`` for whatever it, in this version, does not write."""
    if not isinstance(text, str) or len(text) > MAX_FACTS:
        return None
    try:
        return _remembered(url, _DECODER.decode(text))
    except (ValueError, TypeError, RecursionError):  # RecursionError: brackets in brackets
        return None


def is_encodable(url: str) -> bool:
    """Whether ``url`` has a form in UTF-8, as a database needs it."""
    try:
        url.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def _has_credentials(evidence: Evidence) -> bool:
    places = (evidence.url, evidence.final_url, *(hop.url for hop in evidence.hops))
    return any(map(_USERINFO.match, places))


# ---------------------------------------------------------------------------- written


def _evidence_facts(url: str, evidence: Evidence) -> dict[str, Any]:
    """The fields of ``evidence`` that are not as they usually are."""
    facts: dict[str, Any] = {}
    for name, default in _USUAL.items():
        value = getattr(evidence, name)
        if value != default:
            facts[name] = value
    if evidence.final_url != url:
        facts["final_url"] = evidence.final_url
    if evidence.hops:
        facts["hops"] = [list(hop) for hop in evidence.hops]
    if evidence.marks:
        facts["marks"] = sorted(map(str, evidence.marks))
    for name in ("detail", "title"):
        if _CREDENTIALS.search(facts.get(name, "")):
            del facts[name]
    return facts


def _history_facts(history: History) -> list[Any]:
    return [history.outcome, history.since, history.runs, history.counted_at]


# ------------------------------------------------------------------------------- read


def _refuse(constant: str) -> NoReturn:
    """Python's JSON has ``NaN`` and infinities, which no time is."""
    raise ValueError(constant)


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:  # a bool is none
        raise ValueError(value)
    return value


def _number(value: object) -> float:
    if type(value) is int:
        value = float(_whole(value))
    if type(value) is not float or not math.isfinite(value):
        raise ValueError(value)
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _hop(value: object) -> Hop:
    url, code = _list(value)
    return Hop(_text(url), _whole(code))


_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "code": _whole,
    "failure": lambda value: Failure(_text(value)),
    "method": _text,
    "seconds": _number,
    "asked_at": _number,
    "first_asked_at": _number,
    "tries": _whole,
    "seen": _whole,
    "source": _text,
    "detail": _text,
    "title": _text,
    "final_url": _text,
    "hops": lambda value: tuple(map(_hop, _list(value))),
    "marks": lambda value: frozenset(map(Mark, _list(value))),
}
_APART: Final = ("final_url", "hops", "marks")
_USUAL: Final = {name: getattr(Evidence(""), name) for name in _READERS if name not in _APART}


def _remembered(url: str, facts: object) -> Remembered:
    known = _mapping(facts)
    evidence, history = known.pop("evidence", None), known.pop("history", None)
    fragments = _mapping(known.pop("fragments", {}))
    if known or not all(each is None or type(each) is bool for each in fragments.values()):
        raise ValueError(known)
    return Remembered(
        None if evidence is None else _evidence(url, _mapping(evidence)),
        None if history is None else _history(_list(history)),
        fragments,
    )


def _evidence(url: str, facts: dict[str, Any]) -> Evidence:
    unknown = facts.keys() - _READERS.keys()
    if unknown or ("code" in facts) == ("failure" in facts):
        raise ValueError(unknown)
    fields: dict[str, Any] = {name: _READERS[name](value) for name, value in facts.items()}
    fields.setdefault("final_url", url)
    return Evidence(url, **fields)


def _history(facts: list[Any]) -> History:
    outcome, since, runs, counted_at = facts
    return History(_text(outcome), _number(since), _whole(runs), _number(counted_at))
