"""A clinic retired a rule of the article, or made it a notice: what is said of it still reaches a person."""

import pytest

from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
from tests.actions.house import prove_once, shipped_files
from tests.core.test_overlays_of_a_rulebook import ABOUT, NAMED, change


@pytest.mark.parametrize("changed", ['status = "retired"', 'level = "notice"'])
def test_chest_pain_without_its_rule_gets_the_call_line_and_a_notice(clinic, changed):
    files = {**shipped_files(), "overlays/ours.toml": ABOUT + change("chest-pain", changed, NAMED)}
    house, now = clinic.stage.house, clinic.clock.now()
    adopt_rulebook(house.clinic, files, by="Dr. Lee", reason="Local.", now=now, prove=prove_once)
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("check-in 1 of 4").then_replies("my chest hurts a lot")

    ana.phone.receives("We passed your words on. Do not wait to hear back: call your care team")
    assert clinic.alert_of(ana).alert.reasons == {"health_words"}
