"""Enrolment: who may be enrolled, what is kept of them, and what follows at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from symptomcheck.actions.people.end import EndReason, end
from symptomcheck.actions.people.enrol import EnrolmentRefused
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.actions.people.phone import region_of
from symptomcheck.actions.people.show_patient import show_patient
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.rulebook.install_rulebook import install_rulebook
from symptomcheck.actions.staff.disable_staff import disable_staff
from symptomcheck.core.answers import Reporter
from symptomcheck.core.oncall import Rung
from symptomcheck.core.schedule import count_texts
from symptomcheck.storage import contacts, people, shifts
from tests.actions.house import TODAY, House, bare_house, open_house, shipped_files

BEN = NewCaregiver(name="Ben Ruiz", phone="555-010-0111")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def _enrolled_nothing(house: House) -> bool:
    tables = ("patients", "conversations", "consents", "cares_for", "patient_summaries", "due", "outbox")
    return not any(house.rows(table) for table in tables)


def test_a_patient_is_kept_welcomed_and_asked_at_the_next_slot(house: House) -> None:
    ana = house.enrol()

    assert [at for at, _ in house.due()] == ["Mon 18:00"]
    assert ana.next_checkin_at == house.rows("due")[0].due_at
    ((text_id, words),) = house.texts()
    assert text_id == "welcome"
    assert f"up to {ana.texts_counted} texts" in words
    assert "555-010-0199" in words
    assert ("Nora Quist", "patient.enrolled") in house.audited()


def test_consent_says_the_true_number_of_texts_who_wrote_it_and_to_which_wording(house: House) -> None:
    ana = house.enrol(consent="on paper", caregivers=(BEN,))

    with house.clinic.db.read() as tx:
        book = house.clinic.books.current(tx)
    of = {row.person_id: row for row in house.rows("consents")}
    assert of[ana.patient_id].texts_counted == count_texts(book.plan, Reporter.PATIENT) == ana.texts_counted
    assert of[ana.caregiver_ids[0]].texts_counted == count_texts(book.plan, Reporter.CAREGIVER)
    assert {row.wording_version for row in of.values()} == {book.fingerprint}
    assert of[ana.patient_id].how == "on paper"
    assert {row.recorded_by for row in of.values()} == {"Nora Quist"}


def test_a_caregiver_has_a_conversation_check_ins_and_a_welcome_of_their_own(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))

    assert {row.role for row in house.rows("conversations")} == {"patient", "caregiver"}
    assert [at for at, _ in house.due()] == ["Mon 14:00", "Mon 18:00"]
    assert [text_id for text_id, _ in house.texts()] == ["welcome", "welcome.caregiver"]
    (care,) = house.rows("cares_for")
    assert (care.caregiver_id, care.may_be_told) == (ana.caregiver_ids[0], True)


def test_names_phones_and_texts_are_nowhere_in_the_database_as_they_are(house: House) -> None:
    house.enrol(caregivers=(BEN,), email="ana@example.org")
    stored = repr([house.rows(t) for t in ("people", "contact_methods", "outbox", "audit", "name_tokens")])
    for secret in ("Ana", "Ben", "Ruiz", "5550100101", "5550100111", "example.org", "Riverside"):
        assert secret not in stored


def test_a_patient_is_found_by_surname_or_its_first_three_letters(house: House) -> None:
    ana = house.enrol("Ana Núñez García")
    with house.clinic.db.read() as tx:
        for typed in ("García", "garcia", "NUNEZ", "nuñ", "Gar"):
            assert people.found_by_surname(tx, typed) == (ana.patient_id,)
        assert people.found_by_surname(tx, "Ana") == people.found_by_surname(tx, "Garc") == ()


def test_language_zone_and_e_mail_are_kept(house: House) -> None:
    ana = house.enrol(language="es", zone="America/Los_Angeles", email=" ana@example.org")

    assert [at for at, _ in house.due()] == ["Mon 12:00"]  # 09:00 in Los Angeles
    assert "hasta" in house.texts()[0][1]
    shown = show_patient(house.clinic, ana.patient_id, by="Nora Quist", now=house.now)
    assert (shown.line.patient.person.language, shown.line.patient.person.zone) == (
        "es",
        "America/Los_Angeles",
    )
    assert [(way.kind, way.address) for way in shown.ways] == [
        ("sms", "+15550100101"),
        ("email", "ana@example.org"),
    ]


def test_enrolment_ahead_of_the_infusion_asks_from_day_0(house: House) -> None:
    house.enrol(infused_on=TODAY + timedelta(days=2))
    assert [at for at, _ in house.due()] == ["Wed 09:00"]


# --- what stops an enrolment


def test_enrolment_waits_for_a_clinician_to_adopt_the_book(database_url: str) -> None:
    with bare_house(database_url) as house:
        install_rulebook(house.clinic, shipped_files(), now=house.now)
        house.add_nurse()
        with pytest.raises(EnrolmentRefused, match="symptomcheck rules adopt"):
            house.enrol()
        assert _enrolled_nothing(house)
        house.adopt()
        house.enrol()


def test_the_demo_adopts_for_itself(database_url: str) -> None:
    with bare_house(database_url, demo=True) as house:
        install_rulebook(house.clinic, shipped_files(), now=house.now)
        house.add_nurse()
        house.enrol()


def test_a_house_without_any_book_enrols_nobody(database_url: str) -> None:
    with bare_house(database_url) as house, pytest.raises(EnrolmentRefused):
        house.enrol()


def test_enrolment_waits_for_somebody_on_call_whose_phone_can_be_texted(database_url: str) -> None:
    with bare_house(database_url) as house:
        house.adopt()
        house.add_nurse("Nora Quist", phone=None)
        house.add_nurse("Vic Lund", phone="555-010-0151", on_call="none")
        house.add_nurse("Pia Holm", phone="555-010-0152", login="pia")
        disable_staff(house.clinic, "pia", by="command line", now=house.now)
        with pytest.raises(EnrolmentRefused, match="From 2026-11-23 10:00 nobody is on call"):
            house.enrol()
        assert _enrolled_nothing(house)


def test_enrolment_waits_for_a_fallback_phone_and_email(database_url: str) -> None:
    with open_house(database_url, fallback_phone=None, fallback_email=None) as house:
        with pytest.raises(EnrolmentRefused, match=r"Set \[oncall\] fallback_phone, fallback_email"):
            house.enrol()
        assert _enrolled_nothing(house)


@pytest.mark.parametrize("state", ["stopped", "wrong", "undeliverable"])
def test_a_nurse_whose_phone_is_out_covers_nothing(house: House, state: str) -> None:
    with house.clinic.db.write() as tx:
        nurse = contacts.find_or_add(tx, "sms", "+15550100150", now=house.now)
        contacts.set_state(tx, nurse, state, now=house.now)
    with pytest.raises(EnrolmentRefused, match="nobody is on call"):
        house.enrol()


def test_a_gap_next_week_stops_enrolment_today(house: House) -> None:
    (nurse,) = {row.staff_id for row in house.rows("shifts")}
    with house.clinic.db.write() as tx:
        shifts.end_all(tx, nurse, now=house.now)
        until = house.now + timedelta(days=7)
        shifts.add(tx, nurse, rung=Rung.FIRST, starts_at=house.now, ends_at=until, now=house.now)
    with pytest.raises(EnrolmentRefused, match="From 2026-11-30 10:00 nobody is on call"):
        house.enrol()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "  "}, "The patient has no name"),
        ({"name": "12"}, "has no name"),
        ({"name": "x" * 121}, "longer than 120"),
        ({"name": "Ana\u200bRuiz"}, "signs no name has"),
        ({"phone": "555-0199"}, "too short"),
        ({"phone": ""}, "cannot be read"),
        ({"phone": "555-010-0101 x12"}, "has an extension"),
        ({"phone": "1-800-FLOWERS"}, "has letters in it"),
        ({"phone": "+1 555 010 0101 0101"}, "more digits than"),
        ({"phone": "+39 1"}, "Write it with its area code"),
        ({"phone": "+290 123456"}, "Write it with its area code"),
        ({"phone": "+1 555 010 0100"}, "the clinic's own number"),
        ({"language": "fr"}, "does not speak the language fr. Choose one of: en, es"),
        ({"zone": "New York"}, "Use a name like America/New_York"),
        ({"zone": "../../etc/passwd"}, "There is no time zone"),
        ({"email": "ana at example"}, "no e-mail address"),
        ({"email": "aña@example.org"}, "no e-mail address"),
        ({"consent": " "}, "Say how they agreed"),
        ({"consent": "x" * 41}, "at most 40 letters"),
        ({"infused_on": date(2025, 11, 20)}, "the plan ends on day 60. Check the date"),
        ({"infused_on": date(2027, 11, 20)}, "more than 60 days ahead"),
        ({"caregivers": (NewCaregiver(name="", phone="555-010-0111"),)}, "The caregiver has no name"),
        ({"caregivers": (NewCaregiver(name="Ben", phone="911"),)}, "too short"),
        ({"caregivers": (NewCaregiver(name="Ben", phone="555-010-0111", consent=""),)}, "how they agreed"),
        ({"caregivers": (NewCaregiver(name="Ben", phone="555-010-0111", language="fr"),)}, "Choose one of"),
        ({"caregivers": (BEN, BEN)}, "is a caregiver of this patient already"),
        (
            {"caregivers": (NewCaregiver(name="ana ruiz", phone="555-010-0101"),)},
            "the patient's own name and phone",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_mistyped_is_named_with_its_remedy_and_nothing_is_kept(
    house: House, typed: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        house.enrol(**typed)
    assert _enrolled_nothing(house)
    assert not {"Ana", "Ruiz", "0101", "0111"} & set(str(refusal.value).replace(".", " ").split())


def test_enrolling_twice_is_refused(house: House) -> None:
    house.enrol()
    with pytest.raises(EnrolmentRefused, match=r"enrolled on that phone already"):
        house.enrol("ana  RUIZ")
    assert len(house.rows("patients")) == len(house.texts()) == 1


def test_a_phone_that_texted_stop_is_enrolled_only_after_start(house: House) -> None:
    with house.clinic.db.write() as tx:
        phone = contacts.find_or_add(tx, "sms", "+15550100101", now=house.now)
        contacts.set_state(tx, phone, "stopped", now=house.now)
    with pytest.raises(Refused, match="text START"):
        house.enrol()


@pytest.mark.parametrize("state", ["wrong", "undeliverable"])
def test_a_number_that_was_wrong_for_somebody_before_is_good_for_whom_it_is_typed_now(
    house: House, state: str
) -> None:
    with house.clinic.db.write() as tx:
        phone = contacts.find_or_add(tx, "sms", "+15550100101", now=house.now)
        contacts.set_state(tx, phone, state, now=house.now)
    house.enrol()
    (row,) = house.rows("contact_methods", id=phone)
    assert row.state == "ok"
    assert [row.state for row in house.rows("outbox")] == ["queued"]


# --- phones that several people share


def test_people_on_one_phone_are_told_apart_by_a_tag(house: House) -> None:
    house.enrol("Ana Ruiz")
    house.enrol("Ana Stone")
    house.enrol("Bea Stone")
    assert house.tags() == {"Ana", "Ana S", "Bea", "Nora"}
    assert [words[:12] for _, words in house.texts()] == ["Riverside: u", "(Ana S) Rive", "(Bea) Rivers"]


def test_a_caregivers_phone_counts_for_the_tag(house: House) -> None:
    house.enrol("Ana Ruiz", caregivers=(BEN,))
    house.enrol("Ana Stone", "555-010-0102", caregivers=(BEN,))
    assert house.tags() == {"Ana", "Ana S", "Ben", "Nora"}


def test_one_caregiver_of_two_patients_is_one_person(house: House) -> None:
    ana = house.enrol("Ana Ruiz", caregivers=(BEN,))
    bea = house.enrol("Bea Ruiz", "555-010-0102", caregivers=(BEN,))
    assert ana.caregiver_ids == bea.caregiver_ids
    assert len(house.rows("conversations", person_id=ana.caregiver_ids[0])) == 2


def test_a_caregiver_on_the_patients_own_phone_is_somebody_else(house: House) -> None:
    ana = house.enrol(caregivers=(NewCaregiver(name="Ben Ruiz", phone="555-010-0101", may_be_told=False),))
    assert ana.caregiver_ids != (ana.patient_id,)
    assert [words[:6] for _, words in house.texts()] == ["(Ana) ", "(Ana) "]
    assert len(house.rows("contact_methods", kind="sms")) == 2  # theirs and the nurse's


def test_a_caregiver_who_falls_ill_becomes_a_patient_with_their_own_zone(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    ben = house.enrol("Ben Ruiz", BEN.phone, zone="America/Chicago", language="es")
    assert ben.patient_id == ana.caregiver_ids[0]
    (row,) = house.rows("people", id=ben.patient_id)
    assert (row.zone, row.language) == ("America/Chicago", "es")


def test_whoever_had_ended_is_enrolled_again_with_the_new_infusion(house: House) -> None:
    first = house.enrol(messages="link")
    end(house.clinic, first.patient_id, reason=EndReason.FINISHED, by="Nora Quist", now=house.now)
    house.now += timedelta(days=200)

    again = house.enrol(infused_on=date(2027, 6, 10))

    assert again.patient_id == first.patient_id
    (row,) = house.rows("patients")
    assert (row.state, row.infused_on, row.messages, row.state_reason) == (
        "active",
        date(2027, 6, 10),
        "words",
        None,
    )
    assert len(house.rows("consents")) == 2
    assert len(house.rows("conversations")) == len(house.due()) == 1


@pytest.mark.parametrize(
    ("ours", "region"),
    [("+15035550142", "US"), ("+34612345678", "ES"), ("12345", "US"), (None, "US")],
)
def test_numbers_without_a_country_code_are_in_the_clinics_country(ours: str | None, region: str) -> None:
    assert region_of(ours) == region
