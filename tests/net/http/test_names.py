"""Names looked up once each, slow ones aside."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from curator.net.http import names as names_module
from curator.net.http.guard import networks
from curator.net.http.names import Names, Resolver, most_look_ups, system_lookup
from curator.net.messages import NoResponse
from curator.status import Failure


class Book:
    """Look-ups by a fixed book; a name in ``gates`` waits until its gate is open."""

    def __init__(self, **gates: threading.Event) -> None:
        self.gates = gates
        self.asked: list[str] = []
        self.answers: dict[str, Sequence[str] | BaseException] = {}

    def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        if gate := self.gates.get(host):
            gate.wait(10)
        answer = self.answers.get(host, ("8.8.8.8",))
        if isinstance(answer, BaseException):
            raise answer
        return answer


def run(book: Callable[[str], Sequence[str]], talk: Callable[[Names], Any], **choices: Any) -> Any:
    async def main() -> Any:
        names = Names(book, **choices)
        try:
            return await talk(names)
        finally:
            for gate in getattr(book, "gates", {}).values():
                gate.set()
            names.close()

    return asyncio.run(main())


def test_a_name_is_looked_up_once() -> None:
    book = Book()

    async def talk(names: Names) -> None:
        assert names.known("a.example") is None
        found = await asyncio.gather(*(names.find("a.example") for _ in range(20)))
        assert found == [("8.8.8.8",)] * 20
        assert await names.find("a.example") == ("8.8.8.8",)
        assert names.known("a.example") == ("8.8.8.8",)
        assert book.asked == ["a.example"]
        names.forget("a.example")
        names.forget("never.example")
        assert names.known("a.example") is None
        await names.find("a.example")
        assert book.asked == ["a.example"] * 2

    run(book, talk)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Failure.NAME_UNKNOWN),
        (socket.gaierror(11001, "host not found (Windows)"), Failure.NAME_UNKNOWN),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), Failure.NAME_UNRESOLVED),
        (socket.gaierror(socket.EAI_FAIL, "failed"), Failure.NAME_UNRESOLVED),
        (OSError("odd"), Failure.NAME_UNRESOLVED),
        (UnicodeError("label too long"), Failure.NAME_UNKNOWN),
        (RuntimeError("odd"), Failure.NAME_UNRESOLVED),
    ],
)
def test_what_a_failed_look_up_comes_to(error: BaseException, failure: Failure) -> None:
    book = Book()
    book.answers["a.example"] = error

    async def talk(names: Names) -> None:
        for _ in range(2):
            got = await names.find("a.example")
            assert isinstance(got, NoResponse)
            assert got.failure is failure
            assert got.detail
        assert len(book.asked) == 1

    run(book, talk)


def test_addresses_are_judged() -> None:
    book = Book()
    book.answers = {
        "mixed.example": ("10.0.0.1", "8.8.8.8", "::1"),
        "private.example": ("10.0.0.1", "::1"),
        "none.example": (),
        "mine.example": ("10.0.0.1",),
    }

    async def talk(names: Names) -> None:
        assert await names.find("mixed.example") == ("8.8.8.8",)
        got = await names.find("private.example")
        assert got == (Failure.PRIVATE, "10.0.0.1 is not on the public internet (private)", got[2])
        assert (await names.find("none.example"))[0] is Failure.NAME_UNKNOWN

    run(book, talk)

    async def trusting(names: Names) -> None:
        assert await names.find("mine.example") == ("10.0.0.1",)

    run(book, trusting, allowed=networks(["10.0.0.0/8"]))


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("8.8.8.8", ("8.8.8.8",)),
        ("2606:4700::1", ("2606:4700::1",)),
        ("127.0.0.1", Failure.PRIVATE),
        ("::1", Failure.PRIVATE),
        ("::ffff:10.0.0.1", Failure.PRIVATE),
        ("nonsense:", Failure.NAME_UNKNOWN),
        ("", Failure.NAME_UNKNOWN),
        ("a..b", Failure.NAME_UNKNOWN),
        ("a" * 64 + ".org", Failure.NAME_UNKNOWN),
        ("a." * 127 + "org", Failure.NAME_UNKNOWN),
    ],
)
def test_what_needs_no_look_up(host: str, answer: object) -> None:
    book = Book()

    async def talk(names: Names) -> None:
        got = await names.find(host)
        assert (got.failure if isinstance(got, NoResponse) else got) == answer
        assert not book.asked

    run(book, talk)


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "0x7f.1", "127.1", "017700000001"])
def test_odd_ways_to_write_an_address_are_judged_as_the_system_reads_them(host: str) -> None:
    async def talk(names: Names) -> None:
        got = await names.find(host)
        assert isinstance(got, NoResponse)
        # Not every system reads all of them; none may get through.
        assert got.failure in {Failure.PRIVATE, Failure.NAME_UNKNOWN}

    run(system_lookup, talk)


def test_greater_priority_first_and_not_more_than_may_run() -> None:
    gate = threading.Event()
    book = Book(first=gate)

    async def talk(names: Names) -> None:
        waiting = [asyncio.ensure_future(names.find("first"))]
        await asyncio.sleep(0)
        waiting += [asyncio.ensure_future(names.find(f"n{number}", number)) for number in range(5)]
        await asyncio.sleep(0)
        # Asked for again with more of it.
        waiting.append(asyncio.ensure_future(names.find("n1", 9)))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*waiting)
        assert book.asked == ["first", "n1", "n4", "n3", "n2", "n0"]

    run(book, talk, running=1)


def test_slow_names_make_room_and_are_given_up() -> None:
    slow = {f"slow{number}": threading.Event() for number in range(20)}
    book = Book(**slow)

    async def talk(names: Names) -> None:
        waiting = [asyncio.ensure_future(names.find(host)) for host in slow]
        quick = await asyncio.gather(*(names.find(f"quick{number}") for number in range(50)))
        assert quick == [("8.8.8.8",)] * 50
        assert not any(one.done() for one in waiting)
        first = waiting[0]
        got = await first
        assert isinstance(got, NoResponse)
        assert got.failure is Failure.NAME_UNRESOLVED
        # An answer that comes too late changes nothing.
        slow["slow0"].set()
        await asyncio.sleep(0.02)
        assert names.known("slow0") == got

    run(book, talk, running=2, slow_after=0.01, deadline=0.4)


def test_a_name_service_that_answers_nothing_is_not_waited_for_by_every_name() -> None:
    gates = {f"slow{number}": threading.Event() for number in range(4)}
    book = Book(**gates)

    async def talk(names: Names) -> None:
        hosts = [*gates, *(f"n{number}" for number in range(100))]
        got = await asyncio.gather(*(names.find(host) for host in hosts))
        assert {one.failure for one in got if isinstance(one, NoResponse)} == {
            Failure.NAME_UNRESOLVED
        }
        assert len(got) == 104
        assert len(book.asked) == 4

    run(book, talk, running=2, slow_after=0.01, deadline=0.05, threads=4)


def test_who_stops_waiting_stops_nobody_else() -> None:
    gate = threading.Event()
    book = Book(a=gate)

    async def talk(names: Names) -> None:
        one, other = (asyncio.ensure_future(names.find("a")) for _ in range(2))
        await asyncio.sleep(0)
        one.cancel()
        await asyncio.sleep(0)
        gate.set()
        assert await other == ("8.8.8.8",)
        assert one.cancelled()

    run(book, talk)


def test_a_hanging_look_up_does_not_hold_up_the_end() -> None:
    gate = threading.Event()
    book = Book(a=gate)

    async def main() -> None:
        names = Names(book)
        waiting = asyncio.ensure_future(names.find("a"))
        await asyncio.sleep(0.01)
        names.close()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(main())
    gate.set()


def test_the_resolver_answers_only_what_was_judged() -> None:
    async def talk(names: Names) -> None:
        resolver = Resolver(names)
        with pytest.raises(OSError, match="was not looked up"):
            await resolver.resolve("a.example", 80)
        await names.find("a.example")
        await names.find("127.0.0.1")
        (found,) = await resolver.resolve("a.example", 80)
        assert (found["host"], found["port"], found["family"]) == ("8.8.8.8", 80, socket.AF_INET)
        with pytest.raises(OSError, match="was not looked up"):
            await resolver.resolve("127.0.0.1", 80)
        await resolver.close()

    run(Book(), talk)


def test_a_name_with_ipv6_alone_is_not_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses(host: str, flags: int) -> Sequence[str]:
        if flags:
            raise socket.gaierror(socket.EAI_NONAME, "nothing that this machine could use")
        return ("2606:4700::1",)

    monkeypatch.setattr(names_module, "_addresses", addresses)
    assert system_lookup("six.example") == ("2606:4700::1",)


@pytest.mark.parametrize("times", [3, 1_000])
def test_out_of_files_is_no_answer_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr(names_module, "_STARVED_PAUSE", 0.001)
    asked: list[str] = []

    def starving(host: str) -> Sequence[str]:
        asked.append(host)
        if len(asked) <= times:
            raise OSError(24, "too many open files")
        return ("8.8.8.8",)

    async def talk(names: Names) -> None:
        got = await names.find("a.example")
        if times == 3:
            assert got == ("8.8.8.8",)
            assert len(asked) == 4
        else:
            assert isinstance(got, NoResponse)
            assert got.failure is Failure.NO_FILES
            assert len(asked) < 50

    run(starving, talk)


def test_a_name_is_not_unknown_where_there_are_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def starved(*_: Any, **__: Any) -> Any:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror):
        system_lookup("a.example")
    monkeypatch.setattr(socket, "socket", starved)
    with pytest.raises(OSError, match="Too many open files"):
        system_lookup("a.example")


@pytest.mark.parametrize(
    ("files", "connections", "look_ups"),
    [(20_000, 256, 192), (1_024, 256, 192), (256, 192, 20), (40, 4, 6), (10, 4, 2)],
)
def test_look_ups_leave_files_for_connections(
    monkeypatch: pytest.MonkeyPatch, files: int, connections: int, look_ups: int
) -> None:
    monkeypatch.setattr(names_module, "open_files", lambda: files)
    assert most_look_ups(connections) == look_ups


def test_of_very_many_addresses_a_few_are_used() -> None:
    book = Book()
    book.answers["a.example"] = [f"8.8.{high}.{low}" for high in range(16) for low in range(250)]

    async def talk(names: Names) -> None:
        found = await names.find("a.example")
        assert found[0] == "8.8.0.0"
        assert len(found) == names_module.MOST_ADDRESSES

    run(book, talk)
