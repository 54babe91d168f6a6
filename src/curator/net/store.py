"""What is known of each link in a run, from the cache or newly seen, judged and remembered."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Final

from curator.net.addresses import asked, secured
from curator.net.options import NetOptions
from curator.net.policy import policy_for
from curator.net.results import Cache, Ending, Outcome, Remembered, Wanted
from curator.status import Evidence, Failure, History, LinkStatus, Verdict, judge
from curator.status.histories import next_history
from curator.status.lifetimes import is_fresh

_BATCH: Final = 500
"""Records that are written to the cache at once."""
_NOTHING: Final[Mapping[str, bool]] = {}


class Store:
    """The statuses of a run; ``now`` is the time of day in seconds since 1970."""

    def __init__(
        self,
        options: NetOptions,
        cache: Cache | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.statuses: dict[str, LinkStatus] = {}
        self.verdicts: Counter[Verdict] = Counter()
        self.fresh = 0
        self.total = 0
        self._options = options
        self._cache = cache
        self._now = now
        self._wanted: Sequence[Wanted] = ()
        self._fragments: dict[str, Mapping[str, bool | None]] = {}
        self._histories: dict[str, History] = {}
        self._unsaved: dict[str, Remembered] = {}
        self._failures: dict[str, Remembered] = {}
        self._accepted: dict[str, frozenset[int]] = {}

    def load(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """Take what the cache has that is still fresh; what is to be asked."""
        self._wanted = wanted
        self.total = len(wanted)
        if self._cache is None:
            return list(wanted)
        urls = {each.url for each in wanted}
        twins = {each.url: twin for each in wanted if each.secure and (twin := secured(each.url))}
        remembered = self._cache.load(urls.union(twins.values()))
        left = [each for each in wanted if not self._recall(each, remembered.get(each.url))]
        self.fresh = len(wanted) - len(left)
        for url, twin in twins.items():
            if twin in urls:
                continue
            known = self.statuses.get(url)
            if twin in remembered:
                self._recall(Wanted(twin), remembered[twin])
            elif known is not None and known.verdict == "alive":
                left.append(Wanted(twin))  # nobody wanted to know when the link was asked
        return left

    def _recall(self, wanted: Wanted, known: Remembered | None) -> bool:
        """Whether what is remembered of a link answers all that is wanted of it."""
        if known is None:
            return False
        if known.history is not None:
            self._histories[wanted.url] = known.history
        evidence = known.evidence
        if evidence is None or self._options.refresh:
            return False
        # Not by the history, which counts the run of this evidence in: that is no second look.
        judged = judge(evidence, None, self._accepts(evidence))
        if not is_fresh(judged.verdict, self._now() - evidence.asked_at):
            return False
        if judged.verdict in {"alive", "moved"} and wanted.fragments - known.fragments.keys():
            return False
        history = known.history or History("", 0.0, 0)
        self._keep(
            LinkStatus(
                evidence,
                judged.verdict,
                judged.reason,
                cached=True,
                failing_since=history.since,
                failed_runs=history.runs,
            )
        )
        self._fragments[wanted.url] = known.fragments
        return True

    def add(
        self,
        evidence: Evidence,
        fragments: Set[str] = frozenset(),
        found: Mapping[str, bool] | None = None,
    ) -> LinkStatus:
        """Judge what was seen of a link, and remember it.

        ``fragments`` are those that were looked for, ``found`` says of which it is known
        whether the page has them.
        """
        url = evidence.url
        before = self._histories.get(url)
        judged = judge(evidence, before, self._accepts(evidence))
        history = next_history(before, evidence, judged.verdict, self._now())
        status = LinkStatus(
            evidence,
            judged.verdict,
            judged.reason,
            failing_since=history.since if history else 0.0,
            failed_runs=history.runs if history else 0,
        )
        self._keep(status)
        known = {each: (found or _NOTHING).get(each) for each in fragments}
        if known:
            self._fragments[url] = known
        # A proxy's fault is not the link's: what was known of it before still holds.
        tells = judged.verdict != "skipped" and evidence.failure is not Failure.PROXY
        if tells and self._cache is not None:
            records, others = self._unsaved, self._failures
            if history is not None:
                records, others = others, records
            others.pop(url, None)
            records[url] = Remembered(evidence, history, known)
            if len(self._unsaved) >= _BATCH:
                self.flush()
        return status

    def _keep(self, status: LinkStatus) -> None:
        if status.url not in self.statuses:
            self.verdicts[status.verdict] += 1
        self.statuses[status.url] = status

    def evidence_of(self, url: str) -> Evidence | None:
        """What is known of ``url`` already."""
        status = self.statuses.get(url)
        return None if status is None else status.evidence

    def failed_before(self, url: str) -> bool:
        """Whether ``url`` got no answer in an earlier run, the last that asked it."""
        history = self._histories.get(url)
        return history is not None and not history.outcome.isdigit()

    def flush(self) -> None:
        """Write to the cache what is new."""
        if self._cache is not None and self._unsaved:
            unsaved, self._unsaved = self._unsaved, {}
            self._cache.save(unsaved)

    def outcome(self, ending: Ending = "complete") -> Outcome:
        """What the run came to; of what has no status it was not asked.

        Failures are remembered only now: if it was the network that failed, or all trust,
        they say nothing of the links.
        """
        if ending not in {"network-down", "no-trust"}:
            self._unsaved |= self._failures
        self._failures = {}
        self.flush()
        statuses: dict[str, LinkStatus] = {}
        absent: set[str] = set()
        secure: dict[str, LinkStatus] = {}
        for each in self._wanted:
            url = each.url
            statuses[url] = self.statuses.get(url) or self._unasked(url)
            found = self._fragments.get(url, _NOTHING)
            absent |= {f"{url}#{name}" for name in each.fragments if found.get(name) is False}
            twin = secured(url) if each.secure else None
            if twin is not None and twin in self.statuses:
                secure[url] = self.statuses[twin]
        return Outcome(statuses, absent, secure, ending=ending, fresh=self.fresh)

    def _unasked(self, url: str) -> LinkStatus:
        evidence = Evidence(url, failure=Failure.NOT_ASKED, final_url=url)
        judged = judge(evidence)
        return LinkStatus(evidence, judged.verdict, judged.reason)

    def _accepts(self, evidence: Evidence) -> frozenset[int]:
        """The codes that are taken as alive for the host which gave the answer."""
        if not self._options.hosts:
            return frozenset()
        target = asked(evidence.final_url)
        host = target.host if target else ""
        if host not in self._accepted:
            self._accepted[host] = policy_for(host, self._options).accept
        return self._accepted[host]
