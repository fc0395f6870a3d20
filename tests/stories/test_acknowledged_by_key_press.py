"""A phone rings a minute after the text. A key acknowledges by name, and a mailbox presses none."""


def in_trouble(clinic, name="Ana"):
    patient = clinic.patient(name, infused_days_ago=40)
    patient.phone.texts("cant breathe")
    patient.phone.receives("Call your care team now")
    return patient


def test_key_1_takes_the_alert_and_no_other_phone_rings(clinic):
    rosa, tom = clinic.nurse("Rosa"), clinic.nurse("Tom", on_call="backup")
    ana = in_trouble(clinic)
    rosa.phone.receives("Alert #1 urgent")
    rosa.phone.has_not_rung()  # who is awake answers the text first
    clinic.clock.moves_on(minutes=1)

    call = rosa.phone.rings()
    assert call.is_answered() == "Alert 1, urgent. Press 1 to acknowledge. Press 2 to pass it on."
    assert call.presses("7").startswith("That key does nothing here. Alert 1, urgent.")
    assert call.presses("1") == "Alert 1. Rosa Lee has it now. Goodbye."
    call.ends()

    clinic.is_in_the_hands_of(ana, rosa)
    clinic.clock.moves_on(minutes=59)
    tom.phone.has_not_rung()


def test_who_answers_the_text_within_a_minute_is_not_called(quick_clinic):
    clinic = quick_clinic
    rosa = clinic.nurse("Rosa")
    in_trouble(clinic)
    rosa.phone.receives("Alert #1").then_replies("ACK 1").receives("Rosa Lee has it now")
    clinic.clock.moves_on(minutes=5)
    rosa.phone.has_not_rung()


def test_a_mailbox_hears_nothing_and_acknowledges_nothing(quick_clinic):
    clinic = quick_clinic
    rosa, tom = clinic.nurse("Rosa"), clinic.nurse("Tom", on_call="backup")
    ana = in_trouble(clinic)
    rosa.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=1)
    call = rosa.phone.rings()
    assert call.reaches_a_mailbox() == ""
    assert call.presses("1") == ""

    clinic.clock.moves_on(minutes=15)
    rosa.phone.receives("Alert #1 urgent")  # the ladder goes on
    rosa.phone.rings().ends("no-answer")
    clinic.clock.moves_on(minutes=15)
    tom.phone.receives("Alert #1 urgent")
    tom.phone.rings().is_answered()
    assert clinic.alert_of(ana).alert.acknowledged_by is None


def test_who_answers_after_somebody_took_it_hears_who_has_it_and_after_its_end_that_it_is_over(quick_clinic):
    clinic = quick_clinic
    rosa, tom = clinic.nurse("Rosa"), clinic.nurse("Tom")
    ana = in_trouble(clinic)
    for nurse in (rosa, tom):
        nurse.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=1)
    late, last = tom.phone.rings(), rosa.phone.rings()
    last.is_answered()
    late.is_answered()
    assert last.presses("1") == "Alert 1. Rosa Lee has it now. Goodbye."
    assert late.presses("1") == "Alert 1. Rosa Lee has it already. Goodbye."
    clinic.closes(ana, by=rosa)
    assert late.is_answered() == "Alert 1 is closed. Goodbye."


def test_a_wrong_signature_is_refused_and_a_call_of_nobody_is_hung_up(quick_clinic):
    clinic = quick_clinic
    rosa = clinic.nurse("Rosa")
    ana = in_trouble(clinic)
    rosa.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=1)
    call = rosa.phone.rings()
    call.is_answered()
    for road in ("page", "key", "status"):
        path = f"/twilio/voice/{road}" + ("" if road == "status" else f"/{call.url.rpartition('/')[2]}")
        assert clinic.stage.asked(path, {"Digits": "1"}, {"X-Twilio-Signature": "forged"}) == 403
    assert clinic.alert_of(ana).alert.acknowledged_by is None
    call.url = call.url.rpartition("/")[0] + "/01a205b3-d000-7000-8000-000000000000"
    assert call.is_answered() == ""
