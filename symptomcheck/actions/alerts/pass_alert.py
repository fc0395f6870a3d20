"""A member of the team cannot take an alert: the next people are paged now, not in a quarter of an hour."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.alert_in_hand import alert_in_hand
from symptomcheck.actions.alerts.pages import pages
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.once import once
from symptomcheck.core.escalation import pass_on
from symptomcheck.core.policy_text import with_ladders
from symptomcheck.storage import alerts, audit, outbox
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.database import Transaction


@again_after_deadlock
def pass_alert(
    clinic: Clinic, number: int, *, staff_id: UUID, form_key: bytes | None = None, now: datetime
) -> bool:
    """Pass an alert on from a screen; False when somebody else has it. NoSuchAlert when it is closed."""
    with clinic.db.write() as tx:
        kept = alert_in_hand(tx, number)
        once(tx, form_key, now=now)
        return pass_along(tx, clinic, kept, staff_id=staff_id, now=now)


def pass_along(tx: Transaction, clinic: Clinic, kept: KeptAlert, *, staff_id: UUID, now: datetime) -> bool:
    """Pass an alert on, inside the transaction of whoever heard them say so; False: somebody else has it.

    1. Ask core who is next, without the one who passes.
    2. Keep it, with a line of the timeline and an audit row; pages that have not left are for nobody now.
    3. Queue the next pages.
    """
    cover = alerts.cover(tx, now)
    policy = with_ladders(clinic.policy, cover.policy)
    step = pass_on(kept.alert, policy, cover.on_call, by=staff_id, now=now)
    if step is None:
        return False
    alerts.save(tx, kept, step.alert, now=now)
    alerts.add_event(tx, kept.id, "passed_on", now=now, staff_id=staff_id)
    audit.write(tx, str(staff_id), "alert.passed_on", f"alert:{kept.id}", {"number": kept.number}, now=now)
    outbox.cancel(tx, cause="passed_on", kinds=("page",), alert_id=kept.id, now=now)
    book = clinic.books.current(tx)
    outbox.queue(tx, pages(tx, clinic, book, step, kept.id, kept.number, cover=cover, now=now), now=now)
    return True
