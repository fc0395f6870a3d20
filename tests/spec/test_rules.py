"""The manual's chapter on rules: what the shipped book says, in both languages, and what may be changed."""

import re

import pytest

from symptomcheck.core.answers import Key, Presence, Reporter, Temperature, Tiredness, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.rulebook import load
from symptomcheck.core.scenarios import differences, read_scenarios
from tests.core.books import RULES, shipped, the_book
from tests.spec.rules_page import PAGE, rules_page

EXAMPLES = re.findall(r"```toml\n(.*?)```", (RULES / "README.md").read_text(encoding="utf-8"), re.DOTALL)
SEVEN = ("fever", "confusion", "speech", "sleepiness", "breath", "chest_pain", "fainting")


def level_of(*answers: tuple[str, Value], by: Reporter = Reporter.PATIENT) -> Level:
    return the_book().judge([said(Key(key), value, by) for key, value in answers]).level


@pytest.mark.parametrize("reporter", Reporter)
@pytest.mark.parametrize("value", [Presence.YES, Presence.NOT_SURE, Presence.ONE_OF])
@pytest.mark.parametrize("symptom", SEVEN)
def test_each_of_the_seven_is_urgent_in_either_reporters_voice(
    symptom: str, value: Presence, reporter: Reporter
) -> None:
    assert level_of((symptom, value), by=reporter) is Level.URGENT


@pytest.mark.parametrize("symptom", SEVEN)
def test_a_no_to_each_of_the_seven_flags_nothing(symptom: str) -> None:
    assert level_of((symptom, Presence.NO)) is Level.NONE


@pytest.mark.parametrize(
    ("reading", "level"),
    [
        (("37.9", "C"), Level.NONE),
        (("37.95", "C"), Level.NONE),
        (("38.0", "C"), Level.URGENT),
        (("100.3", "F"), Level.NONE),
        (("100.39", "F"), Level.NONE),
        (("100.4", "F"), Level.URGENT),
    ],
)
def test_a_temperature_is_urgent_from_38_0_c_which_is_100_4_f(reading: tuple[str, str], level: Level) -> None:
    assert level_of(("temperature", Temperature(*reading))) is level


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        (Tiredness.USUAL, Level.NONE),
        (Tiredness.MORE_TIRED, Level.NONE),
        (Tiredness.TOO_TIRED, Level.TODAY),
        (Tiredness.HARD_TO_STAY_AWAKE, Level.URGENT),
    ],
)
def test_tiredness_is_not_urgent_until_it_is_hard_to_stay_awake(answer: Tiredness, level: Level) -> None:
    assert level_of(("fatigue", answer)) is level


@pytest.mark.parametrize("symptom", ["chills", "shaky"])
def test_what_the_article_names_beside_its_list_is_for_today(symptom: str) -> None:
    assert level_of((symptom, Presence.YES)) is Level.TODAY


def test_what_nobody_answered_is_unknown_and_never_a_no() -> None:
    judgement = the_book().judge([])

    assert judgement.level is Level.NONE
    assert len(judgement.cannot_tell) == len(the_book().rules)


def test_the_page_of_rules_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "Run python -m tests.spec.rules_page"


def test_the_overlay_in_the_readme_loads() -> None:
    book = load(shipped() | {"overlays/our-clinic.toml": EXAMPLES[1]})

    assert book.judge([said(Key.TEMPERATURE, Temperature("37.5", "C"))]).level is Level.URGENT


def test_the_scenario_in_the_readme_is_right() -> None:
    [told] = read_scenarios("README.md", EXAMPLES[2], the_book())

    assert differences(told, the_book()) == ()


def test_the_rule_in_the_readme_is_the_shipped_one() -> None:
    lines = [line for line in EXAMPLES[0].splitlines() if line.strip()]

    assert all(line in (RULES / "car-t.toml").read_text(encoding="utf-8") for line in lines)
