"""A text from the fallback phone, which is paged when the cover fails: nobody by name, and no stranger."""

from datetime import datetime

from symptomcheck.actions.alerts.pages import COVER_FAILED
from symptomcheck.actions.checkins.reply_of_staff import EXPIRES_AFTER, STAFF_LANGUAGE
from symptomcheck.actions.checkins.reply_of_stranger import reply_of_stranger
from symptomcheck.actions.clinic import Clinic
from symptomcheck.channels.sender import InboundText
from symptomcheck.core.ack import AckCommand, PassCommand, parse_ack, parse_pass
from symptomcheck.core.open_alert import AlertState
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alerts, outbox, replies
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Phone
from symptomcheck.storage.outbox import NewText


def reply_of_fallback(
    tx: Transaction, clinic: Clinic, book: RuleBook, phone: Phone, text: InboundText, *, now: datetime
) -> tuple[str, str]:
    """What was made of the text, and its level. It changes no alert: only a named person stops the paging.

    1. A symptom in it is judged like a stranger's: the phone may be in other hands.
    2. Keep the text; say which alert is open and how it is taken.
    """
    command = parse_ack(text.body) or parse_pass(text.body)
    reading = book.read(text.body, language=STAFF_LANGUAGE, asked=None)
    if command is None and (reading.facts() or reading.health_words):
        return reply_of_stranger(tx, clinic, book, phone, text, of_team=True, now=now)
    replies.keep_text(
        tx,
        provider_id=text.provider_id,
        contact_id=phone.contact_id,
        body=text.body,
        received_at=text.received_at,
        outcome="staff",
        trace=[],
        now=now,
    )
    if command is None and (reading.chatter or reading.keyword is Keyword.STOP):
        return "staff", "none"
    text_id, values = _where_things_stand(tx, command)
    answer = NewText(
        kind="answer",
        contact_id=phone.contact_id,
        text_id=text_id,
        body=book.say(text_id, STAFF_LANGUAGE, **clinic.site.values(), **values),
        expires_at=now + EXPIRES_AFTER,
        is_question=command is not None,  # whoever acknowledges is told so, also minutes after the page
    )
    outbox.queue(tx, [answer], now=now)
    return "staff", "none"


def _where_things_stand(
    tx: Transaction, command: AckCommand | PassCommand | None
) -> tuple[str, dict[str, str]]:
    waiting = [each for each in alerts.not_closed(tx) if each.alert.state is AlertState.OPEN]
    if command is not None and command.number is not None:
        waiting = [each for each in waiting if each.number == command.number]
        if not waiting:
            return "staff.no_such", {"number": str(command.number)}
    if not waiting:
        return "staff.none_open", {}
    return COVER_FAILED, {"number": str(waiting[0].number)}
