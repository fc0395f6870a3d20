"""The rules for the team: cases, proof, history, answers tried, a candidate replayed, a flag explained."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from symptomcheck.core.answers import Key, read_value
from symptomcheck.core.explain import key_phrase, value_phrase
from symptomcheck.paths import data_folder
from symptomcheck.storage.tables import alerts, audit, flags, judgements
from tests.core.test_overlays_of_a_rulebook import ABOUT, HIGHER, LOWER, NAMED
from tests.team import Team, a_team


@pytest.fixture(scope="module")
def team(migrated_sqlite, tmp_path_factory) -> Iterator[Team]:
    import shutil

    path = tmp_path_factory.mktemp("rules") / "clinic.sqlite"
    with a_team(f"sqlite:///{shutil.copy(migrated_sqlite, path)}") as team:
        team.patient_who_said("Ana", "temp 37.6 C")
        team.patient_who_said("Ben", "cant catch my breath, temp 101.3")
        yield team


def words(answer: TestResponse) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def sent(team: Team, text: str, name: str = "our-clinic.toml", login: str = "nora") -> TestResponse:
    browser = team.browser(login)
    since = {"since-month": "11", "since-day": "1", "since-year": "2026"}
    return browser.post("/team/rules/replay", data=since | {"file": (BytesIO(text.encode()), name)})


def test_every_rule_leads_to_its_cases_and_sources(team):
    nora = team.browser("nora")
    listed = nora.get("/team/rules")
    assert "Proof" in words(listed) and "in use" in words(listed)
    roads = re.findall(r'href="(/team/rules/rule/[^"]*)"', listed.text)
    assert len(roads) == 11
    for road in roads:
        page = words(nora.get(road))
        assert "cannot tell" in page and "quiet" in page and "fires" in page
        assert re.search(r"Read on .*2026", page)
    assert "caregiver sees chest pain" in words(nora.get("/team/rules/rule/chest-pain"))
    spanish = words(nora.get("/team/rules/rule/chest-pain?lang=es"))
    assert "Dolor de pecho" in spanish and "se activa" in spanish.lower()


def test_the_proof_is_made_by_those_who_act_and_shown_to_all(team):
    viewer, nora = team.browser("viewer"), team.browser("nora")
    assert "No proof is kept of this book" in words(viewer.get("/team/rules/proof"))
    assert viewer.post("/team/rules/proof").status_code == 404
    assert nora.post("/team/rules/proof").status_code == 303
    page = words(viewer.get("/team/rules/proof"))
    assert "No other answer takes a flag of the seven back" in page and "20,000" in page
    assert "Prove it now" not in page
    assert "17 promises kept" in words(viewer.get("/team/rules"))


def test_the_history_names_who_adopted_what_and_why(team):
    page = words(team.browser("viewer").get("/team/rules/history"))
    assert "installation" in page and "no clinician" in page and "The first start adopts" in page


def test_answers_are_tried_and_judged_with_reasons(team):
    viewer = team.browser("viewer")
    tried = words(
        viewer.post(
            "/team/rules/try",
            data={
                "patient-temperature": "38,2 c",
                "patient-confusion": "no",
                "caregiver-confusion": "not_sure",
            },
        )
    )
    verdicts = tried.partition("Together they are")[2]
    assert verdicts.strip().startswith("Urgent Fires New confusion")
    assert "About new confusion, the caregiver said: not sure." in verdicts
    assert "About temperature, the patient said: 38.2 C (100.7 F)." in verdicts
    assert "Not answered: chest pain." in verdicts
    refused = viewer.post("/team/rules/try", data={"caregiver-temperature": "38.2"})
    assert "Write a number and its unit" in words(refused) and "Together they are" not in refused.text


def test_a_lower_limit_is_compared_proved_and_replayed_over_what_was_answered(team):
    page = words(sent(team, ABOUT + LOWER))
    assert "temperature: 37.5 C (99.5 F) (patient): quiet → fires" in page
    assert "It keeps every promise" in page
    assert "2 replies on 2 patient-days" in page
    assert "Days flagged otherwise: 1" in page and "+ A temperature of 37.5 °C or higher Urgent" in page
    with team.house.clinic.db.read() as tx:
        rows = tx.execute(audit.select().where(audit.c.verb == "rulebook.replayed")).all()
    assert {row.actor for row in rows} == {str(team.nora.id)}


def test_a_less_careful_candidate_shows_who_approved_it(team):
    page = words(sent(team, ABOUT + HIGHER.replace("at_least", NAMED + "at_least")))
    assert "Less careful, approved by Dr Ines Okafor: Local protocol 12." in page


def test_a_candidate_that_breaks_a_promise_or_cannot_be_read_is_refused_in_a_sentence(team):
    ours = (data_folder("rules") / "car-t.toml").read_text()
    urgent = ours.replace(
        'id = "extreme-fatigue"\nlevel = "today"', 'id = "extreme-fatigue"\nlevel = "urgent"'
    )
    broken = words(sent(team, urgent, "car-t.toml"))
    assert "It cannot be adopted" in broken and "must be today" in broken
    assert "has no unit" in words(sent(team, ours.replace('"38.0 C"', '"38.0"', 1), "car-t.toml"))
    assert "no file of a rule book" in words(sent(team, "x = 1", "../../etc/passwd"))
    binary = team.browser("nora").post("/team/rules/replay", data={"file": (BytesIO(b"\xff"), "car-t.toml")})
    assert "is not UTF-8 text" in words(binary)
    assert "Choose a file" in words(team.browser("nora").post("/team/rules/replay"))


def test_a_file_of_words_fits_and_more_than_any_file_of_a_book_does_not(team):
    largest = data_folder("rules") / "words.en.toml"
    assert "It is the book in use: nothing changes" in words(sent(team, largest.read_text(), largest.name))
    assert sent(team, "#" * 600_000).status_code == 413
    assert team.browser("nora").post("/team/patients", data={"surname": "R" * 70_000}).status_code == 413


def test_every_flag_stands_on_its_alert_with_all_that_it_rests_on(team):
    nora, house = team.browser("nora"), team.house
    seen = 0
    with house.clinic.db.read() as tx:
        found = tx.execute(select(flags, alerts.c.number).join(alerts, alerts.c.id == flags.c.alert_id)).all()
        book = house.clinic.books.current(tx)
    for flag in found:
        page = words(nora.get(f"/team/alerts/{flag.number}"))
        rule, value = book.rule(flag.rule_id), read_value(Key(flag.key), flag.value)
        assert rule.title["en"] in page
        for source in rule.sources:
            assert source.quote in page and source.document in page
        assert (
            f"{key_phrase(book, Key(flag.key), 'en')}: {value_phrase(book, value, 'en')} ({flag.reporter})"
            in page
        )
        assert "temp" in page and "no answer about" in page and book.fingerprint in page
        seen += 1
    assert seen == 2


def test_a_flag_is_explained_from_its_alert_and_a_changed_one_is_seen(team):
    nora = team.browser("nora")
    alert = nora.get("/team/alerts/1")
    [road, *_] = re.findall(r'href="(/team/flags/[^"]*)"', alert.text)
    page = words(nora.get(road))
    assert "identical" in page and "cant catch my breath, temp 101.3" in page
    assert "About Answer Whose When" in page and "What was not answered then" in page
    assert "Rule book" in page
    assert nora.get("/team/flags/00000000-0000-0000-0000-000000000001").status_code == 404
    with team.house.clinic.db.write() as tx:
        tx.execute(judgements.update().values(level="notice"))
        tx.execute(flags.update().values(rule_id="gone"))
    changed = words(nora.get(road))
    assert "it is not the same" in changed and "the level: kept as notice" in changed


def test_a_viewer_is_told_of_no_replay(team):
    viewer = team.browser("viewer")
    assert "Replay a candidate" not in words(viewer.get("/team/rules"))
    assert sent(team, ABOUT, login="viewer").status_code == 404
