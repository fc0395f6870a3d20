"""Who is on call at an instant, and when nobody is.

Rotations, overrides and hand-over times are worked out by whoever keeps the rota. A shift is a plain span.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Rung(StrEnum):
    """A place on the ladder of people who are paged."""

    FIRST = "first"
    BACKUP = "backup"
    LEAD = "lead"


EVERY_RUNG = (Rung.FIRST, Rung.BACKUP, Rung.LEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person on one rung from `starts_at` up to, not including, `ends_at`; None means for now."""

    staff_id: UUID
    rung: Rung
    starts_at: datetime
    ends_at: datetime | None

    def covers(self, at: datetime) -> bool:
        """True from the first instant of the shift to just before its last."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A span in which a page would reach nobody on call."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OnCall:
    """The rota as escalation needs it: the shifts, and the people no page can reach (STOP, dead phone)."""

    shifts: tuple[Shift, ...]
    unreachable: frozenset[UUID] = frozenset()

    def people(self, rung: Rung, at: datetime) -> tuple[UUID, ...]:
        """Who can be paged on `rung` at that instant, longest on shift first."""
        return tuple(staff_id for staff_id in who(self.shifts, rung, at) if staff_id not in self.unreachable)


def who(shifts: Iterable[Shift], rung: Rung, at: datetime) -> tuple[UUID, ...]:
    """Everybody on call on `rung` at that instant, each once, longest on shift first."""
    covering = [shift for shift in shifts if shift.rung is rung and shift.covers(at)]
    covering.sort(key=lambda shift: (shift.starts_at, shift.staff_id))
    return tuple(dict.fromkeys(shift.staff_id for shift in covering))


def gaps(
    shifts: Iterable[Shift], since: datetime, until: datetime, rung: Rung | None = None
) -> tuple[Gap, ...]:
    """The spans between `since` and `until` with nobody on call on any rung (or on the one named)."""
    found: list[Gap] = []
    covered_to = since
    for shift in sorted((s for s in shifts if rung in (None, s.rung)), key=lambda s: s.starts_at):
        if shift.starts_at >= until:
            break
        if shift.starts_at > covered_to:
            found.append(Gap(starts_at=covered_to, ends_at=shift.starts_at))
        covered_to = max(covered_to, until if shift.ends_at is None else shift.ends_at)
    if covered_to < until:
        found.append(Gap(starts_at=covered_to, ends_at=until))
    return tuple(found)
