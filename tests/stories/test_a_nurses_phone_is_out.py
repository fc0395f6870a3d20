"""A phone that takes no pages is no cover: the next one is paged, and the lead is told."""

from datetime import timedelta

from symptomcheck.core.oncall import gaps
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.rehearsal.provider_faults import Line
from symptomcheck.storage import shifts


def covered(clinic):
    """Has every minute of the next day somebody whose phone can be paged?"""
    now = clinic.clock.now()
    with clinic.stage.clinic.db.read() as tx:
        return not gaps(shifts.reachable(tx, since=now), now, now + timedelta(days=1))


def test_a_dead_phone_leads_to_the_next_rung_at_once_and_the_lead_hears_whose_it_is(clinic):
    rosa = clinic.nurse("Rosa")
    tom = clinic.nurse("Tom", on_call="backup")
    lee = clinic.nurse("Lee", on_call="lead")
    ana = clinic.patient("Ana", infused_days_ago=40)
    clinic.provider.line_is(rosa.phone.number, Line.UNREACHABLE)

    ana.phone.texts("cant breathe")
    ana.phone.receives("Call your care team now")
    clinic.clock.moves_on(seconds=5)

    rosa.phone.receives_nothing()
    tom.phone.receives("Alert #1 urgent")
    lee.phone.receives("Alert #2: pages no longer reach Rosa Lee. Open the dashboard")
    lee.phone.skip()
    assert NoticeReason.STAFF_UNREACHABLE in clinic.alert_of(rosa.phone).alert.reasons
    tom.phone.texts("ACK 1").receives("Tom Lee has it now")


def test_a_nurse_who_texts_from_a_phone_that_was_dead_is_cover_again(quick_clinic):
    clinic = quick_clinic
    rosa = clinic.nurse("Rosa")
    ana = clinic.patient("Ana", infused_days_ago=40)
    clinic.provider.line_is(rosa.phone.number, Line.UNREACHABLE)
    ana.phone.texts("cant breathe")
    ana.phone.receives("Call your care team now")
    assert not covered(clinic)

    clinic.provider.line_is(rosa.phone.number, Line.MOBILE)
    rosa.phone.texts("I have signal again")
    rosa.phone.receives("To take an alert reply ACK")
    assert covered(clinic)


def test_a_nurse_who_texts_stop_is_told_and_covers_nothing_until_start(quick_clinic):
    clinic = quick_clinic
    rosa = clinic.nurse("Rosa")
    tom = clinic.nurse("Tom", on_call="backup")
    ana = clinic.patient("Ana", infused_days_ago=40)
    ana.phone.texts("cant breathe")
    ana.phone.receives("Call your care team now")
    rosa.phone.receives("Alert #1 urgent").then_replies("STOP")

    rosa.phone.receives("no more pages come to this phone by text, and the lead is told. Reply START")
    tom.phone.receives("Alert #2: pages no longer reach Rosa Lee")
    clinic.clock.moves_on(seconds=1)
    tom.phone.receives("Alert #1 urgent")  # he is next, and at once
    tom.phone.texts("STOP").receives("no more pages come to this phone")
    assert not covered(clinic)

    rosa.phone.texts("START")
    rosa.phone.receives("gets pages by text again")
    assert covered(clinic)
    clinic.clock.moves_on(minutes=15)
    clinic.skip_to_here()
