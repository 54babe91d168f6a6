"""Which configuration a file is judged by: the nearest one upwards, or the one the user named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.config.configuration import Configuration
from curator.config.reading import OWN_FILE, PROJECT_FILE, TABLE, Table, read_table
from curator.diagnostic import RuleInfo
from curator.errors import ConfigError

NOTHING = Configuration()
"""The configuration of a file that has none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a search for configuration needs to know of the world around it.

    ``here`` is the current folder. ``repository_of`` gives the root of the repository that a
    folder is in, ``name_of`` a path as messages show it, ``files_below`` the Markdown files
    below a folder that git does not ignore, relative to it and with ``/`` between names.
    ``content`` gives the bytes of a file, ``None`` if there is none; without it, files are
    those on this disk.
    """

    here: Path
    repository_of: Callable[[Path], Path | None]
    name_of: Callable[[Path], str]
    files_below: Callable[[Path], Sequence[str]]
    content: Callable[[Path], bytes | None] | None = None


class Configurations:
    """The configurations of a run, each file of them read once.

    ``index`` are all rules by name. With ``named``, the file that the user chose is the only
    configuration, and it may set what no file of the checked tree may; its patterns are
    relative to the current folder, as its own folder need have nothing to do with the lists.
    """

    def __init__(
        self,
        index: Mapping[str, RuleInfo],
        surroundings: Surroundings,
        *,
        named: Path | None = None,
    ) -> None:
        self._index = index
        self._around = surroundings
        self._named = named
        self._folders: dict[Path, Configuration | ConfigError | None] = {}
        self._chains: dict[Path, tuple[Path, ...]] = {}

    def for_folder(self, folder: Path) -> Configuration:
        """The configuration that holds in ``folder``, which is absolute.

        Raises:
            ConfigError: it cannot be used.
        """
        if self._named is not None:
            return self._by_name(self._named)
        for place in self._chain(folder):
            found = self._in(place)
            if found is not None:
                return found
        return NOTHING

    def for_files(self, paths: Iterable[Path | None]) -> tuple[Configuration, ...]:
        """The configurations of files, one for each of ``paths``, which are absolute.

        ``None`` is text without a place, for which the current folder's holds.

        Raises:
            ConfigError: at least one cannot be used; has the problems of all of them.
        """
        found: list[Configuration] = []
        problems: dict[str, None] = {}
        for path in paths:
            try:
                found.append(self.for_folder(self._around.here if path is None else path.parent))
            except ConfigError as error:
                problems |= dict.fromkeys(error.problems)
        if problems:
            raise ConfigError(tuple(problems))
        return tuple(found)

    def excludes(self, path: Path) -> bool:
        """Whether the file at ``path``, which is absolute, is left out of folders and patterns.

        As with ``.gitignore``, every folder from the root down has a say; below a folder that
        is left out nothing more is read, so that other people's mistakes in it do not count.

        Raises:
            ConfigError: a configuration on the way cannot be used.
        """
        if self._named is not None:
            return self._by_name(self._named).excludes(path)
        found = map(self._in, reversed(self._chain(path.parent)))
        return any(each is not None and each.excludes(path) for each in found)

    def _chain(self, folder: Path) -> tuple[Path, ...]:
        """The folders whose configuration may hold in ``folder``, the nearest first.

        They end at the root of its repository. Outside of one, what lies below the current
        folder ends there, and any other folder is alone: what lies above is not the user's.
        """
        if folder not in self._chains:
            here = self._around.here
            root = self._around.repository_of(folder)
            if root is None:
                root = here if folder.is_relative_to(here) else folder
            self._chains[folder] = tuple(_upwards(folder, root))
        return self._chains[folder]

    def _in(self, folder: Path) -> Configuration | None:
        """The configuration that lies in ``folder`` itself."""
        if folder not in self._folders:
            try:
                self._folders[folder] = self._find(folder)
            except ConfigError as error:
                self._folders[folder] = error
        found = self._folders[folder]
        if isinstance(found, ConfigError):
            raise found
        return found

    def _find(self, folder: Path) -> Configuration | None:
        root = self._chain(folder)[-1]
        tables: dict[Path, Table] = {}
        for file in (OWN_FILE, PROJECT_FILE):
            path = folder / file
            name, content = self._around.name_of(path), self._around.content
            table = read_table(path, name, root=root, content=content)
            if table is not None:
                tables[path] = table
        if len(tables) > 1:
            own, project = map(self._around.name_of, tables)
            both = f"{own} and [{'.'.join(TABLE)}] in {project}"
            raise ConfigError([f"{both} both configure this folder: keep one of them"])
        for path, table in tables.items():
            return self._meaning(path, table, folder, trusted=False)
        return None

    def _by_name(self, path: Path) -> Configuration:
        """The configuration that the user named."""
        if path not in self._folders:
            try:
                self._folders[path] = self._read_named(path)
            except ConfigError as error:
                self._folders[path] = error
        return self._in(path) or NOTHING

    def _read_named(self, path: Path) -> Configuration:
        name = self._around.name_of(path)
        table = read_table(path, name)
        if table is not None:
            return self._meaning(path, table, self._around.here, trusted=True)
        if not os.path.lexists(path):
            raise ConfigError([f"--config: {name}: no such file"])
        raise ConfigError([f"--config: {name}: no [{'.'.join(TABLE)}] in this file"])

    def _meaning(self, path: Path, table: Table, folder: Path, *, trusted: bool) -> Configuration:
        # These import pydantic, which costs more than a small list: only for who has a file.
        from curator.config.patterns import Known  # noqa: PLC0415
        from curator.config.validation import Origin, validate  # noqa: PLC0415

        above = TABLE if path.name == PROJECT_FILE else ()
        origin = Origin(self._around.name_of(path), above, trusted)
        return validate(table, origin, Known(self._index, folder, self._around.files_below))


def _upwards(folder: Path, root: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield place
        if place == root:
            return
