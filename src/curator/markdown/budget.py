"""The work a parse may do: a count of steps that a hostile text cannot run past."""

from __future__ import annotations

STEPS_PER_CHARACTER = 64
"""Steps granted for each character of the file; real lists need fewer than three."""

BASE_STEPS = 4_096
"""Steps granted to every file, however short."""


class BudgetError(Exception):
    """The steps granted to this file are used up."""


class Budget:
    """A counter of parser steps.

    One is counted for each line and open container, for each character of inline text, and
    for each character of a look-ahead that may have to be repeated.
    ``spent`` may be read at any time; ``limit`` is where ``spend`` begins to refuse.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.spent = 0

    @classmethod
    def for_text(cls, text: str) -> Budget:
        """The budget of a file that holds ``text``."""
        return cls(BASE_STEPS + STEPS_PER_CHARACTER * len(text))

    def spend(self, steps: int) -> None:
        """Count ``steps``.

        Raises:
            BudgetError: the limit is passed; nothing more than this is counted.
        """
        if self.spent + steps > self.limit:
            raise BudgetError
        self.spent += steps
