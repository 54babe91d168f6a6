"""One link on its way: the redirects it has followed, the looks it has had, what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.net.addresses import Asked
from curator.net.results import Wanted
from curator.status import Evidence, Failure, Hop, Mark

if TYPE_CHECKING:  # imported where a cookie is set
    from curator.net.http.cookies import Cookies


class Chain:
    """The state of one link. ``url`` and ``host`` are what is asked next.

    ``looks`` counts the attempts that came to an end, ``tries`` the requests. ``get`` says that
    GET is needed, ``patient`` that the next answer may take longer. ``followers`` wait for
    what becomes of the very address that this one asks.
    """

    __slots__ = (
        "cookies",
        "first_asked_at",
        "followers",
        "following",
        "fragment",
        "fragments",
        "get",
        "hops",
        "host",
        "last",
        "looks",
        "patient",
        "seen",
        "start",
        "tries",
        "url",
        "wanted",
    )

    def __init__(self, wanted: Wanted, url: str, host: str) -> None:
        self.wanted = wanted
        self.url = url
        self.host = host
        self.start = (url, host)
        self.fragment = ""
        self.hops: list[Hop] | None = None
        self.cookies: Cookies | None = None
        self.tries = 0
        self.looks = 0
        self.seen = 0
        self.first_asked_at = 0.0
        self.last: tuple[int | None, Failure | None] | None = None
        self.get = bool(wanted.fragments)
        self.patient = False
        self.followers: list[Chain] | None = None
        self.following: Chain | None = None
        self.fragments: dict[str, bool] | None = None

    def go_to(self, target: Asked, code: int) -> None:
        """Follow a redirect with ``code`` from the present address."""
        self.hops = [*(self.hops or ()), Hop(self.url, code)]
        self.url, self.host, self.fragment = target

    def restart(self) -> None:
        """Begin again at the link itself, for another look."""
        self.url, self.host = self.start
        self.fragment = ""
        self.hops = None
        self.cookies = None

    def note(self, code: int | None, failure: Failure | None, now: float) -> None:
        """Count what was seen, and how often in a row; ``now`` in seconds since 1970."""
        self.looks += 1
        if self.last == (code, failure):
            self.seen += 1
        else:
            self.last, self.seen, self.first_asked_at = (code, failure), 1, now

    def evidence(
        self,
        now: float,
        *,
        code: int | None = None,
        failure: Failure | None = None,
        method: str = "GET",
        seconds: float = 0.0,
        marks: frozenset[Mark] = frozenset(),
        detail: str = "",
        title: str = "",
    ) -> Evidence:
        """What was seen last, as it is kept."""
        return Evidence(
            url=self.wanted.url,
            code=code,
            failure=failure,
            final_url=self.final_url(),
            hops=tuple(self.hops or ()),
            marks=marks,
            method=method,
            seconds=seconds,
            asked_at=now,
            first_asked_at=self.first_asked_at or now,
            tries=self.tries,
            seen=max(1, self.seen),
            detail=detail,
            title=title,
        )

    def final_url(self) -> str:
        """Where the redirects led, with the fragment of the last one."""
        if not self.hops:
            return self.wanted.url
        return f"{self.url}#{self.fragment}" if self.fragment else self.url

    def has_been_at(self, url: str) -> bool:
        """Whether ``url`` is the present address, or one that led there."""
        return url == self.url or any(hop.url == url for hop in self.hops or ())

    def take_cookies(self, values: Sequence[str]) -> bool:
        """Keep the cookies of an answer for the rest of the way; whether there are new ones."""
        if not values:
            return False
        from curator.net.http.cookies import Cookies  # noqa: PLC0415 - few servers set them

        if self.cookies is None:
            self.cookies = Cookies()
        before = self.cookies.header_for(self.url)
        self.cookies.take(self.url, values)
        return self.cookies.header_for(self.url) != before

    def leads_to(self, other: Chain) -> bool:
        """Whether this one waits for ``other``, be it by way of more."""
        chain: Chain | None = self
        while chain is not None:
            if chain is other:
                return True
            chain = chain.following
        return False
