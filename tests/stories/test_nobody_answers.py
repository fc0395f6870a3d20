"""A prompt that stays unanswered: a reminder, the caregiver, the team, the end. Silence is no "no"."""


def test_reminder_then_caregiver_then_the_team(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3)
    ben = clinic.caregiver("Ben", of=ana)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("check-in 1 of 4")

    clinic.clock.goes_to("09:29")
    ana.phone.receives_nothing()
    clinic.clock.goes_to("09:30")
    ana.phone.receives("your check-in is still open. Please answer the last question.")

    clinic.clock.goes_to("10:00")
    ben.phone.receives("no answer today from the person you care for. Please look in on them.")

    clinic.clock.goes_to("10:59")
    clinic.on_call.is_not_paged()
    clinic.clock.goes_to("11:00")
    clinic.on_call.is_paged_about(ana)
    assert clinic.alert_of(ana).alert.kind == "silence"
    clinic.clock.goes_to("11:14")
    ben.phone.receives("still open")


def test_the_reminder_asks_the_open_question_again(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("confusion").then_replies("1")
    ana.phone.receives("2 of 4. Any shortness of breath")

    clinic.clock.moves_on(minutes=30)

    reminder = ana.phone.receives("your check-in is still open")
    assert "2 of 4. Any shortness of breath" in reminder.body


def test_a_caregiver_who_answers_keeps_the_team_asleep(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.caregiver("Ben", of=ana)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("check-in 1 of 4")
    clinic.clock.goes_to("09:30")
    ana.phone.receives("still open")

    clinic.clock.goes_to("10:00")
    ben.phone.receives("no answer today").then_replies("1")
    ben.phone.receives("shortness of breath").then_replies("1")
    ben.phone.receives("What is their temperature").then_replies("98.6")
    ben.phone.receives("Thank")

    clinic.clock.goes_to("11:20")
    clinic.on_call.is_not_paged()
    assert clinic.alert_of(ana).alert.reasons == {"silent_caregiver_answered"}


def test_a_caregiver_may_find_what_the_patient_cannot_say(clinic):
    ana = clinic.patient("Ana", language="es")
    ben = clinic.caregiver("Ben", of=ana, language="es")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("1/4. ¿Confusión")
    clinic.clock.goes_to("09:30")
    ana.phone.receives("falta su respuesta")

    clinic.clock.goes_to("10:00")
    ben.phone.receives("hoy no contestó quien usted cuida").then_replies("2")

    ben.phone.receives("Llame ahora a su equipo médico")
    clinic.on_call.is_paged_about(ana)


def test_a_collapse_after_the_first_answer_is_silence_too(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("confusion").then_replies("1")
    ana.phone.receives("shortness of breath")
    clinic.clock.moves_on(minutes=30)
    ana.phone.receives("still open")

    clinic.clock.moves_on(minutes=91)

    clinic.on_call.is_paged_about(ana)


def test_later_than_two_weeks_a_silence_waits_for_the_working_day(clinic):
    ana = clinic.patient("Ana", infused_days_ago=20)
    clinic.clock.goes_to("10:00")
    ana.phone.receives("check-in 1 of 4")
    clinic.clock.goes_to("10:30")
    ana.phone.receives("still open")

    clinic.clock.goes_to("12:01")

    clinic.on_call.is_not_paged()
    assert clinic.alert_of(ana).alert.reasons == {"silent_later"}


def test_the_window_closes_and_nothing_is_sent_late(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3)
    clinic.provider.goes_down()
    clinic.clock.goes_to("12:05")
    clinic.provider.goes_down(None)

    clinic.clock.goes_to("12:15")

    ana.phone.receives_nothing()
    while clinic.on_call.nurse.phone.unread:  # the provider is back for the pages about the silence
        clinic.on_call.is_paged_about(ana)


def test_a_late_answer_is_kept_and_judged(clinic):
    ana = clinic.patient("Ana", infused_days_ago=20)
    clinic.clock.goes_to("10:00")
    ana.phone.receives("confusion")
    clinic.clock.goes_to("10:30")
    ana.phone.receives("still open")
    clinic.clock.goes_to("13:30")
    while clinic.on_call.nurse.phone.unread:
        clinic.on_call.nurse.phone.receives("notice")

    ana.phone.texts("2")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_late_quiet_answer_is_not_nothing_on_the_list(clinic):
    ana = clinic.patient("Ana", infused_days_ago=20)
    clinic.clock.goes_to("10:00")
    ana.phone.receives("confusion")
    clinic.clock.goes_to("10:30")
    ana.phone.receives("still open")
    clinic.clock.goes_to("13:00")

    clinic.clock.goes_to("13:00:30")
    while clinic.on_call.nurse.phone.unread:
        clinic.on_call.nurse.phone.receives("notice")
    ana.phone.texts("1")

    ana.phone.receives("Your last report is still open")
