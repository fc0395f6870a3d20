"""The hash of each member's password; its words are never kept."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import staff


@dataclass(frozen=True, slots=True)
class Kept:
    """Whose password it is, and its hash; None while they have chosen none."""

    staff_id: UUID
    password_hash: str | None


def of_login(tx: Transaction, login: str) -> Kept | None:
    """What to check a password against; None for a log-in nobody has, or that was disabled."""
    found = select(staff.c.id, staff.c.password_hash).where(staff.c.login == login, staff.c.state == "active")
    row = tx.execute(found).one_or_none()
    return None if row is None else Kept(row.id, row.password_hash)


def set_hash(tx: Transaction, staff_id: UUID, password_hash: str | None) -> None:
    """From now on only this password opens the account; None: no password does."""
    tx.execute(update(staff).where(staff.c.id == staff_id).values(password_hash=password_hash))
