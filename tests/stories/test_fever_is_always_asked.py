"""Without a number fever is asked in words; with one, 38.0 C is a line that nothing rounds."""

import pytest


def asked_for_the_temperature(clinic, name="Ana", language="en"):
    ana = clinic.patient(name, language=language)
    clinic.clock.goes_to("09:00")
    first, second = ("confusion", "shortness") if language == "en" else ("Confusión", "Falta de aire")
    ana.phone.receives(first).then_replies("1")
    ana.phone.receives(second).then_replies("1")
    return ana


def test_none_leads_to_the_fever_question(clinic):
    ana = asked_for_the_temperature(clinic)

    ana.phone.receives("No reading? Reply NONE").then_replies("NONE")
    ana.phone.receives("Any fever, or feeling feverish?").then_replies("1")
    ana.phone.receives("4 of 4. How tired are you").then_replies("1")
    ana.phone.receives("Nothing you sent is on your call-now list")


def test_none_leads_to_the_fever_question_in_spanish(clinic):
    ana = asked_for_the_temperature(clinic, language="es")

    ana.phone.receives("Responda NO TENGO").then_replies("no tengo")
    ana.phone.receives("¿Tiene fiebre").then_replies("2")
    ana.phone.receives("Llame ahora a su equipo médico")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize("choice", ["2", "3"])
def test_fever_without_a_thermometer_is_urgent(clinic, choice):
    ana = asked_for_the_temperature(clinic)

    ana.phone.receives("NONE").then_replies("none")
    ana.phone.receives("Any fever").then_replies(choice)
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize(
    ("quiet", "read_back"), [("37.95 C", "37.95 C (100.3 F)"), ("100.3", "100.3 F"), ("37,9", "37.9 C")]
)
def test_a_temperature_below_the_line_is_quiet(clinic, quiet, read_back):
    ana = asked_for_the_temperature(clinic)

    ana.phone.receives("What is your temperature").then_replies(quiet)
    ana.phone.receives(f"Read: {read_back}").then_replies("1")
    ana.phone.receives("Nothing you sent is on your call-now list")


@pytest.mark.parametrize("high", ["100.4", "38.0", "38 C", "100.4F", "38,2", "101 point 2", "T101"])
def test_a_temperature_on_or_over_the_line_fires(clinic, high):
    ana = asked_for_the_temperature(clinic)

    ana.phone.receives("What is your temperature").then_replies(high)
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize("quiet", ["37.95 C", "36,8"])
def test_below_the_line_in_spanish(clinic, quiet):
    ana = asked_for_the_temperature(clinic, language="es")

    ana.phone.receives("¿Qué temperatura").then_replies(quiet)
    ana.phone.receives("¿Cansancio?").then_replies("1")
    ana.phone.receives("Nada de lo que envió")


@pytest.mark.parametrize("high", ["100.4", "38,0", "tengo 38 y medio"])
def test_on_or_over_the_line_in_spanish(clinic, high):
    ana = asked_for_the_temperature(clinic, language="es")

    ana.phone.receives("¿Qué temperatura").then_replies(high)
    ana.phone.receives("Llame ahora")
    clinic.on_call.is_paged_about(ana)


def test_a_number_beats_the_words_beside_it(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("confusion").then_replies("no fever 101.8")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_number_without_its_point_is_urgent_at_once_and_said_back(clinic):
    ana = asked_for_the_temperature(clinic)

    ana.phone.receives("What is your temperature").then_replies("1012")
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_no_number_after_one_re_ask_leads_to_the_fever_question(clinic):
    ana = asked_for_the_temperature(clinic)

    ana.phone.receives("What is your temperature").then_replies("purple")
    ana.phone.receives("Sorry, I could not read a number").then_replies("green")
    ana.phone.receives("Any fever")
    clinic.alert_of(ana)
