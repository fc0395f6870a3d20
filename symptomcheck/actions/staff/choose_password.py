"""A member of the team opens their one-time link and chooses a password."""

from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.passwords import checked_password, hashed
from symptomcheck.actions.staff.tokens import hash_of
from symptomcheck.storage import audit, invites, passwords, sessions
from symptomcheck.storage.invites import Invited


class LinkIsOver(LookupError):
    """This link was used, has run out, or never was."""


def choose_password(clinic: Clinic, token: str, password: str, *, now: datetime) -> Invited:
    """Set the password of whoever the link is for. `now` is the real time.

    LinkIsOver when the link opens nothing. Refused when the password is too easy; the link then still works.
    """
    invited = invited_by(clinic, token, now=now)
    # Hashing takes long on purpose: before the lock, not under it.
    password_hash = hashed(checked_password(password, login=invited.login))
    with clinic.db.write() as tx:
        token_hash = hash_of(token)
        if invites.find(tx, token_hash, now=now) is None:
            raise LinkIsOver
        invites.use_up(tx, token_hash, now=now)
        passwords.set_hash(tx, invited.staff_id, password_hash)
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
