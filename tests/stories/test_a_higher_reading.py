"""A reading half a degree higher pages again; the same again does not."""


def test_it_reopens_what_was_acknowledged(quick_clinic):
    clinic = quick_clinic
    rosa, ana = clinic.nurse("Rosa"), clinic.patient("Ana", infused_days_ago=40)
    ana.phone.texts("temp 38.2 C")
    rosa.phone.receives("Alert #1 urgent").then_replies("ACK 1").receives("Rosa Lee has it now")
    clinic.clock.moves_on(minutes=10)

    ana.phone.texts("temp 38.4 C")
    rosa.phone.receives_nothing()
    ana.phone.texts("temp 38.7 C")
    rosa.phone.receives("Alert #1 urgent")
