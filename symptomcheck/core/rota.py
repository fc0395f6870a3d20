"""Whose turn it is: people who follow each other on a rung, at a hand-over time on the clinic's own clock.

Turns are worked out day by day on the calendar, so a turn across a clock change has an hour more or less, and
no minute is nobody's. What is written down are plain shifts: see oncall.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from symptomcheck.core.oncall import Rung, Shift
from symptomcheck.core.schedule import utc, zone_named

LONGEST_TURN = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """`staff_ids` take turns of `days` days, from the hand-over on `starts_on` on, again and again."""

    rung: Rung
    zone: str
    handover: time
    days: int
    starts_on: date
    staff_ids: tuple[UUID, ...]

    def __post_init__(self) -> None:
        """Refuse turns that never come."""
        if not self.staff_ids or not 1 <= self.days <= LONGEST_TURN:
            raise ValueError(f"A rotation needs somebody, and turns of 1 to {LONGEST_TURN} days.")


def turns(rotation: Rotation, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """The turns that begin before `until` and end after `since`, whole, the earliest first.

    >>> from datetime import UTC
    >>> nora, omar = UUID(int=1), UUID(int=2)
    >>> weekly = Rotation(rung=Rung.FIRST, zone="America/New_York", handover=time(8), days=7,
    ...                   starts_on=date(2026, 10, 26), staff_ids=(nora, omar))
    >>> for turn in turns(weekly, datetime(2026, 10, 27, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)):
    ...     print(turn.staff_id.int, turn.starts_at, turn.ends_at - turn.starts_at)
    1 2026-10-26 12:00:00+00:00 7 days, 1:00:00
    2 2026-11-02 13:00:00+00:00 7 days, 0:00:00
    """
    local = since.astimezone(zone_named(rotation.zone)).date()
    number = max(0, (local - rotation.starts_on).days // rotation.days - 1)
    found = []
    while (starts_at := _handover(rotation, number)) < until:
        ends_at = _handover(rotation, number + 1)
        if ends_at > since:
            found.append(
                Shift(
                    staff_id=rotation.staff_ids[number % len(rotation.staff_ids)],
                    rung=rotation.rung,
                    starts_at=starts_at,
                    ends_at=ends_at,
                )
            )
        number += 1
    return tuple(found)


def without(shifts: Sequence[Shift], since: datetime, until: datetime) -> tuple[Shift, ...]:
    """What is left of `shifts` when somebody else steps in from `since` up to `until`.

    >>> def at(hour): return datetime.fromisoformat(f"2026-11-23T{hour:02}:00+00:00")
    >>> day = Shift(staff_id=UUID(int=1), rung=Rung.FIRST, starts_at=at(8), ends_at=at(20))
    >>> def left(since, until): return [
    ...     f"{each.starts_at:%H}-{each.ends_at:%H}" for each in without([day], at(since), at(until))]
    >>> left(10, 12), left(6, 12), left(12, 22), left(6, 22), left(20, 22)
    (['08-10', '12-20'], ['12-20'], ['08-12'], [], ['08-20'])
    """
    left: list[Shift] = []
    for shift in shifts:
        if shift.starts_at >= until or (shift.ends_at is not None and shift.ends_at <= since):
            left.append(shift)
            continue
        if shift.starts_at < since:
            left.append(_cut(shift, shift.starts_at, since))
        if shift.ends_at is None or shift.ends_at > until:
            left.append(_cut(shift, until, shift.ends_at))
    return tuple(left)


def _cut(shift: Shift, starts_at: datetime, ends_at: datetime | None) -> Shift:
    return Shift(staff_id=shift.staff_id, rung=shift.rung, starts_at=starts_at, ends_at=ends_at)


def _handover(rotation: Rotation, number: int) -> datetime:
    on = rotation.starts_on + timedelta(days=number * rotation.days)
    return utc(on, rotation.handover, rotation.zone)
