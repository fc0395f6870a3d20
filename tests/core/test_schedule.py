"""Slots and instants: clocks that change, days that never were, and slots that fire once."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.book_plan import plan_from
from symptomcheck.core.schedule import Phase, Plan, PlannedCheckIn, Slot, next_after, on_day, utc

FILE = Path(__file__).parents[2] / "rules" / "plan.toml"
PLAN = plan_from(tomllib.loads(FILE.read_text(encoding="utf-8")), "rules/plan.toml")

# Half-hour changes (Lord Howe), changes at midnight (Beirut), none (Phoenix, Kolkata), either hemisphere.
ZONES = [
    "America/New_York",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Europe/Berlin",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
]


def every_check_in(plan: Plan, infused_on: date, zone: str, reporter: Reporter) -> list[PlannedCheckIn]:
    found: list[PlannedCheckIn] = []
    after = datetime.combine(infused_on, time(), UTC) - timedelta(days=2)
    while planned := next_after(plan, infused_on=infused_on, zone=zone, reporter=reporter, after=after):
        found.append(planned)
        after = planned.due_at
    return found


@given(
    infused_on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    zone=st.sampled_from(ZONES),
    reporter=st.sampled_from(Reporter),
)
def test_each_slot_fires_once_per_local_date_and_in_order(
    infused_on: date, zone: str, reporter: Reporter
) -> None:
    walked = every_check_in(PLAN, infused_on, zone, reporter)
    by_day = [
        planned
        for day in range(PLAN.last_day + 1)
        for planned in on_day(PLAN, day, infused_on=infused_on, zone=zone, reporter=reporter)
    ]
    assert walked == by_day
    assert len({(one.local_date, one.slot.name) for one in walked}) == len(walked)
    assert all(earlier.due_at < later.due_at for earlier, later in pairwise(walked))
    assert all(one.due_at.astimezone(ZoneInfo(zone)).time() == one.slot.at for one in walked)
    assert all(one.closes_at - one.due_at == PLAN.window for one in walked)


@given(
    infused_on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    zone=st.sampled_from(ZONES),
    minute=st.integers(-3 * 1440, 65 * 1440),
)
def test_the_next_check_in_is_the_first_one_later_than_now(infused_on: date, zone: str, minute: int) -> None:
    after = datetime.combine(infused_on, time(), UTC) + timedelta(minutes=minute)
    later = [one for one in every_check_in(PLAN, infused_on, zone, Reporter.PATIENT) if one.due_at > after]
    found = next_after(PLAN, infused_on=infused_on, zone=zone, reporter=Reporter.PATIENT, after=after)
    assert found == (later[0] if later else None)


@given(day=st.dates(date(2024, 1, 1), date(2028, 12, 31)), at=st.times(), zone=st.sampled_from(ZONES))
def test_a_wall_clock_time_becomes_the_first_instant_that_shows_it_or_the_next_minute(
    day: date, at: time, zone: str
) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    instant = utc(day, at, zone)
    shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert shown >= wanted
    if shown > wanted:
        just_before = (instant - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert just_before < wanted
    hour_before = (instant - timedelta(hours=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert hour_before != wanted


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        (date(2026, 3, 29), time(2, 0), "Europe/Berlin", "2026-03-29T01:00+00:00"),
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", "2026-10-25T00:30+00:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:30+00:00"),
        (date(2026, 3, 29), time(0, 20), "Asia/Beirut", "2026-03-28T22:00+00:00"),
    ],
)
def test_gaps_and_folds_of_real_zones(day: date, at: time, zone: str, instant: str) -> None:
    assert utc(day, at, zone) == datetime.fromisoformat(instant)


def test_a_night_slot_fires_once_when_the_hour_happens_twice() -> None:
    plan = night_plan()
    planned = every_check_in(plan, date(2026, 10, 31), "America/New_York", Reporter.PATIENT)
    assert [one.due_at.isoformat() for one in planned] == [
        "2026-10-31T05:30:00+00:00",
        "2026-11-01T05:30:00+00:00",
        "2026-11-02T06:30:00+00:00",
    ]


def test_a_day_that_a_country_skipped_asks_nobody() -> None:
    planned = every_check_in(night_plan(), date(2011, 12, 29), "Pacific/Apia", Reporter.PATIENT)
    assert [one.local_date.day for one in planned] == [29, 31]


def night_plan() -> Plan:
    slot = Slot(name="night", at=time(1, 30), reporter=Reporter.PATIENT, questions=(Question.TEMPERATURE,))
    hour = timedelta(hours=1)
    return Plan(
        phases=(Phase(first_day=0, last_day=2, weekday=None, slots=(slot,)),),
        window=hour * 3,
        remind_after=hour / 2,
        ask_caregiver_after=hour,
        silence_after=hour * 2,
        quiet_from=time(20),
        quiet_to=time(0),
    )
