"""Making the next check-in due, and calling off what was to be asked."""

from collections.abc import Sequence
from datetime import datetime

from symptomcheck.actions.checkins.ask import ask_queued
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import Plan, next_after
from symptomcheck.storage import care, due, outbox
from symptomcheck.storage.care import Conversation
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.due import Due
from symptomcheck.storage.patients import Patient


def ask_next(
    tx: Transaction, plan: Plan, patient: Patient, conversations: Sequence[Conversation], *, now: datetime
) -> datetime | None:
    """Make the next check-in of each conversation due in place of any later one; when the first is."""
    rows = []
    for each in conversations:
        planned = next_after(
            plan,
            infused_on=patient.infused_on,
            zone=patient.person.zone,  # caregivers too: everybody keeps the patient's hours
            reporter=each.role,
            after=now,
        )
        if planned is not None:
            rows.append(Due(planned.due_at, "checkin", each.id))
    care.unplan(tx, [each.id for each in conversations], after=now)
    due.put(tx, rows)
    return min((row.due_at for row in rows), default=None)


def stop_asking(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    patient: Patient,
    conversations: Sequence[Conversation],
    *,
    reason: str,
    now: datetime,
) -> None:
    """Nothing more is asked in these conversations: what was due, open or waiting to leave is called off.

    What was answered so far is kept, and what the person texts from now on is read as ever. A check-in about
    somebody else that waited for one of these phones gets its turn.
    """
    ids = [each.id for each in conversations]
    due.drop(tx, ("checkin",), ids)
    cancelled = care.cancel_checkins(tx, ids, reason=reason, now=now)
    due.drop(tx, ("remind", "carer", "silence", "close"), cancelled.checkin_ids)
    for person_id in sorted({each.person_id for each in conversations}):
        outbox.cancel(tx, cause=reason, now=now, person_id=person_id, patient_id=patient.id)
    for contact_id in cancelled.freed:
        outbox.queue(tx, ask_queued(tx, clinic, book, contact_id, now=now), now=now)
