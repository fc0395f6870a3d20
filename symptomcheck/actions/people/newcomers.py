"""What is typed about people who are enrolled, and how each of them is kept. The deciding is in enrol.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_name
from symptomcheck.actions.people.phone import normalised, region_of
from symptomcheck.actions.people.short_name import short_name
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Reporter
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import count_texts
from symptomcheck.storage import care, contacts, people
from symptomcheck.storage.care import Consent
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCaregiver:
    """A caregiver as typed. `consent`: how they agreed; `may_be_told`: they may be told that the patient is
    silent or cannot be reached."""

    name: str
    phone: str
    language: str | None = None
    consent: str = "in person"
    may_be_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """A patient as typed; language and zone are the clinic's unless said. The e-mail is for
    what cannot be texted."""

    name: str
    phone: str
    infused_on: date
    email: str | None = None
    language: str | None = None
    zone: str | None = None
    messages: Literal["words", "link"] = "words"
    consent: str = "in person"
    caregivers: tuple[NewCaregiver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One person, checked and ready to keep."""

    whose: str
    name: str
    address: str
    language: str


def checked(clinic: Clinic, name: str, phone: str, language: str, *, whose: str) -> Typed:
    """Name and phone as they will be stored; Refused says what to type instead."""
    region = region_of(clinic.site.our_number)
    address = normalised(phone, region=region)
    if address == clinic.site.our_number:
        raise Refused(
            "%(whose)s has the clinic's own number for a phone. Give the number of their own phone.",
            whose=whose,
        )
    return Typed(whose=whose, name=checked_name(name, whose), address=address, language=language)


def texted_phones(tx: Transaction, people_typed: Sequence[Typed], *, now: datetime) -> dict[str, UUID]:
    """The contact method of each one's phone by address, held, and ready to be texted.

    A number that was wrong or dead for somebody before is good again: it was typed anew, for somebody who
    agreed. One that said STOP is not: the phone network itself keeps our texts from it.
    """
    held = {}
    # In one order, or two enrolments that name the same two phones would wait for each other for ever.
    for typed in sorted(people_typed, key=lambda each: each.address):
        held[typed.address] = contact_id = contacts.find_or_add(tx, "sms", typed.address, now=now)
        match people.hold_phone(tx, contact_id):
            case "stopped":
                raise Refused(
                    "%(whose)s has a phone that texted STOP. Ask them to text START from it first.",
                    whose=typed.whose,
                )
            case "wrong" | "undeliverable":
                contacts.set_state(tx, contact_id, "ok", now=now)
    return held


def kept_person(
    tx: Transaction, typed: Typed, contact_id: UUID, *, zone: str, taken: Collection[str], now: datetime
) -> Person:
    """The person of that name on this phone, as they are known; kept now if they are new.

    The number counts as confirmed by whoever typed it.
    """
    for known in people.reached_by(tx, contact_id):
        if known.name.casefold() == typed.name.casefold():
            return known
    tag = short_name(typed.name, taken)
    person_id = people.add(tx, name=typed.name, tag=tag, language=typed.language, zone=zone, now=now)
    people.reach(tx, person_id, contact_id, rank=0, confirmed_at=now)
    return Person(id=person_id, name=typed.name, tag=tag, language=typed.language, zone=zone)


def keep_consent(
    tx: Transaction,
    book: RuleBook,
    person_id: UUID,
    patient_id: UUID,
    reporter: Reporter,
    *,
    how: str,
    by: str,
    now: datetime,
) -> int:
    """Keep that this person agreed to the texts of this book's plan; how many texts they were told of."""
    count = count_texts(book.plan, reporter)
    consent = Consent(
        wording_version=book.fingerprint, texts_counted=count, given_at=now, recorded_by=by, how=how
    )
    care.add_consent(tx, person_id, patient_id, consent, now=now)
    return count
