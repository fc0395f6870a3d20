"""A form that came after its session had run out: nothing typed is lost, and nothing is sent by itself."""

import re
from html import unescape

import pytest

from tests.team import PASSWORD, a_team

NOTE = 'Spoke with her sister: "call back <at> 5"\nshe will'


@pytest.fixture
def team(sqlite_url):
    with a_team(sqlite_url) as team:
        team.patient_who_said("Ana", "cant breathe")
        yield team


def hidden_in(page):
    inputs = [dict(re.findall(r'([a-z]+)="([^"]*)"', tag)) for tag in re.findall(r"<input\b[^>]*>", page)]
    return {each["name"]: unescape(each["value"]) for each in inputs if each.get("type") == "hidden"}


def too_late(team, road, **typed):
    """Nora's session runs out, then she sends this; the sign-in page she gets."""
    nora = team.browser("nora")
    nora.delete_cookie("team", path="/team")
    return nora, nora.post(road, data=typed).text


def signs_in(browser, page, login="nora", password=PASSWORD):
    typed = hidden_in(page) | {"login": login, "password": password}
    return browser.post("/team/sign-in", data=typed).text


def notes(team):
    page = team.browser("nora").get("/team/alerts/1").text
    return unescape(page).count(NOTE)


def test_a_note_typed_too_long_comes_back_after_signing_in_and_is_sent_once(team):
    nora, page = too_late(team, "/team/alerts/1/note", **{"note-key": "00" * 16, "note-note": NOTE})
    assert "What you typed is kept" in page and "Ruiz" not in page
    page = signs_in(nora, page, password="wrong")
    assert "do not belong together" in page and "What you typed is kept" in page
    page = signs_in(nora, page)
    assert NOTE in unescape(page) and "was not saved yet" in page
    assert notes(team) == 0

    for _ in range(2):
        assert nora.post("/team/alerts/1/note", data=hidden_in(page)).status_code == 303
    assert notes(team) == 1


def test_an_enrolment_comes_back_whole(team):
    typed = {"key": "00" * 16, "name": "Grace Ito", "phone": "+1 503 555 0142", "agreed": "yes"}
    nora, page = too_late(team, "/team/patients/new", **typed)
    page = signs_in(nora, page)
    assert hidden_in(page) == typed | {"csrf_token": hidden_in(page)["csrf_token"]}


def test_a_made_up_form_is_nobodys_and_an_empty_one_is_not_kept(team):
    nora, page = too_late(team, "/team/alerts/1/take", csrf_token="x")
    assert "What you typed" not in page
    data = {"login": "nora", "password": PASSWORD, "kept": "made-up"}
    assert nora.post("/team/sign-in", data=data).location == "/team"
