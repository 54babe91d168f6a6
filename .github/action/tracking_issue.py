"""Keeps one issue that tells what a scheduled run found, open for as long as it finds something.

It is found again by its label, its first line and its author, who has to be whoever the token
acts as. A run that could not judge says nothing about the lists, and changes nothing.
"""

from __future__ import annotations

from typing import Any

from github_api import MAX_BODY, Api, ApiError, number_of, read_report
from runner import notice, part, say, variable

_MARKER = "<!-- curator tracking issue -->"
_LABEL = "curator"
_TITLE = "curator found something in our lists"


def main() -> None:
    """Open, update, reopen or close; a failure is told and is none of the run's."""
    status = variable("STATUS")
    if status not in {"0", "1"}:
        notice("The tracking issue is left as it is: curator could not judge everything.")
        return
    try:
        _keep(Api(), found=status == "1")
    except ApiError as error:
        hint = " It needs the permission 'issues: write'." if error.forbidden else ""
        notice(f"The tracking issue was not kept: {error}.{hint}")


def _keep(api: Api, *, found: bool) -> None:
    body = _body()
    issue = _issue(api)
    if issue is None:
        if found:
            _open(api, body)
        else:
            say("curator: nothing to track")
        return
    number, is_open = number_of(issue, "number"), issue.get("state") == "open"
    if not found and not is_open:
        say("curator: nothing to track")
    elif not found:
        change = {"body": body, "state": "closed", "state_reason": "completed"}
        api.send("PATCH", f"/issues/{number}", change)
        say(f"curator: closed issue {number}")
    elif issue.get("state_reason") == "not_planned" and not is_open:
        notice(f"Issue {number} was closed as not planned, and is not opened again.")
    elif not is_open or str(issue.get("body") or "").replace("\r\n", "\n").strip() != body.strip():
        api.send("PATCH", f"/issues/{number}", {"body": body, "state": "open"})
        say(f"curator: updated issue {number}")
    else:
        say(f"curator: issue {number} says this already")


def _issue(api: Api) -> dict[str, Any] | None:
    """The issue that is kept: the open one, or else the newest closed one."""
    author = api.viewer()
    closed = None
    for issue in api.listed("/issues", f"labels={_LABEL}&state=all&sort=created&direction=desc&"):
        mine = part(issue, "user", "login") == author and "pull_request" not in issue
        if mine and str(issue.get("body") or "").startswith(_MARKER):
            if issue.get("state") == "open":
                return issue
            closed = closed or issue
    return closed


def _open(api: Api, body: str) -> None:
    issue = api.send("POST", "/issues", {"title": _TITLE, "body": body, "labels": [_LABEL]})
    say(f"curator: opened issue {part(issue, 'number')}")
    labels = part(issue, "labels")
    if not isinstance(labels, list) or not any(part(label, "name") == _LABEL for label in labels):
        notice(f"The tracking issue got no label '{_LABEL}', and will not be found again.")


def _body() -> str:
    text = read_report()
    run = f"{variable('GITHUB_SERVER_URL')}/{variable('GITHUB_REPOSITORY')}"
    run += f"/actions/runs/{variable('GITHUB_RUN_ID')}"
    body = f"{_MARKER}\n{text.rstrip()}\n\nFrom [the last run]({run}) that changed this.\n"
    if len(body) > MAX_BODY:
        raise ApiError("the report is too long for an issue")
    return body


if __name__ == "__main__":
    main()
