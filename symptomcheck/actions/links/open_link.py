"""What a link opens: one person's conversations on one phone, and where the chosen one stands.

Inside the transaction of whoever asks: a screen reads, an answer writes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.staff.tokens import hash_of
from symptomcheck.storage import checkins, lines, links
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Line, Phone
from symptomcheck.storage.links import Link

# Whoever opened a page before the link ran out may still send what is on it.
GRACE = timedelta(hours=1)


class LinkClosed(LookupError):
    """The link is unknown, has run out, was ended, or is not about this patient: nobody is told which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Whose link it is. `line` is None while a caregiver of several patients has not chosen."""

    link: Link
    phone: Phone
    lines: tuple[Line, ...]
    line: Line | None


def find_link(tx: Transaction, token: str, *, now: datetime, grace: timedelta = timedelta(0)) -> Link:
    """The link with this token, if it opens anything now; LinkClosed otherwise."""
    link = links.find(tx, hash_of(token))
    if link is None or link.revoked or now >= link.expires_at + grace:
        raise LinkClosed
    return link


def open_link(tx: Transaction, link: Link, *, about: UUID | None, now: datetime) -> Opened:
    """Where the conversation `about` stands, or the only one; LinkClosed if it is somebody else's."""
    phone = lines.read_contact(tx, link.contact_id, now=now)
    mine = tuple(line for line in phone.lines if line.person_id == link.person_id)
    if about is None and (link.checkin_id is not None or len(mine) == 1):
        about = link.conversation_id
    line = next((each for each in mine if each.conversation_id == about), None)
    if about is not None and line is None:
        raise LinkClosed
    if line is not None and line.round is None and any(each.round for each in phone.lines):
        line = _with_its_waiting_checkin(tx, line, link.contact_id)
    return Opened(link=link, phone=phone, lines=mine, line=line)


def _with_its_waiting_checkin(tx: Transaction, line: Line, contact_id: UUID) -> Line:
    """The phone is busy with somebody else's check-in; this one's may go on here meanwhile."""
    for waiting in checkins.queued_on(tx, contact_id):
        if waiting.asked.conversation_id == line.conversation_id:
            return replace(line, checkin_id=waiting.id, round=waiting.round, waits=True)
    return line
