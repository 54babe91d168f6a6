"""What a rule is: its metadata, the context it looks at, and how it reports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from curator.change import Change, occurrences
from curator.diagnostic import (
    Applicability,
    Category,
    Diagnostic,
    Fix,
    OptionInfo,
    OptionKind,
    OptionValue,
    Preset,
    Related,
    RuleInfo,
    Severity,
)
from curator.document import Document, Entry, Link
from curator.facts import OFFLINE, Files, Web
from curator.source import Source, Span
from curator.style import Style


@dataclass(frozen=True, slots=True)
class Rule:
    """The metadata a rule module declares as ``RULE``.

    ``presets`` are those that select the rule; ``severities`` are those of presets that judge
    otherwise than ``severity``. ``fix`` is how far its fixes may be trusted at best, ``None``
    if it has none. ``options`` is a frozen dataclass of ``option`` fields. ``awesome_lint``
    are the rules of awesome-lint whose comments silence this one. ``by_majority`` says that
    what is right follows from what most of the list does. The rule's name is its module's.
    """

    severity: Severity
    category: Category
    presets: tuple[Preset, ...]
    fix: Applicability | None = None
    online: bool = False
    severities: tuple[tuple[Preset, Severity], ...] = ()
    options: type | None = None
    awesome_lint: tuple[str, ...] = ()
    by_majority: bool = False


_Value = TypeVar("_Value", bound=OptionValue)
_Options = TypeVar("_Options")
_Piece = TypeVar("_Piece")


def option(
    default: _Value, summary: str, *, least: float | None = None, most: float | None = None
) -> _Value:
    """A field of a rule's options: its default, and a sentence for the reference.

    ``least`` and ``most`` bound a number, both included.
    """
    metadata = {"summary": summary, "least": least, "most": most}
    return field(default=default, metadata=metadata)


_KINDS: dict[Any, OptionKind] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    tuple[str, ...]: "strings",
}


def describe_options(options: type | None) -> tuple[OptionInfo, ...]:
    """The options of a rule as the index of rules holds them.

    Raises:
        KeyError: a field is of another type than a configuration can hold.
    """
    if options is None:
        return ()
    hints = get_type_hints(options)
    described = []
    for each in fields(options):
        hint = hints[each.name]
        choices = get_args(hint) if get_origin(hint) is Literal else ()
        described.append(
            OptionInfo(
                name=each.name.replace("_", "-"),
                kind="string" if choices else _KINDS[hint],
                default=cast("OptionValue", each.default),
                summary=each.metadata["summary"],
                choices=choices,
                least=each.metadata["least"],
                most=each.metadata["most"],
            )
        )
    return tuple(described)


def make_options(options: type | None, given: Mapping[str, object]) -> object:
    """An instance of a rule's options with the values ``given`` by their configured names."""
    if options is None:
        return None
    values = {
        name.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
    }
    return options(**values)


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A suppression that silenced nothing, or that makes no sense.

    ``comment`` is its place, ``rules`` the names in vain (none if it names none), ``rest``
    those that are needed, ``mistake`` what makes no sense in it, empty if it is merely unused.
    """

    comment: Span
    rules: tuple[str, ...]
    rest: tuple[str, ...]
    mistake: str


@dataclass(frozen=True, slots=True)
class Brief:
    """How a rule is to judge: its options, the preset, and who else is asked.

    ``beside`` are the names of all rules of the run, so that one can leave to another what
    that one tells better. ``unused`` are the suppressions in vain, known to one rule only.
    ``change`` is the one that is judged, ``None`` where the whole list is. The list as it was
    before is judged by an empty one, so that both are told in the same manner. ``asked`` says
    that the user chose the rule by its name or set an option of it.
    """

    options: object = None
    preset: Preset = "recommended"
    beside: Collection[str] = ()
    unused: Sequence[UnusedSuppression] = ()
    change: Change | None = None
    asked: bool = False


class Context:
    """What one rule sees of one document, and the maker of its diagnostics.

    A rule does no I/O and keeps no state: all it needs of the world is here.
    """

    def __init__(
        self,
        document: Document,
        style: Style,
        files: Files,
        today: date,
        rule: RuleInfo,
        brief: Brief = Brief(),
        web: Web = OFFLINE,
    ) -> None:
        self.document = document
        self.style = style
        self.files = files
        self.web = web
        self.today = today
        self.rule = rule
        self.preset = brief.preset
        self.beside = brief.beside
        self.unused = brief.unused
        self.change = brief.change
        self.asked = brief.asked
        self._options = brief.options

    def options(self, kind: type[_Options]) -> _Options:
        """The rule's options, ``kind`` being the class it declares; defaults if none are set."""
        return self._options if isinstance(self._options, kind) else kind()

    @property
    def source(self) -> Source:
        """The document's exact text."""
        return self.document.source

    def touches(self, span: Span) -> bool:
        """Whether the change that is judged touches ``span``; where the whole list is, no."""
        return self.change is not None and self.change.touches(span)

    def adds(self, entry: Entry) -> bool:
        """Whether the change adds ``entry``: it stands on a touched line and was not there before.

        Its address is new, and so is its title, where that is the text of a link: an entry that
        is moved, whose words are mended or whose address is replaced is not added.
        """
        start = Span(entry.span.start, entry.span.start)
        if self.change is None or entry.link is None or not self.touches(start):
            return False
        text, title = self.source.text, entry.title_span
        bracketed = "" if title is None else text[max(title.start - 1, 0) : title.end + 1]
        return self.change.adds(entry.link.url) and self.change.adds_text(bracketed)

    def repeats(self, link: Link) -> bool:
        """Whether the change writes an address once more that it did not move there.

        A list that is wholly new repeats nothing that anybody had before.
        """
        change = self.change
        if change is None or not change.before or not change.touches(link.span):
            return False
        return occurrences(change.before, link.url) < occurrences(self.source.text, link.url)

    def oldest_first(
        self, pieces: Iterable[_Piece], place: Callable[[_Piece], Span]
    ) -> list[_Piece]:
        """``pieces`` in their order, but those that the change touches last.

        What is added above another one repeats that, and not the other way round.
        """
        return sorted(pieces, key=lambda each: self.touches(place(each)))

    def foremost(self, many: Sequence[_Piece], place: Callable[[_Piece], Span]) -> _Piece:
        """The one of ``many`` at which a finding for all of them is told: the first.

        It is the first that the change touches, if there is one: whoever made the change is
        to see it there.
        """
        return next((each for each in many if self.touches(place(each))), many[0])

    def found(
        self,
        span: Span,
        message: str,
        *,
        key: str,
        severity: Severity | None = None,
        related: Sequence[Related] = (),
        fix: Fix | None = None,
    ) -> Diagnostic:
        """A diagnostic of this rule at ``span``.

        ``key`` says what was found without line numbers, such as the URL or the label;
        ``severity`` is the rule's own unless this finding differs.
        """
        return Diagnostic(
            rule=self.rule.name,
            severity=self.rule.severity if severity is None else severity,
            message=message,
            span=span,
            key=f"{self.rule.name}:{key}",
            related=tuple(related),
            fix=fix,
        )


Check = Callable[[Context], Iterator[Diagnostic]]
