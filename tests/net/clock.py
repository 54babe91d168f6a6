"""An event loop whose time passes as soon as nothing is left to do, so that waits cost nothing."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

_Made = TypeVar("_Made")


class _Jumping(selectors.BaseSelector):
    """A selector that never waits: it has the clock jump to where the wait would end."""

    def __init__(self) -> None:
        self._inner = selectors.DefaultSelector()
        self.time = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = self._inner.select(0)
        if not events and timeout:
            self.time += timeout
        return events

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._inner.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._inner.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._inner.modify(fileobj, events, data)

    def close(self) -> None:
        self._inner.close()

    def get_map(self) -> Any:
        return self._inner.get_map()


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.time


def run(work: Coroutine[Any, Any, _Made]) -> _Made:
    """Run ``work`` on a clock of its own, which starts at 0."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)
