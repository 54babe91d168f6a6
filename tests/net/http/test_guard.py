"""The table of addresses that are not on the public internet, and what sockets make of it."""

from __future__ import annotations

import socket

import pytest

from curator.errors import CuratorError
from curator.net.http.guard import AddressRefused, networks, refusal
from curator.net.http.sockets import ATTEMPT, Attempt, Sockets

REFUSED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1
127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255
:: ::1 ::2 ::7f00:1 ::127.0.0.1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1
64:ff9b::169.254.169.254 64:ff9b:1:: 64:ff9b:1::10.0.0.1 64:ff9b:1:a00:0:100:: 100::1 100:0:0:1::1
2001::1 2001:0:a00:1::f7f7:f7f7 2001:0:808:808::80ff:fffe 2001:2::1 2001:10::1 2001:20::1
2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe:: 2620:4f:8000::1 3fff::1 4000::1
5f00::1 fc00::1 fd00:ec2::254 fd20:ce::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
fe80::5efe:8.8.8.8 2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:192.168.1.1
localhost 1.2.3 2130706433 0x7f.1
""".split()

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.1 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 203.0.112.255 223.255.255.255
2001:4860:4860::8888 2606:4700::1 2a00::1 ::ffff:8.8.8.8 ::8.8.8.8 64:ff9b::8.8.8.8
64:ff9b:1::8.8.8.8 64:ff9b:1:808:8:800:: 2002:808:808::1 2001:0:808:808::f7f7:f7f7
2606:4700::5efe:8.8.8.8
""".split()


@pytest.mark.parametrize("address", REFUSED)
def test_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("10.1.2.3", "10.1.0.0/16"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("::ffff:10.1.2.3", "10.1.0.0/16"),
        ("fd00::1", "fc00::/7"),
        ("10.1.2.3", "10.1.2.99/16"),
    ],
)
def test_trusted_by_the_operator(address: str, block: str) -> None:
    assert refusal(address)
    assert refusal(address, networks([block])) is None


def test_trust_in_one_network_is_none_in_others() -> None:
    allowed = networks(["10.1.0.0/16", "2002::/16"])
    assert refusal("10.2.0.1", allowed)
    assert refusal("::1", allowed)


@pytest.mark.parametrize("text", ["", "example.org", "10.0.0.0/40", "10.0.0"])
def test_what_is_no_block(text: str) -> None:
    with pytest.raises(CuratorError, match="no block of addresses"):
        networks([text])


def test_a_socket_is_made_for_public_addresses_only() -> None:
    sockets = Sockets(())
    refused, made = Attempt(), Attempt()
    ATTEMPT.set(refused)
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1 is not on the public internet"):
        sockets.make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("10.0.0.1", 80)))
    assert isinstance(refused.refused, AddressRefused)
    assert not refused.fresh
    ATTEMPT.set(made)
    one = sockets.make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80)))
    assert made.fresh
    assert sockets.open == 1
    one.close()
    one.close()
    assert sockets.open == 0


def test_a_proxy_is_all_that_may_be_connected_to() -> None:
    sockets = Sockets(())
    sockets.only = ("10.0.0.1",)
    sockets.make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("10.0.0.1", 80))).close()
    with pytest.raises(AddressRefused):
        sockets.make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80)))
