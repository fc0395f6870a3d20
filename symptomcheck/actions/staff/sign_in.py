"""A member of the team signs in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.passwords import opens
from symptomcheck.actions.staff.tokens import hash_of, new_token
from symptomcheck.storage import attempts, audit, passwords, sessions
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.passwords import Kept

LASTS = timedelta(hours=12)  # a shift; idleness ends it sooner
LOCKED_FOR = timedelta(minutes=15)
TRIES_PER_LOGIN = 5
# A whole ward may come from one address: five typing errors there must not lock everybody out.
TRIES_PER_ADDRESS = 20
_REMEMBERED_FOR = timedelta(days=1)
# Whoever types a log-in nobody has must wait as long as everybody else.
_NOBODY = Kept(UUID(int=0), None)


class NotLetIn(Exception):
    """Log-in and password do not belong together. It is not said which of them is wrong."""


class TooManyTries(NotLetIn):
    """Nobody may try this log-in, or from this address, for some minutes."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is in, and the token their browser keeps."""

    staff_id: UUID
    token: str


def sign_in(clinic: Clinic, login: str, password: str, *, address: str, now: datetime) -> SignedIn:
    """Open a session, or raise NotLetIn. `now` is the real time, never the clinic's.

    1. Read the hash and check the password before any lock is held: checking takes long on purpose.
    2. In one transaction: refuse while locked, even a right password, or guesses made at the same instant
       would pass the count. Count a failure by log-in and by address; keep an audit row.
    3. Let in: forget the failures of this log-in, keep the session.
    """
    login = login.strip().casefold()
    with clinic.db.read() as tx:
        kept = passwords.of_login(tx, login) or _NOBODY
    right = opens(kept.password_hash, password)
    with clinic.db.write() as tx:
        if refusal := _refusal(tx, login, address, right=right, now=now):
            audit.write(tx, "nobody", "staff.not_let_in", f"staff:{kept.staff_id}", {"why": refusal}, now)
        else:
            attempts.forget(tx, _by_login(tx, login))
            attempts.forget_before(tx, now - _REMEMBERED_FOR)
            token = new_token()
            sessions.begin(tx, hash_of(token), kept.staff_id, ends_at=now + LASTS, now=now)
            audit.write(tx, str(kept.staff_id), "staff.signed_in", f"staff:{kept.staff_id}", {}, now)
            return SignedIn(kept.staff_id, token)
    # Raised after the commit, or the failure would not be counted.
    raise TooManyTries if refusal == "locked" else NotLetIn


def _refusal(tx: Transaction, login: str, address: str, *, right: bool, now: datetime) -> str | None:
    counted = (
        (attempts.hold(tx, _by_login(tx, login), now=now), TRIES_PER_LOGIN),
        (attempts.hold(tx, _by_address(tx, address), now=now), TRIES_PER_ADDRESS),
    )
    if any(tries.locked(now) for tries, _ in counted):
        return "locked"
    if right:
        return None
    for tries, limit in counted:
        attempts.add_failure(tx, tries, limit=limit, lock=LOCKED_FOR, now=now)
    return "wrong"


def _by_login(tx: Transaction, login: str) -> bytes:
    return tx.cipher.index("login", login)


def _by_address(tx: Transaction, address: str) -> bytes:
    return tx.cipher.index("address", address)
