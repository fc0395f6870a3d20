"""Links in texts: the hash of a random token, whose conversation it opens, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update

from symptomcheck.core.answers import Reporter
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import conversations, links


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it is kept: whose it is, and whether it still opens anything is for the caller to say."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    person_id: UUID
    checkin_id: UUID | None
    expires_at: datetime
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link to keep; the token itself is only ever sent."""

    token_hash: bytes
    conversation_id: UUID
    expires_at: datetime
    checkin_id: UUID | None = None


def add(tx: Transaction, new: Sequence[NewLink], *, now: datetime) -> None:
    """Keep links, in one statement."""
    if new:
        rows = [
            {
                "id": tx.new_id(now),
                "token_hash": each.token_hash,
                "conversation_id": each.conversation_id,
                "checkin_id": each.checkin_id,
                "made_at": now,
                "expires_at": each.expires_at,
            }
            for each in new
        ]
        tx.execute(insert(links), rows)


def find(tx: Transaction, token_hash: bytes) -> Link | None:
    """The link with this token; one whose conversation has ended is as unknown as one never made."""
    row = tx.execute(
        select(
            links.c.id,
            links.c.conversation_id,
            conversations.c.contact_id,
            conversations.c.person_id,
            links.c.checkin_id,
            links.c.expires_at,
            links.c.revoked_at,
        )
        .join(conversations, conversations.c.id == links.c.conversation_id)
        .where(links.c.token_hash == token_hash, conversations.c.ended_at.is_(None))
    ).first()
    if row is None:
        return None
    return Link(
        id=row.id,
        conversation_id=row.conversation_id,
        contact_id=row.contact_id,
        person_id=row.person_id,
        checkin_id=row.checkin_id,
        expires_at=row.expires_at,
        revoked=row.revoked_at is not None,
    )


def conversations_of(tx: Transaction, patient_id: UUID, role: Reporter) -> tuple[UUID, ...]:
    """The conversations about a patient that a link may open, one per person and phone."""
    found = select(conversations.c.id).where(
        conversations.c.patient_id == patient_id,
        conversations.c.role == role.value,
        conversations.c.ended_at.is_(None),
    )
    return tuple(tx.execute(found.order_by(conversations.c.id)).scalars())


def revoke(tx: Transaction, patient_id: UUID, *, now: datetime) -> int:
    """End every link about this patient that could still open something; how many."""
    theirs = select(conversations.c.id).where(conversations.c.patient_id == patient_id)
    ended = tx.execute(
        update(links)
        .where(links.c.conversation_id.in_(theirs), links.c.revoked_at.is_(None), links.c.expires_at > now)
        .values(revoked_at=now)
    )
    return ended.rowcount
