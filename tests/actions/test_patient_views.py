"""The list of patients and the page of one: what they show, and that looking is written down."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from symptomcheck.actions.checkins.start_checkin import start_checkin
from symptomcheck.actions.once import AlreadySent
from symptomcheck.actions.people.browse_patients import Patients, browse_patients
from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.held_patient import NoSuchPatient
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.actions.people.view_patient import view_patient
from symptomcheck.core.answers import Key
from tests.actions.house import TODAY, House, open_house

KEY = bytes(16)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def browse(house: House, surname: str | None = None, first: int = 0, limit: int = 10) -> Patients:
    return browse_patients(house.clinic, surname=surname, first=first, limit=limit, by="nora", now=house.now)


def names(listed: Patients) -> list[str]:
    return [each.line.patient.person.name for each in listed.shown]


def test_the_list_shows_one_page_and_tells_how_many_there_are(house):
    for number, name in enumerate(("Ana Ruiz", "Ben Okafor", "Cleo Okamoto")):
        house.enrol(name, f"555-010-011{number}", infused_on=TODAY - timedelta(days=number))
    assert names(browse(house)) == ["Ana Ruiz", "Ben Okafor", "Cleo Okamoto"]
    second = browse(house, first=1, limit=1)
    assert (names(second), second.count, second.shown[0].day) == (["Ben Okafor"], 3, 1)
    assert house.audited().count(("nora", "patients.listed")) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("okafor", ["Ben Okafor"]),
        ("OKA", ["Ben Okafor", "Cleo Okamoto"]),
        ("okan", ["Ben Okafor", "Cleo Okamoto"]),
        ("li", ["Bo Li"]),
        ("ok", []),
        (" ", []),
        ("nobody", []),
    ],
)
def test_a_surname_finds_its_patients_and_else_those_that_begin_alike(house, typed, found):
    for number, name in enumerate(("Ben Okafor", "Cleo Okamoto", "Bo Li")):
        house.enrol(name, f"555-010-011{number}")
    listed = browse(house, typed)
    assert sorted(names(listed)) == sorted(found)
    assert listed.count == len(found)


def test_the_list_says_who_has_not_answered_an_open_question(house):
    ana = house.enrol().patient_id
    start_checkin(house.clinic, ana, by="nora", now=house.now)
    assert browse(house).shown[0].waiting_since == house.now


def test_a_check_in_from_a_form_sent_twice_begins_once(house):
    ana = house.enrol().patient_id
    start_checkin(house.clinic, ana, by="nora", form_key=KEY, now=house.now)
    with pytest.raises(AlreadySent):
        start_checkin(house.clinic, ana, by="nora", form_key=KEY, now=house.now + timedelta(seconds=5))
    assert len(house.rows("checkins")) == 1


def test_an_enrolment_form_sent_twice_enrols_once(house):
    new = NewPatient(name="Ana Ruiz", phone="555-010-0101", infused_on=TODAY)
    enrol(house.clinic, new, by="nora", form_key=KEY, now=house.now)
    with pytest.raises(AlreadySent):
        enrol(house.clinic, new, by="nora", form_key=KEY, now=house.now)
    assert len(house.rows("patients")) == 1


def test_the_page_of_a_patient_shows_people_check_ins_and_texts(house):
    luis = NewCaregiver(name="Luis Ruiz", phone="555-010-0102")
    ana = house.enrol(caregivers=(luis,)).patient_id
    start_checkin(house.clinic, ana, by="nora", now=house.now)
    seen = view_patient(house.clinic, ana, by="nora", now=house.now)
    assert (seen.day, seen.caregivers[0][0].person.name) == (3, "Luis Ruiz")
    assert [(each.who, each.state) for each in seen.rounds] == [("Ana Ruiz", "asked")]
    assert {each.who for each in seen.messages} == {"Ana Ruiz", "Luis Ruiz"}
    assert seen.waiting_since == house.now
    assert ("nora", "patient.viewed") in house.audited()


def test_the_page_of_a_patient_shows_what_they_texted_and_what_it_meant(clinic):
    ana = clinic.patient("Ana")
    ana.phone.texts("cant breathe")
    clinic.skip_to_here()
    seen = view_patient(clinic.stage.clinic, ana.id, by="nora", now=clinic.clock.now())
    assert [each.words for each in seen.messages if not each.ours] == ["cant breathe"]
    assert [each.key for each in seen.answers] == [Key.BREATH]


def test_a_phone_two_patients_share_shows_on_each_page_only_what_is_about_them(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.patient("Ben", phone=ana.phone)
    ana.phone.texts("Ben fainted")
    clinic.skip_to_here()
    pages = {
        each.name: view_patient(clinic.stage.clinic, each.id, by="nora", now=clinic.clock.now())
        for each in (ana, ben)
    }
    for name, page in pages.items():
        assert {each.who for each in page.messages if each.ours} == {f"{name} Ruiz"}


def test_a_patient_who_is_not_there_is_not_shown(house):
    with pytest.raises(NoSuchPatient):
        view_patient(house.clinic, UUID(int=1), by="nora", now=house.now)
