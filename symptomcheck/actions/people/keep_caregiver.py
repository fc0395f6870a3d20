"""How a caregiver is kept, at enrolment and later: checked as typed, then person, care, talk and consent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_how, checked_language
from symptomcheck.actions.people.newcomers import (
    NewCaregiver,
    Typed,
    checked,
    keep_consent,
    kept_person,
)
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Reporter
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import care
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCaregiver:
    """A caregiver, checked and ready to keep."""

    typed: Typed
    how: str
    may_be_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A caregiver and their conversation about the patient."""

    person_id: UUID
    conversation_id: UUID


def typed_caregiver(clinic: Clinic, book: RuleBook, new: NewCaregiver, language: str) -> TypedCaregiver:
    """Check what was typed; `language` (the patient's) is meant when none was."""
    spoken = checked_language(new.language or language, book)
    typed = checked(clinic, new.name, new.phone, spoken, whose="The caregiver")
    return TypedCaregiver(typed=typed, how=checked_how(new.consent), may_be_told=new.may_be_told)


def keep_caregiver(
    tx: Transaction,
    book: RuleBook,
    patient: Patient,
    new: TypedCaregiver,
    contact_id: UUID,
    *,
    by: str,
    now: datetime,
) -> Kept:
    """Keep a caregiver of this patient; Refused when they are the patient, or one already."""
    zone = patient.person.zone
    person = kept_person(tx, new.typed, contact_id, zone=zone, taken=(), now=now)
    if person.id == patient.id:
        raise Refused("The caregiver has the patient's own name and phone. Give the caregiver's.")
    if any(each.person.id == person.id for each in care.caregivers_of(tx, patient.id)):
        raise Refused("Somebody of that name and phone is a caregiver of this patient already.")
    care.add_caregiver(tx, person.id, patient.id, may_be_told=new.may_be_told, now=now)
    conversation_id = care.open_conversation(
        tx,
        contact_id=contact_id,
        patient_id=patient.id,
        person_id=person.id,
        role=Reporter.CAREGIVER,
        now=now,
    )
    keep_consent(tx, book, person.id, patient.id, Reporter.CAREGIVER, how=new.how, by=by, now=now)
    return Kept(person_id=person.id, conversation_id=conversation_id)
