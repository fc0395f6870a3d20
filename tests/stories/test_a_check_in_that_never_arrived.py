"""Nobody kept silent who was never asked: the record says so, and the team hears of it all the same."""

from sqlalchemy import select

from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.storage.tables import checkins


def test_a_window_that_closes_undelivered_says_undeliverable_and_not_no_answer(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3)
    clinic.clock.goes_to("08:59")
    clinic.provider.goes_down()

    clinic.clock.moves_on(hours=3, minutes=2)

    with clinic.stage.clinic.db.read() as tx:
        row = tx.execute(select(checkins.c.state, checkins.c.reason)).one()
    assert (row.state, row.reason) == ("missed", "undeliverable")
    reasons = clinic.alert_of(ana).alert.reasons
    assert {NoticeReason.SILENT, NoticeReason.UNDELIVERABLE} <= reasons  # she was not heard from, whyever
