"""The process of the fake internet: told what to do on standard input, ends with it.

Run by hand, ``python -m bench.internet --hosts 5`` serves until the input ends (Ctrl-D).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from bench.internet.names import address_of, own_addresses
from bench.internet.server import Server, bind


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until standard input ends, as it does when whoever started this is gone."""
    parser = argparse.ArgumentParser(prog="python -m bench.internet", description=__doc__)
    parser.add_argument("--hosts", type=int, default=1, help="how many addresses to serve")
    parser.add_argument("--heads", action="store_true", help="log the heads of all requests")
    parser.add_argument(
        "--tls", type=Path, metavar="FOLDER",
        help="serve TLS too, and write the authority's certificate there",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    if not sys.stdin.isatty():  # Ctrl-C is meant for whoever started this
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _allow_files()
    # Tens of thousands of rows of the log are no garbage and need not be looked at again.
    gc.set_threshold(100_000, 50, 50)
    asyncio.run(_serve(given.hosts, given.tls, heads=given.heads))


def _allow_files() -> None:
    """Let this process open as many sockets as the system grants it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if most != resource.RLIM_INFINITY else 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def _serve(hosts: int, folder: Path | None, *, heads: bool) -> None:
    alone = not own_addresses()
    addresses = ["127.0.0.1"] if alone else [address_of(number) for number in range(hosts)]
    server = Server(heads=heads)
    port, sockets = bind(addresses)
    await server.listen(sockets, None)
    secure = {} if folder is None else await _serve_tls(server, addresses, folder)
    # Bound but not listened on: who connects is refused, and nobody else gets this port.
    refusing, held = bind(addresses)
    _tell({"port": port, "refusing": refusing, "secure": secure, "alone": alone})
    orders: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(orders.put_nowait, line.strip())
        loop.call_soon_threadsafe(orders.put_nowait, "end")

    threading.Thread(target=listen, daemon=True).start()
    while (order := await orders.get()) != "end":
        if order == "log":
            _tell(server.log.rows())
        elif order == "forget":
            server.forget()
            _tell({})
    for one in held:
        one.close()


async def _serve_tls(server: Server, addresses: Sequence[str], folder: Path) -> dict[str, int]:
    """Serve ``addresses`` on one more port for each kind of certificate; the ports."""
    from bench.internet.certificates import KINDS, Authority  # noqa: PLC0415 - wants trustme

    authority = Authority()
    authority.write(folder / "ca.pem")
    ports: dict[str, int] = {}
    for kind in KINDS:
        ports[kind], sockets = bind(addresses)
        by_address = dict(zip(addresses, sockets, strict=True))
        for group, context in authority.contexts(kind, addresses):
            await server.listen([by_address[address] for address in group], context)
    return ports


def _tell(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
