"""The language stories are told in: people with phones, a clock, and a team on call.

    ana = clinic.patient("Ana", infused_days_ago=3)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("confusion").then_replies("2")
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)

A text that no story expected fails it: at the end of every test nothing may lie unread on any phone.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Self

from flask import Flask

from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.audit_ledger import audit_ledger
from symptomcheck.actions.people.add_caregiver import add_caregiver
from symptomcheck.actions.people.end import EndReason, end
from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.actions.people.pause import PauseReason, pause
from symptomcheck.actions.rulebook.books import Books
from symptomcheck.actions.staff.add_staff import add_staff
from symptomcheck.core.open_alert import AlertState
from symptomcheck.core.rulebook import RuleBook, fingerprint, load
from symptomcheck.core.schedule import utc, zone_named
from symptomcheck.rehearsal.provider_calls import Ask
from symptomcheck.rehearsal.provider_webhooks import Post
from symptomcheck.rehearsal.settings import ZONE
from symptomcheck.rehearsal.stage import Stage
from symptomcheck.storage import alerts
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.web.metrics import Counters
from symptomcheck.web.twilio_webhook import twilio_roads
from symptomcheck.wiring import House
from tests.phones import Person, Phone, Received, Story

BY = "Dr. Ines Vega"
# A Monday in winter, after the caregivers' first slot and before the patients'.
STARTS_AT = utc(date(2026, 11, 23), time(8, 30), ZONE)

_compiled: dict[str, RuleBook] = {}


def compile_once(files: Mapping[str, str]) -> RuleBook:
    """One compiled rule book for all stories of a test run: a book never changes."""
    key = fingerprint(files)
    if key not in _compiled:
        _compiled[key] = load(files)
    return _compiled[key]


def signed_voice_road(house: House) -> Ask:
    """The real webhooks of a call, with their signature check."""
    app = Flask("calls")
    app.register_blueprint(twilio_roads(house, Counters()))
    client = app.test_client()

    def ask(path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, str]:
        answer = client.post(path, data=dict(form), headers=dict(headers))
        return answer.status_code, answer.text

    return ask


def signed_web_road(house: House) -> Post:
    """The real webhook with its signature check, without a socket and without the screens beside it."""
    app = Flask("stories")
    app.register_blueprint(twilio_roads(house, Counters()))
    client = app.test_client()

    def post(path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> int:
        return client.post(path, data=dict(form), headers=dict(headers)).status_code

    return post


class OnCall:
    """Whoever is on call first, in this story: the nurse whose phone is meant."""

    def __init__(self, clinic: "TestClinic") -> None:
        self._clinic = clinic

    def is_paged_about(self, person: Person | Phone) -> Received:
        """The next text on the phone of whoever is on call is a page about this person's open alert."""
        __tracebackhide__ = True
        alert = self._clinic.alert_of(person)
        return self.nurse.phone.receives(f"Alert #{alert.number} ")

    def is_not_paged(self) -> None:
        """No page lies unread on that phone."""
        self.nurse.phone.receives_nothing()

    @property
    def nurse(self) -> Person:
        """Who that is."""
        return self._clinic.nurses[0]


class TestClinic:
    """A clinic with its people, for one story."""

    __test__ = False  # pytest would collect it for its name

    def __init__(
        self,
        database_url: str,
        *,
        road: Callable[[House], Post] = signed_web_road,
        starts_at: datetime = STARTS_AT,
    ) -> None:
        self.stage = Stage(
            database_url,
            starts_at=starts_at,
            road=road,
            voice_road=signed_voice_road,
            books=Books(compile_book=compile_once),
        )
        self.clock = self.stage.clock
        self.provider = self.stage.provider
        self.on_call = OnCall(self)
        self.nurses: list[Person] = []
        self._phones: dict[str, Phone] = {}
        self._numbers = (f"+1{area}5550{number}" for area in range(212, 990) for number in range(101, 200))

    # -- people ----------------------------------------------------------------------------------------------

    def patient(
        self,
        name: str,
        *,
        infused_days_ago: int = 3,
        language: str = "en",
        zone: str = ZONE,
        phone: Phone | None = None,
        greeted: bool = True,
    ) -> Person:
        """Enrol a patient; unless `greeted` is False their welcome text is read and out of the way."""
        __tracebackhide__ = True
        if not self.nurses:
            self.nurse("Nora")
        phone = phone or self._new_phone(name)
        now = self.clock.now()
        new = NewPatient(
            name=f"{name} Ruiz",
            phone=phone.number,
            infused_on=now.astimezone(zone_named(zone)).date() - timedelta(days=infused_days_ago),
            language=language,
            zone=zone,
        )
        enrolled = enrol(self.stage.clinic, new, by=BY, now=now)
        self.stage.settle()
        if greeted:
            phone.receives("STOP")
        return Person(enrolled.patient_id, name, phone)

    def caregiver(
        self,
        name: str,
        *,
        of: Person,
        language: str = "en",
        phone: Phone | None = None,
        may_be_told: bool = True,
        greeted: bool = True,
    ) -> Person:
        """Somebody who looks after a patient of the story."""
        __tracebackhide__ = True
        phone = phone or self._new_phone(name)
        new = NewCaregiver(
            name=f"{name} Stone", phone=phone.number, language=language, may_be_told=may_be_told
        )
        joined = add_caregiver(self.stage.clinic, of.id, new, by=BY, now=self.clock.now())
        self.stage.settle()
        if greeted:
            phone.receives("STOP")
        return Person(joined.caregiver_id, name, phone)

    def nurse(self, name: str, *, on_call: str = "first") -> Person:
        """Somebody on call. The first one is who `clinic.on_call` means; without any, it is Nora."""
        phone = self._new_phone(name)
        added = add_staff(
            self.stage.clinic,
            name=f"{name} Lee",
            login=name.casefold(),
            role="clinician",
            phone=phone.number,
            email=None,
            on_call=on_call,  # type: ignore[arg-type]
            by=BY,
            now=self.clock.now(),
        )
        nurse = Person(added.staff_id, name, phone)
        self.nurses.append(nurse)
        return nurse

    def stranger(self) -> Phone:
        """A phone on no list."""
        return self._new_phone("A stranger")

    def pauses(self, patient: Person) -> None:
        """The patient is in hospital; the text that says so is read."""
        pause(
            self.stage.clinic,
            patient.id,
            reason=PauseReason.IN_HOSPITAL,
            until=None,
            by=BY,
            now=self.clock.now(),
        )
        self.stage.settle()

    def ends(self, patient: Person) -> None:
        """The patient's check-ins are over for good."""
        end(self.stage.clinic, patient.id, reason=EndReason.FINISHED, by=BY, now=self.clock.now())
        self.stage.settle()

    def closes(self, person: Person, *, by: Person) -> None:
        """A nurse has reached the patient by phone and closes the alert."""
        close_alert(
            self.stage.clinic,
            self.alert_of(person).number,
            staff_id=by.id,
            outcome="reached_by_phone",
            note="Spoken with.",
            now=self.clock.now(),
        )

    # -- what is so ------------------------------------------------------------------------------------------

    def alert_of(self, whose: Person | Phone) -> KeptAlert:
        """The open alert about a patient, or about a phone on no list."""
        __tracebackhide__ = True
        found = self.open_alert_of(whose)
        if found is None:
            raise Story(f"No alert is open about {whose}.\n{self.told()}")
        return found

    def open_alert_of(self, whose: Person | Phone) -> KeptAlert | None:
        """The same, or None."""
        with self.stage.clinic.db.read() as tx:
            for alert in alerts.not_closed(tx):
                if isinstance(whose, Person) and alert.patient_id == whose.id:
                    return alert
                if isinstance(whose, Phone) and alert.patient_id is None:
                    return alert
        return None

    def nobody_is_alerted_about(self, whose: Person | Phone) -> None:
        """No alert is open about them."""
        __tracebackhide__ = True
        if (alert := self.open_alert_of(whose)) is not None:
            raise Story(f"Alert #{alert.number} is open ({alert.alert.kind}, {sorted(alert.alert.reasons)}).")

    def is_in_the_hands_of(self, whose: Person, nurse: Person) -> None:
        """That nurse has acknowledged the alert."""
        held = self.alert_of(whose).alert
        assert held.state is AlertState.ACKNOWLEDGED
        assert held.acknowledged_by == nurse.id

    def nothing_else_was_sent(self) -> None:
        """Every text on every phone has been spoken of."""
        __tracebackhide__ = True
        if any(phone.unread for phone in self._phones.values()):
            raise Story(f"Texts that no line of the story expects:\n{self.told()}")

    def nothing_fell_through(self) -> None:
        """The ledger stands at zero, also after whatever this story did."""
        __tracebackhide__ = True
        lines = audit_ledger(self.stage.clinic, now=self.clock.now()).lines
        if broken := [f"    {line.broken} x {line.promise.holds}" for line in lines if line.broken]:
            raise Story("The ledger does not stand at zero:\n" + "\n".join(broken))

    def skip_to_here(self) -> None:
        """What was sent until now is another story."""
        for phone in self._phones.values():
            phone.skip()

    def told(self) -> str:
        """What lies unread, and on which phone: for the failure of a story."""
        shown = [f"    {phone._who}: {body}" for phone in self._phones.values() for body in phone.unread]
        at = self.clock.now().astimezone(zone_named(ZONE))
        return f"At {at:%a %H:%M:%S}, unread:\n" + ("\n".join(shown) or "    nothing")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stage.close()

    def _new_phone(self, owner: str) -> Phone:
        simulated = self.stage.phone(next(self._numbers), owner)
        self._phones[simulated.number] = phone = Phone(self, simulated)
        return phone
