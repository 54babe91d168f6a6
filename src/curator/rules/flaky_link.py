r"""A link gives no answer, or an error that may pass.

## Why it matters

A server that is down today is mostly up tomorrow, so this is a warning: nothing has to be done
about it yet. One that has been down for weeks is gone, whatever it says.

```markdown bad
- [Alder](https://example.org/alder) - Draws trees.
- [Birch](https://birch.example/) - Draws forests.
```

```web
https://example.org/alder  503
https://birch.example/  timeout runs=4 since=2026-11-01
```

```markdown good
- [Cedar](https://example.org/cedar) - Draws trees.
```

```web
https://example.org/cedar  200
```

What earlier runs saw is remembered in the cache. Without one, or a file that `--history` names,
every run is the first, and a warning is all there ever is.

## Options

A link that has failed in at least `runs` runs in a row, over at least `days` days, is an error.
A run less than six hours after the last one that counted does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule, option
from curator.status import LinkStatus
from curator.status.telling import why


@dataclass(frozen=True, slots=True)
class Options:
    """How long a link may fail before it is an error."""

    runs: int = option(3, "Runs in a row without an answer that make it an error.", least=1)
    days: int = option(7, "Days without an answer that make it an error.", least=0)


RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    online=True,
    options=Options,
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses without an answer, as errors once that has gone on for long."""
    options = ctx.options(Options)
    for address in ctx.document.addresses(images=True):
        status = ctx.web.status(address.url)
        if status is None or status.verdict != "transient":
            continue
        since = _failing_since(status, ctx.today)
        lasting = status.failed_runs >= options.runs and (ctx.today - since).days >= options.days
        yield ctx.found(
            address.span,
            f"'{shortened(address.url)}' gave no page{_for_long(status, since)}: {why(status)}",
            key=address.url,
            severity=Severity.ERROR if lasting else None,
        )


def _failing_since(status: LinkStatus, today: date) -> date:
    """The day since when there has been no answer; today, where that is not known."""
    # What comes from a cache may be anything.
    if not 0 < status.failing_since <= (today - _EPOCH.date() + timedelta(1)).total_seconds():
        return today
    return (_EPOCH + timedelta(seconds=status.failing_since)).date()


def _for_long(status: LinkStatus, since: date) -> str:
    if status.failed_runs < 2:
        return ""
    # In earlier ones, something else may have stood in the way.
    return f" in {status.failed_runs} runs since {since.isoformat()}, this time"
