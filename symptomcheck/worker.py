"""DOOR: two things side by side. The metronome decides what is due; the dispatcher sends what was decided.

They meet in the database alone: a provider that hangs for an hour delays no escalation, and a slow tick
delays no text. A third, slower loop reads the provider's list of texts that came while nobody was listening.
"""

import asyncio
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from symptomcheck.actions.audit_ledger import Ledger, audit_ledger
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.catch_up_inbound import OVERLAP, catch_up_inbound, listen_since
from symptomcheck.actions.delivery.claim_texts import Line, Lines
from symptomcheck.actions.delivery.expire_texts import expire_texts
from symptomcheck.actions.tick import tick
from symptomcheck.channels.dead_man import ping
from symptomcheck.channels.sender import InboundText, ProviderError, Sender
from symptomcheck.channels.twilio_sms import ListingCutShort
from symptomcheck.clock import Clock
from symptomcheck.config import Settings
from symptomcheck.dispatch.dispatcher import Dispatcher
from symptomcheck.dispatch.outlets import Outlets
from symptomcheck.storage import measures
from symptomcheck.storage.listening import listen
from symptomcheck.wiring import House

_log = structlog.get_logger(__name__)

CATCH_UP_S = 180.0
LEDGER_S = 60.0
EXPIRE_S = 30.0


@runtime_checkable
class Inbox(Sender, Protocol):
    """A channel that can list what people sent to us."""

    async def inbound_since(self, since: datetime) -> tuple[InboundText, ...]: ...


class Worker:
    """The metronome, the dispatcher and the catch-up of one process."""

    def __init__(
        self,
        clinic: Clinic,
        clock: Clock,
        senders: Mapping[str, Sender],
        lines: Lines,
        *,
        tick_seconds: float = 5.0,
        catch_up_seconds: float = CATCH_UP_S,
        dead_man_url: str | None = None,
        ledger_seconds: float = LEDGER_S,
    ) -> None:
        self._clinic, self._clock, self._senders = clinic, clock, senders
        self._catch_up_seconds = catch_up_seconds
        self._dead_man_url, self._ledger_seconds = dead_man_url, ledger_seconds
        self._metronome = _Metronome(clinic, clock, tick_seconds)
        self._dispatcher = Dispatcher(clinic, clock, Outlets(senders, lines))
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._stop_loop: Callable[[], None] = lambda: None

    @classmethod
    def of(cls, house: House) -> "Worker":
        """The worker of a built house."""
        return cls(
            house.clinic,
            house.clock,
            house.senders,
            lines_of(house.settings),
            tick_seconds=house.settings.worker.tick_seconds,
            dead_man_url=house.settings.worker.dead_man_url,
        )

    def run(self) -> None:
        """Work until SIGTERM, SIGINT or `stop`. In the main thread: signals come nowhere else."""
        before = {each: signal.signal(each, self._on_signal) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            asyncio.run(self._work())
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def start_in_thread(self) -> None:
        """Work beside something else, until `stop`."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()), name="worker")
        self._thread.start()

    def stop(self) -> None:
        """End: nothing new is begun, what is under way is recorded. Waits for a worker in a thread."""
        self._stop.set()
        self._stop_loop()
        if self._thread is not None:
            self._thread.join()

    def _on_signal(self, *_: object) -> None:
        self._stop.set()
        self._stop_loop()

    async def _work(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()

        def stop_loop() -> None:
            with suppress(RuntimeError):  # the loop has ended already
                loop.call_soon_threadsafe(stop.set)

        self._stop_loop = stop_loop
        if self._stop.is_set():  # told to stop before there was a loop to tell
            stop.set()
        self._clinic.db.when_urgent_is_queued(self._dispatcher.wake)
        self._metronome.start()
        beside = [
            asyncio.create_task(_every(self._catch_up_seconds, self._catch_up)),
            asyncio.create_task(_every(EXPIRE_S, self._expire)),
            asyncio.create_task(_every(self._ledger_seconds, self._look_at_the_ledger)),
            asyncio.create_task(_every(self._metronome.seconds, self._metronome.mind)),
        ]
        if self._clinic.db.postgresql:
            beside.append(asyncio.create_task(listen(self._clinic.db, self._dispatcher.wake)))
        try:
            await self._dispatcher.run(stop)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await asyncio.to_thread(self._metronome.stop)
            for sender in self._senders.values():
                await sender.close()
            self._dispatcher.close()

    async def _expire(self) -> None:
        while await asyncio.to_thread(lambda: expire_texts(self._clinic, now=self._clock.now())):
            pass

    async def _look_at_the_ledger(self) -> None:
        """Tell somebody outside that all is accounted for; silence tells them that it is not."""
        if not self._metronome.is_turning:
            return
        ledger = await asyncio.to_thread(lambda: audit_ledger(self._clinic, now=self._clock.now()))
        await asyncio.to_thread(self._keep_count, ledger)
        for line in ledger.lines:
            if line.broken:
                _log.error("ledger_broken", promise=line.promise.id, count=line.broken)
        if self._dead_man_url and not ledger.unaccounted and not await ping(self._dead_man_url):
            _log.warning("dead_man_not_reached")

    def _keep_count(self, ledger: Ledger) -> None:
        with self._clinic.db.write() as tx:
            measures.ledger_counted(tx, {line.promise.id: line.broken for line in ledger.lines})

    async def _catch_up(self) -> None:
        """Read the provider's list since the last time, and receive what is new."""
        inbox = self._senders.get("sms")
        if not isinstance(inbox, Inbox):
            _log.info("no_inbox_to_catch_up", channel="sms")
            return
        asked_at = self._clock.now()
        since = await asyncio.to_thread(lambda: listen_since(self._clinic, now=asked_at))
        try:
            texts = await inbox.inbound_since(since)
        except ProviderError as problem:
            _log.warning("inbound_not_listed", cause=problem.cause.value)
            return
        except ListingCutShort as cut:
            _log.error("inbound_listing_cut_short", count=len(cut.texts))
            texts, asked_at = cut.texts, since + OVERLAP  # the watermark stays: older ones are still to come
        caught = await asyncio.to_thread(
            lambda: catch_up_inbound(self._clinic, texts, listed_at=asked_at, now=self._clock.now())
        )
        if caught.new:
            _log.info("inbound_caught_up", count=caught.new, failed=caught.failed)


def lines_of(settings: Settings) -> Lines:
    """The numbers texts leave from, as these settings name them."""
    twilio = settings.twilio
    usual = twilio.messaging_service_sid or twilio.from_number or "nobody"
    rate = twilio.messages_per_second
    return Lines(
        usual=Line(number=usual, per_second=rate),
        urgent=Line(number=twilio.urgent_from_number or usual, per_second=rate),
    )


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Now, and again and again; a fault is logged and ends nothing."""
    while True:
        try:
            await work()
        except Exception:
            _log.exception("worker_loop_failed", verb=work.__name__.lstrip("_"))
        await asyncio.sleep(seconds)


class _Metronome:
    """Calls the tick, and nothing else: APScheduler keeps time, the database keeps what is due."""

    def __init__(self, clinic: Clinic, clock: Clock, seconds: float) -> None:
        self._clinic, self._clock, self.seconds = clinic, clock, seconds
        self._ticking = False
        self._ended = time.monotonic()
        self._turned: float | None = None
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

        self._job = self._scheduler.add_job(
            self._tick, "interval", seconds=seconds, next_run_time=datetime.now(UTC)
        )

    def start(self) -> None:
        """The first tick comes at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Waits for a tick that is under way."""
        self._scheduler.shutdown(wait=True)

    @property
    def is_turning(self) -> bool:
        """Did a tick end lately? A clinic whose ticks fail must not look well from outside."""
        return self._turned is not None and time.monotonic() - self._turned < 10 * self.seconds + 30

    async def mind(self) -> None:
        """A host clock that was set back would silence APScheduler until it has caught up: wake it."""
        if not self._ticking and time.monotonic() - self._ended > 2 * self.seconds + 1:
            _log.warning("metronome_was_silent", seconds=round(time.monotonic() - self._ended))
            self._job.modify(next_run_time=datetime.now(UTC))

    def _tick(self) -> None:
        self._ticking = True
        try:
            tick(self._clinic, now=self._clock.now())
            with self._clinic.db.write() as tx:
                measures.ticked(tx, self._clock.now())
            self._turned = time.monotonic()
        except Exception:
            _log.exception("tick_failed")
        finally:
            self._ticking, self._ended = False, time.monotonic()
