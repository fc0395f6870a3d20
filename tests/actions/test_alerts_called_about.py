"""Calls that nobody with a name answers, and an alert passed on from a screen."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert, acknowledge_alert
from symptomcheck.actions.alerts.answer_call import press_key, what_to_say
from symptomcheck.actions.alerts.escalate_alerts import escalate_alerts
from symptomcheck.actions.alerts.pass_alert import pass_alert
from symptomcheck.storage import contacts
from tests.actions.house import CIPHER, House, open_house
from tests.actions.texting import ANA, NORA, says


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url, calls=True) as house:
        house.enrol()
        yield house


def calls(house: House) -> list:
    return [row for row in house.rows("outbox", kind="page") if row.channel == "voice"]


def test_with_nobody_to_text_the_fallback_and_whoever_still_rings_are_called(house):
    with house.clinic.db.write() as tx:
        contacts.set_state(tx, contacts.find(tx, "sms", NORA), "undeliverable", now=house.now)
    says(house, ANA, "cant breathe")
    (nora,) = house.rows("staff")
    spoken = {row.person_id: what_to_say(house.clinic, row.id) for row in calls(house)}
    assert spoken[nora.id].words == "Alert 1, urgent. Press 1 to acknowledge. Press 2 to pass it on."
    assert spoken[None].words.startswith("Cover failed")
    assert not spoken[None].waits_for_key
    (fallback,) = (row for row in calls(house) if row.person_id is None)
    assert press_key(house.clinic, fallback.id, "1", now=house.now) is None  # nobody there has a name
    assert [row.state for row in house.rows("alerts")] == ["open"]


def test_a_page_that_is_no_call_has_nothing_to_say(house):
    says(house, ANA, "cant breathe")
    text = next(row for row in house.rows("outbox", kind="page") if row.channel == "sms")
    assert what_to_say(house.clinic, text.id) is None
    assert press_key(house.clinic, uuid4(), "1", now=house.now) is None


def test_passed_on_from_a_screen_unless_somebody_else_has_it(house):
    says(house, ANA, "cant breathe")
    (nora,) = house.rows("staff")
    omar = house.add_nurse("Omar Diaz", "555-010-0151", on_call="backup").staff_id
    acknowledge_alert(house.clinic, 1, staff_id=nora.id, now=house.now)
    assert not pass_alert(house.clinic, 1, staff_id=omar, now=house.now)
    assert pass_alert(house.clinic, 1, staff_id=nora.id, now=house.now)
    newest = [row.person_id for row in house.rows("outbox", kind="page", page_step=2)]
    assert set(newest) == {omar}
    assert [row.state for row in house.rows("alerts")] == ["open"]
    with pytest.raises(NoSuchAlert):
        pass_alert(house.clinic, 99, staff_id=nora.id, now=house.now)


def test_a_clinics_own_pager_hears_of_every_paging_without_a_word_about_anybody(sqlite_url):
    with open_house(sqlite_url, posts_to="https://pager.example/page") as house:
        house.enrol()
        says(house, ANA, "cant breathe")
        (row,) = (each for each in house.rows("outbox", kind="page") if each.channel == "post")
        body = CIPHER.open(row.body, column="outbox.body", row=row.id)
        assert json.loads(body) == {
            "alert": 1,
            "level": "urgent",
            "paging": 1,
            "nobody_on_call": False,
            "at": house.now.isoformat(),
            "url": "https://checkin.example.org/team/alerts/1",
        }


def test_work_that_waited_is_posted_for_each_alert_though_it_is_one_text(sqlite_url):
    with open_house(sqlite_url, posts_to="https://pager.example/page") as house:
        for number, name in enumerate(("Ana Ruiz", "Bea Stone", "Cy Roe", "Di Fox", "Ed Oak"), 1):
            house.enrol(name, f"555-010-010{number}")
            says(house, f"+1555010010{number}", "chills and so shaky")
        house.now += timedelta(hours=7)
        escalate_alerts(house.clinic, now=house.now)
        told = [(row.channel, row.text_id) for row in house.rows("outbox", kind="page")]
        assert sorted(told) == [*[("post", "page")] * 5, ("sms", "staff.which")]
        assert "1, 2, 3, 4 ..." in house.texts(text_id="staff.which")[0][1]
