"""A picture without words, or a text without any: answered, and read by a person; never silence."""

from collections.abc import Iterator

import pytest

from tests.actions.house import House, open_house
from tests.actions.texting import ANA, NORA, STRANGER, asks, says, texts_to


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url) as house:
        yield house


@pytest.mark.parametrize(("body", "pictures"), [("", 0), ("", 1), ("\ufffc", 1), ("hi", 2)])
def test_they_are_answered_with_the_call_line_and_wait_on_the_work_list(house, body, pictures):
    ana = house.enrol()
    says(house, ANA, body, pictures=pictures)
    assert texts_to(house, ANA)[-1] == "not_understood"
    (alert,) = house.rows("alerts")
    assert (alert.patient_id, alert.kind) == (ana.patient_id, "notice")


def test_one_is_no_answer_to_the_question_that_is_open(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    says(house, ANA, "ok thanks", pictures=1)
    assert texts_to(house, ANA)[-1] == "reask.thinking"
    assert [row.question for row in house.rows("checkins")] == ["thinking"]


@pytest.mark.parametrize(("phone", "answer"), [(STRANGER, "unknown_number"), (NORA, "staff.help")])
def test_strangers_and_the_team_are_answered_as_well(house, phone, answer):
    says(house, phone, "", pictures=1)
    assert texts_to(house, phone) == [answer]
