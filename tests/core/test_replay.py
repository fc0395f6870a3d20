"""A candidate over recorded answers: counted by patient-day, rule by rule, both ways."""

from datetime import date

from symptomcheck.core.answers import Answer, Key, Presence, Temperature
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.replay import Recorded, Side, replay
from symptomcheck.core.rulebook import load
from tests.core.books import shipped, the_book
from tests.core.test_overlays_of_a_rulebook import ABOUT, HIGHER, LOWER, NAMED, change

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LESS = "\n".join(
    (change("chills", 'level = "notice"', NAMED), HIGHER.replace("at_least", NAMED + "at_least"))
)
LOWERED, LESSENED = (
    load(shipped() | {"overlays/our-clinic.toml": ABOUT + overlay}) for overlay in (LOWER, LESS)
)


def reads(degrees: str) -> Answer:
    return said(Key.TEMPERATURE, Temperature(degrees, "C"))


CHILLS = said(Key.CHILLS, Presence.YES)
WEEK = [
    Recorded("ana", MONDAY, (reads("37.6"),)),
    Recorded("ana", MONDAY, (reads("37.6"), CHILLS)),
    Recorded("ana", TUESDAY, (reads("38.2"), CHILLS)),
    Recorded("ben", TUESDAY, (reads("36.8"),)),
]


def test_a_lower_limit_flags_one_more_day_and_none_less() -> None:
    found = replay(the_book(), LOWERED, WEEK)

    assert (found.judgements, found.answers, found.patient_days, found.changed) == (4, 6, 3, 1)
    [day] = found.days
    assert (day.who, day.day) == ("ana", MONDAY)
    assert (day.newly, day.no_longer) == ((("fever-measured", Level.URGENT),), ())
    [measured] = [rule for rule in found.rules if rule.rule_id == "fever-measured"]
    assert (measured.before, measured.after, measured.newly, measured.no_longer) == (1, 2, 1, 0)
    assert (found.before, found.after) == (
        Side(urgent=1, flagged=2, left_open=3),
        Side(urgent=2, flagged=2, left_open=3),
    )
    assert round(found.per_100(found.after.urgent), 1) == 66.7


def test_a_higher_limit_and_a_lower_level_take_flags_away() -> None:
    found = replay(the_book(), LESSENED, WEEK, listed=1)

    rules = {(rule.rule_id, rule.level): (rule.newly, rule.no_longer) for rule in found.rules}
    assert rules["fever-measured", Level.URGENT] == (0, 1)
    assert rules["chills", Level.TODAY] == (0, 2)
    assert rules["chills", Level.NOTICE] == (2, 0)
    assert found.changed == 2
    assert [day.day for day in found.days] == [MONDAY]  # as many as were asked for


def test_a_day_on_which_all_was_answered_leaves_nothing_open() -> None:
    whole = [
        said(key, value)
        for question in the_book().questions.values()
        if question.choices
        for key, value in question.choices[0].answers
    ]
    found = replay(the_book(), the_book(), [Recorded("ana", MONDAY, tuple(whole))])

    assert found.before == found.after == Side(urgent=0, flagged=0, left_open=0)


def test_nothing_recorded_is_nothing_replayed() -> None:
    found = replay(the_book(), LOWERED, [])

    assert (found.patient_days, found.changed, found.per_100(0)) == (0, 0, 0.0)
