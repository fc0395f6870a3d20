"""Somebody whose texts carry a link and no symptom words: the questions stand on the page alone."""

import re
from datetime import timedelta

import pytest

from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.newcomers import NewPatient
from symptomcheck.rehearsal.settings import ZONE
from symptomcheck.web.app import create_app
from tests.clinic import BY, Person
from tests.pages import BREATHING_NO, NO, Page

SYMPTOMS = re.compile("confus|speak|sleep|breath|chest|faint|temperature|fever|tired", re.I)


@pytest.fixture
def ana(clinic):
    clinic.nurse("Nora")
    phone = clinic.stranger()
    return ask_by_link(clinic, "Ana", phone)


def ask_by_link(clinic, name, phone):
    now = clinic.clock.now()
    new = NewPatient(
        name=f"{name} Ruiz",
        phone=phone.number,
        infused_on=(now - timedelta(days=3)).date(),
        zone=ZONE,
        messages="link",
    )
    enrolled = enrol(clinic.stage.clinic, new, by=BY, now=now)
    clinic.stage.settle()
    phone.receives("STOP")
    return Person(enrolled.patient_id, name, phone)


def link_in(clinic, phone, says="please open your check-in"):
    """The link of the next text, which names no symptom."""
    words = phone.receives(says).body
    assert words.count("http") == words.count("Riverside") == 1
    address = re.search(r"http\S+/p/\S+", words)
    assert address and not SYMPTOMS.search(words.replace(address[0], ""))
    return Page(create_app(clinic.stage.house)).opens(address[0])


def test_a_check_in_comes_as_a_link_and_is_answered_there(clinic, ana):
    clinic.clock.goes_to("09:00")
    page = link_in(clinic, ana.phone).says("1 of 4").sends(**NO).sends(**BREATHING_NO)
    page.sends(number="36.9", unit="C").follows("Yes, go on").sends(fatigue="1").says("Nothing you sent")


def test_the_reminder_carries_a_link_as_well(clinic, ana):
    clinic.clock.goes_to("09:31")
    link_in(clinic, ana.phone)
    link_in(clinic, ana.phone, says="your check-in is still open").says("1 of 4")


def test_a_bare_choice_is_answered_with_the_link(clinic, ana):
    clinic.clock.goes_to("09:00")
    link_in(clinic, ana.phone)
    ana.phone.texts("2")
    link_in(clinic, ana.phone).says("1 of 4")
    clinic.nobody_is_alerted_about(ana)


def test_their_own_words_count_at_once(clinic, ana):
    clinic.clock.goes_to("09:00")
    link_in(clinic, ana.phone)
    ana.phone.texts("i cant breathe").receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_check_in_that_waited_for_a_shared_phone_comes_as_a_link(clinic, ana):
    ask_by_link(clinic, "Bo", ana.phone)
    clinic.clock.goes_to("09:00")
    page = link_in(clinic, ana.phone).sends(confusion="yes").says("Call your care team now")
    clinic.stage.settle()
    assert page.status == 200
    ana.phone.receives("Call your care team now")
    clinic.on_call.nurse.phone.receives("urgent")
    clinic.clock.goes_to("09:11")  # the call line stays the last thing on the phone for ten minutes
    link_in(clinic, ana.phone).says("1 of 4")
