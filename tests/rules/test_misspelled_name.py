"""Cases of misspelled-name whose addresses are put together."""

from __future__ import annotations

import pytest

from tests.rules.runner import check

# The pages of packages, told by the labels of their hosts.
PAGES = [
    ("pypi.{}/project/numpy/", "org"),
    ("crates.{}/crates/numpy", "io"),
    ("www.npmjs.{}/package/numpy", "com"),
]


@pytest.mark.parametrize(("page", "end"), PAGES)
def test_a_package_is_called_as_its_page_is(page: str, end: str) -> None:
    address = f"https://{page.format(end)}"
    _, found = check("misspelled-name", f"- [numpy]({address}) - The package.\n")
    assert found == []
    _, found = check("misspelled-name", f"- [Numpy]({address}) - The package.\n")
    assert [each.message for each in found] == ["'Numpy' is written 'NumPy'"]
