"""The fake internet as whoever uses it sees it: started, asked for its log, ended."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.internet.names import Names, address_of, name_of
from bench.internet.visits import Connection, Visit

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, eq=False)
class Internet:
    """A running internet.

    ``port`` is that of every host for plain http, ``secure`` those for https by what is wrong
    with their certificates (``good`` is nothing), ``refusing`` one where every connection is
    refused. ``ca_file`` is the certificate of the authority behind the good ones. ``names``
    knows the names; ``alone`` says that all hosts share 127.0.0.1.
    """

    port: int
    refusing: int
    secure: Mapping[str, int]
    ca_file: Path | None
    alone: bool
    names: Names
    _process: subprocess.Popen[str] = field(repr=False)

    def url(self, host: int | str, path: str = "/ok", *, secure: str = "") -> str:
        """The URL of ``path`` on a host, given by number or name; ``secure`` names a port."""
        name = name_of(host) if isinstance(host, int) else host
        return self._url(name, path, secure)

    def literal(self, host: int, path: str = "/ok", *, secure: str = "") -> str:
        """The same with the address of the host instead of its name.

        Raises:
            RuntimeError: all hosts share one address.
        """
        if self.alone:
            raise RuntimeError("this machine has no addresses besides 127.0.0.1")
        return self._url(address_of(host), path, secure)

    def lookup(self, name: str) -> Sequence[str]:
        """The addresses of ``name``; blocks as long as that name service takes.

        Raises:
            socket.gaierror: as ``socket.getaddrinfo`` does.
        """
        return self.names.lookup(name)

    def visits(self) -> list[Visit]:
        """All requests so far, in the order in which they came."""
        return [Visit(*row) for row in self._order("log")["visits"]]

    def connections(self) -> list[Connection]:
        """All connections so far, in the order in which they came."""
        return [Connection(*row) for row in self._order("log")["connections"]]

    def forget(self) -> None:
        """Empty the log, and let every URL that changes its mind start anew."""
        self._order("forget")
        self.names.asked.clear()

    def _url(self, host: str, path: str, secure: str) -> str:
        if secure:
            return f"https://{host}:{self.secure[secure]}{path}"
        return f"http://{host}:{self.port}{path}"

    def _order(self, order: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return _answer(self._process)


@contextlib.contextmanager
def internet(hosts: int = 20, *, tls: bool = False, heads: bool = False) -> Iterator[Internet]:
    """Run an internet of ``hosts`` hosts in a process of its own, ended with the block.

    With ``tls`` (which needs trustme) it has ports for https, with ``heads`` the log holds the
    heads of the requests. It listens on addresses of 127.0.0.0/8 alone.

    Raises:
        RuntimeError: it did not start.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.internet", "--hosts", str(hosts)]
        command += ["--tls", folder] if tls else []
        command += ["--heads"] if heads else []
        process = subprocess.Popen(
            command, cwd=_ROOT, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        with process:
            try:
                said = _answer(process)
                names = Names(hosts, alone=said["alone"])
                ca_file = Path(folder, "ca.pem") if tls else None
                try:
                    yield Internet(
                        said["port"], said["refusing"], said["secure"], ca_file,
                        said["alone"], names, process,
                    )  # fmt: skip
                finally:
                    names.end()
            finally:
                process.kill()


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the fake internet has ended")
    answer: dict[str, Any] = json.loads(line)
    return answer
