"""Caregivers who join and leave later, and who may look at a patient."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.checkins.send_due_checkins import send_due_checkins
from symptomcheck.actions.people.add_caregiver import add_caregiver
from symptomcheck.actions.people.end import EndReason, end
from symptomcheck.actions.people.end_care import end_care
from symptomcheck.actions.people.list_patients import list_patients
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.actions.people.pause import PauseReason, pause
from symptomcheck.actions.people.show_patient import show_patient
from symptomcheck.actions.refused import Refused
from tests.actions.house import TODAY, House, open_house

BEN = NewCaregiver(name="Ben Ruiz", phone="555-010-0111")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def test_a_caregiver_who_joins_later_is_welcomed_and_asked(house: House) -> None:
    ana = house.enrol(language="es")
    joined = add_caregiver(house.clinic, ana.patient_id, BEN, by="Nora Quist", now=house.now)

    assert [at for at, _ in house.due()] == ["Mon 14:00", "Mon 18:00"]
    assert joined.next_checkin_at == house.rows("due")[0].due_at
    assert house.texts()[-1][0] == "welcome.caregiver"
    assert house.rows("people", id=joined.caregiver_id)[0].language == "es"
    assert house.audited()[-1] == ("Nora Quist", "caregiver.added")


def test_a_caregiver_of_a_paused_patient_is_asked_later(house: House) -> None:
    ana = house.enrol()
    pause(house.clinic, ana.patient_id, reason=PauseReason.ASKED, until=None, by="Nora Quist", now=house.now)
    joined = add_caregiver(house.clinic, ana.patient_id, BEN, by="Nora Quist", now=house.now)
    assert (joined.next_checkin_at, house.due()) == (None, [])


def test_nobody_joins_a_patient_whose_check_ins_have_ended(house: House) -> None:
    ana = house.enrol()
    end(house.clinic, ana.patient_id, reason=EndReason.FINISHED, by="Nora Quist", now=house.now)
    with pytest.raises(Refused, match="Enrol them again"):
        add_caregiver(house.clinic, ana.patient_id, BEN, by="Nora Quist", now=house.now)


def test_a_caregiver_who_leaves_is_asked_nothing_and_no_longer_heard(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    house.now += timedelta(hours=4)
    send_due_checkins(house.clinic, now=house.now)
    assert len(house.rows("checkins", state="asked")) == 1

    end_care(house.clinic, ana.patient_id, ana.caregiver_ids[0], by="Nora Quist", now=house.now)

    assert [at for at, _ in house.due()] == ["Mon 18:00"]
    assert [row.reason for row in house.rows("checkins", state="cancelled")] == ["care_ended"]
    ended = {row.role: row.ended_at for row in house.rows("conversations")}
    assert ended == {"patient": None, "caregiver": house.now}
    assert house.audited()[-1] == ("Nora Quist", "caregiver.ended")


def test_a_caregiver_can_come_back(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    end_care(house.clinic, ana.patient_id, ana.caregiver_ids[0], by="Nora Quist", now=house.now)
    again = add_caregiver(house.clinic, ana.patient_id, BEN, by="Nora Quist", now=house.now)

    assert again.caregiver_id == ana.caregiver_ids[0]
    (care,) = house.rows("cares_for")
    assert care.ended_at is None
    assert len(house.rows("conversations", ended_at=None)) == 2


def test_care_that_is_not_given_cannot_end(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    bea = house.enrol("Bea Stone", "555-010-0102")
    with pytest.raises(Refused, match="no caregiver of this patient"):
        end_care(house.clinic, bea.patient_id, ana.caregiver_ids[0], by="Nora Quist", now=house.now)


def test_the_list_holds_everybody_the_latest_infusion_first_and_says_who_looked(house: House) -> None:
    house.enrol("Ana Ruiz")
    house.enrol("Bea Stone", "555-010-0102", infused_on=TODAY)
    listed = list_patients(house.clinic, by="command line", now=house.now)

    assert [(each.line.patient.person.name, each.day) for each in listed] == [
        ("Bea Stone", 0),
        ("Ana Ruiz", 3),
    ]
    assert {(each.line.last_level, each.line.missed_in_a_row) for each in listed} == {("none", 0)}
    assert all(each.line.open_alert is None and each.line.last_heard_at is None for each in listed)
    assert house.audited()[-1] == ("command line", "patients.listed")


def test_one_patient_is_shown_with_everybody_around_them_and_says_who_looked(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    shown = show_patient(house.clinic, ana.patient_id, by="command line", now=house.now)

    assert (shown.line.patient.id, shown.day) == (ana.patient_id, 3)
    assert [(way.kind, way.address, way.state, way.confirmed) for way in shown.ways] == [
        ("sms", "+15550100101", "ok", True)
    ]
    (ben,) = shown.caregivers
    assert (ben.caregiver.person.name, ben.ways[0].address) == ("Ben Ruiz", "+15550100111")
    assert shown.next_checkin_at == ana.next_checkin_at
    assert house.audited()[-1] == ("command line", "patient.shown")
