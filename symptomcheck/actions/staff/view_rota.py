"""Who is on call in the next 14 days, rung by rung, and when nobody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.disable_staff import LOOKED_AHEAD
from symptomcheck.core.oncall import EVERY_RUNG, Gap, Rung, Shift, gaps
from symptomcheck.storage import alert_view, rotations, shifts, staff
from symptomcheck.storage.rotations import KeptRotation
from symptomcheck.storage.staff import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """The shifts of each rung, the earliest first, and the spans nobody who can be texted covers.

    `gaps` are those on every rung at once, which stop enrolment; `gaps_on` are those of one rung, which cost
    the time until the next step. `unreachable` are on call and cannot be texted.
    """

    shifts: Mapping[Rung, tuple[Shift, ...]]
    gaps: tuple[Gap, ...]
    gaps_on: Mapping[Rung, tuple[Gap, ...]]
    unreachable: frozenset[UUID]
    rotations: tuple[KeptRotation, ...]
    names: Mapping[UUID, str]
    members: tuple[Member, ...]
    until: datetime


def view_rota(clinic: Clinic, *, now: datetime) -> Rota:
    """The rota from now on; it names no patient, so nobody need know who looked."""
    until = now + LOOKED_AHEAD
    with clinic.db.read() as tx:
        planned, reachable = shifts.everyone_on_call(tx, since=now), shifts.reachable(tx, since=now)
        turns = rotations.running(tx)
        members = tuple(member for member in staff.everyone(tx) if member.active)
        named = {shift.staff_id for shift in planned}.union(*(each.rotation.staff_ids for each in turns))
        return Rota(
            shifts={
                rung: tuple(shift for shift in planned if shift.rung is rung and shift.starts_at < until)
                for rung in EVERY_RUNG
            },
            gaps=gaps(reachable, now, until),
            gaps_on={rung: gaps(reachable, now, until, rung) for rung in EVERY_RUNG},
            unreachable=frozenset(
                {shift.staff_id for shift in planned} - {shift.staff_id for shift in reachable}
            ),
            rotations=turns,
            names=alert_view.names_of_staff(tx, frozenset(named)),
            members=members,
            until=until,
        )
