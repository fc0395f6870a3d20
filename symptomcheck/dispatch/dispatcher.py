"""The dispatcher: claims texts, lets the database go, sends, records.

The worker runs it on its own event loop; the stage calls `dispatch_once` with the clock in its hands.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

import structlog

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.claim_texts import ROUTINE_LEASE, Claim, Room, claim_texts
from symptomcheck.actions.delivery.claim_unsure import claim_unsure
from symptomcheck.actions.delivery.give_back_texts import give_back_texts
from symptomcheck.actions.delivery.record_failed import Failure, record_failed
from symptomcheck.actions.delivery.record_sent import record_sent
from symptomcheck.actions.delivery.record_unsure import Doubt, record_unsure
from symptomcheck.dispatch.outlets import Outcome, Outlets
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.outbox import LAST_URGENT_PRIORITY
from symptomcheck.storage.outcomes import Taken

_log = structlog.get_logger(__name__)

T = TypeVar("T")

POLL_S = 0.25
# A few more sends come back meanwhile: one claim and one record serve all of them.
_GATHER_S = 0.003
_AFTER_A_FAULT_S = 1.0
# An outcome that cannot be written is tried so often; then its lease ends, and the provider is asked.
_RECORD_TRIES = 30
# Longer than a provider may take to answer: what is in flight at shutdown is still recorded.
_LAST_ANSWERS_S = 12.0
# A text claimed so long ago is not begun any more: its lease could end while it is under way.
_STALE_AFTER = ROUTINE_LEASE / 2


class Clock(Protocol):
    """The clinic's clock."""

    def now(self) -> datetime: ...


class Dispatcher:
    """Sends what waits in the outbox: up to `in_flight` at once, and `kept_lane` more for urgent ones."""

    def __init__(
        self, clinic: Clinic, clock: Clock, outlets: Outlets, *, in_flight: int = 32, kept_lane: int = 8
    ) -> None:
        self._clinic, self._clock, self._outlets = clinic, clock, outlets
        self._in_flight, self._kept_lane = in_flight, kept_lane
        # Claimed ahead, so that no lane is empty for the length of a commit. Not from a number with a rate:
        # what it may send is due now.
        self._ahead = 0 if outlets.lines.usual.per_second else in_flight // 2
        self._owner = uuid4().hex
        self._held: set[UUID] = set()
        self._waiting: deque[tuple[datetime, Claimed]] = deque()
        self._stale: list[Claimed] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._asking: asyncio.Task[None] | None = None
        self._back: list[tuple[int, Outcome]] = []
        self._something, self._something_urgent = asyncio.Event(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        # Threads, so that the loop never waits for the write lock; one, so that turns never overtake each
        # other; and one more, so that an urgent claim waits for no turn.
        self._database = ThreadPoolExecutor(1, thread_name_prefix="dispatcher")
        self._urgent_database = ThreadPoolExecutor(1, thread_name_prefix="dispatcher-urgent")

    def wake(self) -> None:
        """Something urgent was queued. From any thread, at any time."""
        if self._loop is not None:
            # A loop that just closed is no reason to fail a transaction that has committed.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._something_urgent.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`; then record what is in flight, and give back what was not begun."""
        self._loop = asyncio.get_running_loop()
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._something.set())
        watching = asyncio.create_task(self._watch_for_urgent(stop))
        while not stop.is_set():
            try:
                look_again_at = await self._turn()
            except Exception:
                # The database is away. What came back stays in hand, and what is being sent goes on.
                _log.exception("dispatch_turn_failed")
                await asyncio.wait({stopping}, timeout=_AFTER_A_FAULT_S)
            else:
                await self._rest(look_again_at)
        self._something_urgent.set()
        await watching
        await self._finish()

    async def dispatch_once(self) -> int:
        """Send and record everything that may go at this moment of the clock; how many texts were taken."""
        taken = 0
        while True:
            outcomes = await self._ask_about_doubts()
            claim = await self._claim(Room(routine=self._in_flight, urgent=self._in_flight + self._kept_lane))
            outcomes += await asyncio.gather(*map(self._outlets.send, claim.texts))
            if not outcomes:
                return taken
            await self._in_database(partial(self._record, outcomes))
            taken += sum(isinstance(outcome, Taken) for outcome in outcomes)

    def close(self) -> None:
        """Let the database threads go."""
        self._database.shutdown()
        self._urgent_database.shutdown()

    # --- a turn: record what came back, claim what there is room for, begin it ---------------------------

    async def _turn(self) -> datetime | None:
        """When the next turn is worth while, as far as the outbox can tell."""
        self._something.clear()
        await self._record_what_came_back()
        busy = len(self._sending)
        claim = await self._claim(
            Room(
                routine=self._in_flight + self._ahead - busy - len(self._waiting),
                urgent=self._in_flight + self._kept_lane - busy,
            )
        )
        now = self._clock.now()
        for text in claim.texts:
            self._held.add(text.id)
            if text.priority <= LAST_URGENT_PRIORITY:
                self._begin(text)
            else:
                self._waiting.append((now, text))
        self._fill_lanes()
        if claim.doubts_since is not None and claim.doubts_since <= now and self._asking is None:
            self._asking = asyncio.create_task(self._settle_doubts())
        return claim.look_again_at

    async def _rest(self, look_again_at: datetime | None) -> None:
        """Until a send comes back, something urgent is queued, or a waiting text's time comes."""
        seconds = POLL_S
        if look_again_at is not None:
            until_then = (look_again_at - self._clock.now()).total_seconds()
            seconds = min(POLL_S, max(_GATHER_S, until_then))
        try:
            async with asyncio.timeout(seconds):
                await self._something.wait()
        except TimeoutError:
            return
        await asyncio.sleep(_GATHER_S)

    async def _watch_for_urgent(self, stop: asyncio.Event) -> None:
        """Whenever something urgent was queued: claim and begin it, beside whatever the turns are doing."""
        while await self._something_urgent.wait() and not stop.is_set():
            self._something_urgent.clear()
            room = Room(routine=0, urgent=self._in_flight + self._kept_lane - len(self._sending))
            try:
                claim = await self._claim(room, on=self._urgent_database)
            except Exception:
                _log.exception("urgent_claim_failed")  # the next turn finds it
                continue
            for text in claim.texts:
                self._held.add(text.id)
                self._begin(text)

    def _begin(self, text: Claimed) -> None:
        task = asyncio.create_task(self._send(text))
        self._sending.add(task)
        task.add_done_callback(self._ended)

    async def _send(self, text: Claimed) -> None:
        outcome = await self._outlets.send(text)
        self._back.append((0, outcome))  # in two steps: the list is another one after the wait

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._fill_lanes()
        self._something.set()

    def _fill_lanes(self) -> None:
        now = self._clock.now() if self._waiting else None
        while now is not None and self._waiting and len(self._sending) < self._in_flight:
            claimed_at, text = self._waiting.popleft()
            if now - claimed_at < _STALE_AFTER:
                self._begin(text)
            else:
                self._stale.append(text)

    async def _finish(self) -> None:
        """Nothing new is begun; what the providers still answer is recorded."""
        self._stale += [text for _, text in self._waiting]
        self._waiting.clear()
        if self._asking is not None:
            self._asking.cancel()
        if self._sending:
            await asyncio.wait(self._sending, timeout=_LAST_ANSWERS_S)
        try:
            await self._record_what_came_back()
        except Exception:
            # The leases end by themselves, and the next worker asks the provider.
            _log.exception("last_outcomes_not_recorded", count=len(self._back))

    # --- doubts: texts that may have gone ----------------------------------------------------------------

    async def _settle_doubts(self) -> None:
        try:
            outcomes = await self._ask_about_doubts()
            self._back += [(0, outcome) for outcome in outcomes]
        except Exception:
            _log.exception("doubts_not_settled")
        finally:
            self._asking = None
            self._something.set()

    async def _ask_about_doubts(self) -> list[Outcome]:
        unsure = await self._in_database(
            partial(claim_unsure, self._clinic, owner=self._owner, now=self._clock.now())
        )
        # One of our own, still on its way after its lease: its answer will come.
        lost = [text for text in unsure.texts if text.id not in self._held]
        return await self._outlets.ask(lost, unsure.known)

    # --- the database, from its threads ------------------------------------------------------------------

    async def _in_database(self, work: Callable[[], T], *, on: ThreadPoolExecutor | None = None) -> T:
        return await asyncio.get_running_loop().run_in_executor(on or self._database, work)

    async def _claim(self, room: Room, *, on: ThreadPoolExecutor | None = None) -> Claim:
        lines, now = self._outlets.lines, self._clock.now()
        claim = partial(claim_texts, self._clinic, owner=self._owner, lines=lines, room=room, now=now)
        return await self._in_database(claim, on=on)

    async def _record_what_came_back(self) -> None:
        back, self._back = self._back, []
        if back:
            kept = await self._in_database(partial(self._record_or_keep, back))
            self._back = kept + self._back
            still = {outcome.id for _, outcome in kept}
            self._held.difference_update(outcome.id for _, outcome in back if outcome.id not in still)
        if self._stale:
            stale = partial(give_back_texts, self._clinic, self._stale, owner=self._owner)
            await self._in_database(stale)
            self._held.difference_update(text.id for text in self._stale)
            self._stale = []

    def _record_or_keep(self, back: list[tuple[int, Outcome]]) -> list[tuple[int, Outcome]]:
        """Record what came back; what cannot be written is kept for the next turn and stops nothing else."""
        try:
            self._record([outcome for _, outcome in back])
            return []
        except Exception:
            _log.exception("outcomes_not_recorded", count=len(back))
        kept = []
        for tries, outcome in back:
            try:
                self._record([outcome])
            except Exception:
                if tries < _RECORD_TRIES:
                    kept.append((tries + 1, outcome))
        return kept

    def _record(self, outcomes: Sequence[Outcome]) -> None:
        now = self._clock.now()
        taken = [outcome for outcome in outcomes if isinstance(outcome, Taken)]
        failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
        doubts = [outcome for outcome in outcomes if isinstance(outcome, Doubt)]
        if taken:
            record_sent(self._clinic, taken, now=now)
        if failures:
            number = self._outlets.lines.usual.number
            record_failed(self._clinic, failures, owner=self._owner, number=number, now=now)
        if doubts:
            record_unsure(self._clinic, doubts, owner=self._owner, now=now)
