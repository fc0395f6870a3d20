"""The scenarios a clinician wrote: whole check-ins, told as sentences, judged by the shipped book."""

import pytest

from symptomcheck.core.answers import Key, Presence, Reporter, Temperature
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.levels import Level
from symptomcheck.core.scenarios import Scenario, differences, read_scenarios
from tests.core.books import RULES, the_book

FILES = sorted((RULES / "scenarios").glob("*.toml"))
SCENARIOS = [
    scenario
    for path in FILES
    for scenario in read_scenarios(f"scenarios/{path.name}", path.read_text(), the_book())
]


def scenario(*told: str, level: str = "none", flags: str = "", cannot_tell: str = "") -> Scenario:
    def listed(words: str) -> str:
        return str([word for word in words.split()]).replace("'", '"')

    text = f"""
    [[scenario]]
    name = "ours"
    told = {str(list(told)).replace("'", '"')}
    level = "{level}"
    flags = {listed(flags)}
    cannot_tell = {listed(cannot_tell)}
    """
    [found] = read_scenarios("scenarios/ours.toml", text, the_book())
    return found


@pytest.mark.parametrize("told", SCENARIOS, ids=[each.name for each in SCENARIOS])
def test_the_book_says_what_the_scenario_expects(told: Scenario) -> None:
    assert differences(told, the_book()) == ()


def test_there_are_at_least_twenty_five_and_each_has_its_own_name() -> None:
    assert len(SCENARIOS) >= 25
    assert len({each.name for each in SCENARIOS}) == len(SCENARIOS)


def test_the_scenarios_reach_every_rule_of_the_base_book() -> None:
    reached = frozenset().union(*(each.flags for each in SCENARIOS))

    assert reached == {rule.id for rule in the_book().rules}


def test_sentences_become_answers_and_the_latest_of_a_person_counts() -> None:
    told = scenario(
        "The patient answers 3 to fever.",
        "The patient answers 1 to fever.",
        "The caregiver reads 101.3 F.",
        "The caregiver says not sure to chest pain.",
        "Nobody answers breathing.",
    )

    assert {(answer.reporter, answer.key): answer.value for answer in told.answers} == {
        (Reporter.PATIENT, Key.FEVER): Presence.NO,
        (Reporter.CAREGIVER, Key.TEMPERATURE): Temperature("101.3", "F"),
        (Reporter.CAREGIVER, Key.CHEST_PAIN): Presence.NOT_SURE,
    }
    assert told.level is Level.NONE


def test_a_difference_is_a_sentence() -> None:
    told = scenario("The patient says yes to chills.", flags="shaky", cannot_tell="chills")

    found = differences(told, the_book())

    assert "The level is today, expected none." in found
    assert '"chills" fires, not expected.' in found
    assert '"shaky" was expected: fires.' in found
    assert '"chills" was expected: cannot tell.' in found
    assert '"breath" cannot tell, not expected.' in found


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Patient feels hot.", 'told = "Patient feels hot." is not understood. Write it like'),
        ("The patient answers 4 to thinking.", 'told = "4" is not known here. Write "1" or "2" or "3".'),
        ("The patient answers 1 to sleeping.", 'told = "sleeping" is not known here.'),
        ("The patient says yes to hiccups.", 'told = "hiccups" is not known here.'),
        ("The patient reads 380 C.", 'told = "380 C" is outside'),
        ("Nobody answers chills.", 'told = "chills" is not known here.'),
    ],
)
def test_a_sentence_that_is_not_understood_is_a_fault(sentence: str, says: str) -> None:
    with pytest.raises(RuleBookError) as raised:
        scenario(sentence)

    assert str(raised.value).startswith('rules/scenarios/ours.toml: scenario "ours": ')
    assert says in str(raised.value)


def test_a_rule_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(RuleBookError, match="hiccups"):
        scenario("Nobody answers breathing.", flags="hiccups")
