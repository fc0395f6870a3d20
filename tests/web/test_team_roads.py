"""Every road of the team, walked by every role and by somebody who is not signed in."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from symptomcheck import log
from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.core.lint import faults
from symptomcheck.storage.tables import audit, patients
from tests.team import PASSWORD, Team, a_team

# Road -> what a clinician, and what a viewer is answered.
GET = {
    "/team": (200, 200),
    "/team/patients": (200, 200),
    "/team/patients/new": (200, 404),
    "/team/patients/{patient}": (200, 200),
    "/team/patients/00000000-0000-0000-0000-000000000001": (404, 404),
    "/team/patients/not-an-id": (404, 404),
    "/team/alerts/1": (200, 200),
    "/team/alerts/99": (404, 404),
    "/team/alerts/1/take": (404, 404),
    "/team/rules": (200, 200),
    "/team/rules/rule/breath": (200, 200),
    "/team/rules/rule/nothing": (404, 404),
    "/team/rules/proof": (200, 200),
    "/team/rules/history": (200, 200),
    "/team/rules/try": (200, 200),
    "/team/rules/replay": (200, 404),
    "/team/flags/00000000-0000-0000-0000-000000000001": (404, 404),
    "/team/nowhere": (404, 404),
    "/team/rota": (200, 200),
    "/team/handover": (200, 200),
    "/team/ledger": (200, 200),
    "/team/policy": (200, 200),
}
# What an administrator is answered where it is not what a clinician is.
ADMIN = {("POST", "/team/policy"): 200}
POST = {
    "/team/policy": (404, 404),
    "/team/patients": (200, 200),
    "/team/patients/new": (200, 404),
    "/team/patients/{patient}/ask": (303, 404),
    "/team/patients/{patient}/pause": (200, 404),
    "/team/patients/{patient}/resume": (303, 404),
    "/team/patients/{patient}/end": (200, 404),
    "/team/alerts/1/take": (303, 404),
    "/team/alerts/1/contact": (303, 404),
    "/team/alerts/1/pass": (303, 404),
    "/team/rota/step-in": (200, 404),
    "/team/rota/turns": (200, 404),
    "/team/rota/turns/00000000-0000-0000-0000-000000000001/end": (303, 404),
    "/team/alerts/1/note": (200, 404),
    "/team/alerts/1/close": (200, 404),
    "/team/alerts/99/take": (303, 404),
    "/team/alerts/99/note": (404, 404),
    "/team/rules/proof": (303, 404),
    "/team/rules/try": (200, 200),
    "/team/rules/replay": (200, 404),
    "/team/sign-out": (303, 303),
}


@pytest.fixture(scope="module")
def team(migrated_sqlite, tmp_path_factory) -> Iterator[Team]:
    import shutil

    path = tmp_path_factory.mktemp("team") / "clinic.sqlite"
    with a_team(f"sqlite:///{shutil.copy(migrated_sqlite, path)}") as team:
        team.busy_morning()
        yield team


@pytest.fixture(scope="module")
def patient(team) -> UUID:
    with team.house.clinic.db.read() as tx:
        return tx.execute(patients.select().order_by(patients.c.id)).first().id


# Whoever knows the address may ask these; tests of their own say what they answer.
OPEN = {
    "front.front",
    "rules_page.rules",
    "paper.leaflet",
    "paper.card",
    "paper.temperatures",
    "static",
    "team.sign_in",
    "team.invite",
    "team.nothing",
}
# Whoever asks these shows a link's token, a signature or a scraper's token; health says nothing about people.
GUARDED_OTHERWISE = ("person.", "twilio.", "metrics.", "health.")


def roads_of(team: Team) -> set[tuple[str, str, str]]:
    """(method, road, endpoint) of everything the application answers."""
    return {
        (method, str(rule), rule.endpoint)
        for rule in team.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_no_road_of_the_application_is_missing_from_this_walk(team):
    def pattern(road: str) -> str:
        named = re.sub(r"\{patient\}|\d[0-9a-f-]{30,}|<[^>]*>", "<>", road)
        return re.sub(r"(?<=/alerts)/\d+|(?<=/rule)/[a-z]+", "/<>", named)

    walked = {("GET", pattern(road)) for road in GET} | {("POST", pattern(road)) for road in POST}
    missing = {
        (method, road)
        for method, road, endpoint in roads_of(team)
        if (method, pattern(road)) not in walked
        and endpoint not in OPEN
        and not endpoint.startswith(GUARDED_OTHERWISE)
    }
    assert not missing


def test_every_road_of_a_person_is_shut_without_a_link(team):
    shut = {(method, road) for method, road, endpoint in roads_of(team) if endpoint.startswith("person.")}
    assert len(shut) >= 9
    browser = team.browser("nora")  # nor does signing in as staff open it
    for method, road in shut:
        path = re.sub(r"<[^>]*>", "nobody", road)
        assert browser.open(path, method=method, data={"question": "thinking"}).status_code == 404, road


@pytest.fixture(scope="module")
def browsers(team) -> dict[str, FlaskClient]:
    """One browser per role: signing in takes long on purpose."""
    return {login: team.browser(login) for login in ("nora", "admin", "viewer")}


@pytest.mark.parametrize(("method", "road"), [("GET", r) for r in GET] + [("POST", r) for r in POST])
def test_a_road_answers_each_role_as_it_should_and_sends_everybody_else_to_sign_in(
    team, browsers, patient, method, road
):
    clinician, viewer = (GET if method == "GET" else POST)[road]
    path = road.format(patient=patient)
    for login, expected in (
        ("nora", clinician),
        ("admin", ADMIN.get((method, road), clinician)),
        ("viewer", viewer),
    ):
        browser = team.browser(login) if road.endswith("/sign-out") else browsers[login]
        assert browser.open(path, method=method).status_code == expected, login
    answer = team.browser().open(path, method=method)
    assert answer.status_code == 303
    assert answer.location.startswith("/team/sign-in")
    assert "Ruiz" not in answer.text


def test_what_a_viewer_may_not_see_looks_like_what_is_not_there(team, patient):
    viewer = team.browser("viewer")
    hidden, nothing = viewer.get("/team/patients/new"), viewer.get("/team/nowhere")
    assert (hidden.status_code, hidden.text) == (nothing.status_code, nothing.text)
    page = viewer.get("/team/alerts/1").text + viewer.get(f"/team/patients/{patient}").text
    assert "Acknowledge" not in page and "Close the alert" not in page and "Check in now" not in page


def test_every_page_of_the_team_says_only_what_it_may(team, patient):
    nora = team.browser("nora")
    for road in ("/team", "/team/patients", "/team/patients/new", f"/team/patients/{patient}"):
        assert not _faults(nora.get(road))
    for number in range(1, 8):
        answer = nora.get(f"/team/alerts/{number}")
        assert answer.status_code == 200
        # The sources are shown as the quotes they are.
        assert not [each for each in _faults(answer, without="q|blockquote") if "diagnos" not in each]


def test_no_address_and_no_line_of_the_log_has_a_name_or_a_number_in_it(team, patient, capsys):
    log.configure(strict=True, json_lines=True)
    nora = team.browser("nora")
    addresses = []
    for road in ("/team", "/team/patients", f"/team/patients/{patient}", "/team/alerts/1"):
        addresses += re.findall(r"(?:href|action)=\"(/[^\"]*)\"", nora.get(road).text)
    searched = nora.post("/team/patients", data={"surname": "Ruiz"})
    assert "Ana Ruiz" in searched.text
    # A random id may well have 555 in it: a number of ours has more digits around it.
    assert not [each for each in addresses if re.search(r"ruiz|ana|stone|lee|555-|\d555\d{4}", each, re.I)]
    assert not re.search(r"ruiz|stone|555", capsys.readouterr().err, re.IGNORECASE)


def test_looking_is_written_down_by_whoever_looked(team):
    team.browser("omar").get("/team/alerts/2")
    with team.house.clinic.db.read() as tx:
        rows = tx.execute(audit.select().where(audit.c.verb == "alert.viewed")).all()
    assert str(team.omar.id) in {row.actor for row in rows if row.facts == {"number": 2}}


def test_a_page_asked_for_before_signing_in_comes_after_it_and_only_one_of_ours(team):
    browser = team.browser()
    sent = browser.get("/team/alerts/2").location
    assert sent == "/team/sign-in?next=/team/alerts/2"
    data = {"login": "nora", "password": PASSWORD}
    assert browser.post(sent, data=data).location == "/team/alerts/2"
    for elsewhere in (
        "https://evil.example/team",
        "//evil.example/team",
        "/rules",
        "/team\\@evil",
        "javascript:x",
    ):
        answer = team.browser().post("/team/sign-in", query_string={"next": elsewhere}, data=data)
        assert answer.location == "/team"
    assert browser.get("/team/sign-in").location == "/team"


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(team):
    answer = team.browser().post("/team/sign-in", data={"login": "nora", "password": PASSWORD})
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("team=")]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/team" in cookie
    assert "Expires" not in cookie and "Max-Age" not in cookie


def test_a_wrong_password_says_nothing_about_the_log_in(team):
    wrong = team.browser().post("/team/sign-in", data={"login": "omar", "password": "x"}).text
    unknown = team.browser().post("/team/sign-in", data={"login": "ghost", "password": "x"}).text
    assert "do not belong together" in wrong
    assert wrong.replace("omar", "ghost") == unknown


def test_who_signs_out_is_out_and_the_cookie_of_before_opens_nothing(team):
    browser = team.browser("nora")
    token = browser.get_cookie("team", path="/team").value
    browser.post("/team/sign-out")
    browser.set_cookie("team", token, path="/team")
    assert browser.get("/team").status_code == 303


def test_moving_the_clinics_clock_signs_nobody_out(sqlite_url):
    with a_team(sqlite_url) as quiet:  # a day of the busy clinic would be paged through minute by minute
        browser = quiet.browser("nora")
        quiet.clinic.clock.play_until(quiet.clinic.clock.now() + timedelta(days=1))
        assert browser.get("/team").status_code == 200


def test_a_link_is_looked_at_often_and_used_once(team):
    house = team.house
    token = invite_staff(house.clinic, "admin", by="test", now=house.real_clock.now()).token
    browser, road = team.browser(), f"/team/invite/{token}"
    assert browser.get(road).status_code == browser.get(road).status_code == 200
    easy = browser.post(road, data={"password": "short", "again": "short"})
    assert "at least 12" in easy.text
    other = browser.post(road, data={"password": PASSWORD, "again": PASSWORD + "x"})
    assert "the same password in both boxes" in other.text
    assert browser.post(road, data={"password": PASSWORD, "again": PASSWORD}).location == "/team/sign-in"
    assert "Your password is set" in browser.get("/team/sign-in").text
    assert browser.get(road).status_code == 404
    assert team.browser("admin").get("/team").status_code == 200


def _faults(answer: TestResponse, without: str = "q") -> list[str]:
    shown = re.sub(rf"<({without})\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return list(faults(re.sub(r"<[^>]*>", " ", shown), "en"))
