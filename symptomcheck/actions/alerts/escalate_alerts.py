"""Climb the ladder: page the next people about every alert nobody has in hand."""

from datetime import datetime

from symptomcheck.actions.alerts.pages import pages
from symptomcheck.actions.alerts.pages_together import Together
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.escalation import due_step
from symptomcheck.core.policy_text import with_ladders
from symptomcheck.storage import alerts, outbox
from symptomcheck.storage.again import again_after_deadlock


@again_after_deadlock
def escalate_alerts(clinic: Clinic, *, now: datetime, limit: int = 100) -> int:
    """Take the step that is due of up to `limit` alerts; how many were due.

    1. Take alerts whose next step is due, an acknowledgement that timed out among them.
    2. Ask core whom to page and when the step after that is due.
    3. Keep it, with a line of the timeline, and queue the pages. What does not press is told together: at
       the end of a working day one text to a phone names every alert that comes due.
    """
    with clinic.db.write() as tx:
        due = alerts.take_due(tx, now, limit=limit)
        if not due:
            return 0
        book, cover = clinic.books.current(tx), alerts.cover(tx, now)
        policy = with_ladders(clinic.policy, cover.policy)
        together = Together()
        for kept in due:
            step = due_step(kept.alert, policy, cover.on_call, now)
            alerts.save(tx, kept, step.alert, now=now)
            if step.timed_out is not None:
                alerts.add_event(tx, kept.id, "ack_timed_out", now=now, staff_id=step.timed_out)
            to_page = pages(tx, clinic, book, step, kept.id, kept.number, cover=cover, now=now)
            if kept.alert.pressing:
                outbox.queue(tx, to_page, now=now)
            else:
                together.add(kept, to_page)
        outbox.queue(tx, together.bundled(tx, book, now), now=now)
        return len(due)
