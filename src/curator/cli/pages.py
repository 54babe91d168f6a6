"""The pages of rules, which are the docstrings of their modules."""

from __future__ import annotations

import importlib
import inspect

from curator.diagnostic import RuleInfo


def docstring(rule: RuleInfo) -> str | None:
    """The docstring of a rule's module, which is there unless Python runs with ``-OO``."""
    return inspect.getdoc(importlib.import_module(rule.module))


def page(rule: RuleInfo) -> str:
    """The whole page of a rule, as Markdown that ends in a newline."""
    from curator.reporters import rule_page  # noqa: PLC0415 - most runs show none

    return rule_page.markdown(rule, docstring(rule))
