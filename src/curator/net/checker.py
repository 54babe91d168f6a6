"""The way of each link from the first request to what is known of it in the end."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from curator.net.addresses import asked, followed, is_large_file, secured
from curator.net.answers.marks import marks_of
from curator.net.chain import Chain
from curator.net.exchange import read_page, refreshed_to, request_for
from curator.net.health import Health
from curator.net.hosts import TOO_MUCH, TURNED_AWAY, HostQueue
from curator.net.joins import combined
from curator.net.messages import NoResponse, Request, Response, Transport
from curator.net.options import NetOptions
from curator.net.policy import policy_for
from curator.net.results import Wanted
from curator.net.retries import MAX_ATTEMPTS, MAX_PAUSE, again, wanted_pause
from curator.net.scheduler import Scheduler
from curator.net.store import Store
from curator.status import Evidence, Failure, Mark
from curator.status.verdicts import CONFIRMED_AFTER

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NO_FILES_LIMIT: Final = 50
_NO_FILES_PAUSE: Final = 0.5
"""Seconds until what found no socket is asked again, and how often that is waited for in all."""
_MAX_DETAIL: Final = 200
_NAMELESS: Final = frozenset({Failure.NAME_UNKNOWN, Failure.NAME_UNRESOLVED, Failure.NO_FILES})
"""What may come of looking a name up, and may be otherwise a while later."""


class Checker:
    """Asks links, and notes what is known of each in its store.

    ``now`` is the time of day in seconds since 1970, ``log`` takes lines for the debug log.
    """

    def __init__(
        self,
        options: NetOptions,
        transport: Transport,
        store: Store,
        log: Callable[[str], None] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.health = Health()
        self.requests = 0
        self.mishaps: list[str] = []
        # Some are kept out of the count: a host may be spoken to by two ports for a moment.
        sockets = options.max_connections - options.max_connections // 32
        self.scheduler = Scheduler(
            self, transport.look_up, lambda host: policy_for(host, options), sockets
        )
        self._options = options
        self._transport = transport
        self._store = store
        self._log = log
        self._now = now
        self._owners: dict[str, Chain] = {}
        self._given_up: dict[HostQueue, list[Chain]] = {}
        self._unknown: dict[HostQueue, tuple[NoResponse, list[Chain]]] = {}
        self._no_files = 0
        self._no_files_at = 0.0
        self._last_look = False

    async def run(self, wanted: Sequence[Wanted]) -> None:
        """Ask all of ``wanted``, each address once, and then once more what needs it."""
        for each in wanted:
            self._begin(each)
        await self.scheduler.run()
        if not self.scheduler.stopped:
            self._look_again()
            await self.scheduler.run()

    @property
    def is_down(self) -> bool:
        """Whether the network here does not work, going by all hosts together."""
        return self.health.is_down(len(self.scheduler.queues))

    # ------------------------------------------------------------------------ the way of a link

    def _begin(self, wanted: Wanted) -> None:
        """Have a link asked, or join it to another that is the same address."""
        target = asked(wanted.url)
        if target is None:
            nothing = Evidence(wanted.url, failure=Failure.NOT_HTTP, final_url=wanted.url)
            self._store.add(nothing)
            return
        chain = Chain(wanted, target.url, target.host)
        owner = self._owners.get(target.url)
        if owner is not None and not wanted.fragments and self._join(chain, owner):
            return
        self._owners.setdefault(target.url, chain)
        self._submit(chain)

    def _submit(self, chain: Chain, *, front: bool = False, after: float = 0.0) -> None:
        """Have a link wait for its host, unless nothing more is asked there."""
        spared = self._of_spared(chain)
        if spared is not None:
            self._finish(chain, spared)
        else:
            self.scheduler.submit(chain, front=front, after=after)

    def _join(self, chain: Chain, owner: Chain) -> bool:
        """Let ``chain`` become what ``owner``, which asks the same, becomes; whether it can."""
        done = self._store.evidence_of(owner.wanted.url)
        if done is not None:
            same = combined(chain, done, self._options.max_redirects)
            if same is not None:
                self._finish(chain, same)
            return same is not None
        if owner.leads_to(chain):
            return False
        chain.following = owner
        owner.followers = [*(owner.followers or ()), chain]
        return True

    async def ask(self, host: HostQueue, chain: Chain) -> None:
        """Send the next request for a link, and act on what comes of it."""
        try:
            await self._ask(host, chain)
        except Exception as error:  # a bug of curator's costs one link, not the run
            self._note_mishap(error)
            self._finish(chain, chain.evidence(self._now(), failure=Failure.NOT_ASKED))

    def _note_mishap(self, error: Exception) -> None:
        if self._log:
            self._log("failed\n" + "".join(traceback.format_exception(error)))
        self.mishaps.append(f"{type(error).__name__}: {error}")

    async def _ask(self, host: HostQueue, chain: Chain) -> None:
        if self._refrains(host, chain):
            return
        patient = chain.patient or self._last_look
        timeout = self._options.retry_timeout if patient else self._options.timeout
        request = request_for(chain, host, timeout, self.scheduler.turn_at(host))
        chain.tries += 1
        self.requests += 1
        if self._log:
            self._log(f"{request.method} {request.url!r} (request {chain.tries} for this link)")
        got = await self._transport.send(request)
        if isinstance(got, NoResponse):
            self._unanswered(host, chain, request, got)
        else:
            self._answered(host, chain, request, got)

    def unreachable(self, host: HostQueue, why: NoResponse) -> None:
        """Note that the name of ``host`` leads nowhere, for all links that wait for it."""
        unsure = why.failure in _NAMELESS
        for chain in list(host.drain()):
            before = self._store.failed_before(chain.wanted.url)
            self.health.failed(host.key, why.failure, before=before)
            chain.note(None, why.failure, self._now())
            if unsure and not self._last_look:
                self._unknown.setdefault(host, (why, []))[1].append(chain)
            else:
                self._fail(chain, why)

    def idle(self, host: HostQueue, closed: Callable[[], None]) -> None:
        """Let go of the connections to ``host``."""
        left = len(host.names)

        def one_closed() -> None:
            nonlocal left
            left -= 1
            if not left:
                closed()

        for name in list(host.names):
            self._transport.release(name, one_closed)

    def _refrains(self, host: HostQueue, chain: Chain) -> bool:
        """Whether a link is not asked, because its host has shown what comes of it."""
        if not host.hopeless or host.why is None:
            return False
        chains = [chain, *host.drain()]
        if self._last_look:
            for each in chains:
                self._fail(each, host.why)
        else:
            if self._log:
                self._log(f"{host.key!r} is given up for now, with {len(chains)} links")
            self._given_up.setdefault(host, []).extend(chains)
        return True

    # ---------------------------------------------------------------------------- no answer

    def _unanswered(self, host: HostQueue, chain: Chain, request: Request, got: NoResponse) -> None:
        failure = got.failure
        if failure is Failure.NO_FILES and self._asks_less():
            chain.tries -= 1
            self._submit(chain, after=_NO_FILES_PAUSE)
            return
        before = self._store.failed_before(chain.wanted.url)
        self.health.failed(host.key, failure, before=before)
        if request.method == "HEAD" and failure not in {Failure.PRIVATE, Failure.NAME_UNKNOWN}:
            chain.get = True
            self._submit(chain, front=True)
            return
        host.failed(got)
        chain.note(None, failure, self._now())
        if not self._try_again(chain, None, failure):
            self._fail(chain, got, request.method)

    def _asks_less(self) -> bool:
        """Ask less at once, for this machine has no more sockets; whether that may yet help.

        All requests that are under way find none together, which counts once.
        """
        now = self._now()
        if not self._no_files or abs(now - self._no_files_at) >= _NO_FILES_PAUSE:
            self._no_files += 1
            self._no_files_at = now
            self.scheduler.use_fewer()
        return self._no_files <= _NO_FILES_LIMIT

    def _fail(self, chain: Chain, got: NoResponse, method: str = "GET") -> None:
        now = self._now()
        evidence = chain.evidence(
            now,
            failure=got.failure,
            method=method,
            seconds=got.seconds,
            detail=got.detail[:_MAX_DETAIL],
        )
        self._finish(chain, evidence)

    def _try_again(self, chain: Chain, code: int | None, failure: Failure | None) -> bool:
        """Have a link looked at once more, if that is worth it."""
        plan = again(code, failure)
        if chain.seen >= plan.looks or chain.looks >= MAX_ATTEMPTS:
            return False
        chain.patient = chain.patient or plan.patient
        chain.get = True
        chain.restart()
        self._submit(chain, after=plan.after)
        return True

    # ------------------------------------------------------------------------------ an answer

    def _answered(self, host: HostQueue, chain: Chain, request: Request, got: Response) -> None:
        self.health.answered(host.key, secure=chain.url.lower().startswith("https:"))
        host.answered(got.code, head=request.method == "HEAD")
        self._pace(host, got)
        ok = 200 <= got.code < 300
        if got.code in _REDIRECTS and got.header("location"):
            self._redirected(chain, got.header("location"), got)
            return
        if request.method == "HEAD" and not ok:
            chain.get = True
            self._submit(chain, front=True)
            return
        if request.method == "GET":
            if ok and chain.get and chain.tries > 1 and is_large_file(chain.url):
                host.head_lies = True
            host.large = 0 if got.reused else host.large + 1
        accepted = got.code in host.policy.accept
        marks = marks_of(got, chain.start[0])
        refreshed = refreshed_to(chain, got) if ok and not marks else None
        if refreshed is not None:
            self._redirected(chain, refreshed.url, replace(got, code=200))
            return
        self._concluded(chain, request, got, marks, final=ok or accepted or bool(marks))

    def _pace(self, host: HostQueue, got: Response) -> None:
        """Ask more gently where a server wants that."""
        pause = wanted_pause(got, self._now())
        asked_for_it = bool(pause) or got.code == 429
        if asked_for_it or (got.code == 503 and host.struggles > 1):
            told = self.scheduler.ease(host, pause or None)
            if self._log:
                self._log(f"{host.key!r} is asked more gently: a pause of {told:.1f} s")
        if host.unwelcome or (pause or 0.0) > MAX_PAUSE:
            # It may say so with a page: the next visitor would get another answer.
            self._spare(host, got.code if got.code in TURNED_AWAY | TOO_MUCH else 429)

    def _spare(self, host: HostQueue, code: int) -> None:
        """Ask a host nothing more in this run."""
        if host.spared is not None:
            return
        host.spared = code
        if self._log:
            self._log(f"{host.key!r} is left alone, with {len(host)} links: {code}")
        for chain in list(host.drain()):
            self._submit(chain)

    def _of_spared(self, chain: Chain) -> Evidence | None:
        """What is known of a link by what its host says to everybody, if that is so."""
        spared = self.scheduler.queue(chain.host).spared
        if spared is None:
            return None
        return chain.evidence(self._now(), code=spared, detail="the host turns visitors away")

    def _redirected(self, chain: Chain, location: str, got: Response) -> None:
        """Go where a redirect leads, unless that leads nowhere."""
        fresh_cookies = chain.take_cookies(got.all("set-cookie"))
        target = followed(chain.url, location)
        failure: Failure | None = None
        if target is None:
            failure = Failure.BAD_REDIRECT
        elif len(chain.hops or ()) >= self._options.max_redirects:
            failure = Failure.TOO_MANY_REDIRECTS
        elif not fresh_cookies and chain.has_been_at(target.url):
            failure = Failure.REDIRECT_LOOP
        if target is None or failure is not None:
            chain.note(None, failure, self._now())
            words = NoResponse(failure or Failure.BAD_REDIRECT, location, got.seconds)
            self._fail(chain, words)
            return
        code = got.code if got.code in _REDIRECTS else 0
        chain.go_to(target, code)
        owner = self._owners.get(target.url)
        alone = chain.cookies is not None or chain.wanted.fragments
        if owner is not None and not alone and self._join(chain, owner):
            return
        if not alone:
            self._owners.setdefault(target.url, chain)
        self._submit(chain, front=True)

    def _concluded(
        self,
        chain: Chain,
        request: Request,
        got: Response,
        marks: frozenset[Mark],
        *,
        final: bool,
    ) -> None:
        """Take an answer that is no redirect for what it is, or look once more."""
        chain.note(got.code, None, self._now())
        if not final and self._try_again(chain, got.code, None):
            return
        title = read_page(chain, got, marks) if 200 <= got.code < 300 else ""
        evidence = chain.evidence(
            self._now(),
            code=got.code,
            method=request.method,
            seconds=got.seconds,
            marks=marks,
            detail=got.reason[:_MAX_DETAIL],
            title=title[:_MAX_DETAIL],
        )
        self._finish(chain, evidence)

    # --------------------------------------------------------------------------- what is known

    def _finish(self, chain: Chain, evidence: Evidence) -> None:
        """Note what is known of a link, and of those that followed it."""
        stack = [(chain, evidence)]
        while stack:
            chain, evidence = stack.pop()
            try:
                status = self._store.add(evidence, chain.wanted.fragments, chain.fragments)
            except Exception as error:  # the others that wait for this must not be lost
                self._note_mishap(error)
                url = chain.wanted.url
                evidence = Evidence(url, failure=Failure.NOT_ASKED, final_url=url)
                status = self._store.add(evidence)
            followers, chain.followers = chain.followers or [], None
            for follower in followers:
                follower.following = None
                same = combined(follower, evidence, self._options.max_redirects)
                same = same or self._of_spared(follower)
                if same is None:
                    self.scheduler.submit(follower)
                else:
                    stack.append((follower, same))
            if chain.wanted.secure and status.verdict == "alive":
                twin = secured(chain.wanted.url)
                if twin is not None and self._store.evidence_of(twin) is None:
                    self._begin(Wanted(twin))

    def _look_again(self) -> None:
        """Ask once more where a while has passed: hosts given up, names that were not found."""
        self._last_look = True
        given_up, self._given_up = self._given_up, {}
        for host, chains in given_up.items():
            host.put_on_probation()
            for chain in chains:
                self._submit(chain)
        unknown, self._unknown = self._unknown, {}
        for host, (why, chains) in unknown.items():
            early = self._now() - chains[0].first_asked_at < CONFIRMED_AFTER
            if why.failure is Failure.NAME_UNKNOWN and early:
                for chain in chains:
                    self._fail(chain, why)
                continue
            for name in host.names:
                self._transport.forget(name)
            for chain in chains:
                self._submit(chain)
