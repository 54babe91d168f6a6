"""What the tables of a configuration have in common: strict types, and mistakes in our words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Table(BaseModel):
    """A table whose keys are all known and whose values are of exactly their types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=_kebab)


def wrong(text: str, meant: str = "", known: tuple[str, ...] = ()) -> PydanticCustomError:
    """The error about a value: what is said of it, and which of ``known`` was ``meant``."""
    # The text goes through as a value: pydantic would read braces in it as a template.
    return PydanticCustomError("wrong", "{text}", {"text": text, "meant": meant, "known": known})


def refuse(mistake: str | None) -> None:
    """Raise the error about a value, if there is a ``mistake`` in it."""
    if mistake is not None:
        raise wrong(mistake)
