"""Which files of a run are one list in several languages, as far as their names tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import PurePath

Parts = tuple[str, ...]
"""The folders of a file and its name without suffix, all simplified."""

# ISO 639-1 codes, codes of countries that people use in their place, and names of languages.
_LANGUAGES = frozenset(
    "af az bg bn bs cn cy cz de el en eo es eu fa fi fil fr he hu hy ja jp ka kk km ko kr ku lo lt"
    " lv mk mn ne pt ro ru sq sr sv tg th tw ua uk ur uz vn zh"
    " enus ptbr zhcn zhhans zhhant zhhk zhtw"
    " arabic bengali chinese czech dutch english farsi french german greek hebrew hindi hungarian"
    " indonesian italian japanese korean persian polish portuguese romanian russian spanish"
    " swedish thai turkish ukrainian urdu vietnamese"
    " deutsch español français italiano português русский українська العربية فارسی हिन्दी"
    " 中文 中文版 简体中文 简体 繁體中文 繁体中文 繁體 日本語 한국어".split()
)
# Codes that are also what a list may be about (machine learning, computer vision, augmented
# reality, information technology, programming languages), or words and initials.
_DOUBTFUL = frozenset(
    "am ar as be br ca cs cv da dk et ga gl gr gu hi hk hr id il in ir is it kn la ml mr ms my nl"
    " no np os pa pk pl ps se si sk sl so sp sw ta te tl to tr ts vi".split()  # codespell:ignore te
)
# Countries and scripts after a language: pt-BR, zh-Hans, fa_IR.
_VARIANTS = frozenset(
    "ar at au be br ca ch cn co de dk es fr gb gr hans hant hk ie il in ir it jp kr latn cyrl la"
    " mx my nl no pl pt ru se sg tr tw ua uk us vn".split()
)
_FOLDERS_OF_TRANSLATIONS = frozenset(
    "doc docs i18n l10n lang langs locale locales readme readmes translation translations".split()
)
_NONE: frozenset[str] = frozenset()
_README = "readme"
_FRONT_PAGES = frozenset({"", "index", _README})
_SEPARATORS = re.compile(r"[-_. ]+")


def originals(paths: Sequence[PurePath]) -> list[Parts]:
    """For each path what it shares with the translations of its list, and with no other file.

    ``README-zh.md``, ``readme.ja.md``, ``docs/README_pt-BR.md`` and ``zh/README.md`` are the
    list that ``README.md`` is; ``lists/en/x.md`` and ``lists/de/x.md`` are one. A code that is
    an everyday word or a field of study as well, such as ``ml``, names a language after
    ``README`` and where one without doubt stands in the same place of a name beside it.
    """
    either = _LANGUAGES | _DOUBTFUL
    by_name = _translated(paths, lambda path: _original(path, _NONE, _LANGUAGES))
    by_folder = _translated(paths, lambda path: _original(path, _LANGUAGES, _NONE))
    found: list[Parts] = []
    for path in paths:
        in_folders = in_name = _LANGUAGES
        if _words(path.stem)[:1] == [_README] or _original(path, _NONE, either) in by_name:
            in_name = either
        if _original(path, either, _NONE) in by_folder:
            in_folders = either
        found.append(_original(path, in_folders, in_name))
    return found


def _translated(
    paths: Sequence[PurePath], original: Callable[[PurePath], Parts]
) -> frozenset[Parts]:
    """What ``original`` makes of the paths that it takes a language off."""
    pairs = ((original(path), _original(path, _NONE, _NONE)) for path in paths)
    return frozenset(one for one, other in pairs if one != other)


def _original(path: PurePath, in_folders: frozenset[str], in_name: frozenset[str]) -> Parts:
    """The path without its suffix, without languages, and without folders for translations."""
    folders = ("-".join(_untagged(_words(part), in_folders)) for part in path.parent.parts)
    name = "-".join(_untagged(_words(path.stem), in_name))
    kept = (part for part in folders if part and part not in _FOLDERS_OF_TRANSLATIONS)
    return (*kept, _README if name in _FRONT_PAGES else name)


def _words(name: str) -> list[str]:
    simple = unicodedata.normalize("NFC", name).casefold()
    return [word for word in _SEPARATORS.split(simple) if word]


def _untagged(words: list[str], languages: frozenset[str]) -> list[str]:
    """``words`` without a language at their end and the variants (``br``, ``hans``) after it."""
    end = len(words)
    while end > 1 and words[end - 1] in _VARIANTS and len(words) - end < 2:
        if words[end - 2] in languages:
            return words[: end - 2]
        end -= 1
    return words[:-1] if words and words[-1] in languages else words
