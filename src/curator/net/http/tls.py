"""How connections are encrypted, and whose certificates are believed."""

from __future__ import annotations

import asyncio.sslproto
import ssl
from pathlib import Path

from curator.errors import CuratorError

_BUFFER = 32_768
"""Bytes that a connection may read at once; a TLS record has 16 KB at most."""


def context(ca_file: str | None = None) -> ssl.SSLContext:
    """A context that believes the system's authorities, or those of ``ca_file`` alone.

    It asks for what browsers ask for: the strict reading of RFC 5280 that newer Pythons turn on
    refuses certificates that every browser takes. Raises ``CuratorError`` if ``ca_file`` cannot
    be read or holds no certificate.
    """
    # asyncio gives every connection a buffer of 256 KB: for 256 of them more than all the rest
    # of the program takes.
    asyncio.sslproto.SSLProtocol.max_size = _BUFFER
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.set_alpn_protocols(["http/1.1"])
    if ca_file is not None:
        try:
            made.load_verify_locations(cafile=ca_file)
        except OSError as error:  # an SSLError, too
            words = error.strerror or str(error)
            raise CuratorError(f"{ca_file}: no certificates can be read ({words})") from error
        return made
    made.load_default_certs()
    if not made.cert_store_stats()["x509"] and not _has_folder():
        _add_certifi(made)
    return made


def _has_folder() -> bool:
    """Whether the system has authorities in a folder: they are read when they are needed."""
    folder = ssl.get_default_verify_paths().capath
    return folder is not None and any(Path(folder).iterdir())


def _add_certifi(made: ssl.SSLContext) -> None:
    """The authorities of certifi, where it happens to be installed."""
    try:
        import certifi  # noqa: PLC0415 - only for systems that have no store
    except ImportError:
        return
    made.load_verify_locations(cafile=certifi.where())
