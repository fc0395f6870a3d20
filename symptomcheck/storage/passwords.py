"""What opens an account: the hash of a password, whose words are never kept, and an authenticator's key."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import staff

_SECRET = "staff.totp_secret"  # noqa: S105 # the column, to which sealed values are bound


@dataclass(frozen=True, slots=True)
class Kept:
    """Whose password it is, and its hash; None while they have chosen none. Their authenticator's key."""

    staff_id: UUID
    password_hash: str | None
    totp_secret: str | None = None


def of_login(tx: Transaction, login: str) -> Kept | None:
    """What to check a password against; None for a log-in nobody has, or that was disabled."""
    columns = (staff.c.id, staff.c.password_hash, staff.c.totp_secret)
    row = tx.execute(select(*columns).where(staff.c.login == login, staff.c.state == "active")).one_or_none()
    if row is None:
        return None
    sealed = row.totp_secret
    secret = None if sealed is None else tx.cipher.open(sealed, column=_SECRET, row=row.id)
    return Kept(row.id, row.password_hash, secret)


def set_opening(
    tx: Transaction, staff_id: UUID, password_hash: str | None, *, totp_secret: str | None = None
) -> None:
    """From now on only this password opens the account, with this authenticator; None: no password does."""
    sealed = None if totp_secret is None else tx.cipher.seal(totp_secret, column=_SECRET, row=staff_id)
    values = {"password_hash": password_hash, "totp_secret": sealed}
    tx.execute(update(staff).where(staff.c.id == staff_id).values(values))
