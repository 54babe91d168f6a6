"""The colours of text reports, as ANSI escape sequences."""

from __future__ import annotations

from dataclasses import dataclass

from curator.diagnostic import Severity

_SEVERITIES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


@dataclass(frozen=True, slots=True)
class Palette:
    """The roles of text in a report; paints nothing unless ``enabled``."""

    enabled: bool = False

    def paint(self, text: str, code: str) -> str:
        """``text`` in the graphic rendition ``code`` (ECMA-48 SGR parameters)."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.enabled and text else text

    def place(self, text: str) -> str:
        """A path or a name: bold."""
        return self.paint(text, "1")

    def severity(self, text: str, severity: Severity) -> str:
        """Text in the colour of a severity."""
        return self.paint(text, _SEVERITIES[severity])

    def rule(self, text: str) -> str:
        """The name of a rule."""
        return self.paint(text, "35")

    def added(self, text: str) -> str:
        """What a fix puts in, or what is right."""
        return self.paint(text, "32")

    def removed(self, text: str) -> str:
        """What is wrong."""
        return self.paint(text, "31")

    def code(self, text: str) -> str:
        """What is meant literally."""
        return self.paint(text, "36")

    def faint(self, text: str) -> str:
        """What frames the text proper."""
        return self.paint(text, "2")


PLAIN = Palette()
"""No colours."""
