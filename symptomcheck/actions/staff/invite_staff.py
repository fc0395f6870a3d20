"""Give a member of the team a one-time link to choose a password with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.tokens import hash_of, new_token
from symptomcheck.storage import audit, invites, passwords, sessions, staff

LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The token of the link, shown once and never kept."""

    staff_id: UUID
    token: str
    expires_at: datetime


def invite_staff(clinic: Clinic, login: str, *, by: str, now: datetime) -> Invitation:
    """Invite somebody, for the first time or because a password is lost. `now` is the real time.

    1. Refuse a log-in nobody has, or that was disabled.
    2. Close the account to everybody: old links, the old password and authenticator, every open session.
    3. Keep the hash of a new link.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        member = staff.by_login(tx, login.strip().casefold())
        if member is None or not member.active:
            raise Refused(f'No active member of staff logs in as "{login}". See `symptomcheck staff list`.')
        passwords.set_opening(tx, member.id, None)
        sessions.end_all(tx, member.id, now=now)

        token, expires_at = new_token(), now + LASTS
        invites.add(tx, hash_of(token), member.id, expires_at=expires_at, now=now)
        audit.write(tx, by, "staff.invited", f"staff:{member.id}", {}, now)
        return Invitation(staff_id=member.id, token=token, expires_at=expires_at)
