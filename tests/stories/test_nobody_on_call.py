"""With nobody on call the fallback is paged at once, again and again, and whoever comes on call is next."""

from symptomcheck.actions.staff.disable_staff import disable_staff
from symptomcheck.rehearsal.settings import FALLBACK_NUMBER
from tests.clinic import BY


def test_the_fallback_phone_is_texted_and_rings_until_somebody_is_on_call(quick_clinic):
    clinic = quick_clinic
    ana = clinic.patient("Ana", infused_days_ago=40)
    disable_staff(clinic.stage.clinic, "nora", by=BY, now=clinic.clock.now())
    ana.phone.texts("cant breathe")
    ana.phone.receives("Call your care team now")
    clinic.clock.moves_on(minutes=16)

    texts = [each.body for each in clinic.provider.messages if each.to == FALLBACK_NUMBER]
    assert len(texts) == 2
    assert all("Cover failed" in body for body in texts)
    call = clinic.stage.calls.calls[-1]
    assert call.to == FALLBACK_NUMBER
    assert call.is_answered().startswith("Cover failed")
    assert call.presses("1") == ""  # nobody there has a name: it acknowledges nothing

    rosa = clinic.nurse("Rosa")
    clinic.clock.moves_on(minutes=15)
    rosa.phone.receives("Alert #1 urgent").then_replies("ACK 1").receives("Rosa Lee has it now")


def test_strangers_cannot_flood_the_fallback_phone(quick_clinic):
    clinic = quick_clinic
    ana = clinic.patient("Ana", infused_days_ago=40)
    disable_staff(clinic.stage.clinic, "nora", by=BY, now=clinic.clock.now())

    def told():
        return sum(each.to == FALLBACK_NUMBER for each in clinic.provider.messages)

    for _ in range(6):
        clinic.stranger().texts("cant breathe")
        clinic.clock.moves_on(minutes=1)
    assert told() == 1

    ana.phone.texts("cant breathe")  # a patient's alert never waits behind them
    assert told() == 2
    clinic.clock.moves_on(minutes=10)
    assert told() == 3
    clinic.skip_to_here()


def test_the_fallback_phone_is_told_that_it_takes_no_alert_and_paging_goes_on(quick_clinic):
    clinic = quick_clinic
    ana = clinic.patient("Ana", infused_days_ago=40)
    disable_staff(clinic.stage.clinic, "nora", by=BY, now=clinic.clock.now())
    fallback = clinic.stage.phone(FALLBACK_NUMBER, "The fallback")
    ana.phone.texts("cant breathe")
    clinic.clock.moves_on(minutes=2)

    for words, told in [
        ("ACK 1", "Cover failed for alert #1"),
        ("pass", "Cover failed for alert #1"),
        ("ACK 7", "No open alert has the number #7"),
        ("my husband fainted", "Call your care team now"),
    ]:
        before = len(fallback.received)
        fallback.texts(words)
        assert told in fallback.received[before]
    before = len(fallback.received)
    fallback.texts("ok thanks")
    assert len(fallback.received) == before
    assert not any("not on our list" in body for body in fallback.received)

    clinic.clock.moves_on(minutes=14)
    assert fallback.received[-1].startswith("Cover failed for alert #")
    for person in (ana, ana.phone):
        clinic.closes(person, by=clinic.nurses[0])
    fallback.texts("what is this")
    assert fallback.received[-1].startswith("No alert is open")
    clinic.skip_to_here()
