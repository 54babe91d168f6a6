"""The shape of what a configuration says of links and of the network."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from curator.config.addresses import host_mistake, pattern_mistake
from curator.config.links import (
    LONGEST_GAP,
    LONGEST_RUN,
    LONGEST_TIMEOUT,
    MOST_CONCURRENCY,
    MOST_CONNECTIONS,
    MOST_REDIRECTS,
)
from curator.config.mistakes import quoted
from curator.config.network import (
    header_mistake,
    network_mistake,
    proxy_mistake,
    variable_mistake,
)
from curator.config.tables import Table, refuse


def _pattern(text: str) -> str:
    refuse(pattern_mistake(text))
    return text


def _host(text: str) -> str:
    refuse(host_mistake(text))
    return text.lower()


def _one_host(text: str) -> str:
    refuse(
        f"{quoted(text)}: a header is for one host, not for all of a domain"
        if text.startswith("*.")
        else host_mistake(text)
    )
    return text.lower()


def _network(text: str) -> str:
    refuse(network_mistake(text))
    return text


def _proxy(text: str) -> str:
    refuse(proxy_mistake(text))
    return text


def _header(text: str) -> str:
    refuse(header_mistake(text))
    return text


def _variable(text: str) -> str:
    refuse(variable_mistake(text))
    return text


def _path(text: str) -> str:
    refuse(None if text.strip() else "is empty")
    return text


AddressPattern = Annotated[str, AfterValidator(_pattern)]
Host = Annotated[str, AfterValidator(_host)]
OneHost = Annotated[str, AfterValidator(_one_host)]
Network = Annotated[str, AfterValidator(_network)]
ProxyAddress = Annotated[str, AfterValidator(_proxy)]
HeaderName = Annotated[str, AfterValidator(_header)]
Variable = Annotated[str, AfterValidator(_variable)]
PlainPath = Annotated[str, AfterValidator(_path)]
Seconds = Annotated[float, Field(allow_inf_nan=False)]


class HostTable(Table):
    """How one host is asked."""

    host: Host = Field(
        description="Its name; with '*.' before it, the domain and all hosts below it.",
        examples=["example.org"],
    )
    concurrency: int | None = Field(
        default=None,
        ge=1,
        le=MOST_CONCURRENCY,
        description="Requests to it in flight at once; more than 10 only in a file that is named "
        "by --config.",
        examples=[2],
    )
    gap: Seconds | None = Field(
        default=None,
        ge=0,
        le=LONGEST_GAP,
        description="Seconds between the starts of two requests; less than 0.05 only in a file "
        "that is named by --config.",
        examples=[1.5],
    )
    accept: list[Annotated[int, Field(ge=400, le=999)]] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Codes from 400 to 999 that it sends for links that are alive.",
        examples=[[403, 999]],
    )


class LinksTable(Table):
    """Which links `--online` asks, and how gently."""

    exclude: list[AddressPattern] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Patterns for addresses that are not asked: a host, or an address with '*' "
        "for any characters.",
        examples=[["example.org", "*.example.net/private/*"]],
    )
    hosts: list[HostTable] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="How single hosts are asked, by tables.",
        examples=[[{"host": "example.org", "gap": 1.5}]],
    )


class HeaderTable(Table):
    """A header that one host is sent, over https only."""

    host: OneHost = Field(description="The name of the host.", examples=["api.example.org"])
    name: HeaderName = Field(description="The name of the header.", examples=["Authorization"])
    env: Variable = Field(
        description="The environment variable that holds its value, which never stands in a file.",
        examples=["EXAMPLE_TOKEN"],
    )


class NetworkTable(Table):
    """How the network is used. Only in a file that is named by `--config`."""

    timeout: Seconds | None = Field(
        default=None,
        gt=0,
        le=LONGEST_TIMEOUT,
        description="Seconds to wait for an answer; 10, if absent.",
        examples=[20],
    )
    timeout_total: Seconds | None = Field(
        default=None,
        gt=0,
        le=LONGEST_RUN,
        description="Seconds after which no more links are asked; no limit, if absent.",
        examples=[600],
    )
    max_connections: int | None = Field(
        default=None,
        ge=1,
        le=MOST_CONNECTIONS,
        description="Connections at once; 256 or what the limit on open files allows, if absent.",
        examples=[64],
    )
    max_redirects: int | None = Field(
        default=None,
        ge=0,
        le=MOST_REDIRECTS,
        description="Redirects in a row that are followed; 10, if absent.",
        examples=[5],
    )
    concurrency: int | None = Field(
        default=None,
        ge=1,
        le=MOST_CONCURRENCY,
        description="Requests to one host in flight at once; 10, if absent.",
        examples=[4],
    )
    gap: Seconds | None = Field(
        default=None,
        ge=0,
        le=LONGEST_GAP,
        description="Seconds between the starts of two requests to one host; 0.05, if absent.",
        examples=[0.2],
    )
    proxy: ProxyAddress | None = Field(
        default=None,
        description="The address of an HTTP proxy to ask through.",
        examples=["http://proxy.example.org:3128"],
    )
    ca_file: PlainPath | None = Field(
        default=None,
        description="A file of certificates (PEM) to trust instead of the system's.",
        examples=["certificates.pem"],
    )
    cache_dir: PlainPath | None = Field(
        default=None,
        description="The folder in which answers are remembered; .curator_cache, if absent.",
        examples=["/var/cache/curator"],
    )
    networks: list[Network] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Blocks of addresses that are connected to although they are not public.",
        examples=[["10.1.0.0/16"]],
    )
    headers: list[HeaderTable] = Field(
        default_factory=list,
        json_schema_extra={"default": []},
        description="Headers for single hosts, by tables.",
        examples=[[{"host": "example.org", "name": "Authorization", "env": "EXAMPLE_TOKEN"}]],
    )
