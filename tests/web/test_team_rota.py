"""The rota, the handover and the ledger as a nurse uses them; and an alert passed on from its page."""

from collections.abc import Iterator

import pytest

from tests.team import Team, a_team


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    with a_team(sqlite_url) as team:
        team.busy_morning()
        yield team


STEP = {
    "step-login": "omar",
    "step-rung": "first",
    "step-from_day-month": "12",
    "step-from_day-day": "1",
    "step-from_day-year": "2026",
    "step-from_time": "08:00",
    "step-until_day-month": "12",
    "step-until_day-day": "2",
    "step-until_day-year": "2026",
    "step-until_time": "20:00",
    "step-key": "0" * 32,
}
TURNS = {
    "turns-logins": "nora omar",
    "turns-rung": "lead",
    "turns-days": "7",
    "turns-starts_on-month": "11",
    "turns-starts_on-day": "30",
    "turns-starts_on-year": "2026",
    "turns-handover": "08:00",
    "turns-key": "0" * 32,
}


def test_somebody_steps_in_and_people_take_turns_and_end_them(team):
    nora = team.browser("nora")
    assert "Nobody here from" in nora.get("/team/rota").text  # nobody is lead
    assert nora.post("/team/rota/step-in", data=STEP).status_code == 303
    assert nora.post("/team/rota/turns", data=TURNS).status_code == 303
    page = nora.get("/team/rota").text
    assert "Omar Lee" in page and "A turn lasts 7 days and ends at 08:00." in page
    end = page.partition('action="/team/rota/turns/')[2].partition('"')[0]
    assert nora.post(f"/team/rota/turns/{end}").status_code == 303
    assert "A turn lasts" not in nora.get("/team/rota").text


@pytest.mark.parametrize(
    ("road", "typed", "says"),
    [
        ("step-in", STEP | {"step-until_day-day": "1", "step-until_time": "07:00"}, "ends before it starts"),
        ("step-in", STEP | {"step-from_time": "eight"}, "Write the time like 08:00."),
        ("turns", TURNS | {"turns-logins": "ghost"}, "Use log-ins of people with a mobile phone"),
        ("turns", TURNS | {"turns-days": "99"}, "Write a number from 1 to 28."),
    ],
)
def test_what_was_mistyped_is_said_on_the_page(team, road, typed, says):
    answer = team.browser("nora").post(f"/team/rota/{road}", data=typed)
    assert answer.status_code == 200
    assert says in answer.text


def test_the_handover_says_what_is_open_who_has_it_and_who_is_silent(team):
    team.clinic.clock.goes_to("19:30")
    team.clinic.skip_to_here()
    page = team.browser("nora").get("/team/handover").text
    assert "Nora Lee" in page and "Nobody has it." in page
    assert "Who is silent" in page
    assert "A question is open since" in page


def test_the_ledger_stands_at_zero_and_says_so(team):
    page = team.browser("viewer").get("/team/ledger").text
    assert "Nothing fell through" in page
    assert "Every urgent alert was paged" in page


def test_an_alert_is_passed_on_from_its_page_once_and_not_out_of_somebodys_hands(team):
    nora, omar = team.browser("nora"), team.browser("omar")
    omar.post("/team/alerts/1/take")
    assert "Somebody else has it" in nora.post(
        "/team/alerts/1/pass", data={"pass-key": "1" * 32}, follow_redirects=True
    ).text  # fmt: skip
    passed = omar.post("/team/alerts/1/pass", data={"pass-key": "2" * 32}, follow_redirects=True)
    assert "Passed on. The next people are paged now." in passed.text
    again = omar.post("/team/alerts/1/pass", data={"pass-key": "2" * 32}, follow_redirects=True)
    assert "Passed on." not in again.text
    gone = omar.post("/team/alerts/6/pass", data={"pass-key": "3" * 32}, follow_redirects=True)
    assert "This alert is closed already" in gone.text


def test_only_an_administrator_writes_the_policy_and_everybody_reads_it_in_words(team):
    page = team.browser("viewer").get("/team/policy").text
    assert "<strong>03:10</strong> on call by text and call" in page
    assert "<strong>03:40</strong> backup by text and call" in page
    assert "Page people so from now on" not in page
    admin = team.browser("admin")
    written = {
        "policy-fast": "0 first+backup call\nevery 10 call",
        "policy-slow": "0 first\nevery 600",
        "policy-notice": "0 first+backup+lead\nevery 720",
    }
    assert admin.post("/team/policy", data=written).status_code == 303
    page = admin.get("/team/policy").text
    assert "<strong>03:10</strong> on call, backup by text and call" in page
    assert "Then everyone by text and call every 10 minutes" in page
    wrong = admin.post("/team/policy", data=written | {"policy-fast": "now"})
    assert "&#34;now&#34; cannot be read" in wrong.text or "“now”" in wrong.text
