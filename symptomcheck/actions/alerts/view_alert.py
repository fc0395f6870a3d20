"""A member of the team looks at one alert."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.current import Held
from symptomcheck.core.escalation import seen
from symptomcheck.core.open_alert import AlertState
from symptomcheck.core.rule import Verdict
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import day_of
from symptomcheck.storage import alert_view, alerts, audit, care, patients, people
from symptomcheck.storage.alert_view import Ends, Event, Flagged, PageSent
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.care import Caregiver
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Line
from symptomcheck.storage.people import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPatient:
    """Whom an alert is about, and how they and their caregivers are reached."""

    line: Line
    day: int
    ways: tuple[Way, ...]
    caregivers: tuple[tuple[Caregiver, tuple[Way, ...]], ...]
    answers: tuple[Held, ...]
    left_open: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedAlert:
    """Everything on the page of an alert. Without a patient, `address` is the phone nobody here owns."""

    kept: KeptAlert
    ends: Ends
    patient: AboutPatient | None
    address: str | None
    flags: tuple[Flagged, ...]
    events: tuple[Event, ...]
    pages: tuple[PageSent, ...]
    names: Mapping[UUID, str]
    books: Mapping[str, RuleBook]


def view_alert(clinic: Clinic, number: int, *, staff_id: UUID, may_act: bool, now: datetime) -> ViewedAlert:
    """Read one alert, and keep in the same transaction who looked. NoSuchAlert when there is none.

    1. Read the alert, its flags and texts, its timeline, and the rule books it was judged by.
    2. Read whom it is about, and judge their latest answers again for what nobody answered.
    3. A notice that somebody who may act has seen need not page before the working day ends.
    4. Write who looked.
    """
    with clinic.db.write() as tx:
        kept = alerts.by_number(tx, number)
        if kept is None:
            raise NoSuchAlert(f"No alert has the number {number}.")
        ends = alert_view.ends_of(tx, kept.id)
        flags = alert_view.flags_of(tx, kept.id)
        events, pages = alert_view.events_of(tx, kept.id), alert_view.pages_of(tx, kept.id)
        fingerprints = {each.fired.fingerprint for each in flags}
        books = {each: clinic.books.get(tx, each) for each in fingerprints}
        named = [kept.alert.acknowledged_by, ends.closed_by]
        named += [each.staff_id for each in events]
        named += [each.staff_id for each in pages]

        patient = None
        if kept.patient_id is not None:
            patient = _about(tx, clinic, kept.patient_id, until=ends.closed_at or now, now=now)

        if may_act and kept.alert.state is not AlertState.CLOSED:
            after = seen(kept.alert, clinic.policy, now=now)
            if after != kept.alert:
                alerts.save(tx, kept, after, now=now)

        audit.write(tx, str(staff_id), "alert.viewed", f"alert:{kept.id}", {"number": number}, now)
        return ViewedAlert(
            kept=kept,
            ends=ends,
            patient=patient,
            address=alert_view.address_of(tx, kept.contact_id) if kept.contact_id else None,
            flags=flags,
            events=events,
            pages=pages,
            names=alert_view.names_of_staff(tx, frozenset(each for each in named if each)),
            books=books,
        )


def _about(
    tx: Transaction, clinic: Clinic, patient_id: UUID, *, until: datetime, now: datetime
) -> AboutPatient:
    (line,) = patients.lines(tx, patient_id=patient_id)
    judged = alert_view.newest_judgement(tx, patient_id, until=until)
    left_open: tuple[Verdict, ...] = ()
    if judged is not None:
        book = clinic.books.get(tx, judged.fingerprint)
        left_open = book.unsettled(book.judge(judged.inputs))
    return AboutPatient(
        line=line,
        day=day_of(line.patient.infused_on, line.patient.person.zone, now),
        ways=people.ways_to(tx, patient_id),
        caregivers=tuple(
            (each, people.ways_to(tx, each.person.id)) for each in care.caregivers_of(tx, patient_id)
        ),
        answers=alert_view.latest_answers(tx, patient_id),
        left_open=left_open,
    )
