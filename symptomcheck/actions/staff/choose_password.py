"""A member of the team opens their one-time link and chooses a password."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.one_time_code import step_of
from symptomcheck.actions.staff.passwords import checked_password, hashed
from symptomcheck.actions.staff.tokens import hash_of
from symptomcheck.storage import audit, invites, passwords, sessions
from symptomcheck.storage.invites import Invited


class CodeRefused(Refused):
    """The code does not prove that the authenticator works."""


class LinkIsOver(LookupError):
    """This link was used, has run out, or never was."""


@dataclass(frozen=True, slots=True)
class Authenticator:
    """The key that was typed into an app, and a code of it: proof that it works."""

    secret: str
    code: str


def choose_password(
    clinic: Clinic,
    token: str,
    password: str,
    *,
    authenticator: Authenticator | None = None,
    hashes: Callable[[str], str] = hashed,
    now: datetime,
) -> Invited:
    """Set the password of whoever the link is for, and their authenticator. `now` is the real time.

    LinkIsOver when the link opens nothing. Refused when the password is too easy or the code is not of this
    authenticator; the link then still works.
    """
    invited = invited_by(clinic, token, now=now)
    if authenticator is not None and step_of(authenticator.secret, authenticator.code, now=now) is None:
        raise CodeRefused(
            "This code is not of that key. Write the newest one, and check the time of the phone."
        )
    # Hashing takes long on purpose: before the lock, not under it.
    password_hash = hashes(checked_password(password, login=invited.login))
    with clinic.db.write() as tx:
        token_hash = hash_of(token)
        if invites.find(tx, token_hash, now=now) is None:
            raise LinkIsOver
        invites.use_up(tx, token_hash, now=now)
        secret = authenticator.secret if authenticator is not None else None
        passwords.set_opening(tx, invited.staff_id, password_hash, totp_secret=secret)
        sessions.end_all(tx, invited.staff_id, now=now)
        audit.write(tx, str(invited.staff_id), "staff.password_chosen", f"staff:{invited.staff_id}", {}, now)
        return invited


def invited_by(clinic: Clinic, token: str, *, now: datetime) -> Invited:
    """Whom the link is for; looking uses nothing up, because mail scanners open links by themselves."""
    with clinic.db.read() as tx:
        invited = invites.find(tx, hash_of(token), now=now)
    if invited is None:
        raise LinkIsOver
    return invited
