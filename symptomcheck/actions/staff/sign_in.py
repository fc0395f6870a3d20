"""A member of the team signs in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.one_time_code import step_of
from symptomcheck.actions.staff.passwords import opens
from symptomcheck.actions.staff.tokens import hash_of, new_token
from symptomcheck.storage import attempts, audit, form_keys, passwords, sessions
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


class NoAuthenticator(NotLetIn):
    """The password is right, but was chosen before this clinic asked for codes: a new link is needed."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is in, and the token their browser keeps."""

    staff_id: UUID
    token: str


def sign_in(
    clinic: Clinic, login: str, password: str, *, code: str | None = None, address: str, now: datetime
) -> SignedIn:
    """Open a session, or raise NotLetIn. `now` is the real time, never the clinic's.

    `code`: of the authenticator; None where this clinic asks for none.

    1. Read the hash and check the password before any lock is held: checking takes long on purpose.
    2. In one transaction: use the code up, for it works once. Refuse while locked, even a right password, or
       guesses made at the same instant would pass the count. Count a failure by log-in and by address; keep
       an audit row.
    3. Let in: forget the failures of this log-in, keep the session.
    """
    login = login.strip().casefold()
    with clinic.db.read() as tx:
        kept = passwords.of_login(tx, login) or _NOBODY
    right = opens(kept.password_hash, password)
    step = step_of(kept.totp_secret, code, now=now) if code is not None and kept.totp_secret else None
    with clinic.db.write() as tx:
        if code is not None and kept.totp_secret:
            right = right and step is not None and form_keys.use(tx, _used(kept.staff_id, step), now=now)
        refusal = _refusal(tx, login, address, right=right, now=now)
        if refusal is None and code is not None and not kept.totp_secret:
            refusal = "no_authenticator"
        if refusal:
            audit.write(tx, "nobody", "staff.not_let_in", f"staff:{kept.staff_id}", {"why": refusal}, now)
        else:
            attempts.forget(tx, _by_login(tx, login))
            attempts.forget_before(tx, now - _REMEMBERED_FOR)
            token = new_token()
            sessions.begin(tx, hash_of(token), kept.staff_id, ends_at=now + LASTS, now=now)
            audit.write(tx, str(kept.staff_id), "staff.signed_in", f"staff:{kept.staff_id}", {}, now)
            return SignedIn(kept.staff_id, token)
    # Raised after the commit, or the failure would not be counted.
    raise {"locked": TooManyTries, "no_authenticator": NoAuthenticator}.get(refusal, NotLetIn)


def _used(staff_id: UUID, step: int) -> bytes:
    """The one-time key of a code: the table of keys forgets nothing that could still be typed."""
    return sha256(b"code" + staff_id.bytes + step.to_bytes(8)).digest()[:16]


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
