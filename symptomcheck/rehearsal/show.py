"""The demonstration as its screen shows it: every phone with its thread, the clock, the alerts, and what can
be done to them.

The texts really travel: from a phone by the provider's signed webhook, to a phone through outbox and client.
"""

import asyncio
from contextlib import suppress
from datetime import date, datetime, timedelta
from enum import StrEnum
from threading import Event, Lock, Thread
from uuid import UUID

import structlog

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.delivery.claim_texts import Line as SendingLine
from symptomcheck.actions.delivery.claim_texts import Lines
from symptomcheck.actions.links.make_link import make_link
from symptomcheck.core.answers import Reporter
from symptomcheck.core.schedule import zone_named
from symptomcheck.dispatch.dispatcher import Dispatcher
from symptomcheck.dispatch.outlets import Outlets
from symptomcheck.rehearsal.answering import QuietDay
from symptomcheck.rehearsal.cast import BY, EVERYBODY, PATIENTS, Actor, Part
from symptomcheck.rehearsal.clock import RunningClock
from symptomcheck.rehearsal.playing import Player
from symptomcheck.rehearsal.provider import LoopbackProvider
from symptomcheck.rehearsal.provider_calls import Call
from symptomcheck.rehearsal.shown import Shown, ShownAlert, ShownPhone, Threads, about, answers_to_tap
from symptomcheck.rehearsal.travels import Roads, Travels
from symptomcheck.storage import alerts, patients
from symptomcheck.wiring import House, senders_of

_log = structlog.get_logger(__name__)


_RINGS_FOR = timedelta(minutes=10)


class Move(StrEnum):
    """How far the clock is moved."""

    HOUR = "hour"
    MORNING = "morning"
    DAY = "day"


class Show:
    """One demonstration. Methods may be called from any thread."""

    def __init__(
        self, house: House, clock: RunningClock, provider: LoopbackProvider, *, opens_on: date
    ) -> None:
        """`opens_on` is the day the audience sees first, in the clinic's zone."""
        self.house, self.clock, self.provider, self.opens_on = house, clock, provider, opens_on
        self._ended = Event()
        self._moving = Lock()
        self._roads = Roads(provider)
        self._runner = asyncio.Runner()
        senders = senders_of(house.settings)
        self._senders = senders
        line = SendingLine(number=provider.number)
        self._dispatcher = Dispatcher(house.clinic, clock, Outlets(senders, Lines(usual=line, urgent=line)))
        self._player = Player(house.clinic, clock, self._dispatch, goes_on=lambda: not self._ended.is_set())
        self._people = QuietDay(
            EVERYBODY, now=clock.now, thread_of=self.thread_of, texts=self.text, closes=self.close_alert
        )
        with house.clinic.db.read() as tx:
            self._seen = Threads(house.clinic.books.current(tx), house.clinic.site.values())

    # -- what is seen ----------------------------------------------------------------------------------------

    def phones(self) -> tuple[ShownPhone, ...]:
        """Every phone of the cast: patients, caregivers, the team."""
        threads = self._threads()
        today = self.clock.now().astimezone(zone_named(self.house.clinic.site.zone)).date()
        return tuple(
            ShownPhone(
                actor=actor,
                about=about(actor, days_since_opening=(today - self.opens_on).days),
                thread=(thread := threads[actor.number]),
                quick=answers_to_tap(actor, thread),
                landline=actor.number in self._roads.landlines,
                ringing=self._call_on(actor) is not None,
            )
            for actor in EVERYBODY
        )

    def thread_of(self, actor: Actor) -> tuple[Shown, ...]:
        """One phone's texts, oldest first."""
        return self._threads()[actor.number]

    def alerts(self) -> tuple[ShownAlert, ...]:
        """Every alert that is not closed, by number."""
        with self.house.clinic.db.read() as tx:
            return tuple(
                ShownAlert(
                    number=kept.number,
                    kind=kept.alert.kind.value,
                    about=alerts.name_of(tx, kept.patient_id) if kept.patient_id else "a phone on no list",
                    holder=alerts.name_of(tx, holder) if (holder := kept.alert.acknowledged_by) else None,
                )
                for kept in alerts.not_closed(tx)
            )

    @property
    def is_moving(self) -> bool:
        """Is the clock on its way?"""
        return self._moving.locked()

    def patient_ids(self) -> dict[str, UUID]:
        """Whom each patient's and caregiver's phone is about, by the actor's key."""
        with self.house.clinic.db.read() as tx:
            known = {line.patient.person.name: line.patient.id for line in patients.lines(tx)}
        return {
            actor.key: known[patient.name]
            for patient in PATIENTS
            for actor in (patient, *patient.caregivers)
            if patient.name in known
        }

    # -- what is done ----------------------------------------------------------------------------------------

    def text(self, actor: Actor, body: str, travels: Travels = Travels.USUALLY) -> None:
        """A text leaves this phone, and comes to the clinic in one of the ways texts do."""
        self._roads.text(actor.number, body, travels)

    def answer_call(self, actor: Actor, key: str) -> None:
        """This phone is picked up, a key is pressed, and the call is over. Nothing when it does not ring."""
        call = self._call_on(actor)
        if call is not None:
            call.is_answered()
            call.presses(key)
            call.ends()

    def link_for(self, actor: Actor) -> str | None:
        """A new link for this patient or caregiver; None for the team, who sign in."""
        patient_id = self.patient_ids().get(actor.key)
        if patient_id is None:
            return None
        role = Reporter.CAREGIVER if actor.part is Part.CAREGIVER else Reporter.PATIENT
        made = make_link(self.house.clinic, patient_id, role=role, by=BY, now=self.clock.now())
        return made[0].url

    def switch_line(self, actor: Actor) -> None:
        """Make this number a landline, which takes no texts; or a mobile again."""
        self._roads.switch_line(actor.number)

    def move(self, by: Move, *, wait_s: float) -> None:
        """Move the clock, and wait a while for it. Nothing happens when it is on its way already.

        An hour passes as it would: who is not played does not answer. For longer everybody does.
        """
        if not self._moving.acquire(blocking=False):
            return
        thread = Thread(target=self._move, args=(by,), name="clock")
        thread.start()
        thread.join(wait_s)

    def plays_until(self, at: datetime) -> None:
        """Let the cast play by itself until then: a little history before the curtain rises."""
        with self._moving:
            self._player.turn()
            self._player.play_until(at, people=self._people)

    def close_alert(self, number: int) -> None:
        """Whoever has the alert writes down that the patient was reached by phone."""
        with self.house.clinic.db.read() as tx:
            kept = alerts.by_number(tx, number)
        holder = kept.alert.acknowledged_by if kept is not None else None
        if holder is not None:
            with suppress(NoSuchAlert):
                close_alert(
                    self.house.clinic,
                    number,
                    staff_id=holder,
                    outcome="reached_by_phone",
                    note="Reached by phone.",
                    now=self.clock.now(),
                )

    def end(self) -> None:
        """The clock stops where it is; nothing more is played."""
        self._ended.set()

    def close(self) -> None:
        """After `end`: let go of everything the show opened itself."""
        self.end()
        with self._moving:  # a move that is under way ends at its next step
            for sender in self._senders.values():
                self._runner.run(sender.close())
            self._dispatcher.close()
            self._runner.close()

    # -- behind the scenes -----------------------------------------------------------------------------------

    def _move(self, by: Move) -> None:
        try:
            now = self.clock.now()
            match by:
                case Move.HOUR:
                    self._player.play_until(now + timedelta(hours=1))
                case Move.MORNING:
                    self._player.play_until(self.clock.when("09:00"), people=self._people)
                case Move.DAY:
                    self._player.play_until(now + timedelta(days=1), people=self._people)
        except Exception:
            _log.exception("clock_stuck")
        finally:
            self._moving.release()

    def _dispatch(self) -> None:
        self._runner.run(self._dispatcher.dispatch_once())
        self.provider.settle()

    def _call_on(self, actor: Actor) -> Call | None:
        """The newest call that still rings on this phone; longer than a real one, for an audience to see."""
        since = self.clock.now() - _RINGS_FOR
        for call in reversed(self.provider.calls):
            if call.to == actor.number and call.status == "ringing" and call.created_at > since:
                return call
        return None

    def _threads(self) -> dict[str, tuple[Shown, ...]]:
        return self._seen.of(self.provider.messages, self._roads.notes, tuple(self.provider.calls))


def actor_called(key: str) -> Actor | None:
    """Whoever of the cast has this short name."""
    return next((actor for actor in EVERYBODY if actor.key == key), None)
