"""The `curator` command: answers ``--version`` at once, and hands all else to ``curator.cli``."""

from __future__ import annotations

import os
import sys

from curator import __version__

INTERRUPTED = 130
"""The exit status of a program ended by Ctrl-C: 128 and the number of SIGINT."""
BROKEN_PIPE = 141
"""The exit status of a program whose reader went away: 128 and the number of SIGPIPE."""


def main() -> int:
    """Run the command line and return its exit status."""
    try:
        if sys.argv[1:] == ["--version"] and sys.stdout is not None:
            # What click would print, without the time it takes to import click.
            sys.stdout.write(f"curator {__version__}\n")
            sys.stdout.flush()
            return 0
        from curator.cli.start import run  # noqa: PLC0415 - keeps --version quick

        _collect_rarely()
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return BROKEN_PIPE


def _collect_rarely() -> None:
    """Let Python look for garbage less often: a tree of nodes has none, and it is large.

    Looking at every node again and again takes about a fifth of the time of a run.
    """
    import gc  # noqa: PLC0415 - keeps --version quick

    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _forget_output() -> None:
    """Point standard output at nothing, so that the flush at exit does not fail again."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    except (OSError, ValueError):  # no file behind the stream: nothing will be flushed
        pass


if __name__ == "__main__":
    sys.exit(main())
