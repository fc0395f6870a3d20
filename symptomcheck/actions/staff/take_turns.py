"""Rotations: people take turns on a rung, and their shifts are written weeks ahead by themselves."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.on_call_team import active_member
from symptomcheck.core.oncall import Rung
from symptomcheck.core.rota import Rotation, turns
from symptomcheck.storage import audit, rotations, shifts, staff
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.rotations import KeptRotation

# Enrolment looks 14 days ahead; a rota that ends in five weeks is seen in time by people, too.
FILLED_AHEAD = timedelta(days=35)
# Written anew when less than this is left: once a day or so, not at every tick.
_FILL_BELOW = FILLED_AHEAD - timedelta(days=1)


def take_turns(
    clinic: Clinic,
    logins: Sequence[str],
    *,
    rung: Rung,
    handover: time,
    days: int,
    starts_on: date,
    by: str,
    now: datetime,
) -> UUID:
    """Let people take turns on a rung from a date on; the id of the rotation.

    1. Refuse what would never come, and people who cannot be texted.
    2. Whoever stood on that rung for now stands there up to the first hand-over; a rotation of before ends.
       What somebody wrote for a span of time stays.
    3. Write the turns of the next five weeks.
    """
    by = checked_by(by)
    with clinic.db.write() as tx:
        members = tuple(active_member(tx, login).id for login in logins)
        try:
            rotation = Rotation(
                rung=rung,
                zone=clinic.site.zone,
                handover=handover,
                days=days,
                starts_on=starts_on,
                staff_ids=members,
            )
        except ValueError as wrong:
            raise Refused(str(wrong)) from None
        first = turns(rotation, now, now + FILLED_AHEAD)
        if not first:
            raise Refused(f"The first turn begins after the next {FILLED_AHEAD.days} days. Start it earlier.")
        begins = max(first[0].starts_at, now)
        ended = {each.id for each in rotations.running(tx) if each.rotation.rung is rung}
        for each in ended:
            rotations.end(tx, each, now=now)
        _make_room(tx, rung, ended, since=begins, now=now)
        rotation_id = rotations.add(tx, rotation, filled_until=now, now=now)
        _fill(tx, KeptRotation(rotation_id, rotation, now), now=now)
        facts = {"rung": rung.value, "days": days, "staff": [str(each) for each in members]}
        audit.write(tx, by, "rotation.started", f"rotation:{rotation_id}", facts, now)
        return rotation_id


def end_turns(clinic: Clinic, rotation_id: UUID, *, by: str, now: datetime) -> bool:
    """No more turns; one that has begun goes on to its end. False when it had ended before."""
    by = checked_by(by)
    with clinic.db.write() as tx:
        if not rotations.end(tx, rotation_id, now=now):
            return False
        shifts.drop_turns(tx, rotation_id, after=now)
        audit.write(tx, by, "rotation.ended", f"rotation:{rotation_id}", {}, now)
        return True


def fill_rotations(clinic: Clinic, *, now: datetime) -> int:
    """Write the turns that have come nearer since the last time; of how many rotations."""
    with clinic.db.read() as tx:
        short = [each for each in rotations.running(tx) if each.filled_until < now + _FILL_BELOW]
    if not short:
        return 0
    with clinic.db.write() as tx:
        # Looked at again: two workers may have found the same, and one has written it by now.
        short = [each for each in rotations.running(tx, hold=True) if each.filled_until < now + _FILL_BELOW]
        for each in short:
            _fill(tx, each, now=now)
        return len(short)


def _fill(tx: Transaction, kept: KeptRotation, *, now: datetime) -> None:
    """The turn of somebody who has left stays empty: the rota shows the gap, and a person fills it."""
    here = {member.id for member in staff.everyone(tx) if member.active}
    filled_until = kept.filled_until
    for turn in turns(kept.rotation, kept.filled_until, now + FILLED_AHEAD):
        assert turn.ends_at is not None  # noqa: S101  # every turn ends with the next
        filled_until = turn.ends_at
        if turn.staff_id in here:
            shifts.add(
                tx,
                turn.staff_id,
                rung=turn.rung,
                starts_at=max(turn.starts_at, now),
                ends_at=turn.ends_at,
                rotation_id=kept.id,
                now=now,
            )
    rotations.filled(tx, kept.id, filled_until)


def _make_room(
    tx: Transaction, rung: Rung, ended: Collection[UUID], *, since: datetime, now: datetime
) -> None:
    """Shifts without an end, and turns of a rotation that ended, last up to the first hand-over."""
    for kept in shifts.on_rung(tx, rung, since=since, until=since + FILLED_AHEAD):
        if kept.shift.ends_at is None or kept.rotation_id in ended:
            shifts.drop(tx, kept.id)
            if kept.shift.starts_at < since:
                shifts.add(
                    tx, kept.shift.staff_id, rung=rung, starts_at=kept.shift.starts_at, ends_at=since, now=now
                )
