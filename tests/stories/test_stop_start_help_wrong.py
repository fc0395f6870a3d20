"""Keywords are about the texting itself; the team hears of them, because they may mean more."""

import pytest


def test_stop_is_confirmed_once_and_ends_the_texts(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("STOP")

    ana.phone.receives(
        "no more texts from us. Your care team will know. If you feel unwell call 555-010-0199."
    )
    clinic.clock.goes_to("12:00")
    assert clinic.alert_of(ana).alert.reasons >= {"stop"}
    ana.phone.receives_nothing()
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize(("words", "answer"), [("stop", "no more texts"), ("WRONG", "will not text this")])
def test_after_start_texts_come_again(clinic, words, answer):
    ana = clinic.patient("Ana", infused_days_ago=3)
    ana.phone.texts(words)
    ana.phone.receives(answer)

    ana.phone.texts("START")

    ana.phone.receives("texts are on again")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Any new confusion")
    clinic.on_call.is_paged_about(ana)


def test_help_gives_both_numbers(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)

    ana.phone.texts("HELP")

    ana.phone.receives("Not for emergencies: call 911. Care team, day or night: 555-010-0199.")
    assert clinic.alert_of(ana).alert.reasons == {"help"}


@pytest.mark.parametrize("words", ["WRONG", "who is this", "wrong number"])
def test_a_wrong_number_is_left_alone(clinic, words):
    ana = clinic.patient("Ana", infused_days_ago=40)

    ana.phone.texts(words)

    ana.phone.receives("Sorry. We will not text this number again and will tell the care team.")
    assert clinic.alert_of(ana).alert.reasons == {"wrong"}
    clinic.closes(ana, by=clinic.on_call.nurse)
    clinic.clock.moves_on(days=8)
    ana.phone.receives_nothing()


def test_a_symptom_beside_the_word_stop_opts_nobody_out(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("I can't stop coughing and cant breathe")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_stopped_phone_is_still_read_and_paged_about(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)
    ben = clinic.caregiver("Ben", of=ana)
    ana.phone.texts("STOP")
    ana.phone.receives("no more texts")

    clinic.clock.moves_on(minutes=5)
    ana.phone.texts("cant breathe")

    ana.phone.receives_nothing()
    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_the_words_of_the_keywords_in_spanish(clinic):
    ana = clinic.patient("Ana", language="es")

    ana.phone.texts("AYUDA")
    ana.phone.receives("No para emergencias: 911")
    ana.phone.texts("PARAR")
    ana.phone.receives("fin de los SMS")


def test_yes_to_an_open_question_is_an_answer_and_no_keyword(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("YES")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
