"""The page of a rule as Markdown: what it is about, its options, and how it is silenced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, OptionInfo, OptionValue, RuleInfo

FIXES = {
    None: "none",
    Applicability.DISPLAY: "shown only",
    Applicability.UNSAFE: "unsafe",
    Applicability.SAFE: "safe",
}
"""What is said of a rule's fixes, by how far they may be trusted at best."""

_OPTIONS = re.compile(r"^## Options\n+", re.MULTILINE)
_LEFT_OUT = "This Python leaves out the page of the rule (it runs with `-OO`)."


def markdown(info: RuleInfo, page: str | None) -> str:
    """The whole page, ending in a newline; ``page`` is the docstring of the rule's module.

    Where there is none, as with ``python -OO``, a line says so.
    """
    body = _LEFT_OUT if page is None else page.partition("\n\n")[2].strip("\n")
    parts = [f"# {info.name}", info.summary, "\n".join(_facts(info))]
    if info.options:
        told = _OPTIONS.search(body)
        options = "\n".join(_options(info.options))
        if told is None:
            parts += [body, "## Options", options]
        else:
            parts += [body[: told.end()].rstrip("\n"), options, body[told.end() :]]
    else:
        parts.append(body)
    return "\n\n".join([*filter(None, parts), *_silencing(info)]) + "\n"


def _facts(info: RuleInfo) -> Iterator[str]:
    judged = [f"{severity.label} in {preset}" for preset, severity in info.severities]
    yield f"- Severity: {', '.join([info.severity.label, *judged])}"
    yield f"- Presets: {', '.join(info.presets) or 'none: select it by name'}"
    yield f"- Fix: {FIXES[info.fix]}"
    if info.online:
        yield "- Network: needs `--online`"
    if info.awesome_lint:
        names = ", ".join(f"`{name}`" for name in info.awesome_lint)
        yield f"- In awesome-lint: {names}"


def _options(options: tuple[OptionInfo, ...]) -> Iterator[str]:
    yield "| option | values | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for option in options:
        row = (f"`{option.name}`", values(option), f"`{_written(option.default)}`", option.summary)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def values(option: OptionInfo) -> str:
    """The values that an option may have, in words."""
    if option.choices:
        return ", ".join(f"`{_written(choice)}`" for choice in option.choices)
    kind = "list of strings" if option.kind == "strings" else option.kind
    if option.least is not None and option.most is not None:
        return f"{kind}, {option.least:g} to {option.most:g}"
    if option.least is not None:
        return f"{kind}, at least {option.least:g}"
    return kind if option.most is None else f"{kind}, at most {option.most:g}"


def _written(value: OptionValue) -> str:
    """A value as TOML has it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _silencing(info: RuleInfo) -> Iterator[str]:
    yield "## Silence it"
    yield (
        "For one entry or line, with a comment at its end, in a table in the last cell of the "
        "row; a comment on a line of its own would split the list or the table:"
    )
    entry = f"- [Name](https://example.org) - Text. <!-- curator: ignore {info.name} -->"
    yield f"```markdown\n{entry}\n```"
    yield "For a whole file, with a comment anywhere in it:"
    yield f"```markdown\n<!-- curator: ignore-file {info.name} -->\n```"
    yield "For all files, in `curator.toml`, where `severity` may also be another one:"
    yield f'```toml\n[rules.{info.name}]\nseverity = "off"\n```'
