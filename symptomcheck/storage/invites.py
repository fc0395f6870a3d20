"""One-time links with which a member of the team chooses a password. Real times, never the clinic's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update

from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import invites, people, staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom a link is for."""

    staff_id: UUID
    name: str
    login: str


def add(tx: Transaction, token_hash: bytes, staff_id: UUID, *, expires_at: datetime, now: datetime) -> None:
    """Keep a new link; the ones this person had before open nothing any more."""
    earlier = invites.c.staff_id == staff_id, invites.c.used_at.is_(None), invites.c.expires_at > now
    tx.execute(update(invites).where(*earlier).values(expires_at=now))
    row = {"token_hash": token_hash, "staff_id": staff_id, "made_at": now, "expires_at": expires_at}
    tx.execute(insert(invites), row)


def find(tx: Transaction, token_hash: bytes, *, now: datetime) -> Invited | None:
    """Whose link it is; None when it was used, has run out, or its owner was disabled."""
    found = (
        select(people, staff.c.login)
        .join(staff, staff.c.id == people.c.id)
        .join(invites, invites.c.staff_id == staff.c.id)
        .where(
            invites.c.token_hash == token_hash,
            invites.c.used_at.is_(None),
            invites.c.expires_at > now,
            staff.c.state == "active",
        )
        .with_for_update(of=invites)  # two posts of one link wait for each other; the second finds it used
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    return Invited(staff_id=row.id, name=persons.opened(tx, row).name, login=row.login)


def use_up(tx: Transaction, token_hash: bytes, *, now: datetime) -> None:
    """The link did its work."""
    tx.execute(update(invites).where(invites.c.token_hash == token_hash).values(used_at=now))
