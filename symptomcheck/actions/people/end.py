"""The check-ins of a patient end for good."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.asking import stop_asking
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.actions.people.tell import tell
from symptomcheck.actions.refused import Refused
from symptomcheck.storage import audit, care, due, patients
from symptomcheck.storage.again import again_after_deadlock


class EndReason(StrEnum):
    """Why a patient is not asked any more."""

    FINISHED = "finished"
    ASKED = "asked"
    MOVED = "moved"
    DIED = "died"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCheckIns:
    """Whose check-ins ended, and the number of the alert that somebody must still close."""

    patient_id: UUID
    open_alert: int | None


@again_after_deadlock
def end(clinic: Clinic, patient_id: UUID, *, reason: EndReason, by: str, now: datetime) -> EndedCheckIns:
    """Ask this patient and their caregivers nothing any more, in one transaction.

    Their phones stay known: what they text is still read, told to call and paged about. An open alert stays
    open, because only a named person with an outcome closes one.

    1. Call off what was due, open, or waiting to leave, and the end of a pause.
    2. Keep the state.
    3. Tell each of them; nobody, when the patient died: a text would reach a family in grief.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        if patient.state == "ended":
            raise Refused("This patient's check-ins have ended already.")
        book = clinic.books.current(tx)
        conversations = care.conversations_of(tx, [patient_id])

        stop_asking(tx, clinic, book, patient, conversations, reason="ended", now=now)
        due.drop(tx, ("resume",), [patient_id])

        patients.set_state(tx, patient_id, "ended", reason=reason.value, now=now)

        if reason is not EndReason.DIED:
            tell(tx, clinic, book, patient, conversations, lambda _: "ended", now=now)
        audit.write(tx, by, "patient.ended", f"patient:{patient_id}", {"reason": reason.value}, now)
        (line,) = patients.lines(tx, patient_id=patient_id)
        return EndedCheckIns(patient_id=patient_id, open_alert=line.open_alert)
