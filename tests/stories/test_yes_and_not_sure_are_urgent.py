"""Yes (2) and not sure (3) to the first two questions: call now, and the team is paged at once."""

import pytest


@pytest.mark.parametrize("choice", ["2", "3", "yes", "not sure"])
def test_to_the_question_about_thinking(clinic, choice):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies(choice)

    ana.phone.receives("Call your care team now: 555-010-0199")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


@pytest.mark.parametrize("choice", ["2", "3"])
def test_to_the_question_about_breathing(clinic, choice):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("1")
    ana.phone.receives("Any shortness of breath").then_replies(choice)

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize("choice", ["2", "3", "sí", "no sé"])
def test_in_spanish(clinic, choice):
    ana = clinic.patient("Ana", language="es")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("¿Confusión nueva").then_replies(choice)

    ana.phone.receives("Llame ahora a su equipo médico: 555-010-0199")
    clinic.on_call.is_paged_about(ana)


def test_to_the_second_question_in_spanish(clinic):
    ana = clinic.patient("Ana", language="es")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("¿Confusión nueva").then_replies("1")
    ana.phone.receives("¿Falta de aire").then_replies("3")

    ana.phone.receives("Llame ahora a su equipo médico")
    clinic.on_call.is_paged_about(ana)


def test_numerals_that_do_not_fit_count_when_one_could_be_urgent(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("1 2 98.6")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
