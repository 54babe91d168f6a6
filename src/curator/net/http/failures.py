"""What stands in the way of an answer, told from the exceptions of sockets, TLS and HTTP."""

from __future__ import annotations

import errno
import socket
import ssl

import aiohttp

from curator.net.http.guard import AddressRefused
from curator.status import Failure

MAX_DETAIL = 200
"""Characters of what is kept of a failure's words, for a stranger may have written them."""


def _codes(*names: str) -> frozenset[int]:
    """The numbers of ``names``, of those that this platform has, and as Windows' sockets say."""
    numbers = {getattr(errno, name, None) for name in names}
    numbers |= {getattr(errno, "WSA" + name, None) for name in names}
    return frozenset(number for number in numbers if number is not None)


_ERRORS: tuple[tuple[Failure, frozenset[int]], ...] = (
    (Failure.REFUSED, _codes("ECONNREFUSED")),
    (
        Failure.UNREACHABLE,
        _codes("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EADDRNOTAVAIL")
        | _codes("EAFNOSUPPORT", "EACCES", "EPERM", "EINVAL", "ENONET"),
    ),
    (Failure.TIMEOUT, _codes("ETIMEDOUT")),
    (
        Failure.RESET,
        _codes("ECONNRESET", "ECONNABORTED", "EPIPE", "ESHUTDOWN", "ENOTCONN", "ENETRESET"),
    ),
    (Failure.NO_FILES, _codes("EMFILE", "ENFILE", "ENOBUFS", "ENOMEM")),
)
_BY_CODE = {code: failure for failure, codes in _ERRORS for code in codes}

# What Windows' overlapped sockets say in numbers of the system, which have no errno.
_BY_WINDOWS_CODE = {
    64: Failure.RESET,  # ERROR_NETNAME_DELETED
    109: Failure.RESET,  # ERROR_BROKEN_PIPE
    121: Failure.TIMEOUT,  # ERROR_SEM_TIMEOUT
    995: Failure.RESET,  # ERROR_OPERATION_ABORTED
    1225: Failure.REFUSED,  # ERROR_CONNECTION_REFUSED
    1231: Failure.UNREACHABLE,  # ERROR_NETWORK_UNREACHABLE
    1232: Failure.UNREACHABLE,  # ERROR_HOST_UNREACHABLE
    1236: Failure.RESET,  # ERROR_CONNECTION_ABORTED
}

# Results of checking a certificate, X509_V_ERR_* of OpenSSL's x509_vfy.h.
_BY_VERIFY_CODE = {
    9: Failure.TLS_EXPIRED,  # not yet valid: as useless as one that was
    10: Failure.TLS_EXPIRED,
    18: Failure.TLS_UNKNOWN_ISSUER,  # signed by itself
    19: Failure.TLS_UNKNOWN_ISSUER,  # an unknown root at the end of the chain
    20: Failure.TLS_UNKNOWN_ISSUER,  # an issuer that is not at hand
    21: Failure.TLS_UNKNOWN_ISSUER,  # the first certificate cannot be verified
    62: Failure.TLS_OTHER_NAME,
    64: Failure.TLS_OTHER_NAME,  # for a host that is an address
}

_MAX_CHAIN = 6

_NAME_UNKNOWN = frozenset(
    code
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY")
    if (code := getattr(socket, name, None)) is not None
) | {11001, 11004}  # Windows: WSAHOST_NOT_FOUND, WSANO_DATA


def of_lookup(error: BaseException) -> tuple[Failure, str]:
    """What a look-up of a name that raised ``error`` comes to, and in what words."""
    if isinstance(error, socket.gaierror):
        unknown = error.errno in _NAME_UNKNOWN
        failure = Failure.NAME_UNKNOWN if unknown else Failure.NAME_UNRESOLVED
        return failure, _words(error)
    if isinstance(error, UnicodeError):
        return Failure.NAME_UNKNOWN, _words(error)
    if isinstance(error, OSError) and _of_system(error) is Failure.NO_FILES:
        return Failure.NO_FILES, _words(error)
    return Failure.NAME_UNRESOLVED, _words(error)


def of_exchange(error: BaseException) -> tuple[Failure, str]:
    """What a request that raised ``error`` comes to, and in what words.

    aiohttp wraps what happened, sometimes twice; what is innermost knows best.
    """
    chain = [error]
    while len(chain) < _MAX_CHAIN and (inner := _inside(chain[-1])) is not None:
        chain.append(inner)
    proxy = next((one for one in chain if isinstance(one, _PROXY_ERRORS)), None)
    if proxy is not None:
        return Failure.PROXY, _words(proxy)
    # aiohttp's own are errors of the system as well, but what they wrap goes before them.
    inmost_first = chain[::-1]
    for one in sorted(inmost_first, key=lambda one: isinstance(one, aiohttp.ClientError)):
        if (failure := _of_one(one)) is not None:
            return failure, _words(one)
    last = next((one for one in inmost_first if isinstance(one, aiohttp.ClientError)), chain[0])
    return _of_client(last), _words(last)


_PROXY_ERRORS = (aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError)


def _inside(error: BaseException) -> BaseException | None:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return error.certificate_error
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error
    return error.__cause__


def _of_one(error: BaseException) -> Failure | None:
    if isinstance(error, AddressRefused):
        return Failure.PRIVATE
    if isinstance(error, ssl.SSLCertVerificationError):
        return _BY_VERIFY_CODE.get(error.verify_code, Failure.TLS)
    if isinstance(error, ssl.SSLError):
        return Failure.TLS
    return _of_system(error) if isinstance(error, OSError) else None


def _of_system(error: OSError) -> Failure | None:
    windows: int | None = getattr(error, "winerror", None)
    if windows in _BY_WINDOWS_CODE:
        return _BY_WINDOWS_CODE[windows]
    return None if error.errno is None else _BY_CODE.get(error.errno)


def _of_client(error: BaseException) -> Failure:
    if isinstance(error, TimeoutError):
        return Failure.TIMEOUT
    if isinstance(error, aiohttp.InvalidURL):
        return Failure.NOT_HTTP
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        return Failure.RESET
    return Failure.PROTOCOL


def _words(error: BaseException) -> str:
    """What ``error`` says, on one line, bounded and never empty."""
    text: object = ""
    if isinstance(error, aiohttp.ClientConnectorError):
        text = error.strerror
    elif isinstance(error, ssl.SSLCertVerificationError):
        text = error.verify_message
    elif isinstance(error, OSError) and error.strerror:  # a TimeoutError has none
        text = error.strerror
    elif isinstance(error, aiohttp.ServerDisconnectedError):
        text = "the connection was closed before the answer was there"
    elif isinstance(error, aiohttp.ClientResponseError):
        text = error.message
    elif isinstance(error, TimeoutError):
        text = "no answer in time"
    if not isinstance(text, str) or not text:
        text = str(error) or type(error).__name__
    return " ".join(text[: 2 * MAX_DETAIL].split())[:MAX_DETAIL]
