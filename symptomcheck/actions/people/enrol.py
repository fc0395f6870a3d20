"""Enrol a patient, with caregivers: from then on they are asked, read and, when it matters, paged about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.once import once
from symptomcheck.actions.people.asking import ask_next
from symptomcheck.actions.people.checks import (
    checked_by,
    checked_email,
    checked_how,
    checked_infusion,
    checked_language,
    checked_zone,
)
from symptomcheck.actions.people.keep_caregiver import keep_caregiver, typed_caregiver
from symptomcheck.actions.people.newcomers import (
    NewPatient,
    Typed,
    checked,
    keep_consent,
    kept_person,
    texted_phones,
)
from symptomcheck.actions.people.tell import welcome
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Reporter
from symptomcheck.core.oncall import gaps
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import zone_named
from symptomcheck.storage import audit, care, contacts, patients, people, rulebooks, shifts
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Patient

COVERED_FOR = timedelta(days=14)


class EnrolmentRefused(Refused):
    """The clinic is not ready to enrol anybody, or this person is enrolled already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Who was enrolled, how many texts the plan was said to send the patient, and when it asks first."""

    patient_id: UUID
    caregiver_ids: tuple[UUID, ...]
    texts_counted: int
    next_checkin_at: datetime | None


def enrol(
    clinic: Clinic, new: NewPatient, *, by: str, form_key: bytes | None = None, now: datetime
) -> Enrolled:
    """Enrol a patient and their caregivers, in one transaction; AlreadySent for a form that enrolled them.

    1. Refuse unless a named clinician adopted the current rule book (the demo adopts for itself), and unless
       every minute of the next 14 days has somebody on call whose phone can be texted, and a fallback phone
       and e-mail stand behind them.
    2. Check everything that was typed; nothing is kept of an enrolment that is refused.
    3. Keep the patient: person, phone, conversation, consent. Whoever is enrolled on this phone already is
       refused; whoever's check-ins had ended is enrolled again, with the new infusion.
    4. Keep each caregiver the same way.
    5. Make the first check-ins due and queue the welcome texts.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        once(tx, form_key, now=now)
        _refuse_unless_adopted(tx, clinic)
        _refuse_unless_covered(tx, clinic, now)

        book = clinic.books.current(tx)
        language = checked_language(new.language or clinic.site.language, book)
        zone = checked_zone(new.zone or clinic.site.zone)
        checked_infusion(new.infused_on, book=book, zone=zone, now=now)
        how = checked_how(new.consent)
        typed = checked(clinic, new.name, new.phone, language, whose="The patient")
        email = None if new.email is None else checked_email(new.email)
        typed_caregivers = [typed_caregiver(clinic, book, each, language) for each in new.caregivers]

        phones = texted_phones(tx, [typed, *(each.typed for each in typed_caregivers)], now=now)
        contact_id = phones[typed.address]
        # A caregiver's phone may speak of somebody with the same first name.
        taken = care.tags_on(tx, list(phones.values()))
        patient = _keep_patient(tx, typed, new, contact_id, zone=zone, taken=taken, now=now)
        if email is not None:
            email_id = contacts.find_or_add(tx, "email", email, now=now)
            people.reach(tx, patient.id, email_id, rank=1, confirmed_at=now)
        care.open_conversation(
            tx,
            contact_id=contact_id,
            patient_id=patient.id,
            person_id=patient.id,
            role=Reporter.PATIENT,
            now=now,
        )
        count = keep_consent(tx, book, patient.id, patient.id, Reporter.PATIENT, how=how, by=by, now=now)

        caregiver_ids = tuple(
            keep_caregiver(tx, book, patient, each, phones[each.typed.address], by=by, now=now).person_id
            for each in typed_caregivers
        )

        conversations = care.conversations_of(tx, [patient.id])
        first = ask_next(tx, book.plan, patient, conversations, now=now)
        welcome(tx, clinic, book, patient, conversations, now=now)
        _write_audit(tx, patient.id, book, caregiver_ids, by=by, now=now)
        return Enrolled(
            patient_id=patient.id,
            caregiver_ids=caregiver_ids,
            texts_counted=count,
            next_checkin_at=first,
        )


def _refuse_unless_adopted(tx: Transaction, clinic: Clinic) -> None:
    adoption = rulebooks.current(tx)
    if clinic.site.demo or (adoption is not None and adoption.clinician):
        return
    raise EnrolmentRefused(
        "No clinician has adopted the rule book. A named clinician reads it (`symptomcheck rules show`) and "
        "adopts it: `symptomcheck rules adopt --by NAME --reason WHY`."
    )


def _refuse_unless_covered(tx: Transaction, clinic: Clinic, now: datetime) -> None:
    """Somebody who texts "can't breathe" at 3 a.m. must find a phone that rings."""
    fallback = {"fallback_phone": clinic.site.fallback_phone, "fallback_email": clinic.site.fallback_email}
    missing = [key for key, address in fallback.items() if not address]
    if missing and not clinic.site.demo:
        raise EnrolmentRefused(
            "Nobody would be paged when the rota has a gap. Set [oncall] %(missing)s in config.toml.",
            missing=", ".join(missing),
        )
    uncovered = gaps(shifts.reachable(tx, since=now), now, now + COVERED_FOR)
    if uncovered:
        since = uncovered[0].starts_at.astimezone(zone_named(clinic.site.zone))
        raise EnrolmentRefused(
            "From %(since)s nobody is on call whose phone can be texted. "
            "Add a clinician with a phone: `symptomcheck staff add --role clinician --phone NUMBER`.",
            since=f"{since:%Y-%m-%d %H:%M}",
        )


def _keep_patient(
    tx: Transaction,
    typed: Typed,
    new: NewPatient,
    contact_id: UUID,
    *,
    zone: str,
    taken: Collection[str],
    now: datetime,
) -> Patient:
    person = kept_person(tx, typed, contact_id, zone=zone, taken=taken, now=now)
    before = patients.hold(tx, person.id)
    if before is None or before.state == "ended":
        # A caregiver who falls ill, or a patient of before, may live elsewhere now.
        people.set_language_and_zone(tx, person.id, language=typed.language, zone=zone)
        person = replace(person, language=typed.language, zone=zone)
    if before is None:
        patients.add(tx, person.id, infused_on=new.infused_on, messages=new.messages, now=now)
    elif before.state == "ended":
        patients.enrol_again(tx, person.id, infused_on=new.infused_on, messages=new.messages, now=now)
    else:
        raise EnrolmentRefused(
            "Somebody of that name is enrolled on that phone already: patient %(id)s. "
            "See `symptomcheck patient list`.",
            id=person.id,
        )
    return Patient(
        person=person,
        infused_on=new.infused_on,
        state="active",
        state_at=now,
        state_reason=None,
        paused_until=None,
        messages=new.messages,
    )


def _write_audit(
    tx: Transaction,
    patient_id: UUID,
    book: RuleBook,
    caregiver_ids: Sequence[UUID],
    *,
    by: str,
    now: datetime,
) -> None:
    facts = {
        "rulebook": book.fingerprint,
        "caregivers": [str(each) for each in caregiver_ids],
        "phones_confirmed_by": by,
    }
    audit.write(tx, by, "patient.enrolled", f"patient:{patient_id}", facts, now)
