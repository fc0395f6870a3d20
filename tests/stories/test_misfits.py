"""An answer that does not fit: asked once more in other words, then a person reads it. Never a loop."""

import pytest


def test_asked_once_more_then_to_the_team(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("purple")
    ana.phone.receives("Sorry, I missed that. Are you confused, unusually sleepy").then_replies(
        "the blue one"
    )
    asked_next = ana.phone.receives("Sorry, I could not read that. If you feel unwell call 555-010-0199 now.")

    assert "2 of 4. Any shortness of breath" in asked_next.body
    assert clinic.alert_of(ana).alert.reasons == {"unreadable"}
    clinic.nothing_else_was_sent()


def test_what_stays_unanswered_stays_unknown_and_is_never_nothing_on_the_list(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("purple")
    ana.phone.receives("Sorry, I missed that").then_replies("the blue one")
    ana.phone.receives("Any shortness of breath").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.6")
    ana.phone.receives("How tired").then_replies("1")

    ana.phone.receives("We did not get all your answers")
    assert clinic.alert_of(ana).alert.reasons == {"unreadable", "cannot_tell"}


def test_words_that_did_not_fit_are_not_buried_by_the_choice_that_follows(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("1")
    ana.phone.receives("Any shortness of breath").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.6")
    ana.phone.receives("How tired").then_replies("the walls are purple today")
    ana.phone.receives("Sorry, I missed that").then_replies("1")

    ana.phone.receives("Thanks. We kept what you sent.")
    assert clinic.alert_of(ana).alert.reasons == {"remark"}


def test_a_misfit_in_spanish(clinic):
    ana = clinic.patient("Ana", language="es")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("¿Confusión nueva").then_replies("morado")
    ana.phone.receives("No entendí. ¿Está confuso").then_replies("1")
    ana.phone.receives("¿Falta de aire")


def test_a_no_to_one_symptom_leaves_the_question_about_three_open(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Any new confusion").then_replies("1")

    ana.phone.receives("Any shortness of breath").then_replies("no chest pain")
    ana.phone.receives("Sorry, I missed that. Is it hard to breathe").then_replies("no sob and didn't faint")

    ana.phone.receives("temperature")


USUALLY = "98.4 this morning, measured after breakfast, slept well last night, feeling better today, thanks"
ALWAYS = "98.4 tihs mornng, measurd aftr brekfast, slpet wel lst nigth, feling bettr tody, thnaks"


@pytest.mark.parametrize(("before", "goes"), [(USUALLY, True), (ALWAYS, False)], ids=["lost", "never had"])
def test_a_sudden_loss_of_the_usual_spelling_goes_to_a_person(clinic, before, goes):
    ana = clinic.patient("Ana", infused_days_ago=3)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Any new confusion").then_replies("1")
    ana.phone.receives("Any shortness of breath").then_replies("1")
    ana.phone.receives("temperature").then_replies(before)
    ana.phone.receives("How tired").then_replies("1")
    ana.phone.receives("Nothing you sent")

    clinic.clock.goes_to("18:00")
    ana.phone.receives("Any new confusion").then_replies("1")
    ana.phone.receives("Any shortness of breath").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.6 tihs evning jsut measurd")

    ana.phone.receives("How tired")
    if goes:
        assert clinic.alert_of(ana).alert.reasons == {"gibberish"}
    else:
        clinic.nobody_is_alerted_about(ana)


def test_two_machines_do_not_text_each_other_for_ever(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)

    for _ in range(5):
        ana.phone.texts("This is an automatic message from the library")
        clinic.clock.moves_on(seconds=20)
    ana.phone.receives("Sorry, I could not read that")
    ana.phone.texts("This is an automatic message from the library")
    ana.phone.receives("I still can not read your texts, so I will stop for now.")
    for _ in range(5):
        ana.phone.texts("This is an automatic message from the library")

    clinic.nothing_else_was_sent()


def test_a_bare_choice_within_five_seconds_of_the_next_question_is_asked_about(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Any new confusion").then_replies("1")

    ana.phone.receives("shortness of breath").at_once_replies("1")

    ana.phone.receives("Was that for this one?").then_replies("1")
    ana.phone.receives("What is your temperature")


def test_yes_within_five_seconds_is_urgent_all_the_same(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Any new confusion").then_replies("1")

    ana.phone.receives("shortness of breath").at_once_replies("2")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
