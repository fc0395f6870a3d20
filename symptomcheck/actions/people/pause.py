"""Stop asking for a while: in hospital, or because they asked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.asking import stop_asking
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.actions.people.tell import tell
from symptomcheck.actions.refused import Refused
from symptomcheck.core.schedule import utc
from symptomcheck.storage import audit, care, due, patients
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.due import Due


class PauseReason(StrEnum):
    """Why a patient is not asked for a while."""

    IN_HOSPITAL = "in_hospital"
    ASKED = "asked"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """Until when; None: until somebody resumes the patient."""

    patient_id: UUID
    until: datetime | None


@again_after_deadlock
def pause(
    clinic: Clinic, patient_id: UUID, *, reason: PauseReason, until: date | None, by: str, now: datetime
) -> Paused:
    """Ask this patient and their caregivers nothing until a date, in one transaction.

    They are still read, told to call and paged about. `until` is the first day on which they are asked again;
    a patient who is paused already gets the new reason and date.

    1. Call off what was due, open, or waiting to leave.
    2. Keep the state, and make the end of the pause due.
    3. Tell each of them, unless they know.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        if patient.state == "ended":
            raise Refused("This patient's check-ins have ended: there is nothing to pause.")
        ends_at = None if until is None else utc(until, time(), patient.person.zone)
        if ends_at is not None and ends_at <= now:
            raise Refused("A pause ends on a later day than today. Give the first day to ask again.")
        book = clinic.books.current(tx)
        conversations = care.conversations_of(tx, [patient_id])

        stop_asking(tx, clinic, book, patient, conversations, reason="paused", now=now)

        patients.set_state(tx, patient_id, "paused", reason=reason.value, paused_until=ends_at, now=now)
        due.drop(tx, ("resume",), [patient_id])
        due.put(tx, [] if ends_at is None else [Due(ends_at, "resume", patient_id)])

        if patient.state != "paused":
            tell(tx, clinic, book, patient, conversations, lambda _: "paused", now=now)
        facts = {"reason": reason.value, "until": None if until is None else until.isoformat()}
        audit.write(tx, by, "patient.paused", f"patient:{patient_id}", facts, now)
        return Paused(patient_id=patient_id, until=ends_at)
