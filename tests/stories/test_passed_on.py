"""A nurse who cannot take it says so, and the next is paged now instead of in a quarter of an hour."""


def in_trouble(clinic):
    patient = clinic.patient("Ana", infused_days_ago=40)
    patient.phone.texts("cant breathe")
    patient.phone.receives("Call your care team now")
    return patient


def test_by_text_and_the_one_who_passed_is_not_paged_with_it(clinic):
    rosa, tom = clinic.nurse("Rosa"), clinic.nurse("Tom", on_call="backup")
    ana = in_trouble(clinic)
    rosa.phone.receives("Alert #1 urgent").then_replies("PASS 1")
    rosa.phone.receives("Alert #1 is passed on")
    tom.phone.receives("Alert #1 urgent").then_replies("ack").receives("Tom Lee has it now")
    clinic.is_in_the_hands_of(ana, tom)

    rosa.phone.texts("pass 1").receives("Alert #1: Tom Lee has it already")
    tom.phone.texts("pass").receives("Alert #1 is passed on")  # the one he has
    rosa.phone.receives("Alert #1 urgent")


def test_by_key_press(quick_clinic):
    clinic = quick_clinic
    rosa, tom = clinic.nurse("Rosa"), clinic.nurse("Tom", on_call="backup")
    in_trouble(clinic)
    rosa.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=1)
    call = rosa.phone.rings()
    call.is_answered()
    assert call.presses("2") == "Alert 1 is passed on. Goodbye."
    clinic.clock.moves_on(seconds=1)
    tom.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=1)
    tom.phone.rings()
