"""People text when something happens, not when they are asked. Words count at any time."""

import pytest


def test_urgent_words_out_of_the_blue(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("cant breathe")

    ana.phone.receives("Call your care team now: 555-010-0199. Do not wait for us to call.")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


def test_a_temperature_and_breath_in_one_text(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("my temp is 101.3 and its hard to breathe")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
    assert sorted(clinic.alert_of(ana).alert.rule_ids) == ["breath", "fever-measured"]


def test_in_the_middle_of_a_check_in(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("confusion").then_replies("1")
    ana.phone.receives("shortness").then_replies("my temp is 101.3 and its hard to breathe")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize("words", ["no puedo respirar", "tengo 38.5 de fiebre", "me duele el pecho"])
def test_in_spanish(clinic, words):
    ana = clinic.patient("Ana", language="es")

    ana.phone.texts(words)

    ana.phone.receives("Llame ahora a su equipo médico")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize("words", ["ok thanks", "👍", "ok", "thx"])
def test_chatter_pages_nobody(clinic, words):
    ana = clinic.patient("Ana")

    ana.phone.texts(words)

    clinic.nobody_is_alerted_about(ana)
    clinic.nothing_else_was_sent()


def test_a_remark_gets_the_call_line_and_pages_nobody(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("running late, call u after lunch")

    ana.phone.receives("Sorry, I could not read that. If you feel unwell call 555-010-0199 now.")
    clinic.clock.goes_to("08:59", day=0)
    assert clinic.alert_of(ana).alert.reasons == {"remark"}
    clinic.on_call.is_not_paged()
    clinic.nothing_else_was_sent()


def test_a_second_remark_that_nobody_can_read_goes_to_the_team(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3)

    ana.phone.texts("the river is wide")
    ana.phone.receives("Sorry, I could not read that")
    clinic.clock.moves_on(minutes=11)
    ana.phone.texts("and blue today")
    ana.phone.receives("Sorry, I could not read that")

    clinic.on_call.is_not_paged()
    clinic.clock.moves_on(minutes=31)
    clinic.on_call.is_paged_about(ana)
    ana.phone.receives("Any new confusion")


def test_letters_that_make_no_words_go_to_the_team_the_first_time(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3)

    ana.phone.texts("hlp cnt tlk rght")

    ana.phone.receives("Sorry, I could not read that")
    assert clinic.alert_of(ana).alert.reasons == {"gibberish"}


def test_a_paused_patient_is_answered_and_paged_about(clinic):
    ana = clinic.patient("Ana")
    clinic.pauses(ana)
    ana.phone.receives("your check-ins are on hold")

    clinic.clock.goes_to("12:00")
    ana.phone.texts("cant breathe")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


def test_a_paused_patient_in_spanish(clinic):
    ana = clinic.patient("Ana", language="es")
    clinic.pauses(ana)
    ana.phone.receives("en pausa")

    ana.phone.texts("no puedo respirar")

    ana.phone.receives("Llame ahora a su equipo médico")
    clinic.on_call.is_paged_about(ana)


def test_a_patient_whose_check_ins_ended_is_answered_and_paged_about(clinic):
    ana = clinic.patient("Ana")
    clinic.ends(ana)
    ana.phone.receives("your check-ins have ended")

    ana.phone.texts("cant breathe")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize(("words", "language"), [("please call me", "en"), ("Llámame", "es")])
def test_who_asks_to_be_called_is_given_the_number_and_heard_by_a_person(clinic, words, language):
    ana = clinic.patient("Ana", language=language)

    ana.phone.texts(words)

    ana.phone.receives("555-010-0199")
    assert clinic.alert_of(ana).alert.reasons == {"health_words"}
