"""Ask everybody whose time has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from symptomcheck.actions.checkins.open_checkins import ToAsk, open_checkins
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.schedule import next_after
from symptomcheck.storage import checkins, due, outbox
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.due import Due

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many slots were due, and how many check-ins were begun (or noted as missed) for them."""

    due: int
    begun: int


@again_after_deadlock
def send_due_checkins(clinic: Clinic, *, now: datetime, limit: int = 500) -> Sent:
    """Begin up to `limit` check-ins that are due; call again while `due` equals `limit`.

    1. Take what is due; other workers get other rows.
    2. Find the slot each row stands for by today's plan. A row the plan no longer knows asks nothing.
    3. Begin the check-ins of people who are active, and make everybody's next slot due.
    """
    with clinic.db.write() as tx:
        rows = due.take(tx, now, kinds=("checkin",), limit=limit)
        if not rows:
            return Sent(0, 0)
        book = clinic.books.current(tx)
        asked = checkins.conversations_of(tx, ids=[row.subject_id for row in rows])
        to_ask, following = [], []
        for row in rows:
            who = asked.get(row.subject_id)
            if who is None or who.patient_state != "active":
                continue
            next_of_theirs = partial(
                next_after, book.plan, infused_on=who.infused_on, zone=who.zone, reporter=who.role
            )
            planned = next_of_theirs(after=row.due_at - INSTANT)
            if planned is not None and planned.due_at == row.due_at:
                to_ask.append(
                    ToAsk(
                        asked=who,
                        local_date=planned.local_date,
                        slot=planned.slot.name,
                        questions=planned.questions,
                        closes_at=planned.closes_at,
                    )
                )
                planned = next_of_theirs(after=row.due_at)
            if planned is not None:
                following.append(Due(planned.due_at, "checkin", row.subject_id))
        due.put(tx, following)
        opened = open_checkins(tx, clinic, book, to_ask, now=now)
        outbox.queue(tx, opened.prompts, now=now)
        return Sent(len(rows), len(opened.checkin_ids))
