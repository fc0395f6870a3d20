"""A caregiver joins later."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.asking import ask_next
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.actions.people.keep_caregiver import keep_caregiver, typed_caregiver
from symptomcheck.actions.people.newcomers import NewCaregiver, texted_phones
from symptomcheck.actions.people.tell import welcome
from symptomcheck.actions.refused import Refused
from symptomcheck.storage import audit, care


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The caregiver, and when they are asked first; None while the patient is paused or after the plan."""

    caregiver_id: UUID
    next_checkin_at: datetime | None


def add_caregiver(clinic: Clinic, patient_id: UUID, new: NewCaregiver, *, by: str, now: datetime) -> Joined:
    """Let one more person care for a patient, in one transaction.

    1. Check what was typed; refuse when the patient's check-ins have ended.
    2. Keep the caregiver: person, phone, conversation, consent.
    3. Make their first check-in due, unless the patient is paused; queue their welcome text.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        if patient.state == "ended":
            raise Refused("This patient's check-ins have ended. Enrol them again first.")
        book = clinic.books.current(tx)
        typed = typed_caregiver(clinic, book, new, patient.person.language)

        phones = texted_phones(tx, [typed.typed], now=now)
        kept = keep_caregiver(tx, book, patient, typed, phones[typed.typed.address], by=by, now=now)

        conversations = [
            each for each in care.conversations_of(tx, [patient_id]) if each.id == kept.conversation_id
        ]
        first = None
        if patient.state == "active":
            first = ask_next(tx, book.plan, patient, conversations, now=now)
        welcome(tx, clinic, book, patient, conversations, now=now)
        facts = {"caregiver": str(kept.person_id), "may_be_told": new.may_be_told, "phone_confirmed_by": by}
        audit.write(tx, by, "caregiver.added", f"patient:{patient_id}", facts, now)
        return Joined(caregiver_id=kept.person_id, next_checkin_at=first)
