"""Lists made from a seed: awesome lists, papers, tables and nested groups, of any length.

Run as ``python -m bench.generate STYLE ENTRIES``, it writes one to standard output.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterable, Sequence

ENTRIES_PER_SECTION = 20
SEED_STEP = 60_000
"""How far apart the numbers of the first entries of two seeds are."""
SAMPLE = 400
"""Entries from which the length of one is estimated."""

_WORDS = """
    adaptive agent attention bench cache causal cloud cluster codec compiler contrastive corpus
    data dense diffusion distributed editor embedding engine fast federated flow framework
    generative graph index inference kernel language large latent learning library light linear
    memory mesh mobile model multimodal network neural online open optimal parser pipeline
    planner policy pretraining protocol query queue random recurrent renderer retrieval robust
    router runtime sampling scalable scene schema search secure self semantic server shader
    shell signal simple sparse speech static stream structured supervised sync template tensor
    terminal text token toolkit tracing training transfer tree typed unified vector video
    virtual vision visual web worker zero
""".split()
_PEOPLE = "Adams Bauer Chen Diaz Eriksson Fontaine Gupta Hansen Ito Jansen Kim Li Müller".split()
_VENUES = "ACL AAAI CVPR EMNLP ICLR ICML JMLR NeurIPS TACL arXiv".split()
_LICENCES = "Apache-2.0 BSD-3-Clause GPL-3.0 ISC MIT MPL-2.0".split()

Entry = Callable[[random.Random, int], str]
"""The lines of the entry with this number, the final newline included."""


def _phrase(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(least, most)))


def _repository(chance: random.Random, number: int) -> tuple[str, str]:
    """A name and its address; one in a hundred is that of one of the hundred before it."""
    if number > 100 and chance.randrange(100) == 0:
        number -= chance.randint(1, 100)
    name = f"{_WORDS[number % len(_WORDS)]}-{number}"
    owner = f"{_WORDS[number * 7 % len(_WORDS)]}{number % 977}"
    host = "github.com" if number % 3 else "example.org"
    return name, f"https://{host}/{owner}/{name}"


def _paper(number: int) -> str:
    """An arXiv identifier of the years 2015 to 2024, another for each number below 10,800,000."""
    month, serial = number % 120, number // 120
    return f"{15 + month // 12}{month % 12 + 1:02}.{10_000 + serial:05}"


def _awesome(chance: random.Random, number: int) -> str:
    name, url = _repository(chance, number)
    return f"- [{name}]({url}) - {_phrase(chance, 5, 14).capitalize()}.\n"


def _papers(chance: random.Random, number: int) -> str:
    title = _phrase(chance, 4, 10).title()
    people = ", ".join(chance.sample(_PEOPLE, 3))
    venue = f"{chance.choice(_VENUES)} {2015 + number % 120 // 12}"
    links = [f"[[paper](https://arxiv.org/abs/{_paper(number)})]"]
    if chance.random() < 0.6:
        links.append(f"[[code]({_repository(chance, number)[1]})]")
    return f"* **{title} {number}.** *{people}.* {venue}. {' '.join(links)}\n"


def _row(chance: random.Random, number: int) -> str:
    name, url = _repository(chance, number)
    badge = f"![stars](https://img.shields.io/github/stars/{name}?style=flat)"
    words = _phrase(chance, 4, 10)
    return f"| [{name}]({url}) | {words} | `{chance.choice(_LICENCES)}` | {badge} |\n"


def _nested(chance: random.Random, number: int) -> str:
    name, url = _repository(chance, number)
    entry = f"[**{name}**]({url}): {_phrase(chance, 3, 9)}\n"
    match number % 6:
        case 0:
            group = f"{_phrase(chance, 2, 3).capitalize()} {number}"
            return f"- {group}\n  - {entry}"
        case 5:
            return (
                f"    - {entry}      - *{_phrase(chance, 3, 6)}* with `{chance.choice(_WORDS)}`\n"
            )
        case _:
            return f"  - {entry}"


_TABLE_HEAD = "| Name | What it does | Licence | Stars |\n| :--- | --- | :-: | --: |\n"

STYLES: dict[str, tuple[Entry, str]] = {
    "awesome": (_awesome, ""),
    "papers": (_papers, ""),
    "table": (_row, _TABLE_HEAD),
    "nested": (_nested, ""),
}
"""Each style: what writes an entry, and what stands before the entries of a section."""


def document(style: str, entries: int, *, seed: int = 1) -> str:
    """A list of ``entries`` entries in sections of twenty; the same for the same arguments.

    Lists of other seeds hold other addresses, so that nothing remembered of one helps with
    the next.

    Raises:
        KeyError: no such style.
    """
    entry, head = STYLES[style]
    chance = random.Random(f"{style} {seed}")
    titles: list[str] = []
    sections: list[str] = []
    for first in range(0, entries, ENTRIES_PER_SECTION):
        title = f"{_phrase(chance, 1, 3).title()} {first // ENTRIES_PER_SECTION + 1}"
        last = min(first + ENTRIES_PER_SECTION, entries)
        numbers = range(seed * SEED_STEP + first, seed * SEED_STEP + last)
        body = "".join(entry(chance, number) for number in numbers)
        titles.append(title)
        sections.append(f"## {title}\n\n{head}{body}")
    contents = "".join(f"- [{title}](#{_anchor(title)})\n" for title in titles)
    opening = f"# Awesome {style.title()}\n\n> A list made to be measured.\n\n## Contents\n\n"
    return "\n".join([opening + contents, *sections])


def document_of(style: str, size: int, *, seed: int = 1) -> str:
    """A list of about ``size`` bytes."""
    per_entry = len(document(style, SAMPLE, seed=seed).encode()) / SAMPLE
    return document(style, max(round(size / per_entry), 1), seed=seed)


def documents(styles: Iterable[str], size: int) -> dict[str, str]:
    """A list of about ``size`` bytes in each style, by its name."""
    return {f"generated, {style}": document_of(style, size) for style in styles}


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one list to standard output."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("style", choices=sorted(STYLES))
    parser.add_argument("entries", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sys.stdout.buffer.write(document(options.style, options.entries, seed=options.seed).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
