"""An alert is taken by one person and ended by one; pages reach somebody, or say they did not."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert, acknowledge_alert
from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.alerts.raise_notice import raise_notice
from symptomcheck.actions.refused import Refused
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.storage import contacts
from tests.actions.house import CIPHER, House, open_house
from tests.actions.texting import ANA, NORA, STRANGER, minutes_pass, says, texts_to, timeline


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """Both databases: taking and closing hold the row of the alert."""
    with open_house(database_url) as house:
        yield house


@pytest.fixture
def small(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url) as house:
        yield house


def nurse(house: House, name: str = "Omar Diaz", phone: str = "555-010-0151", **more: str) -> UUID:
    return house.add_nurse(name, phone, **more).staff_id


def nora(house: House) -> UUID:
    (row,) = house.rows("staff", login="nora")
    return row.id


def in_trouble(house: House) -> None:
    house.enrol()
    says(house, ANA, "cant breathe")


def closes(house: House, outcome: str = "advised", note: str = "Spoken with.") -> None:
    close_alert(house.clinic, 1, staff_id=nora(house), outcome=outcome, note=note, now=house.now)


def test_an_alert_is_closed_once(house):
    in_trouble(house)
    closes(house)
    with pytest.raises(NoSuchAlert, match="No open alert has the number 1"):
        closes(house)
    assert timeline(house).count("closed") == 1


def test_an_alert_that_never_was_is_neither_taken_nor_closed(house):
    with pytest.raises(NoSuchAlert):
        closes(house)
    with pytest.raises(NoSuchAlert):
        acknowledge_alert(house.clinic, 1, staff_id=nora(house), now=house.now)


def test_an_alert_is_not_closed_without_an_outcome(house):
    in_trouble(house)
    with pytest.raises(ValueError, match="No outcome is given"):
        closes(house, outcome="")
    assert [row.state for row in house.rows("alerts")] == ["open"]
    assert "closed" not in timeline(house)


def test_an_urgent_alert_nobody_acknowledged_is_closed_with_a_note_only(house):
    in_trouble(house)
    with pytest.raises(Refused, match="Write in the note"):
        closes(house, note="")
    acknowledge_alert(house.clinic, 1, staff_id=nora(house), now=house.now)
    closes(house, note="")
    assert timeline(house).count("closed") == 1


def test_a_closing_note_is_sealed_and_the_lists_show_no_alert(house):
    in_trouble(house)
    closes(house, outcome="sent_in", note="Husband drives her in.")
    (row,) = house.rows("alert_events", kind="closed")
    assert CIPHER.open(row.note, column="alert_events.note", row=row.id) == "Husband drives her in."
    assert row.facts == {"outcome": "sent_in"}
    assert [row.open_alert_id for row in house.rows("patient_summaries")] == [None]
    assert {row.state for row in house.rows("outbox", kind="page")} == {"cancelled"}


def test_an_alert_about_a_phone_nobody_owns_is_closed_too(house):
    says(house, STRANGER, "i fainted")
    closes(house, outcome="no_contact")
    assert [(row.state, row.outcome) for row in house.rows("alerts")] == [("closed", "no_contact")]


def test_taking_it_again_renews_it(house):
    in_trouble(house)
    first = acknowledge_alert(house.clinic, 1, staff_id=nora(house), now=house.now)
    house.now += timedelta(minutes=30)
    second = acknowledge_alert(house.clinic, 1, staff_id=nora(house), now=house.now)
    assert not second.already
    assert second.alert.next_step_at - first.alert.next_step_at == timedelta(minutes=30)


def test_another_hears_who_has_it_and_changes_nothing(house):
    in_trouble(house)
    omar = nurse(house)
    acknowledge_alert(house.clinic, 1, staff_id=nora(house), now=house.now)
    second = acknowledge_alert(house.clinic, 1, staff_id=omar, now=house.now)
    assert (second.already, second.holder) == (True, nora(house))
    assert [row.acknowledged_by for row in house.rows("alerts")] == [nora(house)]
    assert timeline(house).count("acknowledged") == 1


def test_a_closed_alert_is_not_taken(house):
    in_trouble(house)
    closes(house)
    with pytest.raises(NoSuchAlert):
        acknowledge_alert(house.clinic, 1, staff_id=nora(house), now=house.now)


# -- who is paged --


def pages(house: House) -> list[tuple[str, str]]:
    rows = sorted(house.rows("outbox", kind="page"), key=lambda row: (row.queued_at, row.id))
    kept = {row.id: row for row in house.rows("contact_methods")}
    found = []
    for row in rows:
        way = kept[row.contact_id]
        address = CIPHER.open(way.address, column="contact_methods.address", row=way.id)
        found.append((row.channel, address))
    return found


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (
            {"fallback_phone": "+15550100177", "fallback_email": "desk@example.org", "mails": True},
            [("email", "desk@example.org"), ("sms", "+15550100177")],
        ),
        ({}, [("sms", "+15550100177")]),
    ],
)
def test_with_nobody_on_call_the_fallback_is_paged_and_the_timeline_says_so(sqlite_url, site, expected):
    with open_house(sqlite_url, **site) as house:
        house.enrol()
        with house.clinic.db.write() as tx:
            contacts.set_state(tx, contacts.find(tx, "sms", NORA), "undeliverable", now=house.now)
        says(house, ANA, "cant breathe")
        assert sorted(pages(house)) == expected
        assert set(timeline(house)) == {"nobody_on_rung", "nobody_on_call"}
        assert timeline(house).count("nobody_on_call") == 1


def test_a_rung_without_anybody_is_passed_over_and_the_timeline_says_so(small):
    nurse(small, "Lee Park", "555-010-0152", on_call="lead")
    in_trouble(small)
    minutes_pass(small, 15)
    before = small.now
    minutes_pass(small, 15)
    assert [row.facts for row in small.rows("alert_events", kind="nobody_on_rung")] == [{"rungs": ["backup"]}]
    assert texts_to(small, "+15550100152", since=before) == ["staff.page"]
    assert texts_to(small, NORA, since=before) == []


def test_somebody_with_an_email_address_is_paged_there_too(sqlite_url):
    with open_house(sqlite_url, mails=True) as house:
        house.add_nurse("Omar Diaz", "555-010-0151", email="omar@example.org")
        in_trouble(house)
        assert ("email", "omar@example.org") in pages(house)
        (mail,) = house.rows("outbox", channel="email")
        assert CIPHER.open(mail.subject, column="outbox.subject", row=mail.id).startswith("Alert #1 urgent")


# -- notices --


def raises(house: House, **about: UUID | None) -> UUID | None:
    with house.clinic.db.write() as tx:
        return raise_notice(
            tx, house.clinic, reason=NoticeReason.UNREADABLE, **{"patient_id": None, **about}, now=house.now
        )


def test_a_notice_about_a_patient_joins_the_open_alert(small):
    in_trouble(small)
    (alert,) = small.rows("alerts")
    assert raises(small, patient_id=alert.patient_id) == alert.id
    assert [row.open_alert_id for row in small.rows("patient_summaries")] == [alert.id]


def test_a_notice_about_a_phone_nobody_owns_is_about_that_phone(small):
    with small.clinic.db.write() as tx:
        contact_id = contacts.find_or_add(tx, "sms", STRANGER, now=small.now)
    alert_id = raises(small, contact_id=contact_id)
    assert [(row.id, row.contact_id, row.patient_id) for row in small.rows("alerts")] == [
        (alert_id, contact_id, None)
    ]
    assert raises(small, contact_id=contact_id) == alert_id


def test_an_unknown_phone_pages_in_its_own_words(small):
    says(small, STRANGER, "i fainted")
    assert texts_to(small, NORA) == ["staff.page_unknown"]
    assert texts_to(small, STRANGER) == ["unknown_number"]


def test_a_notice_that_comes_due_is_paged_as_a_notice(small):
    small.enrol()
    says(small, ANA, "HELP")
    minutes_pass(small, 29)
    assert texts_to(small, NORA) == []
    minutes_pass(small, 2)
    assert texts_to(small, NORA) == ["staff.process"]


def test_an_acknowledgement_that_ran_out_is_on_the_timeline_and_pages_again(small):
    in_trouble(small)
    taken = acknowledge_alert(small.clinic, 1, staff_id=nora(small), now=small.now)
    small.now = taken.alert.next_step_at
    before = small.now - timedelta(seconds=1)
    minutes_pass(small, 0)
    (line,) = small.rows("alert_events", kind="ack_timed_out")
    assert line.staff_id == nora(small)
    assert texts_to(small, NORA, since=before) == ["staff.page"]
