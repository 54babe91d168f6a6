"""What needs the address of a package index, which no file of cases may name."""

from __future__ import annotations

import pytest

from curator.diagnostic import Severity
from tests.rules.runner import check


@pytest.mark.parametrize("page", ["pypi.{}/project/hamming", "npmjs.{}/package/hamming"])
def test_the_name_of_a_package_beside_another_one_is_a_wrong_link(page: str) -> None:
    address = "https://" + page.format("org")
    text = f"- [Binary codes]({address}) - Codes.\n- [Hamming]({address}) - Distances.\n"
    (found,) = check("duplicate-link", text)[1]
    assert found.severity is Severity.WARNING
    assert "'Hamming' links the same page as 'Binary codes' on line 1" in found.message
