"""When to ask: a plan of slots by day since infusion, and the instants they fall on.

The infusion date is day 0 in the person's own zone. Slots are wall-clock times and are turned into UTC one by
one, so a day of 23 or 25 hours moves no check-in. Nothing here knows whether anybody answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from symptomcheck.core.answers import Question, Reporter

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One check-in of a day: who is asked what, at which time on their own clock."""

    name: str
    at: time
    reporter: Reporter
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The slots of a run of days, both ends included; with a `weekday` (Monday = 0) on that weekday only."""

    first_day: int
    last_day: int
    weekday: int | None
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Phases in the order of their days, none overlapping; `plan_from` refuses anything else."""

    phases: tuple[Phase, ...]
    window: timedelta
    remind_after: timedelta
    ask_caregiver_after: timedelta
    silence_after: timedelta
    quiet_from: time
    quiet_to: time

    @property
    def last_day(self) -> int:
        """The last day on which anybody is asked."""
        return self.phases[-1].last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCheckIn:
    """One slot on one local date. (person, local_date, slot.name) is what makes it fire once."""

    local_date: date
    slot: Slot
    due_at: datetime
    closes_at: datetime

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, in order."""
        return self.slot.questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What becomes due after a prompt that stays unanswered, all counted in real time from the prompt."""

    due_at: datetime
    remind_at: datetime
    ask_caregiver_at: datetime
    silent_at: datetime
    closes_at: datetime


# ZoneInfo keeps only its eight latest zones alive. One clinic's people may live in more, and reading a zone
# again costs more than planning a whole check-in.
zone_named = cache(ZoneInfo)


def utc(local_date: date, at: time, zone: str) -> datetime:
    """The instant at which clocks in `zone` show `at` on `local_date`.

    When clocks go back the hour happens twice, and the first one counts:
    >>> utc(date(2026, 11, 1), time(1, 30), "America/New_York").isoformat()
    '2026-11-01T05:30:00+00:00'

    When clocks go forward a time that no clock shows becomes the next valid minute, 03:00:
    >>> utc(date(2026, 3, 8), time(2, 30), "America/New_York").isoformat()
    '2026-03-08T07:00:00+00:00'
    """
    local = datetime.combine(local_date, at, zone_named(zone))
    while _no_clock_shows(local):
        local += MINUTE  # wall-clock arithmetic: the zone is attached, not converted
    return local.astimezone(UTC)


def day_of(infused_on: date, zone: str, now: datetime) -> int:
    """Days since infusion on the calendar of `zone`; negative before it.

    >>> day_of(date(2026, 3, 1), "Pacific/Honolulu", datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    0
    """
    return (now.astimezone(zone_named(zone)).date() - infused_on).days


def on_day(
    plan: Plan, day: int, *, infused_on: date, zone: str, reporter: Reporter
) -> tuple[PlannedCheckIn, ...]:
    """The check-ins of one person on one day since infusion, in order."""
    local_date = infused_on + timedelta(days=day)
    for phase in plan.phases:
        if phase.first_day <= day <= phase.last_day and phase.weekday in (None, local_date.weekday()):
            return tuple(_on_date(plan, _slots(phase, reporter), local_date, zone))
    return ()


def next_after(
    plan: Plan, *, infused_on: date, zone: str, reporter: Reporter, after: datetime
) -> PlannedCheckIn | None:
    """The first check-in due later than `after`, or None when the plan has ended.

    Looks at no more than a few dates of each phase, however long the plan is.
    """
    today = day_of(infused_on, zone, after)
    for phase in plan.phases:
        if phase.last_day < today or not (slots := _slots(phase, reporter)):
            continue
        for local_date in _dates(phase, infused_on, max(today, phase.first_day)):
            for planned in _on_date(plan, slots, local_date, zone):
                if planned.due_at > after:
                    return planned
    return None


def window_of(plan: Plan, due_at: datetime) -> Window:
    """When a prompt sent at `due_at` is reminded of, handed to the caregiver, called silent, and closed."""
    return Window(
        due_at=due_at,
        remind_at=due_at + plan.remind_after,
        ask_caregiver_at=due_at + plan.ask_caregiver_after,
        silent_at=due_at + plan.silence_after,
        closes_at=due_at + plan.window,
    )


def count_texts(plan: Plan, reporter: Reporter) -> int:
    """The most texts the plan sends one person of itself, for the consent to state.

    A check-in is its questions, the fever question when there is no reading, a reminder and a last text.
    What the person's own texts bring about (help, a question asked again) comes on top.
    """
    return sum(
        _most_dates(phase) * (len(slot.questions) + (Question.TEMPERATURE in slot.questions) + 2)
        for phase in plan.phases
        for slot in _slots(phase, reporter)
    )


def _slots(phase: Phase, reporter: Reporter) -> tuple[Slot, ...]:
    return tuple(slot for slot in phase.slots if slot.reporter is reporter)


def _dates(phase: Phase, infused_on: date, from_day: int) -> Iterator[date]:
    """The dates of a phase from a day on; a weekly phase is walked week by week, not day by day."""
    local_date, last = infused_on + timedelta(days=from_day), infused_on + timedelta(days=phase.last_day)
    step = timedelta(days=1)
    if phase.weekday is not None:
        local_date += timedelta(days=(phase.weekday - local_date.weekday()) % 7)
        step = timedelta(days=7)
    while local_date <= last:
        yield local_date
        local_date += step


def _on_date(plan: Plan, slots: tuple[Slot, ...], local_date: date, zone: str) -> Iterator[PlannedCheckIn]:
    if not _exists(local_date, zone):
        return
    for slot in slots:
        due_at = utc(local_date, slot.at, zone)
        yield PlannedCheckIn(local_date=local_date, slot=slot, due_at=due_at, closes_at=due_at + plan.window)


def _exists(local_date: date, zone: str) -> bool:
    """Samoa had no 30 December 2011: a day that never was asks nobody anything, rather than at midnight."""
    noon = datetime.combine(local_date, time(12), zone_named(zone))
    return not _no_clock_shows(noon)


def _no_clock_shows(local: datetime) -> bool:
    """Inside a spring gap the later reading (fold=1) has the larger offset; PEP 495 promises it."""
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and second > first


def _most_dates(phase: Phase) -> int:
    days = phase.last_day - phase.first_day + 1
    return days if phase.weekday is None else -(-days // 7)
