"""GitHub's API, as far as a report needs it: JSON over HTTPS, bounded in size and time.

The token goes to the address that the runner names and nowhere else: redirects are not
followed. Whatever goes wrong is an ``ApiError`` in words, which no caller lets fail a run.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any, Final

from runner import part, variable

MAX_BODY: Final = 65_536
"""Characters that GitHub takes in a comment or an issue."""

_TIMEOUT = 10.0
"""Seconds without a byte after which a request is given up."""
_DEADLINE = 60.0
"""Seconds after which everything is."""
_MAX_ANSWER = 8_000_000
_PAGE = 100
_PAGES = 10
_FORBIDDEN = frozenset({401, 403, 404})
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_VIEWER = "query { viewer { login } }"


class ApiError(Exception):
    """A request that came to nothing, in words for the log; ``forbidden`` by the token's rights."""

    def __init__(self, words: str, *, forbidden: bool = False) -> None:
        super().__init__(words)
        self.forbidden = forbidden


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for an error: the next address is not the one the token is for."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """No request follows."""


class Api:
    """The API for one repository, with the token of this run."""

    def __init__(self) -> None:
        """Take address, repository and token from the environment.

        Raises:
            ApiError: the address may not be given a token, or there is none to give.
        """
        self._base = variable("GITHUB_API_URL").rstrip("/") or "https://api.github.com"
        self._graphql = variable("GITHUB_GRAPHQL_URL") or f"{self._base}/graphql"
        self._token = variable("INPUT_TOKEN")
        if not self._token:
            raise ApiError("there is no token")
        host = _trusted(self._base)
        if _trusted(self._graphql) != host:
            raise ApiError("GITHUB_API_URL and GITHUB_GRAPHQL_URL are of different hosts")
        self.repository = "/repos/" + urllib.parse.quote(variable("GITHUB_REPOSITORY"))
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if not self._base.startswith("https:"):
            # A proxy would read what is sent to this machine without encryption.
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)
        self._deadline = time.monotonic() + _DEADLINE

    def viewer(self) -> str:
        """The login that the token acts as.

        An installation's token, such as that of a workflow, may not ask ``/user``, but may ask
        who the viewer is.
        """
        answer = self._send("POST", self._graphql, {"query": _VIEWER})
        login = part(answer, "data", "viewer", "login")
        if not isinstance(login, str) or not login:
            raise ApiError("GitHub does not say whose the token is")
        return login

    def listed(self, path: str, query: str = "") -> Iterator[dict[str, Any]]:
        """The items of a list, page by page, up to a bound."""
        for page in range(1, _PAGES + 1):
            items = self.send("GET", f"{path}?{query}per_page={_PAGE}&page={page}")
            if not isinstance(items, list):
                raise ApiError("GitHub did not answer with a list")
            yield from (item for item in items if isinstance(item, dict))
            if len(items) < _PAGE:
                return

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send one request below the repository, and give its answer.

        Raises:
            ApiError: there is no answer, or none that says that it worked.
        """
        return self._send(method, f"{self._base}{self.repository}{path}", body)

    def _send(self, method: str, url: str, body: object) -> Any:
        if time.monotonic() > self._deadline:
            raise ApiError("GitHub's API took too long")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)  # noqa: S310 - _trusted
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Content-Type", "application/json")
        request.add_header("User-Agent", "curator")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                return json.loads(_read(answer, self._deadline))
        except urllib.error.HTTPError as error:
            with error:
                raise ApiError(_refused(error), forbidden=error.code in _FORBIDDEN) from error
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise ApiError(f"GitHub's API gave no answer ({type(error).__name__})") from error


def read_report() -> str:
    """The report as Markdown.

    Raises:
        ApiError: there is none, for curator could not run.
    """
    try:
        return Path(variable("REPORT")).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ApiError("there is no report") from error


def number_of(item: dict[str, Any], name: str) -> int:
    """A number by which GitHub knows something, and which becomes a part of an address.

    Raises:
        ApiError: there is none.
    """
    found = item.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise ApiError(f"GitHub does not say which '{name}' it is")
    return found


def _trusted(url: str) -> tuple[str, int | None]:
    """The host and port of an address that may be given the token.

    Raises:
        ApiError: it is neither encrypted nor on this machine.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ApiError(f"the address of the API is none: {url!r}") from error
    if parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK):
        return host, port
    raise ApiError(f"the token is not sent to {url!r}, which is not encrypted")


def _read(answer: IO[bytes], deadline: float) -> bytes:
    """A body, unless it is too large or too slow.

    Raises:
        ValueError: it is.
    """
    read = getattr(answer, "read1", answer.read)
    pieces: list[bytes] = []
    size = 0
    while piece := read(65_536):
        size += len(piece)
        if size > _MAX_ANSWER or time.monotonic() > deadline:
            raise ValueError("too much, or too slow")
        pieces.append(piece)
    return b"".join(pieces)


def _refused(error: urllib.error.HTTPError) -> str:
    """What GitHub says of a request that it refused."""
    try:
        said = json.loads(error.read(10_000))["message"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        said = ""
    return f"GitHub's API answered {error.code}" + (f": {str(said)[:200]}" if said else "")
