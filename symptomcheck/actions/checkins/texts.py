"""What the dialogue says, as texts for the outbox, with a name tag on a shared phone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from symptomcheck.actions.checkins.ask import by_link
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.turn import Say
from symptomcheck.storage.lines import Line, Phone
from symptomcheck.storage.outbox import NewText

# An answer that could not leave for so long would confuse; "call now" stays true longer.
ANSWER_EXPIRES_AFTER = timedelta(hours=1)
URGENT_EXPIRES_AFTER = timedelta(hours=24)
_QUESTIONS = ("ask.", "reask.", "too_quick", "which_person")
_OF_SYMPTOMS = ("ask.", "reask.", "too_quick")


def is_shared(phone: Phone) -> bool:
    """Does this phone speak for more than one patient, or as more than one person?"""
    return len({(line.person_id, line.patient_id) for line in phone.lines}) > 1


def tagged(clinic: Clinic, book: RuleBook, line: Line, words: str, *, shared: bool) -> str:
    """`words` with the patient's short name before them, on a shared phone."""
    if not shared:
        return words
    return book.say("tag", line.language, **clinic.site.values(), tag=line.tag) + words


def texts_of(
    clinic: Clinic,
    book: RuleBook,
    phone: Phone,
    line: Line,
    says: Sequence[Say],
    *,
    now: datetime,
    even_if_stopped: bool = False,
    tagless: bool = False,
    link: str | None = None,
) -> tuple[NewText, ...]:
    """One turn's texts as one message, because a provider does not keep the order of two.

    With `link` the question among them is asked there instead.
    """
    asks = any(say.text_id.startswith(_QUESTIONS) for say in says)
    if link is not None:
        says = (*(say for say in says if not say.text_id.startswith(_OF_SYMPTOMS)), by_link(line.role))
    if not says:
        return ()
    words = ""
    for say in says:
        joint = "\n" if words and not words.endswith(" ") else ""
        words += joint + book.say(say.text_id, line.language, **clinic.site.values(), **dict(say.values))
    words = f"{words}\n{link}" if link is not None else words
    urgent = any(say.text_id == "urgent" for say in says)
    return (
        NewText(
            kind="urgent" if urgent else "answer",
            contact_id=phone.contact_id,
            person_id=line.person_id,
            patient_id=line.patient_id,
            checkin_id=line.checkin_id,
            text_id=says[-1].text_id,
            body=tagged(clinic, book, line, words, shared=is_shared(phone) and not tagless),
            expires_at=now + (URGENT_EXPIRES_AFTER if urgent else ANSWER_EXPIRES_AFTER),
            is_question=asks,
            even_if_stopped=even_if_stopped,
        ),
    )


def asks_about_symptoms(says: Sequence[Say]) -> bool:
    """Is a question of a check-in among them?"""
    return any(say.text_id.startswith(_OF_SYMPTOMS) for say in says)
