"""The text provider is down: a page does not wait for it, the phone rings, and a key acknowledges."""


def test_the_call_comes_though_no_text_does(quick_clinic):
    clinic = quick_clinic
    rosa, ana = clinic.nurse("Rosa"), clinic.patient("Ana", infused_days_ago=40)
    clinic.provider.goes_down()
    ana.phone.texts("cant breathe")
    clinic.clock.moves_on(minutes=1)

    ana.phone.receives_nothing()
    rosa.phone.receives_nothing()
    call = rosa.phone.rings()
    call.is_answered()
    assert call.presses("1") == "Alert 1. Rosa Lee has it now. Goodbye."
    clinic.is_in_the_hands_of(ana, rosa)

    clinic.provider.goes_down(None)
    clinic.clock.moves_on(minutes=1)
    ana.phone.receives("Call your care team now")
    rosa.phone.receives_nothing()  # her page was not needed any more
