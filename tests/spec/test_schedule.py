"""The manual's chapter on the schedule: who is asked when, and what follows a prompt."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.book_plan import plan_from
from symptomcheck.core.schedule import count_texts, day_of, next_after, on_day, utc, window_of

FILE = Path(__file__).parents[2] / "rules" / "plan.toml"
PLAN = plan_from(tomllib.loads(FILE.read_text(encoding="utf-8")), "rules/plan.toml")
NEW_YORK = "America/New_York"
TUESDAY = date(2026, 2, 3)

T, B, TEMP, F = Question.THINKING, Question.BREATHING, Question.TEMPERATURE, Question.FATIGUE
ALL_FOUR = (T, B, TEMP, F)


def asked_on(day: int, reporter: Reporter) -> list[tuple[str, tuple[Question, ...]]]:
    planned = on_day(PLAN, day, infused_on=TUESDAY, zone="UTC", reporter=reporter)
    return [(f"{one.due_at:%H:%M}", one.questions) for one in planned]


@pytest.mark.parametrize("day", [0, 7, 14])
def test_in_the_first_two_weeks_the_patient_is_asked_twice_a_day(day: int) -> None:
    assert asked_on(day, Reporter.PATIENT) == [("09:00", ALL_FOUR), ("18:00", ALL_FOUR)]


@pytest.mark.parametrize("day", [0, 7, 14])
def test_in_the_first_two_weeks_the_caregiver_measures_three_times_and_looks_once(day: int) -> None:
    assert asked_on(day, Reporter.CAREGIVER) == [
        ("08:00", (TEMP,)),
        ("14:00", (TEMP,)),
        ("20:00", (T, B, TEMP)),
    ]


@pytest.mark.parametrize("day", [15, 30])
def test_to_day_30_the_patient_is_asked_once_a_day_and_the_caregiver_twice(day: int) -> None:
    assert asked_on(day, Reporter.PATIENT) == [("10:00", ALL_FOUR)]
    assert asked_on(day, Reporter.CAREGIVER) == [("09:00", (TEMP,)), ("20:00", (T, B, TEMP))]


def test_to_day_60_the_patient_is_asked_on_mondays_and_the_caregiver_no_more() -> None:
    asked = [day for day in range(31, 61) if asked_on(day, Reporter.PATIENT)]
    assert [(TUESDAY + timedelta(days=day)).weekday() for day in asked] == [0, 0, 0, 0]
    assert all(asked_on(day, Reporter.PATIENT) == [("10:00", ALL_FOUR)] for day in asked)
    assert not any(asked_on(day, Reporter.CAREGIVER) for day in range(31, 61))


def test_after_day_60_nobody_is_asked() -> None:
    assert PLAN.last_day == 60
    end = datetime(2026, 4, 5, tzinfo=UTC)
    assert asked_on(61, Reporter.PATIENT) == []
    assert next_after(PLAN, infused_on=TUESDAY, zone="UTC", reporter=Reporter.PATIENT, after=end) is None


def test_the_infusion_is_day_0_where_the_person_lives() -> None:
    late_evening_in_hawaii = datetime(2026, 2, 4, 8, 0, tzinfo=UTC)
    assert day_of(TUESDAY, "Pacific/Honolulu", late_evening_in_hawaii) == 0
    assert day_of(TUESDAY, NEW_YORK, late_evening_in_hawaii) == 1


def test_somebody_enrolled_at_noon_is_first_asked_in_the_evening() -> None:
    noon = utc(TUESDAY, time(12), NEW_YORK)
    first = next_after(PLAN, infused_on=TUESDAY, zone=NEW_YORK, reporter=Reporter.PATIENT, after=noon)
    assert first is not None
    assert (first.local_date, first.slot.name) == (TUESDAY, "evening")
    assert first.due_at == datetime(2026, 2, 3, 23, 0, tzinfo=UTC)


def test_a_prompt_is_followed_by_a_reminder_the_caregiver_a_silence_and_the_end() -> None:
    nine = utc(TUESDAY, time(9), NEW_YORK)
    window = window_of(PLAN, nine)
    assert (window.remind_at - nine, window.ask_caregiver_at - nine) == (
        timedelta(minutes=30),
        timedelta(hours=1),
    )
    assert (window.silent_at - nine, window.closes_at - nine) == (timedelta(hours=2), timedelta(hours=3))


def test_a_check_in_keeps_its_wall_clock_time_when_the_clocks_change() -> None:
    infused_on = date(2026, 3, 6)
    mornings = [
        on_day(PLAN, day, infused_on=infused_on, zone=NEW_YORK, reporter=Reporter.PATIENT)[0].due_at
        for day in (1, 2, 3)
    ]
    assert [f"{due:%H:%M}" for due in mornings] == ["14:00", "13:00", "13:00"]


def test_consent_states_the_most_texts_the_plan_sends() -> None:
    patient = 15 * 2 * (4 + 1 + 2) + 16 * (4 + 1 + 2) + 5 * (4 + 1 + 2)
    caregiver = 15 * (2 * (1 + 1 + 2) + (3 + 1 + 2)) + 16 * ((1 + 1 + 2) + (3 + 1 + 2))
    assert count_texts(PLAN, Reporter.PATIENT) == patient == 357
    assert count_texts(PLAN, Reporter.CAREGIVER) == caregiver == 370
