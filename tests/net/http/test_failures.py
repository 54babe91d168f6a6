"""The one table from what sockets raise to why there is no answer."""

from __future__ import annotations

import errno

import aiohttp
import pytest

from curator.net.http.failures import MAX_DETAIL, of_exchange
from curator.net.http.guard import AddressRefused
from curator.status import Failure

SAID = {
    "ECONNREFUSED": Failure.REFUSED,
    "ENETUNREACH": Failure.UNREACHABLE,
    "EHOSTUNREACH": Failure.UNREACHABLE,
    "EADDRNOTAVAIL": Failure.UNREACHABLE,
    "EAFNOSUPPORT": Failure.UNREACHABLE,
    "EACCES": Failure.UNREACHABLE,
    "ETIMEDOUT": Failure.TIMEOUT,
    "ECONNRESET": Failure.RESET,
    "ECONNABORTED": Failure.RESET,
    "EPIPE": Failure.RESET,
    "EMFILE": Failure.NO_FILES,
    "ENFILE": Failure.NO_FILES,
    "ENOBUFS": Failure.NO_FILES,
}


@pytest.mark.parametrize(("name", "failure"), SAID.items())
def test_errors_of_the_system(name: str, failure: Failure) -> None:
    inner = OSError(getattr(errno, name), "said by a stranger\n" * 100)
    for error in (inner, aiohttp.ClientOSError(*inner.args), caused_by(inner)):
        found, words = of_exchange(error)
        assert found is failure
        assert "said by a stranger" in words
        assert "\n" not in words
        assert len(words) <= MAX_DETAIL


def caused_by(inner: BaseException) -> BaseException:
    outer = RuntimeError("something broke")
    outer.__cause__ = aiohttp.ServerDisconnectedError()
    outer.__cause__.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("number", "failure"),
    [
        (64, Failure.RESET),
        (121, Failure.TIMEOUT),
        (1225, Failure.REFUSED),
        (1231, Failure.UNREACHABLE),
    ],
)
def test_errors_that_only_windows_has(number: int, failure: Failure) -> None:
    error = OSError(errno.EINVAL, "odd")
    error.winerror = number  # type: ignore[attr-defined]
    assert of_exchange(error)[0] is failure


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (TimeoutError(), Failure.TIMEOUT),
        (OSError(errno.EIO, "odd"), Failure.RESET),
        (aiohttp.ServerTimeoutError(), Failure.TIMEOUT),
        (aiohttp.ServerDisconnectedError(), Failure.RESET),
        (aiohttp.ClientPayloadError("cut short"), Failure.PROTOCOL),
        (aiohttp.InvalidURL("http://"), Failure.NOT_HTTP),
        (AddressRefused("::1", "loopback"), Failure.PRIVATE),
        (ValueError("odd"), Failure.PROTOCOL),
        (RuntimeError(), Failure.PROTOCOL),
    ],
)
def test_other_errors(error: BaseException, failure: Failure) -> None:
    found, words = of_exchange(error)
    assert found is failure
    assert words


def test_a_circle_of_causes_ends() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert of_exchange(one)[0] is Failure.PROTOCOL


def test_a_timeout_has_words() -> None:
    assert of_exchange(TimeoutError()) == (Failure.TIMEOUT, "no answer in time")
    assert of_exchange(TimeoutError(110, "Connection timed out"))[1] != "TimeoutError"
