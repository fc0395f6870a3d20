"""Questions put to people: the first text of a check-in, and its turn on a shared phone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.turn import Round, Say
from symptomcheck.storage import checkins, replies
from symptomcheck.storage.checkins import Asked
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import Kind, NewText


def prompt(
    clinic: Clinic,
    book: RuleBook,
    asked: Asked,
    round_: Round,
    checkin_id: UUID,
    *,
    closes_at: datetime,
    before: Sequence[str] = (),
    kind: Kind = "prompt",
) -> NewText:
    """The text that asks the open question, after those named in `before`; never sent after its window."""
    says = (*(Say(text_id) for text_id in before), round_.ask())
    words = "\n".join(
        book.say(say.text_id, asked.language, **clinic.site.values(), **dict(say.values)) for say in says
    )
    if asked.shared:
        words = book.say("tag", asked.language, **clinic.site.values(), tag=asked.tag) + words
    return NewText(
        kind=kind,
        contact_id=asked.contact_id,
        person_id=asked.person_id,
        patient_id=asked.patient_id,
        checkin_id=checkin_id,
        text_id=says[-1].text_id,
        body=words,
        expires_at=closes_at,
        is_question=True,
    )


def ask_queued(
    tx: Transaction, clinic: Clinic, book: RuleBook, contact_id: UUID, *, now: datetime
) -> tuple[NewText, ...]:
    """Give the check-in that has waited longest for this phone its turn; its first question, if any."""
    for waiting in checkins.queued_on(tx, contact_id):
        if now < waiting.closes_at:
            round_ = replace(waiting.round, asked_at=now, texted=True)
            replies.start_round(tx, waiting.id, round_)
            return (prompt(clinic, book, waiting.asked, round_, waiting.id, closes_at=waiting.closes_at),)
    return ()
