"""Who of the team is signed in, by the hash of their cookie. Times here are real ones, never the clinic's.

Readers by link have their rows in the same table and their own module.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update

from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.staff import Role
from symptomcheck.storage.tables import people, sessions, staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody signed in, and when they last did anything."""

    staff_id: UUID
    name: str
    login: str
    role: Role
    seen_at: datetime


def begin(tx: Transaction, token_hash: bytes, staff_id: UUID, *, ends_at: datetime, now: datetime) -> None:
    """From now until `ends_at` whoever has the token is this member of staff."""
    row = {"token_hash": token_hash, "staff_id": staff_id, "made_at": now, "seen_at": now, "ends_at": ends_at}
    tx.execute(insert(sessions), row)


def find(tx: Transaction, token_hash: bytes, *, seen_since: datetime, now: datetime) -> Session | None:
    """Whose token it is; None when it was ended, has run out, was idle, or its owner was disabled."""
    found = (
        select(people, staff.c.login, staff.c.role, sessions.c.seen_at)
        .join(staff, staff.c.id == people.c.id)
        .join(sessions, sessions.c.staff_id == staff.c.id)
        .where(
            sessions.c.token_hash == token_hash,
            sessions.c.ended_at.is_(None),
            sessions.c.ends_at > now,
            sessions.c.seen_at > seen_since,
            staff.c.state == "active",
        )
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    return Session(
        staff_id=row.id,
        name=persons.opened(tx, row).name,
        login=row.login,
        role=row.role,
        seen_at=row.seen_at,
    )


def touch(tx: Transaction, token_hash: bytes, *, now: datetime) -> None:
    """Its owner has just done something."""
    tx.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now))


def end(tx: Transaction, token_hash: bytes, *, now: datetime) -> None:
    """This token is nobody's any more."""
    mine = sessions.c.token_hash == token_hash, sessions.c.ended_at.is_(None)
    tx.execute(update(sessions).where(*mine).values(ended_at=now))


def end_all(tx: Transaction, staff_id: UUID, *, now: datetime) -> None:
    """Sign a member of staff out everywhere."""
    mine = sessions.c.staff_id == staff_id, sessions.c.ended_at.is_(None)
    tx.execute(update(sessions).where(*mine).values(ended_at=now))
