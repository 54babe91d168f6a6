"""The names and addresses of the fake internet, and its look-up of names.

What a name does stands in the name, all of them below ``.example``:

=====================  ==========================================================================
``h7``                 host 7; so does every name below it, such as ``www.h7.example``
``slow-1500-h7``       host 7, after 1,500 milliseconds
``hang-…``             no answer while the internet lasts, then a temporary failure
``missing-…``          the name does not exist
``again-…``            a temporary failure of the name service
``once-missing-h7``    does not exist when asked first, host 7 from then on
``once-again-h7``      a temporary failure at first, host 7 from then on
``private-…``          an address that is not public (10.0.0.1)
``mixed-h7``           host 7 and 10.0.0.1
``rebind-h7``          host 7 when asked first, the address of cloud metadata from then on
=====================  ==========================================================================

Every other name does not exist.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from ipaddress import ip_address

PRIVATE = "10.0.0.1"
METADATA = "169.254.169.254"

_PER_BLOCK = 250
_HOST = re.compile(r"(?:.*\.)?h(\d+)\.example")
_KIND = re.compile(r"([a-z]+(?:-missing|-again)?)-(?:(\d+)-)?(?:h(\d+)|.*)\.example")


def address_of(number: int) -> str:
    """The address of host ``number``, from 0: one of 127.0.1.1 to 127.0.250.250.

    Raises:
        ValueError: there is no such host.
    """
    block, last = divmod(number, _PER_BLOCK)
    if not 0 <= block < _PER_BLOCK:
        raise ValueError(f"no host has the number {number}")
    return f"127.0.{block + 1}.{last + 1}"


def name_of(number: int) -> str:
    """The name of host ``number``, each of its own registrable domain."""
    return f"h{number}.example"


def own_addresses() -> bool:
    """Whether this machine has all of 127.0.0.0/8, as Linux and Windows do and macOS does not."""
    with socket.socket() as probe:
        try:
            probe.bind((address_of(0), 0))
        except OSError:
            return False
    return True


class Names:
    """The look-up of names, with a record of what it was asked.

    ``asked`` has the names in order and when (``time.monotonic``). ``alone`` says that all
    hosts share 127.0.0.1, where the machine has no more addresses.
    """

    def __init__(self, hosts: int, *, alone: bool = False) -> None:
        self.asked: list[tuple[str, float]] = []
        self._hosts = hosts
        self._alone = alone
        self._times: Counter[str] = Counter()
        self._ended = threading.Event()

    def lookup(self, name: str) -> Sequence[str]:
        """The addresses of ``name``; blocks as long as that name service takes.

        Raises:
            socket.gaierror: as ``socket.getaddrinfo`` does.
        """
        self.asked.append((name, time.monotonic()))
        try:
            return [str(ip_address(name))]
        except ValueError:
            pass
        name = name.lower().rstrip(".")
        self._times[name] += 1
        if found := _HOST.fullmatch(name):
            return [self._address(int(found[1]))]
        if found := _KIND.fullmatch(name):
            return self._special(found[1], int(found[2] or 0), int(found[3] or 0), name)
        raise _unknown(name)

    def end(self) -> None:
        """Let go of the look-ups that hang."""
        self._ended.set()

    def _special(self, kind: str, milliseconds: int, number: int, name: str) -> Sequence[str]:
        first = self._times[name] == 1
        if kind == "slow":
            self._ended.wait(milliseconds / 1000)
        elif kind == "hang":
            self._ended.wait()
            raise _no_answer(name)
        elif kind == "again" or (kind == "once-again" and first):
            raise _no_answer(name)
        elif kind == "missing" or (kind == "once-missing" and first):
            raise _unknown(name)
        elif kind == "private":
            return [PRIVATE]
        elif kind == "mixed":
            return [self._address(number), PRIVATE]
        elif kind == "rebind" and not first:
            return [METADATA]
        elif kind not in {"once-again", "once-missing", "rebind"}:
            raise _unknown(name)
        return [self._address(number)]

    def _address(self, number: int) -> str:
        if number >= self._hosts:
            raise _unknown(f"h{number}.example")
        return "127.0.0.1" if self._alone else address_of(number)


def _unknown(name: str) -> socket.gaierror:
    return socket.gaierror(socket.EAI_NONAME, f"Name or service not known: {name}")


def _no_answer(name: str) -> socket.gaierror:
    return socket.gaierror(socket.EAI_AGAIN, f"Temporary failure in name resolution: {name}")
