"""Bodies kept up to a bound, whatever is sent."""

from __future__ import annotations

import gzip
import zlib

import pytest

from curator.net.http.bodies import Body, Room

TEXT = b"".join(b"line %d\n" % number for number in range(2_000))


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


ENCODED = [
    ("", TEXT),
    ("identity", TEXT),
    ("gzip", gzip.compress(TEXT)),
    ("x-gzip", gzip.compress(TEXT)),
    (" GZip ", gzip.compress(TEXT)),
    ("gzip", gzip.compress(TEXT) + b"\0" * 50),
    ("deflate", zlib.compress(TEXT)),
    ("deflate", raw_deflate(TEXT)),
]


@pytest.mark.parametrize("step", [1, 7, 1_000, 1_000_000])
@pytest.mark.parametrize(("encoding", "data"), ENCODED)
def test_understood(encoding: str, data: bytes, step: int) -> None:
    body = Body(encoding, 1_000_000)
    for at in range(0, len(data), step):
        body.feed(data[at : at + step])
    assert bytes(body.kept) == TEXT
    assert body.complete
    assert not body.broken


@pytest.mark.parametrize("step", [1, 1_000_000])
@pytest.mark.parametrize("limit", [0, 1, 1_000, len(TEXT) - 1])
@pytest.mark.parametrize(("encoding", "data"), ENCODED)
def test_bounded(encoding: str, data: bytes, limit: int, step: int) -> None:
    body = Body(encoding, limit)
    for at in range(0, len(data), step):
        body.feed(data[at : at + step])
    assert bytes(body.kept) == TEXT[:limit]
    assert body.full
    assert not body.complete


@pytest.mark.parametrize(("encoding", "data"), ENCODED)
def test_a_limit_that_is_just_met(encoding: str, data: bytes) -> None:
    body = Body(encoding, len(TEXT))
    body.feed(data)
    assert bytes(body.kept) == TEXT


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "nonsense"])
def test_not_understood(encoding: str) -> None:
    body = Body(encoding, 1_000)
    assert body.full
    body.feed(b"abc")
    assert not body.kept
    assert not body.complete


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate", "br"])
def test_nothing_is_complete(encoding: str) -> None:
    assert Body(encoding, 1_000).complete


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_is_not_compressed_at_all(encoding: str) -> None:
    body = Body(encoding, 1_000)
    body.feed(b"<html>not compressed</html>")
    assert body.broken
    assert not body.complete


def test_what_breaks_in_the_middle_keeps_its_start() -> None:
    data = gzip.compress(TEXT, compresslevel=0)
    body = Body("gzip", 1_000_000)
    body.feed(data[:5_000])
    body.feed(b"\xff" * 5_000)
    body.feed(data[5_000:])
    assert body.broken or not body.complete
    assert TEXT.startswith(bytes(body.kept[:4_000]))
    assert not body.complete


def test_truncated() -> None:
    body = Body("gzip", 1_000_000)
    body.feed(gzip.compress(TEXT)[:-20])
    assert not body.complete
    assert not body.broken


def test_a_bomb_does_not_go_off() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    body = Body("gzip", 10_000)
    body.feed(bomb)
    assert len(body.kept) == 10_000
    assert body.full


@pytest.mark.parametrize("step", [1_000, 100_000])
def test_what_comes_to_nothing_is_not_read_for_ever(step: int) -> None:
    squeeze = zlib.compressobj(wbits=31)
    squeeze.compress(b"x")
    nothing = squeeze.flush(zlib.Z_FULL_FLUSH)
    body = Body("gzip", 10_000)
    body.feed(nothing)
    empty_blocks = b"\x00\x00\x00\xff\xff" * (step // 5)
    fed = 0
    while not body.full:
        body.feed(empty_blocks)
        fed += len(empty_blocks)
        assert fed < 500_000
    assert bytes(body.kept) == b"x"


def test_enough_ends_it() -> None:
    body = Body("", 1_000_000, lambda kept: b"line 3\n" in kept)
    body.feed(TEXT[:10])
    first = body.full
    body.feed(TEXT[10:5_000])
    assert (first, body.full) == (False, True)
    body.feed(TEXT[5_000:])
    assert bytes(body.kept) == TEXT[:5_000]
    assert not body.complete


def test_enough_is_asked_seldom() -> None:
    asked: list[int] = []

    def enough(kept: bytes) -> bool:
        asked.append(len(kept))
        return False

    body = Body("", 1_000_000, enough)
    for _ in range(300_000):
        body.feed(b"x")
    assert len(asked) < 60
    assert sum(asked) < 10 * 300_000


def test_large_bodies_share_their_room() -> None:
    room = Room(1_000_000)
    bodies = [Body("", 400_000, room=room) for _ in range(5)]
    for _ in range(40):
        for body in bodies:
            body.feed(b"x" * 10_000)
    assert sum(len(body.kept) for body in bodies) <= 1_000_000 + 5 * 65_536
    assert not any(body.complete for body in bodies)
    for body in bodies:
        body.release()
        body.release()
    assert room.left == 1_000_000
    alone = Body("", 400_000, room=room)
    alone.feed(b"x" * 399_999)
    assert alone.complete
    assert not alone.full


def test_small_bodies_always_have_room() -> None:
    room = Room(0)
    body = Body("", 65_536, room=room)
    body.feed(b"x" * 65_000)
    assert not body.full
    assert room.left == 0
