"""What only an operator chooses: headers for hosts of theirs, and a proxy of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from yarl import URL

from curator.errors import CuratorError
from curator.net.http.guard import networks
from curator.net.http.names import Names
from curator.net.http.sockets import Sockets
from curator.net.http.wire import Target, host_name, target
from curator.net.messages import NoResponse
from curator.net.options import HostHeader, Lookup
from curator.status import Failure

_EVERYWHERE = networks(["0.0.0.0/0", "::/0"])


class OperatorHeaders:
    """Headers that are sent to the host that they belong to and to no other."""

    def __init__(self, headers: Sequence[HostHeader]) -> None:
        self._by_host: dict[str, list[tuple[str, str]]] = {}
        for header in headers:
            name = host_name(header.host)
            self._by_host.setdefault(name, []).append((header.name, header.value))

    def added(
        self, where: Target, addresses: Sequence[str], headers: Sequence[tuple[str, str]]
    ) -> Sequence[tuple[str, str]]:
        """``headers`` with those that belong to the host of ``where``.

        They go over https only, or to an address of this machine. A header of the request
        replaces one of the same name; cookies are sent together.
        """
        own = self._by_host.get(where.host)
        if own is None or not (where.scheme == "https" or all(map(_is_loopback, addresses))):
            return headers
        asked = {name.lower(): value for name, value in headers}
        kept = [(name, value) for name, value in own if name.lower() not in asked]
        cookies = [value for name, value in own if name.lower() == "cookie"]
        if cookies and "cookie" in asked:
            cookies.append(asked["cookie"])
            headers = [pair for pair in headers if pair[0].lower() != "cookie"]
            kept.append(("Cookie", "; ".join(cookies)))
        return [*kept, *headers]


def _is_loopback(address: str) -> bool:
    return ip_address(address).is_loopback


class Proxy:
    """The operator's proxy, whose own address may be any.

    Raises ``CuratorError`` for what is no address of a proxy over http or https.
    """

    def __init__(self, url: str, lookup: Lookup | None) -> None:
        where = target(url)
        if not isinstance(where, Target):
            raise CuratorError("a proxy is given as http://host:port or https://host:port")
        self.url = URL(url)
        self.names = Names(lookup, _EVERYWHERE)
        self._host = where.host

    async def find(self, sockets: Sockets) -> NoResponse | None:
        """Look the proxy up, and let ``sockets`` connect to it alone."""
        answer = self.names.known(self._host) or await self.names.find(self._host)
        if isinstance(answer, NoResponse):
            return NoResponse(Failure.PROXY, f"the proxy: {answer.detail}", answer.seconds)
        sockets.only = answer
        return None
