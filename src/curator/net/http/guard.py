"""Addresses that are not on the public internet, and the sockets that never connect to them."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import NamedTuple

from curator.errors import CuratorError

Network = IPv4Network | IPv6Network


class AddressRefused(OSError):  # noqa: N818 - it says what became of a connection
    """An address that is not to be connected to; ``strerror`` tells why."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not on the public internet ({why})")


class _Block(NamedTuple):
    """Addresses from ``first`` to ``last``, as numbers, and what they are for."""

    first: int
    last: int
    why: str


def _blocks(table: str) -> tuple[_Block, ...]:
    blocks = []
    for line in table.strip().split("\n"):
        cidr, why = line.split(maxsplit=1)
        network = ip_network(cidr)
        blocks.append(_Block(int(network.network_address), int(network.broadcast_address), why))
    return tuple(blocks)


# IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast and reserved space. Some of
# it is "globally reachable" by the registry (anycast for relays), but no web site lives there.
_IPV4 = _blocks("""
0.0.0.0/8           this network
10.0.0.0/8          private
100.64.0.0/10       carrier-grade NAT
127.0.0.0/8         loopback
168.63.129.16/32    cloud metadata
169.254.0.0/16      link-local
172.16.0.0/12       private
192.0.0.0/24        protocol assignments
192.0.2.0/24        documentation
192.31.196.0/24     AS112
192.52.193.0/24     multicast relays
192.88.99.0/24      6to4 relays
192.168.0.0/16      private
192.175.48.0/24     AS112
198.18.0.0/15       benchmarking
198.51.100.0/24     documentation
203.0.113.0/24      documentation
224.0.0.0/4         multicast
255.255.255.255/32  broadcast
240.0.0.0/4         reserved
""")

# IANA IPv6 Special-Purpose Address Registry; of the rest only 2000::/3 is given out.
_IPV6 = _blocks("""
::/128              unspecified
::1/128             loopback
100::/64            discard
100:0:0:1::/64      dummy prefix
2001::/23           protocol assignments
2001:db8::/32       documentation
2620:4f:8000::/48   AS112
3fff::/20           documentation
5f00::/16           segment routing
fc00::/7            unique local
fe80::/10           link-local
fec0::/10           site-local
ff00::/8            multicast
""")
_GLOBAL = _blocks("2000::/3 global unicast")[0]

_COMPATIBLE = _blocks("::/96 IPv4-compatible")[0]
_MAPPED = _blocks("::ffff:0:0/96 IPv4-mapped")[0]
_TRANSLATED = _blocks("::ffff:0:0:0/96 IPv4-translated")[0]
_NAT64 = _blocks("64:ff9b::/96 NAT64")[0]
_LOCAL_NAT64 = _blocks("64:ff9b:1::/48 local NAT64")[0]
_6TO4 = _blocks("2002::/16 6to4")[0]
_TEREDO = _blocks("2001::/32 Teredo")[0]
_ISATAP = frozenset({bytes.fromhex("00005efe"), bytes.fromhex("02005efe")})


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The blocks of addresses that ``texts`` name (CIDR, or single addresses).

    Raises ``CuratorError`` for a text that names none.
    """
    found: list[Network] = []
    for text in texts:
        try:
            found.append(ip_network(text, strict=False))
        except ValueError:
            raise CuratorError(f"{text!r} is no block of addresses, such as 10.0.0.0/8") from None
    return tuple(found)


def refusal(address: str, allowed: Sequence[Network] = ()) -> str | None:
    """Why ``address`` is not to be connected to, in a few words; ``None`` if it may be.

    ``allowed`` are blocks that the operator trusts. An IPv4 address inside an IPv6 one (mapped,
    compatible, NAT64, 6to4, Teredo, ISATAP) is what is judged, for it is where packets end.
    """
    why, judged, inner = _judged(address)
    if why is None or not allowed or judged is None:
        return why
    if _trusted(judged, allowed) or (inner and all(_trusted(one, allowed) for one in inner)):
        return None
    return why


def _trusted(address: IPv4Address | IPv6Address, allowed: Sequence[Network]) -> bool:
    return any(address in network for network in allowed)


class _Judged(NamedTuple):
    why: str | None
    address: IPv4Address | IPv6Address | None = None
    inner: tuple[IPv4Address, ...] = ()


@lru_cache(maxsize=4096)
def _judged(text: str) -> _Judged:
    address = _parsed(text)
    if address is None:
        return _Judged("no address")
    number = int(address)
    if isinstance(address, IPv4Address):
        return _Judged(_within(number, _IPV4), address)
    inner = _embedded(address)
    for one in inner:
        if why := _within(int(one), _IPV4):
            return _Judged(f"{why}, embedded as {one}", address, inner)
    if inner and not _is_isatap(address):
        return _Judged(None, address, inner)
    why = _within(number, _IPV6)
    if why is None and not _GLOBAL.first <= number <= _GLOBAL.last:
        why = "not given out"
    return _Judged(why, address, inner)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        # A zone, as in fe80::1%eth0, does not change what an address is for.
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None


def _within(number: int, blocks: Iterable[_Block]) -> str | None:
    return next((why for first, last, why in blocks if first <= number <= last), None)


def _is_isatap(address: IPv6Address) -> bool:
    return address.packed[8:12] in _ISATAP


def _embedded(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that packets to ``address`` may end at, none for a plain one."""
    number, packed = int(address), address.packed
    tail = IPv4Address(packed[12:])
    if number > 1 and any(
        block.first <= number <= block.last for block in (_COMPATIBLE, _MAPPED, _TRANSLATED, _NAT64)
    ):
        return (tail,)
    if _6TO4.first <= number <= _6TO4.last:
        return (IPv4Address(packed[2:6]),)
    if _TEREDO.first <= number <= _TEREDO.last:  # RFC 4380: the server, the inverted client
        client = bytes(byte ^ 0xFF for byte in packed[12:])
        return (IPv4Address(packed[4:8]), IPv4Address(client))
    if _LOCAL_NAT64.first <= number <= _LOCAL_NAT64.last:
        return _local_nat64(packed)
    return (tail,) if _is_isatap(address) else ()


def _local_nat64(packed: bytes) -> tuple[IPv4Address, ...]:
    """What 64:ff9b:1::/48 may hold: RFC 6052 has one place for each length of a prefix.

    Which one a network uses cannot be seen, so each that holds something is judged.
    """
    places = (
        packed[6:8] + packed[9:11],
        packed[7:8] + packed[9:12],
        packed[9:13],
        packed[12:16],
    )
    held = tuple(IPv4Address(place) for place in places if place[0])
    return held or (IPv4Address(0),)
