"""Texts to people that no reply caused: welcome, on hold, again, ended."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.answers import Reporter
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import count_texts
from symptomcheck.storage import outbox
from symptomcheck.storage.care import Conversation
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import NewText
from symptomcheck.storage.patients import Patient

_EXPIRES_AFTER = timedelta(hours=24)


def tell(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    patient: Patient,
    conversations: Sequence[Conversation],
    text_id: Callable[[Conversation], str],
    *,
    now: datetime,
    values: Callable[[Conversation], dict[str, str]] = lambda _: {},
) -> None:
    """Queue one text per conversation, in the language of the person it goes to; tagged on a shared phone."""
    texts = []
    for conversation in conversations:
        said = clinic.site.values() | values(conversation)
        words = book.say(text_id(conversation), conversation.language, **said)
        if conversation.shared:
            words = book.say("tag", conversation.language, **said, tag=patient.person.tag) + words
        texts.append(
            NewText(
                kind="answer",
                contact_id=conversation.contact_id,
                person_id=conversation.person_id,
                patient_id=patient.id,
                text_id=text_id(conversation),
                body=words,
                expires_at=now + _EXPIRES_AFTER,
            )
        )
    outbox.queue(tx, texts, now=now)


def welcome(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    patient: Patient,
    conversations: Sequence[Conversation],
    *,
    now: datetime,
) -> None:
    """Queue the first text to each: what this is, what it is not, and how many texts the plan sends."""

    def text_id(conversation: Conversation) -> str:
        return "welcome" if conversation.role is Reporter.PATIENT else "welcome.caregiver"

    def values(conversation: Conversation) -> dict[str, str]:
        return {"count": str(count_texts(book.plan, conversation.role))}

    tell(tx, clinic, book, patient, conversations, text_id, now=now, values=values)
