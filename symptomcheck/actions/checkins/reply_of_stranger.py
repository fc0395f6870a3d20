"""A text from a number on no list: kept, judged, answered once a day with the call line only."""

from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.alerts.keep_findings import About, keep_findings
from symptomcheck.actions.checkins.sender_number import can_be_texted
from symptomcheck.actions.clinic import Clinic
from symptomcheck.channels.sender import InboundText
from symptomcheck.core.answers import Answer, Presence, Reporter
from symptomcheck.core.levels import Level
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.turn import Made
from symptomcheck.storage import alerts, contacts, outbox, replies
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Phone
from symptomcheck.storage.outbox import NewText

TELL_AGAIN_AFTER = timedelta(hours=24)
# Nobody stands behind a number on no list, so its answers belong to nobody.
NOBODY = UUID(int=0)


def reply_of_stranger(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    phone: Phone,
    text: InboundText,
    *,
    of_team: bool = False,
    now: datetime,
) -> tuple[str, str]:
    """What was made of the text, and the level any rule gave it.

    `of_team`: a phone that is paged, with a symptom in its text. It is told whom to call and how pages are
    answered, never that nobody knows it.

    1. Read and judge it as if a patient had sent it: a new phone may be one.
    2. Keep it. A symptom in it pages the team at once, by the number of the alert.
    3. Give the call line, once a day; never to what is no phone, nor to ourselves.
    """
    reading = book.read(text.body, language=clinic.site.language, asked=None)
    said = [
        Answer(key=key, value=value, reporter=Reporter.PATIENT, person_id=NOBODY, said_at=now)
        for key, value in reading.facts()
    ]
    level = book.judge(said).level
    named = level is not Level.NONE or any(
        each.value in (Presence.YES, Presence.ONE_OF, Presence.NOT_SURE) for each in said
    )
    inbound_id = replies.keep_text(
        tx,
        provider_id=text.provider_id,
        contact_id=phone.contact_id,
        body=text.body,
        received_at=text.received_at,
        outcome="unknown_sender",
        trace=[[s.kind, s.phrase_id, s.words, s.scope, s.counted, s.why] for s in reading.trace],
        now=now,
    )
    queued: list[NewText] = []
    told_lately = phone.told_unknown_at is not None and now - phone.told_unknown_at < TELL_AGAIN_AFTER
    if of_team:
        queued.append(_answer(phone, level, "staff.help", _for_the_team(clinic, book, level), now))
    elif not told_lately and reading.keyword is not Keyword.STOP and can_be_texted(clinic, text):
        contacts.told_unknown(tx, phone.contact_id, now=now)
        words = book.say("unknown_number", clinic.site.language, **clinic.site.values())
        queued.append(_answer(phone, level, "unknown_number", words, now))
    if named or reading.health_words:
        kept = keep_findings(
            tx,
            clinic,
            book,
            About(patient_id=None, contact_id=phone.contact_id, day=None, inbound_id=inbound_id),
            alerts.open_of(tx, patient_id=None, contact_id=phone.contact_id),
            notices=(NoticeReason.UNKNOWN_SENDER,),
            cover=alerts.cover(tx, now),
            now=now,
        )
        queued.extend(kept.pages)
    outbox.queue(tx, queued, now=now)
    return Made.REPORTED.value if said else Made.NOT_UNDERSTOOD.value, level.value


def _for_the_team(clinic: Clinic, book: RuleBook, level: Level) -> str:
    """Whoever holds the phone may be the one who is ill, or a nurse who writes about somebody."""
    calls = "urgent" if level is Level.URGENT else "unlisted_words"
    values = clinic.site.values()
    return book.say(calls, clinic.site.language, **values) + "\n" + book.say("staff.help", "en", **values)


def _answer(phone: Phone, level: Level, text_id: str, words: str, now: datetime) -> NewText:
    return NewText(
        kind="urgent" if level is Level.URGENT else "answer",
        contact_id=phone.contact_id,
        text_id=text_id,
        body=words,
        expires_at=now + TELL_AGAIN_AFTER,
    )
