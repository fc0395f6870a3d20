"""A caregiver cares for a patient no longer, or takes their consent back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.asking import stop_asking
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.actions.refused import Refused
from symptomcheck.storage import audit, care


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEnded:
    """Who no longer cares for whom."""

    patient_id: UUID
    caregiver_id: UUID


def end_care(clinic: Clinic, patient_id: UUID, caregiver_id: UUID, *, by: str, now: datetime) -> CareEnded:
    """End what a caregiver does for a patient, in one transaction.

    1. Keep that it ended; refuse when there is nothing to end.
    2. Call off what they were asked, and end their conversations about this patient.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        if not care.end_care(tx, caregiver_id, patient_id, now=now):
            raise Refused("They are no caregiver of this patient. See `symptomcheck patient show`.")

        of_both = care.conversations_of(tx, [patient_id])
        theirs = [each for each in of_both if each.person_id == caregiver_id]
        book = clinic.books.current(tx)
        stop_asking(tx, clinic, book, patient, theirs, reason="care_ended", now=now)
        care.end_conversations(tx, [each.id for each in theirs], now=now)

        facts = {"caregiver": str(caregiver_id)}
        audit.write(tx, by, "caregiver.ended", f"patient:{patient_id}", facts, now)
        return CareEnded(patient_id=patient_id, caregiver_id=caregiver_id)
