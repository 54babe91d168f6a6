"""Threads for work that blocks, and may hang, without keeping the program alive."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Job = Callable[[], None]


class Threads:
    """At most ``limit`` daemon threads, started when they are needed.

    ``busy`` is how many jobs are under way or about to be; whoever gave a job out says with
    ``ended`` that it is over. Not for use by several threads.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._started = 0
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.busy = 0

    @property
    def free(self) -> bool:
        """Whether a job would start at once."""
        return self.busy < self._limit

    def run(self, job: Job) -> None:
        """Do ``job``, which must not raise, in some thread."""
        self.busy += 1
        if self.busy > self._started:
            self._started += 1
            threading.Thread(
                target=_work, args=(self._jobs,), daemon=True, name="curator-names"
            ).start()
        self._jobs.put(job)

    def ended(self) -> None:
        """A job is over."""
        self.busy -= 1

    def close(self) -> None:
        """Let every thread end, those that hang as soon as they do not."""
        for _ in range(self._started):
            self._jobs.put(None)


def _work(jobs: queue.SimpleQueue[Job | None]) -> None:
    while (job := jobs.get()) is not None:
        job()
