"""A double of GitHub's API on this machine: comments and issues of one repository."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"
_REPOSITORY = "/repos/owner/list"


class Request(NamedTuple):
    """A request that was made."""

    method: str
    path: str
    token: str
    body: Any


class GitHub:
    """What the double holds, and what it was asked.

    ``failing`` is a status that every request but the viewer's gets, with ``refusal`` as its
    reason; ``hanging`` makes it give no answer, ``redirecting`` sends everything elsewhere.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.comments: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.failing = 0
        self.refusal = "Resource not accessible by integration"
        self.hanging = False
        self.redirecting = ""
        self.address = ""
        self._done = threading.Event()

    @property
    def written(self) -> list[tuple[str, str]]:
        """The requests that change something."""
        return [
            (request.method, request.path.removeprefix(_REPOSITORY))
            for request in self.requests
            if request.method != "GET" and request.path != "/graphql"
        ]

    def answer(self, request: Request, query: dict[str, list[str]]) -> tuple[int, Any]:
        """Status and body of the answer to one request."""
        if request.path == "/graphql":
            return 200, {"data": {"viewer": {"login": BOT}}}
        if self.failing:
            return self.failing, {"message": self.refusal}
        path = request.path.removeprefix(_REPOSITORY)
        match (request.method, path.strip("/").split("/")):
            case ("GET", ["issues", _, "comments"]):
                return 200, self._page(self.comments, query)
            case ("POST", ["issues", _, "comments"]):
                return 201, self.comment(request.body["body"])
            case ("PATCH", ["issues", "comments", number]):
                return 200, self._change(self.comments, number, request.body)
            case ("GET", ["issues"]):
                labelled = [
                    issue
                    for issue in reversed(self.issues)
                    if query["labels"][0] in {label["name"] for label in issue["labels"]}
                ]
                return 200, self._page(labelled, query)
            case ("POST", ["issues"]):
                return 201, self.issue(**request.body)
            case ("PATCH", ["issues", number]):
                return 200, self._change(self.issues, number, request.body)
        return 404, {"message": "Not Found"}

    def comment(self, body: str, login: str = BOT) -> dict[str, Any]:
        """Add a comment."""
        self.comments.append({"id": len(self.comments) + 1, "body": body, "user": {"login": login}})
        return self.comments[-1]

    def issue(
        self, title: str, body: str, labels: list[str], login: str = BOT, state: str = "open"
    ) -> dict[str, Any]:
        """Add an issue."""
        issue = {"number": len(self.issues) + 1, "title": title, "body": body, "state": state}
        issue |= {"user": {"login": login}, "labels": [{"name": name} for name in labels]}
        self.issues.append(issue)
        return issue

    def wait(self) -> None:
        """Give no answer until the test is over, or some seconds have passed."""
        self._done.wait(60)

    def end(self) -> None:
        """Let those go that wait."""
        self._done.set()

    @staticmethod
    def _page(items: list[dict[str, Any]], query: dict[str, list[str]]) -> list[dict[str, Any]]:
        size, page = int(query["per_page"][0]), int(query["page"][0])
        return items[size * (page - 1) : size * page]

    @staticmethod
    def _change(items: list[dict[str, Any]], number: str, change: Any) -> dict[str, Any]:
        item = items[int(number) - 1]
        item.update(change)
        return item


@contextmanager
def serve() -> Iterator[GitHub]:
    """The double, listening on this machine."""
    github = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            token = self.headers.get("Authorization", "")
            request = Request(self.command, parts.path, token, body)
            github.requests.append(request)
            if github.hanging:
                github.wait()
                return
            if github.redirecting:
                self.send_response(307)
                self.send_header("Location", github.redirecting + self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, answer = github.answer(request, parse_qs(parts.query))
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _do  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    github.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield github
    finally:
        github.end()
        server.shutdown()
        thread.join()
        server.server_close()
