"""Ask a patient now, because a member of staff wants to know."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.checkins.open_checkins import Opened, ToAsk, open_checkins
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.once import once
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.schedule import zone_named
from symptomcheck.storage import audit, checkins, outbox, patients

ALL = (Question.THINKING, Question.BREATHING, Question.TEMPERATURE, Question.FATIGUE)


class NobodyToAsk(LookupError):
    """There is no such patient, or no phone on which the patient can be asked."""


def start_checkin(
    clinic: Clinic, patient_id: UUID, *, by: str, form_key: bytes | None = None, now: datetime
) -> Opened:
    """Begin a whole check-in with the patient at once, on their first phone.

    1. Find the patient and their own conversation; Refused while nobody may be asked: they are in hospital,
       or have said that it is enough.
    2. Begin the check-in and queue its first question; an audit row says who wanted it.
    """
    with clinic.db.write() as tx:
        once(tx, form_key, now=now)
        patient = patients.hold(tx, patient_id)
        if patient is not None and patient.state == "paused":
            raise Refused("This patient's check-ins are paused. Resume them first.")
        if patient is not None and patient.state == "ended":
            raise Refused("This patient's check-ins have ended. Enrol them again first.")
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
