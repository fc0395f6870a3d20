"""Work that waited for the end of the day comes as one text; what presses comes one by one, as do calls."""

from datetime import timedelta


def test_todays_work_is_one_text_that_names_every_alert(quick_clinic):
    clinic = quick_clinic
    rosa = clinic.nurse("Rosa")
    patients = [clinic.patient(name, infused_days_ago=40) for name in ("Ana", "Ben", "Cleo")]
    clinic.clock.goes_to("15:00")
    for patient in patients:
        patient.phone.texts("chills and so shaky")
    clinic.skip_to_here()

    clinic.clock.goes_to("17:00")
    rosa.phone.receives("More than one alert is open: 1, 2, 3. Reply ACK").then_replies("ACK 1")
    rosa.phone.receives("Rosa Lee has it now")
    rosa.phone.receives_nothing()
    clinic.clock.moves_on(minutes=60)
    rosa.phone.receives_nothing()  # the next rung is empty: the lead's, and then everyone's
    clinic.nothing_fell_through()


def test_urgent_alerts_page_each_and_ring_one_after_the_other(quick_clinic):
    clinic = quick_clinic
    rosa = clinic.nurse("Rosa")
    patients = [clinic.patient(name, infused_days_ago=40) for name in ("Ana", "Ben")]
    for patient in patients:
        patient.phone.texts("cant breathe")
    rosa.phone.receives("Alert #1 urgent")
    rosa.phone.receives("Alert #2 urgent")
    clinic.clock.moves_on(minutes=2)
    first, second = clinic.stage.calls.calls
    assert first.is_answered().startswith("Alert 1, urgent")
    assert second.is_answered().startswith("Alert 2, urgent")
    assert second.created_at - first.created_at == timedelta(seconds=45)
