"""Leaflet, card and log: printed from the book in use, so that what is on paper is what runs."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
from symptomcheck.core.lint import faults
from symptomcheck.web.app import create_app
from tests.actions.house import prove_once
from tests.clinic import TestClinic
from tests.core.test_overlays_of_a_rulebook import ABOUT, LOWER, NAMED, change

SHEETS = ("leaflet", "card", "temperatures")


@pytest.fixture(scope="module")
def at(migrated_sqlite, tmp_path_factory) -> Iterator[TestClinic]:
    import shutil

    path = tmp_path_factory.mktemp("paper") / "clinic.sqlite"
    with TestClinic(f"sqlite:///{shutil.copy(migrated_sqlite, path)}") as clinic:
        yield clinic


def sheet(clinic: TestClinic, name: str, language: str = "en") -> str:
    house = clinic.stage.house
    address = f"/rules/{name}?lang={language}" if name else "/rules"
    answer = create_app(house).test_client().get(address, base_url=house.settings.site.public_url)
    assert answer.status_code == 200
    return answer.text


def words(text: str) -> str:
    return " ".join(
        unescape(re.sub(r"<[^>]*>", " ", text.partition("<main")[2].partition("</main")[0])).split()
    )


def book_of(clinic: TestClinic):
    with clinic.stage.clinic.db.read() as tx:
        return clinic.stage.clinic.books.current(tx)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_says_the_rules_and_texts_of_the_book_and_whom_to_call(at, language):
    book, site = book_of(at), at.stage.clinic.site
    leaflet, card, log = (words(sheet(at, name, language)) for name in SHEETS)
    for rule in book.judge.rules:
        assert rule.title[language] in leaflet
        assert (rule.title[language] in card) == (rule.level == "urgent")
    for text in ("urgent", "today", "help"):
        assert book.say(text, language, **site.values()) in leaflet
    assert book.say("urgent", language, **site.values()) in log
    assert site.phone in card and site.emergency in card
    for said in (leaflet, card, log):
        assert book.fingerprint[:12] in said
        assert not faults(re.sub(r"“[^”]*”", "", said), language)


def test_the_leaflet_quotes_the_sentences_of_the_article_and_tells_the_plan(at):
    leaflet = words(sheet(at, "leaflet"))
    for bullet in (
        "Fever after CAR T-cell therapy",
        "New confusion, trouble speaking, or unusual sleepiness",
        "Shortness of breath, chest pain, or fainting",
    ):
        assert leaflet.count(f"“{bullet}”") == 1
    assert "Days 0 to 14: 08:00 caregiver , 09:00 patient" in leaflet.replace(", 09", " , 09")
    assert "Days 31 to 60 (once a week)" in leaflet


def test_the_number_for_fever_is_printed_with_whose_it_is_and_no_reason_to_wait(at):
    for name in ("leaflet", "card"):
        said = words(sheet(at, name))
        assert "38.0 °C (100.4 °F)" in said and "Fever, or feeling feverish" in said
        assert "“Fever (100.4°F/38°C or higher)”" in said and "YESCARTA patient site" in said
    guesses = {guess for rule in book_of(at).rules for guess in rule.false_alarms["en"]}
    assert len(guesses) > 10
    for name in ("", *SHEETS):
        said = words(sheet(at, name))
        assert not [guess for guess in guesses if guess in said]
        assert "paged" not in said and "one of several" not in said


def test_the_log_has_a_row_for_each_day_and_a_box_for_each_time_of_the_plan(at):
    log = sheet(at, "temperatures")
    days = re.findall(r'<tr class="sc-log"><th scope="row">(\d+)</th>(.*?)</tr>', log)
    assert [int(day) for day, _ in days] == list(range(31))
    assert [boxes.count("<td>") for _, boxes in days] == [6] * 15 + [4] * 16


def test_what_a_site_changed_is_on_its_paper_with_who_answers_for_it(at):
    retired = change("shaky", 'status = "retired"', NAMED)
    files = {**book_of(at).files, "overlays/our-clinic.toml": ABOUT + LOWER + retired}
    house = at.stage.house
    now = at.clock.now()
    adopt_rulebook(house.clinic, files, by="Dr. Lee", reason="Sooner.", now=now, prove=prove_once)
    for name in SHEETS:
        said = words(sheet(at, name))
        assert "A temperature of 37.5 °C or higher" in said and "38.0 °C" not in said
        assert "Signed by Dr. Lee" in said
        assert (
            "Feeling shaky: This site changed it from approved to retired. Approved by Dr Ines Okafor" in said
        )
    assert "Approved by Dr Ines Okafor: Local protocol 12." in words(sheet(at, ""))
