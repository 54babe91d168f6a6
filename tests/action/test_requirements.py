"""What the Action installs agrees with what the package needs."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.action.machine import ROOT

TEXT = (ROOT / ".github" / "action" / "requirements.txt").read_text(encoding="utf-8")
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", TEXT, re.MULTILINE)
}


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in project["dependencies"]:
        wanted = Requirement(text)
        assert PINNED[canonicalize_name(wanted.name)] in wanted.specifier, text


def test_every_pin_has_hashes_and_none_names_where_it_comes_from() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", TEXT, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINNED)
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)
    assert "://" not in TEXT
    assert not re.search(r"--(extra-)?index-url [^\n]|--find-links [^\n]", TEXT)
