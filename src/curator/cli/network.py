"""How links are asked: the options of the command line, and what they and the files come to."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import click

from curator.cli.suggestions import complete_files
from curator.config.addresses import host_mistake, pattern_mistake
from curator.config.links import (
    LONGEST_GAP,
    LONGEST_RUN,
    LONGEST_TIMEOUT,
    MOST_CONCURRENCY,
    MOST_CONNECTIONS,
    HeaderChoice,
    LinkChoices,
    NetworkChoices,
)
from curator.config.network import (
    header_mistake,
    network_mistake,
    proxy_mistake,
    value_mistake,
    variable_mistake,
)
from curator.errors import CuratorError
from curator.workspace import absolute

if TYPE_CHECKING:  # importing it takes time, and most runs are offline
    from curator.net.options import HostHeader, HostRule, NetOptions

_Command = TypeVar("_Command", bound=Callable[..., Any])

MOST_OPEN = 256
"""Connections at once, where nobody says otherwise and the system allows as many files."""
RESERVED_FILES = 64
"""Open files that are left for everything but connections."""
_FEWEST = 4


def _seconds(most: float, *, zero: bool = False) -> Callable[[str], float]:
    """The type of an option that takes a number of seconds, more than 0 unless ``zero`` is one."""

    def seconds(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            raise click.BadParameter(f"{text!r} is no number of seconds") from None
        if not math.isfinite(number) or number > most or number < 0:
            raise click.BadParameter(f"{text} is not from 0 to {most:g} seconds")
        if number == 0 and not zero:
            raise click.BadParameter("has to be more than 0 seconds")
        return number

    return seconds


def _checked(mistake: Callable[[str], str | None]) -> Callable[..., tuple[str, ...]]:
    """A callback for an option that may be repeated, each value of which is looked at."""

    def check(
        _ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
    ) -> tuple[str, ...]:
        for text in given:
            wrong = mistake(text)
            if wrong is not None:
                raise click.BadParameter(wrong, param=param)
        return given

    return check


def _headers(
    _ctx: click.Context, param: click.Parameter, given: tuple[tuple[str, str, str], ...]
) -> tuple[HeaderChoice, ...]:
    for host, name, variable in given:
        # Nothing of what is given is said: whatever the order, a secret may be among it.
        if host.startswith("*."):
            raise click.BadParameter("HOST is one host, not all of a domain", param=param)
        if host_mistake(host) is not None:
            raise click.BadParameter("HOST is no host name such as 'example.org'", param=param)
        for what, wrong in (
            ("NAME", header_mistake(name)),
            ("VARIABLE", variable_mistake(variable)),
        ):
            if wrong is not None:
                raise click.BadParameter(f"{what} {wrong}", param=param)
    return tuple(HeaderChoice(host.lower(), name, variable) for host, name, variable in given)


_OPTIONS = (
    click.option(
        "--online",
        is_flag=True,
        help="Also ask the links over the network, each once, and judge what comes back.",
    ),
    click.option("--offline", is_flag=True, help="Ask no link, also where --online is given."),
    click.option(
        "--exclude-link",
        "exclude_links",
        multiple=True,
        metavar="PATTERN",
        callback=_checked(pattern_mistake),
        help="Ask no link like 'example.org', '*.example.org' or 'example.org/a/*'; may be "
        "repeated.",
    ),
    click.option(
        "--timeout",
        type=_seconds(LONGEST_TIMEOUT),
        metavar="SECONDS",
        help="Wait so long for an answer; 10.5, and half as long again the second time.",
    ),
    click.option(
        "--timeout-total",
        type=_seconds(LONGEST_RUN),
        metavar="SECONDS",
        help="Ask no more links after so long, and report what is known.",
    ),
    click.option(
        "--max-connections",
        type=click.IntRange(1, MOST_CONNECTIONS),
        metavar="N",
        help=f"Have so many connections at once; {MOST_OPEN}, or what the limit on open files "
        "allows.",
    ),
    click.option(
        "--host-concurrency",
        type=click.IntRange(1, MOST_CONCURRENCY),
        metavar="N",
        help="Have so many requests to one host in flight; 10.",
    ),
    click.option(
        "--host-gap",
        type=_seconds(LONGEST_GAP, zero=True),
        metavar="SECONDS",
        help="Leave so much between two requests to one host; 0.05.",
    ),
    click.option(
        "--proxy",
        metavar="URL",
        envvar="CURATOR_PROXY",
        show_envvar=True,
        help="Ask through this HTTP proxy; no other variable of the environment is looked at.",
    ),
    click.option(
        "--ca-file",
        metavar="FILE",
        envvar="CURATOR_CA_FILE",
        show_envvar=True,
        shell_complete=complete_files,
        help="Trust the certificates of this file (PEM) instead of the system's.",
    ),
    click.option(
        "--allow-network",
        "networks",
        multiple=True,
        metavar="CIDR",
        callback=_checked(network_mistake),
        help="Also connect to this block of addresses, which need not be public; may be repeated.",
    ),
    click.option(
        "--header",
        "headers",
        type=(str, str, str),
        multiple=True,
        metavar="HOST NAME VARIABLE",
        callback=_headers,
        help="Send a header to one host, with the value that the environment variable holds; "
        "may be repeated.",
    ),
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        envvar="CURATOR_CACHE_DIR",
        show_envvar=True,
        shell_complete=complete_files,
        help="Remember answers in this folder instead of .curator_cache.",
    ),
    click.option(
        "--history",
        metavar="FILE",
        shell_complete=complete_files,
        help="Also remember which links fail, and since when, in this small file, to be kept "
        "where no cache lives long enough.",
    ),
    click.option("--no-cache", is_flag=True, help="Remember no answers, and use none."),
    click.option(
        "--refresh", is_flag=True, help="Ask every link, however fresh what is remembered of it."
    ),
)


_FLAGS = {"exclude_links": "--exclude-link", "networks": "--allow-network", "headers": "--header"}
"""The options whose parameters are called otherwise."""


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """The options of ``network_options``, by the names of their parameters."""

    online: bool = False
    offline: bool = False
    exclude_links: tuple[str, ...] = ()
    timeout: float | None = None
    timeout_total: float | None = None
    max_connections: int | None = None
    host_concurrency: int | None = None
    host_gap: float | None = None
    proxy: str | None = None
    ca_file: str | None = None
    networks: tuple[str, ...] = ()
    headers: tuple[HeaderChoice, ...] = ()
    cache_dir: str | None = None
    history: str | None = None
    no_cache: bool = False
    refresh: bool = False

    @property
    def asks(self) -> bool:
        """Whether links are asked."""
        return self.online and not self.offline

    def about_asking(self) -> list[str]:
        """The options that are given and come to nothing where no link is asked.

        Without those that the environment may have set for all runs.
        """
        lasting = {"online", "offline", "proxy", "ca_file", "cache_dir"}
        given = (
            each.name
            for each in fields(self)
            if each.name not in lasting and getattr(self, each.name) != each.default
        )
        return [_FLAGS.get(name, f"--{name.replace('_', '-')}") for name in given]


def network_options(command: _Command) -> _Command:
    """The options that say whether and how links are asked, the fields of ``LinkOptions``."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


# --------------------------------------------------------------------- what they come to


def net_options(
    given: LinkOptions,
    chosen: NetworkChoices,
    choices: Sequence[LinkChoices],
    environment: Mapping[str, str] = os.environ,
) -> NetOptions:
    """How the links of a run are asked.

    ``chosen`` is of the file that the user named, ``choices`` are of all configurations of the
    run. What is ``given`` on the command line wins. What is left out is no matter of this.

    Raises:
        CuratorError: a file or a variable that is named is not there.
    """
    from curator.net.options import (  # noqa: PLC0415 - see above
        DEFAULT_CONCURRENCY,
        DEFAULT_GAP,
        MAX_REDIRECTS,
        RETRY_TIMEOUT,
        TIMEOUT,
        NetOptions,
    )

    timeout = _first(given.timeout, chosen.timeout, TIMEOUT)
    return NetOptions(
        timeout=timeout,
        retry_timeout=timeout * RETRY_TIMEOUT / TIMEOUT,
        total_timeout=_first(given.timeout_total, chosen.timeout_total, None),
        max_connections=_connections(_first(given.max_connections, chosen.max_connections, None)),
        max_redirects=_first(chosen.max_redirects, MAX_REDIRECTS),
        concurrency=_first(given.host_concurrency, chosen.concurrency, DEFAULT_CONCURRENCY),
        gap=_first(given.host_gap, chosen.gap, DEFAULT_GAP),
        hosts=tuple(_host_rules(choices)),
        headers=_header_values((*chosen.headers, *given.headers), environment),
        networks=(*chosen.networks, *given.networks),
        proxy=_usable(_first(given.proxy, chosen.proxy, None)),
        ca_file=_readable(given.ca_file, "--ca-file or CURATOR_CA_FILE")
        or _readable(chosen.ca_file, "network.ca-file"),
        refresh=given.refresh,
    )


_Value = TypeVar("_Value")


def _first(*values: _Value | None) -> Any:
    """The first of the values that is given."""
    return next((value for value in values if value is not None), None)


def _host_rules(choices: Sequence[LinkChoices]) -> Iterable[HostRule]:
    """The rules for hosts, of which those of a list can only make asking gentler.

    Codes are accepted while links are asked only where all configurations of the run accept
    them: one list must not decide for another what is alive.
    """
    from curator.net.options import HostRule  # noqa: PLC0415 - see above

    common = None
    for each in choices:
        accepted = {(host.host, code) for host in each.hosts for code in host.accept}
        common = accepted if common is None else common & accepted
    for each in choices:
        for host in each.hosts:
            accept = frozenset(code for code in host.accept if (host.host, code) in (common or ()))
            yield HostRule(host.host, host.concurrency, host.gap, accept, gentler=not each.trusted)


def _header_values(
    chosen: Iterable[HeaderChoice], environment: Mapping[str, str]
) -> tuple[HostHeader, ...]:
    """The headers with their values, which go nowhere else.

    Raises:
        CuratorError: a variable is not set, or holds what no header can; never says the value,
            nor what was given as the name of the variable.
    """
    from curator.net.options import HostHeader  # noqa: PLC0415 - see above

    made: dict[tuple[str, str], HostHeader] = {}
    for host, name, variable in chosen:
        value = environment.get(variable)
        wrong = "is not set" if value is None else value_mistake(value)
        if value is None or wrong is not None:
            raise CuratorError(f"the header for {host}: its environment variable {wrong}")
        made[host, name.lower()] = HostHeader(host, name, value)
    return tuple(made.values())


def _usable(proxy: str | None) -> str | None:
    """The address of a proxy; the environment may hold a bad one, which only matters here.

    Raises:
        CuratorError: it is none; never says it, for it may hold a password.
    """
    wrong = proxy_mistake(proxy) if proxy is not None else None
    if wrong is not None:
        raise CuratorError(f"--proxy or CURATOR_PROXY: {wrong}")
    return proxy


def _readable(path: str | None, named_by: str) -> str | None:
    """The absolute path of a file of certificates, which the user named by an option or key.

    Raises:
        CuratorError: it cannot be read.
    """
    if path is None:
        return None
    place = absolute(path)
    try:
        with place.open("rb") as file:
            found = b"-----BEGIN " in file.read(1_000_000)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CuratorError(f"{named_by}: {path}: cannot be read: {why}") from error
    if not found:
        raise CuratorError(f"{named_by}: {path}: holds no certificate (PEM)")
    return str(place)


def _connections(wanted: int | None) -> int:
    """How many connections there may be, by the limit on open files as well."""
    from curator.net.files import open_files  # noqa: PLC0415 - see above

    return min(wanted or MOST_OPEN, max(open_files() - RESERVED_FILES, _FEWEST))
