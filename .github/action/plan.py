"""Decides by the event of the run what the steps may do: comment, file an issue, upload.

A pull request from a fork runs with a token that can only read. It gets annotations and the
job summary; what would need to write is left out, and the log says so.
"""

from __future__ import annotations

from runner import event, fail, flag, notice, output, part, say, variable

_SCHEDULED = frozenset({"schedule", "workflow_dispatch"})
_OWN = _SCHEDULED | {"push", "merge_group"}
"""Events at which only what was merged, or is about to be, is checked out."""


def main() -> None:
    """Read inputs and event, and give the outputs that the conditions of later steps ask."""
    name = variable("GITHUB_EVENT_NAME")
    if name == "pull_request_target":
        fail(
            "curator does not run on pull_request_target: that event gives a pull request from "
            "a stranger the token and the secrets of this repository. Use pull_request."
        )
    comment, issue, sarif = flag("comment"), flag("issue"), flag("sarif")
    online, cache = flag("online"), flag("cache")
    number = part(event(), "pull_request", "number") if name == "pull_request" else None
    fork = part(event(), "pull_request") is not None and not _is_of_this_repository()
    if fork and (comment or sarif):
        notice(
            "This pull request comes from a fork, so that the token of this run can only read: "
            "there is no comment and no upload. The annotations and the job summary tell all."
        )
    output("comment", _word(comment and not fork and isinstance(number, int)))
    output("number", number if isinstance(number, int) else "")
    output("issue", _word(issue and name in _SCHEDULED and _on_default_branch()))
    output("sarif", _word(sarif and not fork))
    output("online", _word(online))
    output("restore", _word(online and cache))
    # What strangers' pull requests learn stays with them: only runs of the repository's own
    # branches are remembered. Some events, such as issue_comment, run for the default branch
    # whatever is checked out, and what they kept would be restored everywhere.
    output("save", _word(online and cache and name in _OWN))
    say(f"curator: event {name or 'unknown'}, fork: {_word(fork)}")


def _is_of_this_repository() -> bool:
    """Whether a pull request comes from a branch of this repository, not from a fork."""
    head = part(event(), "pull_request", "head", "repo", "full_name")
    return isinstance(head, str) and head.lower() == variable("GITHUB_REPOSITORY").lower()


def _on_default_branch() -> bool:
    """Whether the run is for the lists as readers see them, as far as the event says."""
    default = part(event(), "repository", "default_branch")
    return default is None or variable("GITHUB_REF") == f"refs/heads/{default}"


def _word(value: bool) -> str:  # noqa: FBT001 - it is what the function is about
    return "true" if value else "false"


if __name__ == "__main__":
    main()
