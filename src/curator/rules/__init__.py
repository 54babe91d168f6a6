"""The rules, one a module, and the generated index of what they say of themselves."""

from curator.rules._index import INDEX

__all__ = ["INDEX"]
