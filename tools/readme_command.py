"""The commands of README.md that are run as they are written there, found by their mark.

A command is marked with a comment, ``<!-- command: NAME -->``, directly before its fenced
block. Called with a name, this prints that command.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"

_MARKED = re.compile(
    r"^<!-- command: ([a-z-]+) -->\n+```[a-z]*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def commands(readme: str) -> dict[str, str]:
    """The marked commands of the text ``readme``, by name, without a final newline."""
    return {match[1]: match[2].rstrip("\n") for match in _MARKED.finditer(readme)}


def main() -> int:
    """Print the command named on the command line; status 2 if README.md marks none so."""
    found = commands(README.read_text(encoding="utf-8"))
    if len(sys.argv) != 2 or sys.argv[1] not in found:
        print(f"usage: readme_command.py {'|'.join(found)}", file=sys.stderr)
        return 2
    print(found[sys.argv[1]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
