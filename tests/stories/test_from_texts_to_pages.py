"""A check-in begun by text and answered on a page, and the reverse."""

import pytest

from symptomcheck.core.answers import Reporter
from tests.pages import BREATHING_NO, NO, page_of


@pytest.fixture
def ana(clinic):
    return clinic.patient("Ana", infused_days_ago=3)


def at_nine(clinic, ana):
    clinic.clock.goes_to("09:00")
    return ana.phone.receives("confusion")


def test_a_check_in_begun_by_text_ends_on_a_page(clinic, ana):
    at_nine(clinic, ana).then_replies("1")
    ana.phone.receives("shortness of breath")

    page = page_of(clinic, ana).says("2 of 4").says("chest pain")
    page.sends(**BREATHING_NO).says("temperature").sends(number="98.6").says("98.6 F (37.0 C)")
    page.follows("Yes, go on").says("4 of 4").sends(fatigue="1").says("Nothing you sent is on your call-now")

    clinic.nobody_is_alerted_about(ana)
    clinic.nothing_else_was_sent()


def test_an_urgent_answer_on_a_page_shows_the_card_texts_it_and_pages_the_team(clinic, ana):
    at_nine(clinic, ana)
    page = page_of(clinic, ana).sends(**NO | {"speech": "not_sure"})
    clinic.stage.settle()

    page.says("Call your care team now")
    assert 'href="tel:' in page.text
    ana.phone.receives("Call your care team now")
    page.says("Nobody on your care team has seen it yet.")
    clinic.on_call.is_paged_about(ana).then_replies("ack").receives("has it now")
    page.opens(page.path).says("Somebody on your care team has it since")
    # What was left to ask is withheld.
    page.follows("Send something else").says("What do you want to send?")


def test_one_yes_counts_although_the_rest_was_left_open(clinic, ana):
    at_nine(clinic, ana)
    page_of(clinic, ana).sends(confusion="yes").says("Call your care team now")
    clinic.stage.settle()
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_no_alone_is_asked_about_and_kept_on_the_page(clinic, ana):
    at_nine(clinic, ana)
    page = page_of(clinic, ana).sends(confusion="no").says("Choose one answer")
    assert 'name="confusion" type="radio" value="no" checked' in page.text
    page.sends(**NO).says("2 of 4")


def test_a_bare_choice_by_text_does_not_answer_what_was_only_on_the_page(clinic, ana):
    at_nine(clinic, ana)
    page_of(clinic, ana).sends(**NO).says("2 of 4")

    ana.phone.texts("2").receives("Was that for this one?").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.6")
    ana.phone.receives("How tired").then_replies("1")
    ana.phone.receives("Nothing you sent")
    clinic.nobody_is_alerted_about(ana)


@pytest.mark.parametrize("bare", ["yes", "1", "no", "NONE"])
def test_no_bare_word_answers_it_either(clinic, ana, bare):
    at_nine(clinic, ana)
    page_of(clinic, ana).sends(**NO)
    ana.phone.texts(bare).receives("shortness of breath")
    clinic.nobody_is_alerted_about(ana)


def test_symptoms_in_words_count_at_once_after_a_page(clinic, ana):
    at_nine(clinic, ana)
    page_of(clinic, ana).sends(**NO)
    ana.phone.texts("my chest hurts").receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_number_by_text_is_the_temperature_the_page_asks_for(clinic, ana):
    at_nine(clinic, ana)
    page_of(clinic, ana).sends(**NO).sends(**BREATHING_NO).says("temperature")
    ana.phone.texts("101.5").receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_without_a_reading_fever_is_asked(clinic, ana):
    at_nine(clinic, ana)
    page = page_of(clinic, ana).sends(**NO).sends(**BREATHING_NO)
    page.sends(reading="none").says("fever").sends(fever="no").says("4 of 4").sends(fatigue="4")
    page.says("Call your care team now")
    clinic.stage.settle()
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_check_in_begun_on_a_page_ends_by_text(clinic, ana):
    page_of(clinic, ana).sends("/start").says("1 of 4").sends(**NO).says("2 of 4")
    clinic.clock.goes_to("08:59")
    ana.phone.texts("1").receives("Was that for this one?").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.2")
    ana.phone.receives("How tired").then_replies("1")
    ana.phone.receives("Nothing you sent")


def test_who_stops_half_way_on_a_page_is_reminded_by_text(clinic, ana):
    at_nine(clinic, ana)
    page_of(clinic, ana).sends(**NO)
    clinic.clock.goes_to("09:31")
    ana.phone.receives("shortness of breath").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.6")
    ana.phone.receives("How tired").then_replies("1")
    ana.phone.receives("Nothing you sent")


def test_a_caregiver_logs_a_temperature_in_two_taps(clinic, ana):
    ben = clinic.caregiver("Ben", of=ana)
    page = page_of(clinic, ana, Reporter.CAREGIVER).follows("Log a temperature").says("their temperature")
    page.sends(number="38,5", unit="C")
    clinic.stage.settle()
    page.says("Call your care team now")
    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_own_words_are_read_like_a_text(clinic, ana):
    page = page_of(clinic, ana).follows("own words").sends(words="I blacked out this morning")
    clinic.stage.settle()
    page.says("Call your care team now")
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_urgent_words_end_an_open_check_in(clinic, ana):
    at_nine(clinic, ana)
    page = page_of(clinic, ana).follows("something else").sends(words="i cant breathe")
    clinic.stage.settle()
    page.says("Call your care team now").follows("Send something else").says("What do you want to send?")
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
