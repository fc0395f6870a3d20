"""How soon the team is paged, whom, and how often: one clinic's policy, with the shipped defaults.

The numbers are data: the database keeps them and a screen edits them. These defaults stand until it does.
Day numbers count from infusion, like those of the plan.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from symptomcheck.core.oncall import EVERY_RUNG, Rung
from symptomcheck.core.schedule import utc, zone_named

EVERYONE = EVERY_RUNG
DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
SHORTEST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Step:
    """Page these rungs, `after` the first page. `calls`: their phones ring too, for a text wakes nobody."""

    after: timedelta
    rungs: tuple[Rung, ...]
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in order, and then everyone, again and again, until a named person acknowledges."""

    steps: tuple[Step, ...]
    every_after: timedelta
    every_calls: bool = False

    def __post_init__(self) -> None:
        """Refuse a ladder that could stand still: each step must come later than the one before."""
        times = [step.after for step in self.steps]
        if not times or times[0] or times != sorted(set(times)) or not all(step.rungs for step in self.steps):
            raise ValueError("A ladder needs a step at 0 minutes, later steps in order, and a rung on each.")
        if self.every_after < SHORTEST_PAUSE:
            raise ValueError("A ladder needs at least a minute between its last pages.")

    def rungs(self, step: int) -> tuple[Rung, ...]:
        """Who is paged at a step; steps beyond the last are everyone's."""
        return self.steps[step].rungs if step < len(self.steps) else EVERYONE

    def calls(self, step: int) -> bool:
        """Are people called at a step, or only texted?"""
        return self.steps[step].calls if step < len(self.steps) else self.every_calls

    def pause_after(self, step: int) -> timedelta:
        """How long a step may stay unanswered before the next one is due."""
        if step + 1 < len(self.steps):
            return self.steps[step + 1].after - self.steps[step].after
        return self.every_after


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When people watch the work list, on the clinic's own clock.

    >>> hours = WorkingHours(zone="America/New_York")
    >>> friday_evening = datetime.fromisoformat("2026-03-06T18:00-05:00")
    >>> str(hours.next_end(friday_evening)), str(hours.next_working_end(friday_evening))
    ('2026-03-07 22:00:00+00:00', '2026-03-09 21:00:00+00:00')
    """

    zone: str
    starts: time = time(8)
    ends: time = time(17)
    weekdays: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        """Refuse hours that never come: work left for them would wait for ever."""
        if not self.weekdays & EVERY_DAY or self.starts >= self.ends:
            raise ValueError("Working hours need a weekday (Monday is 0) and a start before their end.")

    def next_end(self, now: datetime) -> datetime:
        """The next end of working hours on any day of the week: never more than a day away."""
        return self._next(now, self.ends, EVERY_DAY)

    def next_working_end(self, now: datetime) -> datetime:
        """The next end of working hours of a working day."""
        return self._next(now, self.ends, self.weekdays)

    def within_an_hour(self, now: datetime) -> datetime:
        """One working hour from now: an hour from now at work, else an hour into the next working day."""
        local = now.astimezone(zone_named(self.zone))
        at_work = local.weekday() in self.weekdays and self.starts <= local.time() < self.ends
        return (now if at_work else self._next(now, self.starts, self.weekdays)) + timedelta(hours=1)

    def _next(self, now: datetime, at: time, weekdays: frozenset[int]) -> datetime:
        local_date = now.astimezone(zone_named(self.zone)).date()
        while local_date.weekday() not in weekdays or utc(local_date, at, self.zone) <= now:
            local_date += DAY
        return utc(local_date, at, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The shipped escalation. Every number is a choice of the makers, for a clinic to adopt or change."""

    working_hours: WorkingHours

    # Urgent, and a silence that pages: on call at 0 and 15 minutes, backup at 30, lead at 45, then everyone;
    # each by text and call.
    fast: Ladder = Ladder(
        steps=(
            Step(timedelta(minutes=0), (Rung.FIRST,), calls=True),
            Step(timedelta(minutes=15), (Rung.FIRST,), calls=True),
            Step(timedelta(minutes=30), (Rung.BACKUP,), calls=True),
            Step(timedelta(minutes=45), (Rung.LEAD,), calls=True),
        ),
        every_after=timedelta(minutes=15),
        every_calls=True,
    )
    # Today's work left untouched: an hour per rung, then everyone twice a day.
    slow: Ladder = Ladder(
        steps=(
            Step(timedelta(minutes=0), (Rung.FIRST,)),
            Step(timedelta(minutes=60), (Rung.BACKUP,)),
            Step(timedelta(minutes=120), (Rung.LEAD,)),
        ),
        every_after=timedelta(hours=12),
    )
    # A notice pages at most once in 12 hours, or a phone that texts nonsense all night would wear people out.
    notice: Ladder = Ladder(
        steps=(Step(timedelta(minutes=0), (Rung.FIRST,)),),
        every_after=timedelta(hours=12),
    )

    # Somebody awake answers the text meanwhile, and then no phone rings.
    call_after: timedelta = timedelta(minutes=1)
    fallback_every: timedelta = timedelta(minutes=15)
    ack_timeout: timedelta = timedelta(minutes=60)
    ack_timeout_contacted: timedelta = timedelta(hours=4)
    page_again_rise: Decimal = Decimal("0.5")  # degrees Celsius above the highest reading on the alert

    watched_until_day: int = 14
    silence_pages_until_day: int = 14
    notice_pages_after: timedelta = timedelta(minutes=30)
    notice_pages_every: timedelta = timedelta(hours=12)
