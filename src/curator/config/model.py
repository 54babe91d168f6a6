"""The shape of a configuration: every key with its type, what it means, and an example."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)

from curator.config.globs import Glob
from curator.config.identities import identity_key
from curator.config.link_tables import LinksTable, NetworkTable
from curator.config.mistakes import quoted
from curator.config.patterns import Known, glob_mistake
from curator.config.size import parse_size
from curator.config.tables import Table, refuse, wrong
from curator.diagnostic import PRESETS, Preset

NAME_TAG = "<name>"
TABLE_TAG = "<table>"
"""Which of its two forms a value has; pydantic puts it into the paths of its errors."""

SeverityWord = Literal["error", "warning", "info", "off"]

GLOB_EXPRESSION = r"^(?!.*\\)(?!(.*/)?\.\.(/|$))(?![A-Za-z]:)(?![/!]).+$"
LINE_EXPRESSION = r"^(?!.*\\)(?!(.*/)?\.\.(/|$))(?![A-Za-z]:).+$"
SIZE_EXPRESSION = r"^\s*[0-9]{1,15}\s*[kKmMgG]?[bB]?\s*$"
"""What a JSON Schema can say of a pattern, a line of ``exclude``, and a size."""


def _form(value: object) -> str | None:
    if isinstance(value, str):
        return NAME_TAG
    return TABLE_TAG if isinstance(value, dict) else None


def _known(info: ValidationInfo) -> Known:
    return cast("Known", info.context)


def _rule(name: str, info: ValidationInfo) -> str:
    known = _known(info)
    if name in known.index:
        return name
    if name in PRESETS:
        raise wrong(f"'{name}' is a preset and no rule: write preset = \"{name}\"")
    raise wrong(f"unknown rule {quoted(name)}", name, tuple(known.index))


def _glob(text: str, info: ValidationInfo) -> str:
    refuse(glob_mistake(text))
    known = _known(info)
    if not known.finds(Glob(text)):
        raise wrong(f"{quoted(text)} matches no file")
    return text


def _list(text: str, info: ValidationInfo) -> str:
    refuse(None if text in {".", "./"} else glob_mistake(text))
    known = _known(info)
    if not known.finds(Glob(text, anchored=True)):
        raise wrong(f"{quoted(text)} matches no file")
    return text


def _line(text: str) -> str:
    refuse(glob_mistake(text, line=True))
    return text


def _identity(text: str) -> str:
    key = identity_key(text)
    if key is None:
        raise wrong(
            f"{quoted(text)} names no paper or page: write an address, or an identity such as "
            "'arxiv:1706.03762'"
        )
    return key


def _reason(text: str) -> str:
    if not text.strip():
        raise wrong("is empty: say why this is to be silent")
    return text


def _size(value: object) -> object:
    size = parse_size(value) if isinstance(value, str) else value
    if size is None:
        raise wrong(f"{quoted(str(value))} is no size such as 5000000, '500k' or '5MB'")
    return size


RuleName = Annotated[str, AfterValidator(_rule)]
FileGlob = Annotated[
    str, AfterValidator(_glob), WithJsonSchema({"type": "string", "pattern": GLOB_EXPRESSION})
]
ListPath = Annotated[
    str, AfterValidator(_list), WithJsonSchema({"type": "string", "pattern": GLOB_EXPRESSION})
]
ExcludeLine = Annotated[
    str, AfterValidator(_line), WithJsonSchema({"type": "string", "pattern": LINE_EXPRESSION})
]
IdentityText = Annotated[str, AfterValidator(_identity)]
Reason = Annotated[
    str, AfterValidator(_reason), WithJsonSchema({"type": "string", "pattern": r"\S"})
]
Bytes = Annotated[
    int,
    BeforeValidator(_size),
    Field(ge=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": SIZE_EXPRESSION},
            ]
        }
    ),
]


class RuleOptions(BaseModel):
    """How one rule judges: its severity, and the options that it has."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    severity: SeverityWord | None = Field(
        default=None,
        description="The severity of all that the rule finds, or off.",
        examples=["warning"],
    )


class IgnoreTable(Table):
    """Findings that are to be silent, and why; `rule` or `identity` has to be there."""

    rule: RuleName | None = Field(
        default=None,
        description="The rule that finds them; any, if absent.",
        examples=["stale-toc"],
    )
    identity: IdentityText | None = Field(
        default=None,
        description="What they are about: an address in any spelling, or an identity.",
        examples=["arxiv:1706.03762"],
    )
    file: FileGlob | None = Field(
        default=None,
        description="A pattern for the files they are in; all, if absent.",
        examples=["lists/a.md"],
    )
    reason: Reason = Field(
        description="Why, for those who read it later.", examples=["listed twice on purpose"]
    )


Ignore = Annotated[
    Annotated[RuleName, Tag(NAME_TAG)] | Annotated[IgnoreTable, Tag(TABLE_TAG)],
    Discriminator(_form),
]
Judgement = Annotated[
    Annotated[SeverityWord, Tag(NAME_TAG)] | Annotated[RuleOptions, Tag(TABLE_TAG)],
    Discriminator(_form),
]


class Choices(Table):
    """What may stand at the top and in every override."""

    preset: Preset | None = Field(
        default=None,
        description="The set of rules to start from; recommended, if nothing says otherwise.",
        examples=["papers"],
    )
    select: list[RuleName] | None = Field(
        default=None,
        min_length=1,
        description="The rules to run, instead of a preset.",
        examples=[["duplicate-paper", "malformed-link"]],
    )
    extend_select: list[RuleName] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Rules to run besides those of the preset or of select.",
        examples=[["stale-toc"]],
    )
    rules: dict[RuleName, Judgement] = Field(
        default_factory=dict,
        json_schema_extra={"default": {}},
        description="How rules judge: a severity, off, or a table with severity and options. "
        "A severity alone selects no rule.",
        examples=[{"duplicate-link": "error"}],
    )
    ignore: list[Ignore] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Rules to switch off, by name, and findings to silence, by tables.",
        examples=[["mojibake"]],
    )


class Override(Choices):
    """Choices for some files, on top of those before them."""

    files: list[FileGlob] = Field(
        min_length=1,
        description="Patterns for the files that the table is for.",
        examples=[["lists/zh/**"]],
    )


class ConfigFile(Choices):
    """The configuration of curator: curator.toml, or [tool.curator] in pyproject.toml."""

    lists: list[ListPath] | None = Field(
        default=None,
        min_length=1,
        description="The files, folders and patterns to check where the command line names none; "
        "without the key, the readme of the repository.",
        examples=[["README.md", "lists/**/*.md"]],
    )
    exclude: list[ExcludeLine] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="What to leave out of folders and patterns, as lines of a .gitignore file.",
        examples=[["vendor/"]],
    )
    overrides: list[Override] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Choices for some files; each table that is for a file is put on top of "
        "those before it.",
        examples=[[{"files": ["lists/zh/**"], "preset": "papers"}]],
    )
    links: LinksTable | None = Field(
        default=None,
        description="Which links --online asks, and how gently.",
        examples=[{"exclude": ["example.org/private/*"]}],
    )
    network: NetworkTable | None = Field(
        default=None,
        description="How the network is used. Only in a file that is named by --config.",
        examples=[{"timeout": 20}],
    )
    max_file_size: Bytes | None = Field(
        default=None,
        description="Bytes that a file may have, such as 5000000 or '5MB'. Only in a file that "
        "is named by --config.",
        examples=["5MB"],
    )
