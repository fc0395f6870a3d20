"""The team, as the command line shows it."""

from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.oncall import Rung
from symptomcheck.storage import people, shifts, staff
from symptomcheck.storage.people import Way
from symptomcheck.storage.staff import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStaff:
    """One member: how they are reached, and the rungs they are on call on now."""

    member: Member
    ways: tuple[Way, ...]
    on_call: tuple[Rung, ...]


def list_staff(clinic: Clinic, *, now: datetime) -> tuple[ListedStaff, ...]:
    """Every member there ever was, by log-in. It names no patient, so nobody need know who looked."""
    with clinic.db.read() as tx:
        return tuple(
            ListedStaff(
                member=member,
                ways=people.ways_to(tx, member.id),
                on_call=tuple(
                    shift.rung for shift in shifts.of_staff(tx, member.id, since=now) if shift.covers(now)
                ),
            )
            for member in staff.everyone(tx)
        )
