"""Links whose ways meet: what is known of one by what became of another that asked the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from curator.net.addresses import asked_url
from curator.net.chain import Chain
from curator.status import Evidence, Failure, Mark
from curator.status.detours import detour
from curator.status.places import place

_BY_THE_WAY: Final = frozenset({Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS})
"""What hangs on all redirects of a link, and not only on those that it shares."""
_BY_ADDRESS: Final = {
    Mark.LOGIN: "login",
    Mark.ERROR_PAGE: "error-page",
    Mark.PARKING: "parking",
}


def combined(chain: Chain, evidence: Evidence, max_redirects: int) -> Evidence | None:
    """What is known of ``chain`` if ``evidence`` is of a way that leads over its address.

    ``None`` if that says nothing of it: the other link was looked at again and led elsewhere,
    or what became of it is no matter of the part of the way that both have.
    """
    way = [*(asked_url(hop.url) for hop in evidence.hops), asked_url(evidence.final_url)]
    if chain.url not in way or evidence.failure in _BY_THE_WAY:
        return None
    rest = evidence.hops[way.index(chain.url) :]
    hops = (*(chain.hops or ()), *rest)
    if len(hops) > max_redirects:
        return None
    final_url = evidence.final_url if rest else chain.final_url()
    marks = evidence.marks
    if marks or hops:
        marks = _marks(evidence, chain.start[0], asked_url(final_url))
    return replace(
        evidence,
        url=chain.wanted.url,
        hops=hops,
        final_url=final_url,
        marks=marks,
        tries=chain.tries,
    )


def _marks(evidence: Evidence, start: str, end: str) -> frozenset[Mark]:
    """The marks of ``evidence``, but those of its addresses as a way from ``start`` has them."""
    marks = evidence.marks
    if evidence.code is None or not 200 <= evidence.code <= 299:
        return marks
    before = detour(place(asked_url(evidence.url)), place(end))
    now = detour(place(start), place(end)) if start != end else None
    if before == now:
        return marks
    return frozenset(mark for mark in marks if _BY_ADDRESS.get(mark) != before) | frozenset(
        mark for mark, kind in _BY_ADDRESS.items() if kind == now
    )
