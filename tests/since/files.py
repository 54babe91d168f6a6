"""Pull requests that change whole files, their names, and what is said about them."""

from __future__ import annotations

from tests.since.pull import (
    BAD_PALM,
    BROUGHT,
    FASTTEXT,
    NOTES,
    OLD,
    OLD_FINDINGS,
    README,
    SECOND,
    TIP,
    Found,
    Pull,
)
from tests.since.trees import (
    LINK,
    MODULE,
    after,
    remove,
    rename,
    swap,
    to_crlf,
    write,
)

_HOSTILE_TOML = """\
ignore = ["malformed-link", "malformed-arxiv-id"]
exclude = ["*.md"]
lists = ["docs/notes.md"]
"""
_ATTRIBUTES = "*.md text eol=crlf diff=evil filter=evil merge=evil ident export-subst\n"
_ODD = (
    'lists/a "b" \u00fcn\u00ef\nc.md',
    "lists/--since=x.md",
    "lists/:(top,glob)**.md",
    "lists/[a-z]?.md",
    "lists/back\\slash\t.md",
)
_MODULES = '[submodule "m"]\n\tpath = lists/module.md\n\turl = ext::sh -c exit\n'
_VISION = """\
# Vision

- [ViT](https://arxiv.org/abs/2010.11929) - Pictures as words.
- [DETR](https://arxiv.org/abs/2005.12872) - Finds things as a set.
- [CLIP](htps://arxiv.org/abs/2103.00020) - Pictures and their captions.
- [MAE](https://arxiv.org/abs/2111.06377) - Paints what is hidden.
- [DINO](https://arxiv.org/abs/2104.14294) - Learns from itself.
"""
_REWRITTEN = """\
# Before attention

Models that read from left to right.

- [Backpropagation](https://www.nature.com/articles/323533a0) - Errors go backwards.
- [ELMo](https://arxiv.org/abs/1802.5365) - Words by what stands around them.
- [fastText](https://arxiv.org/abs/1607.04606) - Words by their pieces.
- [ULMFiT](https://arxiv.org/abs/1801.06146) - Tunes a model of language.
- [GRU](https://arxiv.org/abs/1406.1078) - A gate less.
"""
_LATER_LIST = """\
# Later

- [Mixtral](htps://arxiv.org/abs/2401.04088) - Eight experts, two at a time.
"""
PULLS: tuple[Pull, ...] = (
    Pull(
        "crlf",
        ((to_crlf(README, SECOND, OLD, NOTES),),),
        elsewhere=OLD_FINDINGS + BROUGHT,
        brought=0,
        start=TIP,
    ),
    Pull(
        "crlf-and-a-bad-line",
        ((to_crlf(SECOND), swap(SECOND, "[Toolformer](", "[Toolformer] (")),),
        (Found(SECOND, 12, "malformed-link"),),
        elsewhere=OLD_FINDINGS + BROUGHT,
        brought=0,
        status=1,
        start=TIP,
    ),
    Pull(
        "file-renamed",
        (
            (
                rename(SECOND, "lists/agents.md"),
                swap(README, "lists/second.md", "lists/agents.md"),
                swap(NOTES, "lists/second.md", "lists/agents.md"),
            ),
        ),
    ),
    Pull(
        "file-renamed-under-a-link",
        ((rename(OLD, "lists/before.md"),),),
        (Found(README, 54, "broken-relative-link"),),
        merged=(Found(README, 56, "broken-relative-link"),),
        status=1,
    ),
    Pull(
        "file-renamed-and-a-bad-line",
        (
            (rename(OLD, "lists/before.md"), swap(README, "lists/old.md", "lists/before.md")),
            (after("lists/before.md", "[word2vec]", FASTTEXT),),
        ),
        (Found("lists/before.md", 7, "malformed-link"),),
        status=1,
    ),
    Pull(
        "file-renamed-and-rewritten",
        (
            (
                remove(OLD),
                write("lists/before.md", _REWRITTEN),
                swap(README, "lists/old.md", "lists/before.md"),
            ),
        ),
        # Too little is left of it for GitHub to call it renamed: every line shows as added.
        (Found("lists/before.md", 6, "malformed-arxiv-id"),),
        elsewhere=OLD_FINDINGS - 2,
        status=1,
    ),
    Pull(
        "new-file",
        (
            (
                write("lists/vision.md", _VISION),
                after(README, "(lists/old.md)", "- [Vision](lists/vision.md) - Models that see."),
            ),
        ),
        (Found("lists/vision.md", 5, "malformed-link"),),
        status=1,
    ),
    Pull(
        "file-deleted",
        ((remove(OLD),),),
        (Found(README, 54, "broken-relative-link"),),
        merged=(Found(README, 56, "broken-relative-link"),),
        elsewhere=OLD_FINDINGS - 2,
        status=1,
    ),
    Pull(
        "rules-switched-off",
        (
            (
                write("curator.toml", _HOSTILE_TOML),
                write("lists/curator.toml", 'select = ["mojibake"]\n'),
            ),
            (after(README, "[LLaMA]", BAD_PALM), after(OLD, "[word2vec]", FASTTEXT)),
        ),
        (Found(README, 21, "malformed-link"), Found(OLD, 7, "malformed-link")),
        status=1,
    ),
    Pull(
        "configured-twice",
        (
            (
                write("pyproject.toml", '[tool.curator]\nselect = ["mojibake"]\n'),
                after(README, "[LLaMA]", BAD_PALM),
            ),
        ),
        (Found(README, 21, "malformed-link"),),
        status=2,  # no run could use it once it is merged
    ),
    Pull(
        "broken-toml",
        ((write("curator.toml", "preset = [\n"), after(README, "[LLaMA]", BAD_PALM)),),
        (Found(README, 21, "malformed-link"),),
        status=2,  # likewise
    ),
    Pull(
        "attributes",
        ((write(".gitattributes", _ATTRIBUTES), after(README, "[LLaMA]", BAD_PALM)),),
        (Found(README, 21, "malformed-link"),),
        status=1,
    ),
    Pull(
        "empty-file-filled",
        ((write("lists/later.md", _LATER_LIST),),),
        (Found("lists/later.md", 3, "malformed-link"),),
        status=1,
    ),
    Pull("file-emptied", ((write(OLD, ""),),), elsewhere=OLD_FINDINGS - 2),
    Pull(
        "odd-names",
        (tuple(write(name, f"# Odd\n\n{FASTTEXT}\n") for name in _ODD),),
        tuple(Found(name, 3, "malformed-link") for name in _ODD),
        status=1,
        posix=True,
    ),
    Pull(
        "byte-order-mark",
        (
            (
                lambda tree: tree.update(
                    {README: tree[README]._replace(data=b"\xef\xbb\xbf" + tree[README].data)}
                ),
            ),
        ),
    ),
    Pull(
        "tracked-and-ignored",
        ((write(".gitignore", "lists/\n"),), (after(OLD, "[word2vec]", FASTTEXT),)),
        (Found(OLD, 7, "malformed-link"),),
        status=1,
    ),
    Pull(
        "submodule-and-modes",
        (
            (
                write("lists/module.md", "1" * 40, MODULE),
                write(".gitmodules", _MODULES),
                lambda tree: tree.update({OLD: tree[OLD]._replace(mode="100755")}),
            ),
        ),
    ),
    Pull(
        "linked-list",
        (
            (write("lists/zweite.md", "second.md", LINK),),
            (swap(SECOND, "[Toolformer](", "[Toolformer] ("),),
        ),
        (Found(SECOND, 12, "malformed-link"),),
        status=1,
        posix=True,
    ),
    Pull(
        "link-before-its-list",
        (
            (write("lists/agents.md", "second.md", LINK),),
            (swap(SECOND, "[Toolformer](", "[Toolformer] ("),),
        ),
        (Found(SECOND, 12, "malformed-link"),),
        status=1,
        posix=True,
    ),
)
