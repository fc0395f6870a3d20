"""A person starts a check-in on a page, because they want to tell how they are now."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.checkins.mind_timers import CAREGIVER_IS_ASKED
from symptomcheck.actions.checkins.start_checkin import ALL
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.links.open_link import LinkClosed, find_link, open_link
from symptomcheck.core.answers import Reporter
from symptomcheck.core.schedule import window_of, zone_named
from symptomcheck.core.turn import Round
from symptomcheck.storage import checkins, due, lines, replies
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.checkins import NewCheckIn
from symptomcheck.storage.due import Due


@again_after_deadlock
def start_by_web(clinic: Clinic, token: str, *, about: UUID | None, form_key: bytes, now: datetime) -> None:
    """Begin a check-in whose first question is shown on the page and not texted.

    1. Find the link, hold its phone and patients. With a check-in open there is nothing to begin: a second
       press of the button finds it so.
    2. Keep the check-in; where the phone is busy with another, it waits there and goes on here.
    3. Set its timers: somebody who stops half-way is reminded like anybody else.
    """
    with clinic.db.write() as tx:
        link = find_link(tx, token, now=now)
        lines.lock_contact(tx, link.contact_id)
        opened = open_link(tx, link, about=about, now=now)
        line = opened.line
        if line is None:
            raise LinkClosed
        if line.round is not None:
            return
        book = clinic.books.get(tx, opened.phone.fingerprint)
        asked = checkins.conversations_of(tx, ids=[line.conversation_id])[line.conversation_id]
        questions = ALL if line.role is Reporter.PATIENT else CAREGIVER_IS_ASKED
        closes_at = now + book.plan.window
        new = NewCheckIn(
            asked=asked,
            local_date=now.astimezone(zone_named(line.zone)).date(),
            slot=f"page {form_key.hex()[:24]}",
            asked_at=now,
            closes_at=closes_at,
            questions=questions,
            state="queued" if asked.busy else "asked",
        )
        for checkin_id in checkins.add(tx, [new], now=now).values():
            round_ = Round(
                role=line.role, questions=questions, remaining=questions, asked_at=now, texted=False
            )
            replies.save_round(tx, checkin_id, round_, waits=asked.busy)
            first = Due(closes_at, "close", checkin_id)
            if not asked.busy:
                first = Due(min(window_of(book.plan, now).remind_at, closes_at), "remind", checkin_id)
            due.put(tx, [first])
