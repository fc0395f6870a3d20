"""02:00 on day 3: letters that make no words may be a person who cannot write any more."""

from symptomcheck.core.open_alert import NoticeReason


def test_they_page_in_half_an_hour_unless_somebody_looked_and_not_again_for_twelve(quick_clinic):
    clinic = quick_clinic
    rosa, ana = clinic.nurse("Rosa"), clinic.patient("Ana", infused_days_ago=2)
    clinic.clock.goes_to("02:00")  # the night to day 3
    clinic.skip_to_here()
    if clinic.open_alert_of(ana):  # she did not answer at 18:00
        clinic.closes(ana, by=rosa)

    ana.phone.texts("hjkl sdf wqe lkjh")
    ana.phone.receives("If you feel unwell call")
    clinic.clock.moves_on(minutes=29)
    rosa.phone.receives_nothing()
    clinic.clock.moves_on(minutes=1)
    rosa.phone.receives("Alert #")
    assert NoticeReason.GIBBERISH in clinic.alert_of(ana).alert.reasons
    rosa.phone.receives_nothing()

    ana.phone.texts("sdfg lkjh qwer mnbv")
    clinic.clock.moves_on(hours=3)
    rosa.phone.receives_nothing()
