"""Pull requests that change entries, headings and tables of lists."""

from __future__ import annotations

from tests.since.pull import (
    BAD_PALM,
    BAD_VLLM,
    BROUGHT,
    FEW,
    NINE,
    NOTES,
    OLD_FINDINGS,
    PALM,
    README,
    REALM,
    SECOND,
    TIP,
    Found,
    Pull,
)
from tests.since.trees import (
    after,
    drop,
    swap,
)

PULLS: tuple[Pull, ...] = (
    Pull("clean-entry", ((after(README, "[LLaMA]", PALM),),)),
    Pull(
        "bad-entries",
        (
            (after(README, "[LLaMA]", BAD_PALM),),
            (
                after(
                    SECOND,
                    "[Compressive",
                    "- [Sparse Transformer](https://arxiv.org/abs/1904.1509) - Looks at less.",
                ),
            ),
        ),
        (Found(README, 21, "malformed-link"), Found(SECOND, 27, "malformed-arxiv-id")),
        status=1,
    ),
    Pull(
        "entry-moved",
        (
            (
                drop(README, "[The Annotated"),
                after(
                    README,
                    "[BERT]",
                    "- [The Annotated Transformer](https://nlp.seas.harvard.edu/"
                    "annotated-transformer/) - The paper as code.",
                ),
            ),
        ),
    ),
    Pull(
        "bad-entry-moved",
        (
            (
                drop(README, "[LoRA]"),
                after(
                    README,
                    "[vLLM]",
                    "- [LoRA](https://arxiv.org/abs/2106.09685) - Tunes few weights of low rank",
                ),
            ),
        ),
        (Found(README, 30, "missing-full-stop"),),
        merged=(Found(README, 31, "missing-full-stop"),),
        elsewhere=OLD_FINDINGS - 1,
    ),
    Pull(
        "repeats-what-is-above",
        (
            (
                after(
                    README,
                    "[The Annotated",
                    "- [Attention Is All You Need](https://arxiv.org/pdf/1706.03762v5) - Read it.",
                ),
            ),
        ),
        (Found(README, 40, "duplicate-paper"),),
        merged=(Found(README, 42, "duplicate-paper"),),
    ),
    Pull(
        "repeats-what-is-below",
        (
            (
                after(
                    README,
                    "[Attention Is",
                    "- [Mistral 7B](https://huggingface.co/papers/2310.06825) - Small, and open.",
                ),
            ),
        ),
        (Found(README, 16, "duplicate-paper"),),
        status=1,
    ),
    Pull(
        "repeats-another-file",
        (
            (
                after(
                    README,
                    "[LLaMA]",
                    "- [RAG](https://doi.org/10.48550/arXiv.2005.11401) - Reads, then answers.",
                ),
            ),
        ),
        (Found(SECOND, 19, "duplicate-paper"),),
    ),
    Pull(
        "at-the-same-time",
        (
            (
                after(
                    README,
                    "[LLaMA]",
                    "- [Mamba](https://arxiv.org/pdf/2312.00752) - Selects what it remembers.",
                ),
            ),
        ),
        merged=(Found(README, 21, "duplicate-paper"),),
        merged_status=1,
    ),
    Pull(
        "heading-renamed",
        ((swap(README, "## Courses", "## Lectures"),),),
        (
            Found(README, 9, "stale-toc"),
            Found(README, 26, "broken-anchor"),
            Found(NOTES, 6, "broken-anchor"),
        ),
        merged=(
            Found(README, 9, "stale-toc"),
            Found(README, 27, "broken-anchor"),
            Found(NOTES, 6, "broken-anchor"),
        ),
        status=1,
    ),
    Pull(
        "heading-removed",
        ((swap(SECOND, "## Memory\n\n", ""),),),
        (Found(SECOND, 7, "stale-toc"),),
        status=1,
    ),
    Pull(
        "row-of-a-table",
        ((swap(README, "Many sides of one model.", "Many sides | of one model."),),),
        (Found(README, 47, "lost-table-cell"),),
        merged=(Found(README, 49, "lost-table-cell"),),
    ),
    Pull(
        "entries-deleted",
        ((drop(README, "[T5]"),), (drop(README, "[PyTorch]"),)),
        elsewhere=OLD_FINDINGS - 2,
    ),
    Pull(
        "section-emptied",
        ((drop(SECOND, "[Transformer-XL]", "[Compressive", "[RETRO]", "[Memorizing"),),),
        (Found(SECOND, 23, "empty-section"),),
        elsewhere=OLD_FINDINGS + BROUGHT - 1,
        brought=0,
        start=TIP,
    ),
    Pull(
        "main-merged-in",
        ((after(README, "[LLaMA]", BAD_PALM),), (after(SECOND, "[RAG]", REALM),)),
        (Found(README, 21, "malformed-link"),),
        elsewhere=OLD_FINDINGS + BROUGHT,
        brought=0,
        status=1,
        joins=1,
    ),
    Pull(
        "reverted",
        ((after(README, "[LLaMA]", BAD_PALM),), (drop(README, "[PaLM]"),)),
    ),
    Pull(
        "mending-reverted",
        ((swap(README, *BAD_VLLM),),),
        (Found(README, 30, "malformed-link"),),
        merged=(Found(README, 31, "malformed-link"),),
        status=1,
    ),
    Pull(
        "line-with-an-old-mistake",
        ((swap(README, "Puts every task", "Casts every task"),),),
        (Found(README, 17, "malformed-link"),),
        elsewhere=OLD_FINDINGS - 1,
        status=1,
    ),
    Pull("docs-only", ((swap(NOTES, "Begin with", "Start with"),),)),
    Pull(
        "same-mistake-again",
        ((after(README, "[JAX]", "- [Words](docs/glossary.md#tools) - What tools call things."),),),
        (Found(README, 30, "broken-relative-link"),),
        merged=(Found(README, 31, "broken-relative-link"),),
        status=1,
    ),
    # Of a file with fewer than five entries not all is judged: there is one more to find now.
    Pull(
        "fifth-entry",
        (
            (
                after(
                    FEW, "[AudioLM]", "- [CLAP](https://arxiv.org/abs/2206.04769) - Sound and text."
                ),
            ),
        ),
        elsewhere=OLD_FINDINGS + 1,
    ),
    # Ten entries can agree on something, from which one that was there before differs.
    Pull(
        "tenth-entry",
        (
            (
                after(
                    NINE, "[INSTRUCTOR]", "- [BGE](https://arxiv.org/abs/2309.07597) - In Chinese."
                ),
            ),
        ),
        elsewhere=OLD_FINDINGS + 1,
    ),
)
