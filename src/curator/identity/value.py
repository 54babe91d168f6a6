"""What a link denotes: the value that all spellings of one resource share."""

from __future__ import annotations

from typing import NamedTuple

PAPER_SCHEMES = frozenset(
    {"acl", "arxiv", "cvf", "doi", "ieee", "jmlr", "neurips", "openreview", "pmlr"}
)
"""Schemes whose resources are papers, each with an id of its own that outlives its address."""


class Identity(NamedTuple):
    """What a link denotes whatever its spelling, written ``arxiv:1706.03762``.

    ``scheme`` says which catalogue ``value`` belongs to: ``arxiv``, ``doi``, ``openreview``,
    ``acl``, ``neurips``, ``pmlr``, ``jmlr``, ``cvf``, ``ieee``; ``github`` (``owner/name`` or
    a deeper path), ``github-user``, ``raw`` (a file's bytes on GitHub), ``gist``; ``hf``,
    ``youtube``, ``pypi``, ``npm``; ``mailto``; ``path`` for relative links and bare fragments;
    else ``url``, the address without ``http://`` or ``https://`` in its simplest form.

    ``fragment`` is the part of the resource that was linked, ``version`` a pinned version of a
    paper, ``form`` the shape of the address (for arXiv ``abs``, ``pdf``, ``html``, ``doi``,
    ``huggingface``, ``alphaxiv``, ``ar5iv``, ``name`` for a written ``arXiv:…`` …; for GitHub
    ``blob``, ``issues`` …). Compare ``key``: the tuple itself also differs by form and version.
    """

    scheme: str
    value: str
    fragment: str = ""
    version: int | None = None
    form: str = ""

    @property
    def key(self) -> str:
        """What is equal for two spellings of one resource; a fragment of a paper is left out."""
        if self.fragment and self.scheme not in PAPER_SCHEMES:
            return f"{self.scheme}:{self.value}#{self.fragment}"
        return f"{self.scheme}:{self.value}"

    @property
    def resource(self) -> str:
        """The key without any fragment: what a service is asked about."""
        return f"{self.scheme}:{self.value}"

    @property
    def is_paper(self) -> bool:
        """Whether this is a paper in a catalogue of papers (a DOI may also name a book)."""
        return self.scheme in PAPER_SCHEMES

    @property
    def repository(self) -> str | None:
        """``owner/name`` on GitHub, in lower case, if this is a repository or lies in one."""
        if self.scheme not in {"github", "raw"}:
            return None
        owner, _, rest = self.value.partition("/")
        return f"{owner}/{rest.partition('/')[0].partition('?')[0]}"

    def __str__(self) -> str:
        return self.key
