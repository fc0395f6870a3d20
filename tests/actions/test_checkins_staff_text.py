"""A member of the team texts: an acknowledgement, a keyword, nonsense, or a symptom from another's hands."""

from collections.abc import Iterator

import pytest

from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.checkins.receive_reply import Receipt, Received
from symptomcheck.storage.outbox import BODY
from tests.actions.house import CIPHER, House, open_house
from tests.actions.texting import ANA, NORA, STRANGER, says, texts_to


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url) as house:
        yield house


def answered(house: House, body: str) -> list[str]:
    """What Nora is told when she texts this."""
    since = house.now
    assert says(house, NORA, body) == Receipt(Received.STAFF, "staff", "none")
    return [text_id for text_id in texts_to(house, NORA, since=since) if text_id != "staff.page"]


def in_trouble(house: House, name: str = "Ana Ruiz", phone: str = ANA) -> None:
    house.enrol(name, phone)
    says(house, phone, "cant breathe")


def state_of_noras_phone(house: House) -> str:
    (row,) = house.rows("contact_methods", address_index=CIPHER.index("sms", NORA))
    return str(row.state)


@pytest.mark.parametrize("nonsense", ["where do I park today", "HELP"])
def test_nonsense_and_help_are_told_how_to_take_an_alert(house, nonsense):
    assert answered(house, nonsense) == ["staff.help"]


def test_thanks_need_no_answer(house):
    assert answered(house, "ok thanks") == []


def test_stop_and_start_are_about_the_phone(house):
    assert answered(house, "STOP") == ["staff.stopped"]
    assert state_of_noras_phone(house) == "stopped"
    assert answered(house, "START") == ["staff.started"]
    assert state_of_noras_phone(house) == "ok"


@pytest.mark.parametrize(
    ("words", "level", "told"),
    [
        ("i fainted", "urgent", "Call your care team now"),
        ("my head hurts", "none", "call your care team about"),
    ],
)
def test_a_symptom_from_a_staff_phone_is_judged_as_a_strangers(house, words, level, told):
    receipt = says(house, NORA, words)
    assert (receipt.received, receipt.level) == (Received.STAFF, level)
    (answer,) = house.rows("outbox", text_id="staff.help")
    body = CIPHER.open(answer.body, column=BODY, row=answer.id)
    assert told in body and "ACK 12" in body and "not on our list" not in body
    assert [row.patient_id for row in house.rows("alerts")] == [None]


def test_a_bare_ack_with_nothing_open(house):
    assert answered(house, "ACK") == ["staff.none_open"]


def test_a_bare_ack_takes_the_only_one_open(house):
    in_trouble(house)
    assert answered(house, "ACK") == ["staff.acknowledged"]
    assert [row.state for row in house.rows("alerts")] == ["acknowledged"]
    assert answered(house, "ACK") == ["staff.none_open"]


def test_a_bare_ack_asks_which_of_several(house):
    in_trouble(house)
    in_trouble(house, "Leo Roy", "+15550100102")
    assert answered(house, "ACK") == ["staff.which"]
    assert (
        "staff.which",
        "More than one alert is open: 1, 2. Reply ACK and the number of yours.",
    ) in house.texts()
    assert answered(house, "ACK 2") == ["staff.acknowledged"]


def test_an_alert_another_nurse_has_is_named_as_hers(house):
    house.add_nurse("Omar Diaz", "555-010-0151")
    in_trouble(house)
    says(house, "+15550100151", "ack 1")
    assert answered(house, "ACK 1") == ["staff.already"]
    assert ("staff.already", "Alert #1: Omar Diaz has it already.") in house.texts()


def test_a_closed_alert_and_one_that_never_was_are_not_taken(house):
    in_trouble(house)
    (nora,) = house.rows("staff")
    close_alert(house.clinic, 1, staff_id=nora.id, outcome="advised", note="x", now=house.now)
    assert answered(house, "ACK 1") == ["staff.no_such"]
    assert answered(house, "ACK 99") == ["staff.no_such"]


def test_a_nurse_who_is_a_patient_here_may_acknowledge_and_may_be_ill(house):
    house.enrol("Nora Quist", "555-010-0150")
    receipt = says(house, NORA, "cant breathe")
    assert (receipt.received, receipt.level) == (Received.PERSON, "urgent")
    assert answered(house, "ACK 1") == ["staff.acknowledged"]


# -- a phone on no list --


def test_a_stranger_is_told_once_a_day_and_each_symptom_joins_one_alert(house):
    assert says(house, STRANGER, "hello there").received is Received.STRANGER
    says(house, STRANGER, "i fainted")
    says(house, STRANGER, "cant breathe")
    assert texts_to(house, STRANGER) == ["unknown_number"]
    assert len(house.rows("alerts")) == 1


def test_a_strangers_stop_is_kept_and_not_answered(house):
    says(house, STRANGER, "STOP")
    assert texts_to(house, STRANGER) == []
    assert [row.outcome for row in house.rows("inbound_texts")] == ["unknown_sender"]
    assert house.rows("alerts") == []


def test_ack_takes_every_alert_that_it_names(house):
    in_trouble(house)
    in_trouble(house, "Ben Ruiz", "+15550100102")
    assert answered(house, "ACK 2, 1 and 7") == ["staff.no_such"]  # one text; its last line is about #7
    assert {row.state for row in house.rows("alerts")} == {"acknowledged"}
    (answer,) = house.rows("outbox", text_id="staff.no_such")
    body = CIPHER.open(answer.body, column=BODY, row=answer.id)
    assert [line.partition(":")[0] for line in body.splitlines()[:2]] == ["Alert #1", "Alert #2"]
