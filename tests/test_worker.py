"""The worker: the metronome, the dispatcher and the catch-up side by side, and how they end."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.rulebook.books import Books
from symptomcheck.channels.sender import Cause, InboundText, OutboundMessage, ProviderError, Sent
from symptomcheck.channels.twilio_sms import ListingCutShort
from symptomcheck.core.open_alert import AlertKind, AlertState, OpenAlert
from symptomcheck.core.policy import Policy, WorkingHours
from symptomcheck.rehearsal.settings import stage_settings
from symptomcheck.storage import alerts, facts, measures
from symptomcheck.storage.database import Database
from symptomcheck.storage.listening import listen
from symptomcheck.wiring import build
from symptomcheck.worker import Worker, lines_of
from tests.actions.house import CIPHER, NEW_YORK, SITE
from tests.actions.outgoing import UNLIMITED, Outgoing, outgoing_from
from tests.dispatch.provider import ScriptedProvider


class RunningHands:
    """Starts at the test's time and runs on, as fast as told."""

    def __init__(self, at: datetime, *, speed: float = 1) -> None:
        self._at, self._started, self._speed = at, time.monotonic(), speed

    def now(self) -> datetime:
        return self._at + timedelta(seconds=(time.monotonic() - self._started) * self._speed)


class ProviderWithInbox(ScriptedProvider):
    """One that also lists what people sent; or raises, as often as told."""

    def __init__(self) -> None:
        super().__init__()
        self.inbox: list[InboundText] = []
        self.listing: list[Exception] = []
        self.asked_since: list[datetime] = []

    async def inbound_since(self, since: datetime) -> tuple[InboundText, ...]:
        self.asked_since.append(since)
        if self.listing:
            raise self.listing.pop(0)
        return tuple(self.inbox)


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url) as outgoing:
        yield outgoing


@pytest.fixture
def provider() -> ProviderWithInbox:
    return ProviderWithInbox()


def _worker(outgoing: Outgoing, provider: ScriptedProvider | None, **more: Any) -> Worker:
    return Worker(
        outgoing.house.clinic,
        RunningHands(outgoing.now),
        {} if provider is None else {"sms": provider},
        UNLIMITED,
        **({"tick_seconds": 0.1} | more),
    )


@contextmanager
def _working(worker: Worker) -> Iterator[Worker]:
    worker.start_in_thread()
    try:
        yield worker
    finally:
        worker.stop()


def _wait_for(true: Callable[[], object], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def _text(outgoing: Outgoing, provider_id: str, body: str) -> InboundText:
    return InboundText(
        provider_id=provider_id,
        from_address="+15550100101",
        to_address="+15550100100",
        body=body,
        received_at=outgoing.now,
    )


def test_what_falls_due_is_decided_by_the_metronome_and_sent_by_the_dispatcher(
    outgoing: Outgoing, provider: ProviderWithInbox
) -> None:
    (due,) = outgoing.house.rows("due", kind="checkin")
    outgoing.house.now = due.due_at - timedelta(seconds=0.5)
    worker = _worker(outgoing, provider)
    with _working(worker):
        _wait_for(lambda: provider.bodies)
    assert "check-in" in provider.bodies[0]
    assert provider.closed
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}


def test_a_text_sent_while_we_were_down_is_answered_and_paged_about_soon_after_the_start(
    outgoing: Outgoing, provider: ProviderWithInbox
) -> None:
    provider.inbox.append(_text(outgoing, "SM-in", "cant breathe"))
    worker = _worker(outgoing, provider)
    with _working(worker):
        _wait_for(lambda: len(provider.bodies) == 2)
    assert provider.bodies[0].startswith("Call your care team now")
    assert provider.bodies[1].startswith("Alert #")


def test_a_listing_that_fails_is_asked_for_again_and_one_cut_short_keeps_the_watermark(
    outgoing: Outgoing, provider: ProviderWithInbox
) -> None:
    newest = _text(outgoing, "SM-in", "ok")
    provider.listing = [ProviderError(Cause.PROVIDER_DOWN), RuntimeError(), ListingCutShort((newest,))]
    worker = _worker(outgoing, provider, catch_up_seconds=0.05)
    with _working(worker):
        _wait_for(lambda: len(provider.asked_since) > 4)
    assert len(outgoing.house.rows("inbound_texts")) == 1
    assert provider.asked_since[0] == provider.asked_since[3], "older texts are still to come"
    assert provider.asked_since[4] > provider.asked_since[3]


def test_without_an_account_for_texts_nothing_is_caught_up_and_nothing_breaks(outgoing: Outgoing) -> None:
    prompt = outgoing.queue("prompt")
    worker = _worker(outgoing, None)
    with _working(worker):
        _wait_for(lambda: outgoing.state(prompt)[0] == "failed")
    with outgoing.house.clinic.db.read() as tx:
        assert facts.get(tx, "inbound_read_until") is None


def test_a_tick_that_fails_does_not_stop_the_metronome_nor_the_dispatcher(
    outgoing: Outgoing, provider: ProviderWithInbox
) -> None:
    class BreaksAtFirst(RunningHands):
        ticks = 0

        def now(self) -> datetime:
            if threading.current_thread().name.startswith("ThreadPoolExecutor"):  # the metronome's
                self.ticks += 1
                if self.ticks < 4:
                    raise OSError("no clock")
            return super().now()

    clock = BreaksAtFirst(outgoing.now)
    worker = Worker(outgoing.house.clinic, clock, {"sms": provider}, UNLIMITED, tick_seconds=0.05)
    with _working(worker):
        outgoing.queue("prompt", "How are you?")
        _wait_for(lambda: clock.ticks > 5 and provider.bodies == ["How are you?"])


# Urgent, and nobody was ever told: what the ledger is there for.
_WITHOUT_A_PAGE = OpenAlert(
    kind=AlertKind.URGENT,
    state=AlertState.OPEN,
    step=0,
    next_step_at=datetime(2099, 1, 1, tzinfo=UTC),
)


@contextmanager
def _somebody_outside() -> Iterator[tuple[str, list[str]]]:
    """An address to ask for, and what was asked of it."""
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/alive", asked
    finally:
        server.shutdown()
        server.server_close()


def test_somebody_outside_hears_from_us_only_while_the_ledger_stands_at_zero(outgoing: Outgoing) -> None:
    with _somebody_outside() as (url, asked):
        with _working(_worker(outgoing, None, dead_man_url=url, ledger_seconds=0.2)):
            _wait_for(lambda: asked)
            with outgoing.house.clinic.db.write() as tx:
                alerts.add(tx, _WITHOUT_A_PAGE, patient_id=None, contact_id=None, now=outgoing.now)
            time.sleep(0.5)  # one that was under way may still come
            before = len(asked)
            time.sleep(0.8)
        assert (len(asked), set(asked)) == (before, {"/alive"})
    with outgoing.house.clinic.db.read() as tx:
        assert measures.last_ledger(tx)["urgent_is_paged"] == 1


def test_a_provider_that_hangs_delays_no_decision(outgoing: Outgoing, provider: ProviderWithInbox) -> None:
    (due,) = outgoing.house.rows("due", kind="checkin")
    outgoing.queue("urgent", "hangs", expires_at=due.due_at + timedelta(hours=1))
    provider.hangs_on = ["hangs"]
    outgoing.house.now = due.due_at - timedelta(seconds=0.5)
    worker = _worker(outgoing, provider)
    with _working(worker):
        _wait_for(lambda: provider.tried and outgoing.house.rows("checkins"))
        assert provider.bodies == [] or "hangs" not in provider.bodies
        provider.released.set()


def test_a_metronome_that_a_clock_set_back_has_silenced_is_woken(
    outgoing: Outgoing, provider: ProviderWithInbox
) -> None:
    worker = _worker(outgoing, provider)
    with _working(worker):
        _wait_for(lambda: worker._metronome._job.next_run_time)
        # What APScheduler believes when the host's clock was set back by an hour.
        worker._metronome._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
        _wait_for(lambda: worker._metronome._job.next_run_time < datetime.now(UTC) + timedelta(minutes=1))


def test_a_worker_told_to_stop_before_it_runs_ends_at_once(
    outgoing: Outgoing, provider: ProviderWithInbox
) -> None:
    worker = _worker(outgoing, provider)
    worker.stop()
    worker.run()
    worker.stop()


def test_the_worker_of_a_house_sends_from_the_numbers_its_settings_name(sqlite_url: str) -> None:
    settings = stage_settings(sqlite_url, account_sid="AC" + "0" * 32, auth_token="token")
    house = build(settings, senders={}, demo=True)
    worker = Worker.of(house)
    worker.stop()
    worker.run()
    house.close()
    twilio = replace(settings.twilio, urgent_from_number="+15550100111", messages_per_second=3.0)
    lines = lines_of(replace(settings, twilio=twilio))
    assert (lines.usual.number, lines.usual.per_second) == (settings.twilio.from_number, 3.0)
    assert (lines.urgent.number, lines.urgent.per_second) == ("+15550100111", 3.0)
    assert lines_of(settings).urgent == lines_of(settings).usual


def test_postgresql_tells_the_dispatchers_of_other_processes_at_once(postgresql_url: str) -> None:
    db = Database(postgresql_url, CIPHER)
    woken: list[float] = []

    async def play() -> None:
        listening = asyncio.create_task(listen(db, lambda: woken.append(time.monotonic())))
        while not woken:  # once when it begins to listen
            await asyncio.sleep(0.01)
        queued = time.monotonic()
        await asyncio.to_thread(_something_urgent, db)
        while len(woken) < 2:
            await asyncio.sleep(0.001)
        assert woken[1] - queued < 5
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        while len(woken) < 3:  # and again when the lost connection is made anew
            await asyncio.sleep(0.01)
        listening.cancel()

    asyncio.run(asyncio.wait_for(play(), timeout=60))
    db.close()


def _something_urgent(db: Database) -> None:
    with db.write() as tx:
        tx.urgent_queued = True


_A_WORKER = """
import sys
from tests.test_worker import play_a_worker
play_a_worker(sys.argv[1], sys.argv[2])
"""


class FileProvider(ScriptedProvider):
    """Keeps what it took in a file that outlives the process; slow enough to be killed in the middle."""

    def __init__(self, file: Path) -> None:
        super().__init__(latency_s=0.02)
        self._file = file

    async def send(self, message: OutboundMessage) -> Sent:
        with self._file.open("a") as file:
            file.write(f"{message.id} {message.text}\n")
        await asyncio.sleep(self.latency_s)
        return Sent(provider_id=f"SM{message.id.hex}")

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        taken = f"{message.id} " in self._file.read_text()
        return Sent(provider_id=f"SM{message.id.hex}") if taken else None


def play_a_worker(url: str, file: str) -> None:
    """What the child processes of these tests do."""
    clinic = Clinic(
        db=Database(url, CIPHER),
        books=Books(),
        site=SITE,
        policy=Policy(working_hours=WorkingHours(zone=NEW_YORK)),
    )
    Worker(clinic, RunningHands(datetime.now(UTC)), {"sms": FileProvider(Path(file))}, UNLIMITED).run()


def _start_worker(url: str, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _A_WORKER, url, str(file)], env=os.environ | {"PYTHONPATH": "."}
    )


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def test_sigterm_ends_a_worker_cleanly_with_every_text_recorded(
    outgoing: Outgoing, database_url: str, tmp_path: Path
) -> None:
    outgoing.house.now = datetime.now(UTC)
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(400)))
    worker = _start_worker(database_url, tmp_path / "taken")
    _wait_for(lambda: len(_lines(tmp_path / "taken")) > 50)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    states = [row.state for row in outgoing.house.rows("outbox")]
    assert "sending" not in states
    assert states.count("sent") == len(_lines(tmp_path / "taken"))


def test_a_worker_killed_at_any_instant_loses_no_text_and_doubles_none(
    outgoing: Outgoing, database_url: str, tmp_path: Path
) -> None:
    outgoing.house.now = datetime.now(UTC)
    kinds = ("urgent", "answer", "prompt")
    outgoing.queue_all(*(outgoing.text(kinds[n % 3], f"text {n}") for n in range(600)))
    file = tmp_path / "taken"
    for more in (40, 220):
        worker = _start_worker(database_url, file)
        _wait_for(lambda more=more: len(_lines(file)) > more)  # type: ignore[misc]
        worker.kill()
        worker.wait()
    in_doubt = [row for row in outgoing.house.rows("outbox") if row.state == "sending"]
    assert in_doubt
    last = Worker(
        outgoing.house.clinic,
        RunningHands(datetime.now(UTC) + timedelta(minutes=2), speed=5),  # every lease has ended
        {"sms": FileProvider(file)},
        UNLIMITED,
    )
    with _working(last):
        _wait_for(lambda: {row.state for row in outgoing.house.rows("outbox")} == {"sent"}, seconds=60)
    bodies = [line.split(" ", 1)[1] for line in _lines(file)]
    assert sorted(bodies) == sorted(f"text {n}" for n in range(600))
