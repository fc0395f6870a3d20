"""The work of the team by forms: take, note, contact, close, enrol; sent twice, by two, or too late."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from symptomcheck.storage.tables import alert_events, checkins, consents, patients
from symptomcheck.web.app import create_app
from tests.team import Team, a_team

KEY = "00112233445566778899aabbccddeeff"
NEW = {
    "key": KEY,
    "name": "Grace Ito",
    "phone": "+1 503 555 0142",
    "infused_on-month": "11",
    "infused_on-day": "22",
    "infused_on-year": "2026",
    "language": "en",
    "messages": "link",
    "zone": "America/New_York",
    "agreed": "yes",
    "consent": "on paper",
    "caregiver_language": "es",
}
CAREGIVER = {
    "caregiver_name": "Kenji Ito",
    "caregiver_phone": "+1 503 555 0143",
    "caregiver_agreed": "yes",
    "caregiver_consent": "by phone",
    "may_be_told": "yes",
}


@pytest.fixture
def team(sqlite_url) -> Iterator[Team]:
    with a_team(sqlite_url) as team:
        yield team


@pytest.fixture
def nora(team) -> FlaskClient:
    return team.browser("nora")


def events(team: Team, kind: str) -> int:
    with team.house.clinic.db.read() as tx:
        return len(tx.execute(alert_events.select().where(alert_events.c.kind == kind)).all())


def enrolled(team: Team) -> int:
    with team.house.clinic.db.read() as tx:
        return len(tx.execute(patients.select()).all())


def page_of(browser: FlaskClient, road: str = "/team/alerts/1") -> str:
    return re.sub(r"\s+", " ", browser.get(road).text)


def test_from_the_queue_a_nurse_sees_who_since_when_what_fired_and_what_they_said(team, nora):
    team.patient_who_said("Ana", "cant breathe, temp 101.3")
    team.clinic.clock.goes_to("08:42")
    team.clinic.skip_to_here()
    page = page_of(nora, "/team")
    assert "Queue (1)" in page and "1 open alert" in page
    for words in (
        "Ana Ruiz",
        "12 min",
        "Shortness of breath",
        "101.3 F (38.5 C)",
        "cant breathe, temp 101.3",
    ):
        assert words in page
    assert "Nobody has it" in page and "pages on call 08:45" in page


def test_a_rule_has_one_line_however_often_it_fired_and_the_words_are_those_that_fired(team, nora):
    ana = team.patient_who_said("Ana", "temp 101.3 and i cant breathe")
    for words in ("temp 102.4", "temp 38.5", "temp 101.1", "my rash is back"):
        team.clinic.clock.play_until(team.clinic.clock.now() + timedelta(minutes=1))
        ana.phone.texts(words)
    team.clinic.skip_to_here()
    page = re.sub(r"<[^>]*>", "", page_of(nora, "/team"))
    assert page.count("101.1 F (38.3 C) (patient), highest 102.4 F (39.1 C) (patient)") == 1
    assert "102.4 F" in page and "38.5 C (101.3 F)" not in page and "rash" not in page
    assert page.count("Shortness of breath") == 1


def test_what_is_urgent_stands_first_and_yesterday_never_looks_like_today(team, nora):
    ana = team.patient_who_said("Ana", "cant breathe", infused_days_ago=9)
    team.clinic.clock.goes_to("08:50")
    ana.phone.texts("chills and so shaky")
    team.clinic.skip_to_here()
    for road in ("/team", "/team/alerts/1"):
        page = page_of(nora, road)
        assert 0 < page.index("Shortness of breath") < page.index("Feeling shaky"), page
    team.clinic.clock.play_until(team.clinic.clock.now() + timedelta(days=1))
    team.clinic.skip_to_here()
    assert re.search(r"Said [^:]*\d{1,2} \w{3}, 08:30", re.sub(r"<[^>]*>", "", page_of(nora, "/team")))


def test_two_nurses_at_once_one_has_it_and_the_other_is_told_who(team, nora):
    team.patient_who_said("Ana", "cant breathe")
    omar = team.browser("omar")
    with ThreadPoolExecutor(2) as both:
        taken = list(both.map(lambda browser: browser.post("/team/alerts/1/take"), (nora, omar)))
    assert [answer.status_code for answer in taken] == [303, 303]
    pages = [page_of(nora), page_of(omar)]
    winners = [page for page in pages if "Paging has stopped" in page]
    losers = [page for page in pages if "Somebody else took it first" in page]
    assert len(winners) == len(losers) == 1
    assert "You have it" in winners[0]
    assert re.search("(Nora|Omar) Lee has it", losers[0])
    assert "alerts/1/take" not in losers[0] + winners[0]
    assert events(team, "acknowledged") == 1


def test_contact_note_and_closing_sent_twice_are_written_down_once(team, nora):
    team.patient_who_said("Ana", "cant breathe")
    for _ in range(2):
        nora.post("/team/alerts/1/contact", data={"contact-key": KEY})
        nora.post("/team/alerts/1/note", data={"note-key": KEY[::-1], "note-note": "Spoke with <Luis>"})
    assert (events(team, "contacted"), events(team, "note")) == (1, 1)
    assert "Spoke with &lt;Luis&gt;" in page_of(nora)
    for _ in range(2):
        again = nora.post(
            "/team/alerts/1/close", data={"close-key": KEY, "close-outcome": "sent_in", "close-note": "x"}
        )
    assert events(team, "closed") == 1
    page = page_of(nora)
    assert "Closed: Sent in" in page and "Nora Lee closed it: Sent in" in page
    assert "closed already" in again.text and ">x</textarea>" not in again.text
    assert "No open alerts" in page_of(nora, "/team")


def test_what_comes_after_the_closing_changes_nothing_and_says_so(team, nora):
    team.patient_who_said("Ana", "cant breathe")
    nora.post("/team/alerts/1/close", data={"close-outcome": "advised", "close-note": "went in"})
    page_of(nora)
    late = {"close-outcome": "advised", "close-note": "I called too"}
    late = team.browser("omar").post("/team/alerts/1/close", data=late)
    assert "closed already" in late.text and "I called too" in late.text
    nora.post("/team/alerts/1/note", data={"note-key": KEY, "note-note": "He rang back"})
    assert "The note is kept." in (page := page_of(nora)) and "see below by whom" in page
    assert "By Nora Lee" in page
    for road in ("take", "contact"):
        nora.post(f"/team/alerts/1/{road}", data={"contact-key": KEY})
        assert "This alert is closed already. Nothing was changed." in page_of(nora)


def test_a_form_of_an_alert_that_is_not_whole_says_what_is_missing(team, nora):
    team.patient_who_said("Ana", "cant breathe")
    assert (
        "Choose what came of it." in nora.post("/team/alerts/1/close", data={"close-note": "long story"}).text
    )
    bare = {"close-outcome": "advised", "close-note": ""}
    assert "Nobody acknowledged this urgent alert" in nora.post("/team/alerts/1/close", data=bare).text
    assert "long story" in nora.post("/team/alerts/1/close", data={"close-note": "long story"}).text
    assert "Write the note." in nora.post("/team/alerts/1/note").text
    assert nora.post("/team/alerts/1/contact", data={"contact-key": "short"}).status_code == 400
    assert nora.post("/team/alerts/1/contact", data={"contact-key": "00"}).status_code == 400


def test_both_reporters_stand_side_by_side_and_a_disagreement_is_named(team, nora):
    ana = team.clinic.patient("Ana")
    luis = team.clinic.caregiver("Luis", of=ana)
    luis.phone.texts("she is not confused at all")
    ana.phone.texts("i am so confused")
    team.clinic.skip_to_here()
    page = page_of(nora)
    assert "They differ" in page and "Luis Stone" in page
    assert "no answer about chest pain" in page


def test_enrolment_keeps_both_consents_and_who_recorded_them(team, nora):
    answer = nora.post("/team/patients/new", data=NEW | CAREGIVER)
    assert re.fullmatch(r"/team/patients/[0-9a-f-]{36}", answer.location)
    page = page_of(nora, answer.location)
    assert "Grace Ito" in page and "Kenji Ito" in page and "Enrolled." in page
    with team.house.clinic.db.read() as tx:
        kept = tx.execute(consents.select()).all()
    assert {row.how for row in kept} == {"on paper", "by phone"}
    assert {row.recorded_by for row in kept} == {"Nora Lee (nora)"}
    team.clinic.stage.settle()


def test_an_enrolment_sent_twice_enrols_once_and_leads_on(team, nora):
    nora.post("/team/patients/new", data=NEW)
    again = nora.post("/team/patients/new", data=NEW)
    assert again.location == "/team/patients"
    assert "enrolled its patient then" in page_of(nora, "/team/patients")
    assert enrolled(team) == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Write the name of the patient."),
        ({"agreed": ""}, "Without consent nobody is enrolled."),
        ({"infused_on-year": "26x"}, "Write the month"),
        ({"phone": "12"}, "phone number"),
        ({"zone": "Mars/Base"}, "There is no time zone Mars/Base."),
        ({"email": "ana"}, "no e-mail address"),
        ({"caregiver_name": "Kenji Ito"}, "Write the phone of the caregiver"),
        ({"caregiver_phone": "+1 503 555 0143"}, "Write the name of the caregiver"),
        (CAREGIVER | {"caregiver_agreed": ""}, "Without consent the caregiver is not enrolled."),
        (CAREGIVER | {"caregiver_consent": "by magic"}, "Choose how the caregiver agreed."),
    ],
)
def test_an_enrolment_that_is_not_whole_says_what_is_missing_and_keeps_what_was_typed(
    team, nora, typed, says
):
    data = {name: value for name, value in (NEW | typed).items() if value}
    page = nora.post("/team/patients/new", data=data).text
    assert "Please correct this" in page and says in page
    assert "America/New_York" in page or "Mars/Base" in page
    assert 'href="#' in page and "error-message" in page
    assert enrolled(team) == 0


def test_whoever_is_enrolled_already_is_a_link_away_and_a_nurses_missing_page_is_hers(team, nora):
    known = nora.post("/team/patients/new", data=NEW).location
    page = nora.post("/team/patients/new", data=NEW | {"key": KEY[::-1]}).text
    assert "is enrolled on that phone already." in page and f'href="{known}"' in page
    assert "symptomcheck patient list" not in page
    other = NEW | {"key": "11" * 16, "name": "Noah Ito"}
    asks = nora.post("/team/patients/new", data=other).text
    assert "somebody else&#39;s here already" in asks and 'name="shared"' in asks and enrolled(team) == 1
    assert nora.post("/team/patients/new", data=other | {"shared": "yes"}).status_code == 303
    missing = nora.get("/team/nowhere")
    assert missing.status_code == 404 and "Sign out" in missing.text and "A link may" not in missing.text
    team.clinic.stage.settle()


def test_the_same_form_may_be_sent_again_after_it_was_refused(team, nora):
    nora.post("/team/patients/new", data=NEW | {"phone": "12"})
    assert nora.post("/team/patients/new", data=NEW).status_code == 303


def test_a_patient_is_asked_paused_resumed_and_ended_from_the_page(team, nora):
    ana = team.clinic.patient("Ana").id
    road = f"/team/patients/{ana}"

    def press(button: str, **typed: str) -> str:
        nora.post(f"{road}/{button}", data=typed)
        return page_of(nora, road)

    assert "A check-in has begun." in press("ask", **{"ask-key": KEY})
    assert "A check-in has begun." not in press("ask", **{"ask-key": KEY})
    with team.house.clinic.db.read() as tx:
        assert len(tx.execute(checkins.select()).all()) == 1
    assert "Choose why." in nora.post(f"{road}/pause").text
    assert "Check-ins are paused." in press("pause", **{"pause-reason": "in_hospital"})
    assert "Resume them first." in press("ask", **{"ask-key": KEY[::-1]})
    nora.set_cookie("language", "es")
    assert "Reanúdelos primero." in press("ask", **{"ask-key": KEY[::-1]})
    nora.delete_cookie("language")
    assert "Check-ins go on." in press("resume")
    assert "not paused" in press("resume")
    assert "Choose why." in nora.post(f"{road}/end").text
    assert "Check-ins have ended." in press("end", **{"end-reason": "moved"})
    team.clinic.stage.settle()
    team.clinic.skip_to_here()


def test_a_patient_nobody_enrolled_is_not_asked(team, nora):
    nobody = UUID(int=1)
    assert nora.post(f"/team/patients/{nobody}/resume").status_code == 404
    assert nora.post(f"/team/patients/{nobody}/ask", data={"ask-key": KEY}).status_code == 303


def test_a_form_without_its_token_is_refused(team):
    team.patient_who_said("Ana", "cant breathe")
    nora = team.browser("nora")
    team.app.config["WTF_CSRF_ENABLED"] = True
    assert nora.post("/team/alerts/1/take").status_code == 400
    assert events(team, "acknowledged") == 0


def test_a_list_longer_than_a_page_goes_on(team):
    team.app = create_app(team.house, per_page=1)
    team.app.config["WTF_CSRF_ENABLED"] = False
    nora = team.browser("nora")
    team.patient_who_said("Ana", "cant breathe")
    team.patient_who_said("Ben", "cant breathe")
    first, second = page_of(nora, "/team"), page_of(nora, "/team?page=2")
    assert "Ana Ruiz" in first and "Ben Ruiz" not in first and "Next page" in first
    assert "Ben Ruiz" in second and "Earlier page" in second and "Next page" not in second
    assert "Next page" in page_of(nora, "/team/patients")


def test_a_queue_that_refreshes_itself_gets_the_same_page(team, nora):
    team.patient_who_said("Ana", "cant breathe")
    headers = {"X-By-Itself": "yes", "X-Known": "1,x,"}
    assert "Ana Ruiz" in nora.get("/team", headers=headers).text
