"""Whom a text is about, and which question it can answer. Found by somebody who tried to break it."""


def test_a_text_that_came_before_the_question_does_not_answer_it(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("08:50")
    clinic.stage.catch_up()
    ana.phone.texts("1", lost=True)

    clinic.clock.goes_to("09:00")
    ana.phone.receives("Riverside check-in 1 of 4")
    clinic.clock.moves_on(minutes=2)
    clinic.stage.catch_up()

    ana.phone.receives("Sorry, I could not read that")
    ana.phone.texts("1")
    ana.phone.receives("2 of 4")


def test_a_symptom_fetched_late_is_urgent_although_a_no_came_after_it(clinic):
    ana = clinic.patient("Ana")
    clinic.stage.catch_up()
    clinic.clock.goes_to("08:50")
    ana.phone.texts("he fainted", lost=True)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Riverside check-in 1 of 4").then_replies("1")
    ana.phone.receives("2 of 4").then_replies("1")
    ana.phone.receives("3 of 4")

    clinic.stage.catch_up()

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def two_patients_on_one_phone(clinic):
    ana = clinic.patient("Ana")
    leo = clinic.patient("Leo", phone=ana.phone)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("Riverside check-in 1 of 4")
    return ana, leo


def test_two_names_in_one_text_flag_both(clinic):
    ana, leo = two_patients_on_one_phone(clinic)

    ana.phone.texts("Ana is fine but Leo has chest pain")

    ana.phone.receives("Call your care team now")
    assert {clinic.alert_of(ana).number, clinic.alert_of(leo).number} == {1, 2}
    clinic.skip_to_here()


def test_a_symptom_in_words_is_about_everybody_though_one_question_is_open(clinic):
    ana, leo = two_patients_on_one_phone(clinic)

    ana.phone.texts("they both cant breathe")

    ana.phone.receives("Call your care team now")
    assert {clinic.alert_of(ana).number, clinic.alert_of(leo).number} == {1, 2}
    clinic.skip_to_here()


def test_a_choice_still_answers_the_open_question_alone(clinic):
    ana, leo = two_patients_on_one_phone(clinic)

    ana.phone.texts("2")

    ana.phone.receives("Call your care team now")
    alerted = [who for who in (ana, leo) if clinic.open_alert_of(who)]
    assert len(alerted) == 1
    clinic.skip_to_here()


def test_a_name_that_is_also_a_word_names_nobody(clinic):
    will = clinic.patient("Will")
    leo = clinic.patient("Leo", phone=will.phone)

    will.phone.texts("will you call me? chest pain")

    will.phone.receives("Call your care team now")
    assert {clinic.alert_of(will).number, clinic.alert_of(leo).number} == {1, 2}
    clinic.skip_to_here()


def test_a_frightened_help_from_an_unknown_number_gets_the_call_line(clinic):
    stranger = clinic.stranger()

    stranger.texts("HELP")

    stranger.receives("This number is not on our list. If you feel unwell call")


def test_a_today_symptom_in_a_check_in_is_told_before_they_fall_silent(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("1 of 4").then_replies("shivering and shaking chills")

    ana.phone.receives("Call your care team today")
