"""A text came in. Every text, from anybody, at any time, passes here and is judged."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from symptomcheck.actions.checkins.reply_of_fallback import reply_of_fallback
from symptomcheck.actions.checkins.reply_of_person import reply_of_person
from symptomcheck.actions.checkins.reply_of_staff import reply_of_staff
from symptomcheck.actions.checkins.reply_of_stranger import reply_of_stranger
from symptomcheck.actions.checkins.sender_number import number_of
from symptomcheck.actions.clinic import Clinic
from symptomcheck.channels.sender import InboundText
from symptomcheck.core.ack import parse_ack, parse_pass
from symptomcheck.storage import contacts, lines
from symptomcheck.storage.again import again_after_deadlock


class Received(StrEnum):
    """Whose text it was, or that it came before."""

    PERSON = "person"
    STAFF = "staff"
    STRANGER = "stranger"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a text, in words that may be logged and counted."""

    received: Received
    made: str
    level: str


@again_after_deadlock
def receive_reply(
    clinic: Clinic, text: InboundText, *, now: datetime, answered_by_provider: bool = False
) -> Receipt:
    """Keep a text, judge it, and queue every text that follows, in one transaction.

    1. Lock the phone, then its patients in the order of their ids; read who is on it and where things stand.
    2. A text whose provider id was seen before ends here.
    3. A member of the team who acknowledges, or the fallback phone; a person we know; or a stranger: each
       keeps the text.

    `answered_by_provider`: the provider has answered STOP, START or HELP itself, so we do not answer twice.
    """
    text = replace(text, from_address=number_of(text.from_address))
    with clinic.db.write() as tx:
        index = lines.phone_index(tx, text.from_address)
        lines.lock_phone(tx, index)
        phone = lines.read_phone(tx, index, provider_id=text.provider_id, now=now)
        if phone is None:
            contacts.find_or_add(tx, "sms", text.from_address, now=now)
            phone = lines.read_phone(tx, index, provider_id=text.provider_id, now=now)
            assert phone is not None  # noqa: S101  # it was added on the line above
        if not phone.lines and tx.postgresql:
            # Nobody's patients were locked, so nothing was: the same text twice at once would break one.
            lines.lock_stranger(tx, phone.contact_id)
            phone = lines.read_phone(tx, index, provider_id=text.provider_id, now=now) or phone
        if phone.seen_already:
            return Receipt(Received.DUPLICATE, "duplicate", "none")
        book = clinic.books.get(tx, phone.fingerprint)
        if phone.staff_id is not None and (_is_command(text.body) or not phone.lines):
            made, level = reply_of_staff(tx, clinic, book, phone, phone.staff_id, text, now=now)
            return Receipt(Received.STAFF, made, level)
        if text.from_address == clinic.site.fallback_phone and (_is_command(text.body) or not phone.lines):
            made, level = reply_of_fallback(tx, clinic, book, phone, text, now=now)
            return Receipt(Received.STAFF, made, level)
        if not phone.lines:
            made, level = reply_of_stranger(tx, clinic, book, phone, text, now=now)
            return Receipt(Received.STRANGER, made, level)
        made, level = reply_of_person(
            tx, clinic, book, phone, text, now=now, answered_by_provider=answered_by_provider
        )
        return Receipt(Received.PERSON, made, level)


def _is_command(body: str) -> bool:
    """Does a member of the team who may be a patient here too speak as one of the team?"""
    return parse_ack(body) is not None or parse_pass(body) is not None
