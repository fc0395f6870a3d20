"""Ask again after a pause: when its end is due, or because somebody says so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.asking import ask_next
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.actions.people.tell import tell
from symptomcheck.actions.refused import Refused
from symptomcheck.storage import audit, care, due, patients
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Patient

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """When the patient or a caregiver is asked next; None when the plan has ended."""

    patient_id: UUID
    next_checkin_at: datetime | None


def resume(clinic: Clinic, patient_id: UUID, *, by: str, now: datetime) -> Resumed:
    """End a pause now, in one transaction: check-ins go on by the plan, from the next slot."""
    by = checked_by(by)
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        if patient.state != "paused":
            raise Refused("This patient is not paused: there is nothing to resume.")
        return _resume(tx, clinic, patient, by=by, now=now)


def resume_due(tx: Transaction, clinic: Clinic, patient_id: UUID, *, now: datetime) -> Resumed | None:
    """For the clock, inside its transaction: end a pause whose end was due; None when it was ended before."""
    patient = held_patient(tx, patient_id)
    over = patient.state == "paused" and patient.paused_until is not None and patient.paused_until <= now
    return _resume(tx, clinic, patient, by=SYSTEM, now=now) if over else None


def _resume(tx: Transaction, clinic: Clinic, patient: Patient, *, by: str, now: datetime) -> Resumed:
    """1. Keep the state; no end of a pause is due any more.
    2. Make the next check-in of each conversation due.
    3. Tell each of them.
    """
    patients.set_state(tx, patient.id, "active", reason=None, now=now)
    due.drop(tx, ("resume",), [patient.id])

    book = clinic.books.current(tx)
    conversations = care.conversations_of(tx, [patient.id])
    first = ask_next(tx, book.plan, patient, conversations, now=now)

    tell(tx, clinic, book, patient, conversations, lambda _: "resumed", now=now)
    audit.write(tx, by, "patient.resumed", f"patient:{patient.id}", {}, now)
    return Resumed(patient_id=patient.id, next_checkin_at=first)
