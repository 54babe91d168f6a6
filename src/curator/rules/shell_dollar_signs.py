r"""Every line of a block of shell code begins with a dollar sign.

## Why it matters

The dollar sign is the prompt and no part of the command. Whoever copies the lines copies it
along, and the shell answers that there is no command of that name.

````markdown bad
```sh
$ pip install example
$ example --help
```
````

Where output is shown as well, the prompt tells the two apart, and the language is `console`:

````markdown good
```sh
pip install example
```

```sh
$ example --version
1.0
```
````

A line that begins with a variable, such as `$HOME/bin/example`, has no prompt. awesome-lint
takes it for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.layout.lines import line_end, line_start, walk_blocks
from curator.nodes import CodeBlock
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-shell-dollars",),
)

_SHELLS: Final = frozenset(
    "abuild alpine-abuild apkbuild bash bats command csh ebuild eclass gentoo-ebuild"
    " gentoo-eclass ksh openrc openrc-runscript sh sh.in shell shell-script tcsh tmux tool zsh"
    " zsh-theme".split()
)
_LINE = re.compile(r"[^\r\n]+")
# Variables are written in capitals, or in brackets.
_PROMPT = re.compile(r"[ \t>]*+\$(?:[ \t./~a-z]|\Z)")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report shell code in which each line that is not blank has a prompt."""
    text = ctx.source.text
    if "$" not in text:
        return
    for node in walk_blocks(ctx.document.syntax.root):
        if not isinstance(node, CodeBlock) or node.fence is None:
            continue
        if (node.info.split() or [""])[0] not in _SHELLS:
            continue
        opening = line_end(ctx.source, node.start)
        end = line_start(ctx.source, node.end - 1) if node.closed else node.end
        lines = [line for line in _LINE.findall(text, opening, end) if line.strip(" \t>")]
        if lines and all(map(_PROMPT.match, lines)):
            yield ctx.found(
                Span(node.start, opening),
                "leave out the '$' before each line of this code: it is copied along",
                key=shortened(" ".join(lines)),
            )
