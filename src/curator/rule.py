"""What a rule is: its metadata, the context it looks at, and how it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from curator.diagnostic import (
    Applicability,
    Category,
    Diagnostic,
    Fix,
    Preset,
    Related,
    RuleInfo,
    Severity,
)
from curator.document import Document
from curator.facts import Files
from curator.source import Source, Span
from curator.style import Style


@dataclass(frozen=True, slots=True)
class Rule:
    """The metadata a rule module declares as ``RULE``.

    ``presets`` are those that select the rule; ``fix`` is how far its fixes may be
    trusted, ``None`` if it has none. The rule's name is its module's.
    """

    severity: Severity
    category: Category
    presets: tuple[Preset, ...]
    fix: Applicability | None = None
    online: bool = False


class Context:
    """What one rule sees of one document, and the maker of its diagnostics.

    A rule does no I/O and keeps no state: all it needs of the world is here.
    """

    def __init__(
        self, document: Document, style: Style, files: Files, today: date, rule: RuleInfo
    ) -> None:
        self.document = document
        self.style = style
        self.files = files
        self.today = today
        self.rule = rule

    @property
    def source(self) -> Source:
        """The document's exact text."""
        return self.document.source

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
