"""What malformed-arxiv-id takes for right, or for no address of arXiv, at first sight is so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.identity import ArxivId, arxiv_reference, is_future
from curator.identity.arxiv_urls import ARXIV_HOSTS
from curator.rules import malformed_arxiv_id
from tests.rules.runner import TODAY

PAGES = ("abs", "arxiv", "html", "paper", "papers", "pdf", "arXiv:1706.03762?")
DIGITS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=5)


@pytest.mark.parametrize("host", sorted({*ARXIV_HOSTS, "de.arxiv.org", "doi.org/10.48550"}))
def test_no_paper_of_a_known_host_is_passed_over(host: str) -> None:
    urls = [f"https://{host}/{page}/1706.03762" for page in PAGES]
    urls += [f"https://{host}/arXiv.1706.03762", f"https://{host}/1706.03762"]
    papers = [url for url in urls if arxiv_reference(url) is not None]
    assert papers
    assert all(map(malformed_arxiv_id._MAY_BE, papers))


@given(st.sampled_from(["abs", "pdf"]), DIGITS, DIGITS, st.sampled_from(["", "v0", "v2", "v12"]))
@pytest.mark.parametrize("end", ["", ".pdf", "."])
def test_what_is_right_at_first_sight_is_right(
    end: str, page: str, month: str, number: str, version: str
) -> None:
    url = f"https://arxiv.org/{page}/{month}.{number}{version}{end}"
    reference = arxiv_reference(url)
    assert reference is not None
    outcome = reference.outcome
    right = isinstance(outcome, ArxivId) and not is_future(outcome, TODAY)
    assert right or not malformed_arxiv_id._is_right(url, TODAY)
