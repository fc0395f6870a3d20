"""Every text is paid for once: one commit, and few statements, on both databases."""

import pytest

from tests.actions.house import open_house
from tests.actions.texting import ANA, asks, counted, says


@pytest.mark.parametrize(("body", "most"), [("1", 8), ("2", 12)])
def test_a_text_costs_one_commit_and_few_statements(database_url, body, most):
    with open_house(database_url) as house:
        ana = house.enrol()
        asks(house, ana.patient_id)
        with counted(house) as counts:
            receipt = says(house, ANA, body)
        assert receipt.level == ("urgent" if body == "2" else "none")
        assert counts["commits"] == 1
        assert 0 < counts["statements"] <= most
