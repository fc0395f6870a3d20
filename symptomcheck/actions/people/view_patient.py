"""The page of one patient."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import day_of
from symptomcheck.storage import audit, care, patient_view, patients, people
from symptomcheck.storage.care import Caregiver
from symptomcheck.storage.patient_view import Given, Message, Round
from symptomcheck.storage.patients import Line
from symptomcheck.storage.people import Way

ROUNDS, ANSWERS, MESSAGES = 30, 60, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedPatient:
    """Everything on the page; lists hold the newest."""

    line: Line
    day: int
    ways: tuple[Way, ...]
    caregivers: tuple[tuple[Caregiver, tuple[Way, ...]], ...]
    next_checkin_at: datetime | None
    waiting_since: datetime | None
    rounds: tuple[Round, ...]
    answers: tuple[Given, ...]
    messages: tuple[Message, ...]
    book: RuleBook


def view_patient(clinic: Clinic, patient_id: UUID, *, by: str, now: datetime) -> ViewedPatient:
    """Read one patient, and keep in the same transaction who looked. NoSuchPatient when there is none."""
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        (line,) = patients.lines(tx, patient_id=patient_id)
        conversations = care.conversations_of(tx, [patient_id])
        viewed = ViewedPatient(
            line=line,
            day=day_of(patient.infused_on, patient.person.zone, now),
            ways=people.ways_to(tx, patient_id),
            caregivers=tuple(
                (each, people.ways_to(tx, each.person.id)) for each in care.caregivers_of(tx, patient_id)
            ),
            next_checkin_at=care.next_checkin_at(tx, [each.id for each in conversations]),
            waiting_since=patient_view.waiting_since(tx, [patient_id]).get(patient_id),
            rounds=patient_view.rounds_of(tx, patient_id, limit=ROUNDS),
            answers=patient_view.answers_of(tx, patient_id, limit=ANSWERS),
            messages=patient_view.messages_of(tx, patient_id, limit=MESSAGES),
            book=clinic.books.current(tx),
        )
        audit.write(tx, by, "patient.viewed", f"patient:{patient_id}", {}, now)
        return viewed
