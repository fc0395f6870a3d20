"""A member of the team leaves, or their phone is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.refused import Refused
from symptomcheck.core.oncall import Gap, gaps
from symptomcheck.storage import audit, shifts, staff

LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisabledStaff:
    """Who was disabled, and when nobody is on call now in the next 14 days: somebody must step in."""

    staff_id: UUID
    uncovered: tuple[Gap, ...]


def disable_staff(clinic: Clinic, login: str, *, by: str, now: datetime) -> DisabledStaff:
    """Take away log-in, pages and acknowledgements at once, in one transaction.

    It is done even when it leaves nobody on call, because a lost phone must not go on acknowledging alerts;
    the result says so.

    1. Disable the account; its past stays.
    2. Take them off call from now on.
    3. Look for the gaps this leaves.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        member = staff.by_login(tx, login.strip().casefold())
        if member is None or not member.active:
            raise Refused(f'No active member of staff logs in as "{login}". See `symptomcheck staff list`.')
        staff.disable(tx, member.id)

        shifts.end_all(tx, member.id, now=now)

        uncovered = gaps(shifts.reachable(tx, since=now), now, now + LOOKED_AHEAD)
        audit.write(tx, by, "staff.disabled", f"staff:{member.id}", {"gaps": len(uncovered)}, now)
        return DisabledStaff(staff_id=member.id, uncovered=uncovered)
