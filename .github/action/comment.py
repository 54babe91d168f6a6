"""Keeps one comment on a pull request that tells what is wrong with it now.

It is found again by its first line and by its author, who has to be whoever the token acts
as: anybody can write that line, and nobody else's comment is changed.
"""

from __future__ import annotations

from github_api import MAX_BODY, Api, ApiError, number_of, read_report
from runner import notice, part, say, variable

_MARKER = "<!-- curator report -->"


def main() -> None:
    """Write, update or leave alone; a failure is told and is none of the run's."""
    try:
        _keep(Api())
    except ApiError as error:
        hint = " It needs the permission 'pull-requests: write'." if error.forbidden else ""
        notice(f"The comment on the pull request was not kept: {error}.{hint}")


def _keep(api: Api) -> None:
    body = _body()
    clean = variable("STATUS") == "0" and {variable("ERRORS"), variable("WARNINGS")} == {"0"}
    number = int(variable("NUMBER"))
    author = api.viewer()
    for comment in api.listed(f"/issues/{number}/comments"):
        said = str(comment.get("body") or "")
        if part(comment, "user", "login") == author and said.startswith(_MARKER):
            if said.replace("\r\n", "\n").strip() == body.strip():
                say("curator: the comment says this already")
            else:
                which = number_of(comment, "id")
                api.send("PATCH", f"/issues/comments/{which}", {"body": body})
                say("curator: updated the comment")
            return
    if clean:
        say("curator: nothing to comment on")
        return
    api.send("POST", f"/issues/{number}/comments", {"body": body})
    say("curator: commented")


def _body() -> str:
    text = read_report()
    if not text.startswith(_MARKER):
        text = f"{_MARKER}\n{text}"
    if len(text) > MAX_BODY:
        raise ApiError("the report is too long for a comment")
    return text


if __name__ == "__main__":
    main()
