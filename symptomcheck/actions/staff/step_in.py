"""Somebody takes over a rung for a while: whoever had it then is off, before and after it all stays."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.disable_staff import LOOKED_AHEAD
from symptomcheck.actions.staff.on_call_team import active_member
from symptomcheck.core.oncall import Gap, Rung, gaps
from symptomcheck.core.rota import without
from symptomcheck.storage import audit, shifts


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedIn:
    """Who is on call in the span now, and what is uncovered in the next 14 days."""

    staff_id: UUID
    uncovered: tuple[Gap, ...]


def step_in(
    clinic: Clinic, login: str, *, rung: Rung, starts_at: datetime, ends_at: datetime, by: str, now: datetime
) -> SteppedIn:
    """Put somebody on a rung from `starts_at` up to `ends_at`, in one transaction.

    1. Refuse a span that is over, or turned round.
    2. Cut the span out of every shift on that rung; a rotation's next turns stay as they were.
    3. Write the new shift, and look for gaps.
    """
    by = checked_by(by)
    if ends_at <= starts_at or ends_at <= now:
        raise Refused("That time is over, or ends before it starts. Give a start and a later end.")
    with clinic.db.write() as tx:
        member = active_member(tx, login)
        for kept in shifts.on_rung(tx, rung, since=starts_at, until=ends_at):
            shifts.drop(tx, kept.id)
            for left in without([kept.shift], starts_at, ends_at):
                shifts.add(
                    tx,
                    left.staff_id,
                    rung=rung,
                    starts_at=left.starts_at,
                    ends_at=left.ends_at,
                    rotation_id=kept.rotation_id,
                    now=now,
                )
        shifts.add(tx, member.id, rung=rung, starts_at=starts_at, ends_at=ends_at, now=now)
        facts = {"rung": rung.value, "from": starts_at.isoformat(), "to": ends_at.isoformat()}
        audit.write(tx, by, "staff.stepped_in", f"staff:{member.id}", facts, now)
        uncovered = gaps(shifts.reachable(tx, since=now), now, now + LOOKED_AHEAD)
        return SteppedIn(staff_id=member.id, uncovered=uncovered)
