"""Lists of links to the fake internet, made from a seed, and the truth about every link.

Run as ``python -m bench.weblist SHAPE --port PORT``, it writes one as Markdown.

Where the shares come from: what links of lists come to has been counted by many, and no two
counts agree, so these are estimates: about 5 % dead, 7 % redirected, 1.5 % behind walls, 1 %
that hang, 2 % that answer after seconds, 3 % whose server lies to HEAD, 1 % that first ask for
patience. They are meant to have every kind in it, in numbers that matter; what is rare on the
web (a reset, a wall of cookies, 60 KB of headers) has more than its share.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol

from bench.internet import address_of, name_of

Truth = Literal["alive", "dead", "neither"]
"""What a link is. ``neither`` is what nobody can tell from here, or what is a matter of taste:
walls, servers that are broken or silent, redirects to a front page."""

Where = Literal["plain", "refusing", "good", "name"]
"""The port of a host, or only a name, which is then all of its address."""


class Ports(Protocol):
    """What has to be known of an internet to write URLs to it."""

    @property
    def port(self) -> int:
        """That of plain http."""

    @property
    def refusing(self) -> int:
        """One that refuses connections."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: where it leads, which kind it is of, and what it is in truth.

    ``host`` is a number, or the name where the name is what matters. In ``path``, ``{other}``
    stands for another host, that with the next number.
    """

    host: int | str
    path: str
    kind: str = "fine"
    truth: Truth = "alive"
    where: Where = "plain"

    def url(self, ports: Ports, secure: int = 0, *, names: bool = False) -> str:
        """The URL; with addresses in place of names unless ``names``. ``secure`` is for https."""
        scheme, port = "http", ports.port
        if self.where == "refusing":
            port = ports.refusing
        elif self.where == "good":
            scheme, port = "https", secure
        if isinstance(self.host, str):
            return f"{scheme}://{self.host}:{port}{self.path}"
        called = name_of if names else address_of
        path = self.path.replace("{other}", called(self.host + 1))
        return f"{scheme}://{called(self.host)}:{port}{path}"


class Shape(NamedTuple):
    """A list: its links in order, on how many hosts of the internet, in how many files."""

    links: Sequence[Link]
    hosts: int
    files: int = 1


class _Kind(NamedTuple):
    """A kind of links: per mille of all, those on the big host and those elsewhere."""

    name: str
    path: str
    truth: Truth
    big: float
    tail: float
    where: Where = "plain"


_KINDS: Final = (
    # dead, about 5 %
    _Kind("404", "/404/{}", "dead", 25, 15),
    _Kind("410", "/410/{}", "dead", 0, 4),
    _Kind("moved and gone", "/301/1/404/{}", "dead", 0, 4),
    _Kind("unknown name", "/ok/{}", "dead", 0, 10, "name"),
    # redirected and alive, 7 %
    _Kind("301", "/301/1/ok/{}", "alive", 30, 20),
    _Kind("301 twice", "/301/2/ok/{}", "alive", 0, 5),
    _Kind("302", "/302/1/ok/{}", "alive", 5, 7),
    _Kind("307", "/307/1/ok/{}", "alive", 0, 2),
    _Kind("308", "/308/1/ok/{}", "alive", 0, 1),
    # slow or silent, 3 %
    _Kind("slow", "/slow/{slow}/{}", "alive", 0, 20),
    _Kind("silent", "/silence/{}", "neither", 0, 10),
    # walls, 1.5 %
    _Kind("403", "/403/{}", "neither", 0, 5),
    _Kind("999", "/999/{}", "neither", 0, 3),
    _Kind("401", "/401/{}", "neither", 0, 1),
    _Kind("challenge 403", "/challenge/403/{}", "neither", 0, 3),
    _Kind("challenge 503", "/challenge/503/{}", "neither", 0, 1),
    _Kind("challenge 202", "/challenge/202/{}", "neither", 0, 1),
    _Kind("challenge 200", "/challenge/200/{}", "neither", 0, 1),
    # patience, 1 %
    # a big host limits by the rate of requests, and puts up with the one that is asked for here
    _Kind("429 once", "/429/1/{}", "alive", 0, 5),
    _Kind("429 twice", "/429/2/{}", "alive", 0, 2),
    _Kind("503 once", "/503/1/{}", "alive", 0, 3),
    # lies told to HEAD, 3 %
    _Kind("HEAD 405", "/head/405/{}", "alive", 0, 12),
    _Kind("HEAD 404", "/head/404/{}", "alive", 0, 5),
    _Kind("HEAD 403", "/head/403/{}", "alive", 0, 5),
    _Kind("HEAD 501", "/head/501/{}", "alive", 0, 3),
    _Kind("HEAD hangs", "/head/hang/{}", "alive", 0, 2.5),
    _Kind("HEAD resets", "/head/reset/{}", "alive", 0, 2.5),
    # broken for a moment, or for good
    _Kind("reset once", "/reset/1/{}", "alive", 0, 3),
    _Kind("closed once", "/close/1/{}", "alive", 0, 2),
    _Kind("silent once", "/silence/1/{}", "alive", 0, 2),
    _Kind("404 once", "/404/1/{}", "alive", 0, 1),
    _Kind("reset", "/reset/{}", "neither", 0, 2),
    _Kind("refused", "/ok/{}", "neither", 0, 5, "refusing"),
    _Kind("500", "/500/{}", "neither", 0, 3),
    _Kind("503", "/503/always/{}", "neither", 0, 4),
    # neither here nor there
    _Kind("front page", "/frontpage/{}", "neither", 0, 4),
    _Kind("elsewhere", "/elsewhere/{other}/ok/{}", "neither", 0, 3),
    _Kind("parking", "/parking/{}", "neither", 0, 2),
    _Kind("sign in", "/signin/{}", "neither", 0, 2),
    _Kind("error page", "/errorpage/{}", "neither", 0, 1),
    _Kind("loop", "/loop/{}", "neither", 0, 1),
    # strange and alive
    _Kind("cookie wall", "/cookie/{}", "alive", 0, 5),
    _Kind("refresh", "/refresh/ok/{}", "alive", 0, 2),
    _Kind("large file", "/body/big/20/{}", "alive", 0, 3),
    _Kind("chunked", "/body/chunked/{}", "alive", 0, 5),
    _Kind("gzip", "/gzip/{}", "alive", 0, 10),
    _Kind("60 KB of headers", "/headers/60/{}", "alive", 0, 2),
)
_UNTIMED = {"slow", "unknown name", "refused"}
"""Kinds to whose URLs no latency is added."""

LINKS = 2_000
HOSTS = 703
"""Counted in a list of two thousand links; half of them lead to one host, as to GitHub."""


def realistic(seed: int, *, names: bool = False) -> Shape:
    """A list like real ones: one big host, a long tail, every kind of trouble.

    Without ``names`` the internet is reached by addresses, so unknown names cannot be had: a
    port that refuses stands for them.
    """
    chance = random.Random(seed)
    big = _places(chance, [kind.big for kind in _KINDS], LINKS // 2)
    tail = _places(chance, [kind.tail for kind in _KINDS], LINKS - LINKS // 2)
    hosts = _tail_hosts(chance, len(tail))
    links = [_link(chance, kind, 0, number, names=names) for number, kind in enumerate(big)]
    links += [
        _link(chance, kind, host, number, names=names)
        for number, (kind, host) in enumerate(zip(tail, hosts, strict=True), len(big))
    ]
    chance.shuffle(links)
    # One host more, which only the last one's redirect to elsewhere leads to.
    return Shape(links, HOSTS + 1)


def _places(chance: random.Random, shares: Sequence[float], links: int) -> list[_Kind | None]:
    """The kinds of so many links, in any order; ``None`` is a link that is nothing special."""
    kinds: list[_Kind | None] = []
    for kind, share in zip(_KINDS, shares, strict=True):
        kinds += [kind] * round(share * LINKS / 1000)
    kinds += [None] * (links - len(kinds))
    chance.shuffle(kinds)
    return kinds


def _tail_hosts(chance: random.Random, links: int) -> list[int]:
    """The hosts of so many links: each at least once, few of them often."""
    numbers = list(range(1, HOSTS))
    weights = [1 / (place + 1) for place in range(len(numbers))]
    more = chance.choices(numbers, weights, k=links - len(numbers))
    hosts = numbers + more
    chance.shuffle(hosts)
    return hosts


def _link(
    chance: random.Random, kind: _Kind | None, host: int, number: int, *, names: bool
) -> Link:
    name = f"p{number}"
    # Of the big host 50 to 400 ms, elsewhere from 30 ms to a second and a half.
    median, most = (0.15, 400) if host == 0 else (0.25, 1500)
    latency = min(max(int(chance.lognormvariate(0, 0.7) * median * 1000), 30), most)
    if kind is None:
        return Link(host, f"/ok/{name}?ms={latency}")
    path = kind.path.replace("{slow}", f"{chance.uniform(2, 8):.1f}").replace("{}", name)
    if kind.name not in _UNTIMED:
        path += f"?ms={latency}"
    if kind.where == "name" and names:
        return Link(f"missing-{number}.example", path, kind.name, kind.truth, "name")
    if kind.where == "name":
        return Link(host, path, "refused", "neither", "refusing")
    return Link(host, path, kind.name, kind.truth, kind.where)


# ------------------------------------------------------------------- other shapes


def slow_host(seed: int) -> Shape:
    """Half a second for each of the first 1,000 links, all of one host; then 1,000 of 500."""
    first = [Link(0, f"/slow/0.5/p{number}", "slow host") for number in range(1000)]
    return Shape(first + _fine(seed, 1000, 500, first=1), 501)


def bad_names(seed: int) -> Shape:
    """50 names that do not resolve, or late, or never, among 2,000 links on 650 hosts."""
    kinds = ["missing"] * 20 + ["hang"] * 20 + ["slow-4000"] * 10
    bad = [
        Link(f"{kind}-h{number}.example", f"/ok/b{number}", kind,
             "dead" if kind == "missing" else "neither", "name")
        for number, kind in enumerate(kinds)
    ]  # fmt: skip
    links = bad + _fine(seed, 1950, 650)
    random.Random(seed).shuffle(links)
    return Shape(links, 650)


def light(seed: int, links: int = 10_000, hosts: int = 2_000, files: int = 1) -> Shape:
    """Nothing but living links that are answered at once: what they cost is the client's work."""
    return Shape(_fine(seed, links, hosts, latency=False), hosts, files)


def secure(seed: int) -> Shape:
    """2,000 living links behind https on 703 hosts, 100 ms away."""
    return Shape(_fine(seed, LINKS, HOSTS, where="good"), HOSTS)


def _fine(
    seed: int,
    links: int,
    hosts: int,
    *,
    first: int = 0,
    latency: bool = True,
    where: Where = "plain",
) -> list[Link]:
    """Living links, spread over the hosts evenly and in any order."""
    chance = random.Random(seed)
    end = "?ms=100" if latency else ""
    fine = [
        Link(first + number % hosts, f"/ok/q{number}{end}", where=where) for number in range(links)
    ]
    chance.shuffle(fine)
    return fine


SHAPES: Final[dict[str, Callable[[int], Shape]]] = {
    "realistic": realistic,
    "slow-host": slow_host,
    "bad-names": bad_names,
    "light": light,
    "secure": secure,
}


# ------------------------------------------------------------------- as Markdown

_PER_SECTION = 40


def markdown(urls: Sequence[str]) -> str:
    """A list of ``urls`` as a document."""
    return "".join(_lines(urls))


def _lines(urls: Sequence[str]) -> Iterator[str]:
    yield "# A list\n\n> Links to a fake internet.\n"
    for number, url in enumerate(urls):
        if number % _PER_SECTION == 0:
            yield f"\n## Section {number // _PER_SECTION + 1}\n\n"
        yield f"- [Thing {number + 1}]({url}) - Does what things of its kind do.\n"


def split(urls: Sequence[str], files: int) -> list[Sequence[str]]:
    """``urls`` in so many parts of nearly the same length."""
    size = -(-len(urls) // files)
    return [urls[start : start + size] for start in range(0, len(urls), size)]


@dataclass(frozen=True, slots=True)
class _Ports:
    port: int
    refusing: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a list."""
    parser = argparse.ArgumentParser(prog="python -m bench.weblist", description=__doc__)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=80, help="that of the internet")
    parser.add_argument("--refusing", type=int, default=1, help="one that refuses connections")
    parser.add_argument("--secure", type=int, default=443, help="that of https")
    parser.add_argument("--names", action="store_true", help="names instead of addresses")
    parser.add_argument("--truth", action="store_true", help="the truth and the kind of each URL")
    given = parser.parse_args(arguments)
    shape = SHAPES[given.shape](given.seed)
    if given.shape == "realistic" and given.names:
        shape = realistic(given.seed, names=True)
    ports = _Ports(given.port, given.refusing)
    urls = [link.url(ports, given.secure, names=given.names) for link in shape.links]
    if given.truth:
        for link, url in zip(shape.links, urls, strict=True):
            print(f"{link.truth}\t{link.kind}\t{url}")
    else:
        sys.stdout.write(markdown(urls))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
