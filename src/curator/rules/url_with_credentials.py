r"""An address carries a user name and a password.

## Why it matters

Whoever reads the list can use them, and git keeps them after they are taken out. Browsers warn
of such links or refuse them.

```markdown bad
- [Build logs](https://ada:s3cr3t-9x@builds.example.org/logs)
```

```markdown fixed
- [Build logs](https://builds.example.org/logs)
```

A user name alone is no secret, and neither are a guest's or a demo's names, or words that stand
for a name and a password.

```markdown good
- [Repository](https://git@example.org/engine.git)
- [Try it](https://demo:demo@example.org/)
- `curl https://user:password@example.org`
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
)

_ADDRESS = re.compile(
    r"(?:https?|ftps?|sftp|ssh|wss?|git)://(?P<user>[^/?#\\@:\s]*):(?P<password>[^/?#\\@\s]+)@"
    r"(?P<host>[^/?#\\@\s]+)",
    re.IGNORECASE,
)
# Names that let anybody in, and words that stand for a name or a password.
_OPEN = frozenset("anonymous anyone demo example foo guest public readonly test".split())
_STANDING_IN = re.compile(
    r"(?:your|my|the|some)?[-_ ]?"
    r"(?:bar|pass|passw(?:or)?d|pwd?|passphrase|secret|(?:api|access)?[-_ ]?(?:key|token))"
    r"|x+|\*+|\.+|<.*>|\{.*\}|\$.*|\[.*\]|%s",
    re.IGNORECASE | re.DOTALL,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses with a password, which is repeated neither in message nor key."""
    for url, written, _ in ctx.document.addresses(images=True):
        match = _ADDRESS.match(url) if "@" in url else None
        if match is None:
            continue
        user, password = unquote(match["user"]), unquote(match["password"])
        if user.lower() in _OPEN or _STANDING_IN.fullmatch(password):
            continue
        host = shortened(match["host"])
        message = f"the address of '{host}' carries a password: leave it out, and change it"
        end = ctx.source.text.find("@", written.start, written.end)
        yield ctx.found(Span(written.start, end + 1) if end > 0 else written, message, key=host)
