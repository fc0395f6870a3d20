"""A candidate over what patients really answered: counted, written down, and nobody is alerted."""

from datetime import timedelta

import pytest

from symptomcheck.actions.rulebook.replay_rulebook import Replay, replay_rulebook
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.levels import Level
from symptomcheck.rule_files import scenario_files
from symptomcheck.storage.tables import audit
from tests.actions.house import shipped_files
from tests.clinic import TestClinic
from tests.core.test_overlays_of_a_rulebook import ABOUT, LOWER

CANDIDATE = shipped_files() | {"overlays/our-clinic.toml": ABOUT + LOWER}


def replayed(clinic: TestClinic, **more: object) -> Replay:
    asked = {"scenarios": scenario_files(), "by": "Nora Lee", "now": clinic.clock.now()} | more
    return replay_rulebook(clinic.stage.clinic, CANDIDATE, **asked)  # type: ignore[arg-type]


def test_recorded_answers_are_judged_by_the_candidate_on_the_day_they_were_given(clinic):
    ana, ben = clinic.patient("Ana"), clinic.patient("Ben", zone="America/Los_Angeles")
    ana.phone.texts("temp 37.6 C")
    ben.phone.texts("i fainted")
    for patient in (ana, ben):  # nobody is asked, so the day passes at once
        clinic.pauses(patient)
    clinic.clock.play_until(clinic.clock.now() + timedelta(days=1))
    ana.phone.texts("temp 37.8 C")
    clinic.skip_to_here()

    told = replayed(clinic)

    assert (told.of_scenarios, told.replayed.judgements, told.replayed.patient_days) == (False, 3, 3)
    assert told.replayed.after.urgent - told.replayed.before.urgent == 2
    assert {(day.who, str(day.day)) for day in told.replayed.days} == {
        (str(ana.id), "2026-11-23"),
        (str(ana.id), "2026-11-24"),
    }
    assert told.replayed.days[0].newly == (("fever-measured", Level.URGENT),)
    later = replayed(clinic, since=clinic.clock.now() - timedelta(hours=1))
    assert (later.replayed.judgements, later.replayed.changed) == (1, 1)
    with clinic.stage.clinic.db.read() as tx:
        rows = tx.execute(audit.select().where(audit.c.verb == "rulebook.replayed")).all()
    assert [(row.actor, row.facts["judgements"]) for row in rows] == [("Nora Lee", 3), ("Nora Lee", 1)]


def test_before_anybody_answered_the_scenarios_are_judged(clinic):
    told = replayed(clinic)

    assert told.of_scenarios and told.replayed.patient_days >= 25
    with pytest.raises(RuleBookError, match=r"scenarios/broken\.toml"):
        replayed(clinic, scenarios={"scenarios/broken.toml": "scenario = 1"})
