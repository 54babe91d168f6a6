"""Certificates of the fake internet: good, expired, of another name, of an unknown issuer."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal, get_args

import trustme
from bench.internet.names import name_of

Kind = Literal["good", "expired", "other-name", "unknown-issuer"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""What is wrong with the certificates of a port, one port for each."""

_TOGETHER = 50
"""Hosts in one certificate: fewer would take long to make, more would be long to send."""


class Authority:
    """Makes the certificates; its own is what clients have to trust."""

    def __init__(self) -> None:
        self._trusted = trustme.CA()
        self._unknown = trustme.CA()

    def write(self, file: Path) -> None:
        """Write the certificate to be trusted to ``file``, as PEM."""
        self._trusted.cert_pem.write_to_path(str(file))

    def contexts(
        self, kind: Kind, addresses: Sequence[str]
    ) -> Iterator[tuple[Sequence[str], ssl.SSLContext]]:
        """How to serve ``addresses``, which are those of the hosts from 0 on, in groups."""
        for first in range(0, len(addresses), _TOGETHER):
            group = addresses[first : first + _TOGETHER]
            names = [name_of(number) for number in range(first, first + len(group))]
            if len(addresses) == 1:  # all hosts share the one that this machine has
                names = [name_of(number) for number in range(_TOGETHER)]
            yield group, self._context(kind, [*group, *names])

    def _context(self, kind: Kind, identities: Sequence[str]) -> ssl.SSLContext:
        issuer = self._unknown if kind == "unknown-issuer" else self._trusted
        known = ["another.example"] if kind == "other-name" else identities
        now = datetime.now(UTC)
        days = (-60, -30) if kind == "expired" else (-1, 365)
        certificate = issuer.issue_cert(
            *known,
            not_before=now + timedelta(days=days[0]),
            not_after=now + timedelta(days=days[1]),
            key_type=trustme.KeyType.ECDSA,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context
