"""Ask a patient now, because a member of staff wants to know."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.checkins.open_checkins import Opened, ToAsk, open_checkins
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.once import once
from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.schedule import zone_named
from symptomcheck.storage import audit, checkins, outbox

ALL = (Question.THINKING, Question.BREATHING, Question.TEMPERATURE, Question.FATIGUE)


class NobodyToAsk(LookupError):
    """There is no such patient, or no phone on which the patient can be asked."""


def start_checkin(
    clinic: Clinic, patient_id: UUID, *, by: str, form_key: bytes | None = None, now: datetime
) -> Opened:
    """Begin a whole check-in with the patient at once, on their first phone.

    1. Find the patient's own conversation.
    2. Begin the check-in and queue its first question; an audit row says who wanted it.
    """
    with clinic.db.write() as tx:
        once(tx, form_key, now=now)
        book = clinic.books.current(tx)
        own = [
            each
            for each in checkins.conversations_of(tx, patient_id=patient_id).values()
            if each.role is Reporter.PATIENT
        ]
        if not own:
            raise NobodyToAsk(f"No patient {patient_id} has a phone here. See `symptomcheck patient list`.")
        local = now.astimezone(zone_named(own[0].zone))
        ask = ToAsk(
            asked=own[0],
            local_date=local.date(),
            slot=f"asked {local:%H:%M:%S}",
            questions=ALL,
            closes_at=now + book.plan.window,
        )
        opened = open_checkins(tx, clinic, book, [ask], now=now)
        outbox.queue(tx, opened.prompts, now=now)
        audit.write(tx, by, "checkin.started", f"patient:{patient_id}", {}, now=now)
        return opened
