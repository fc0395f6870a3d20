"""A text from a member of the team: an acknowledgement, or something else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.alerts.pass_alert import pass_along
from symptomcheck.actions.alerts.take_alert import take_alert
from symptomcheck.actions.checkins.reply_of_stranger import reply_of_stranger
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.staff_phone_out import staff_phone_out
from symptomcheck.channels.sender import InboundText
from symptomcheck.core.ack import AckCommand, PassCommand, parse_ack, parse_pass
from symptomcheck.core.open_alert import AlertState
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alerts, contacts, outbox, replies
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Phone
from symptomcheck.storage.outbox import NewText

STAFF_LANGUAGE = "en"
EXPIRES_AFTER = timedelta(hours=1)


def reply_of_staff(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    phone: Phone,
    staff_id: UUID,
    text: InboundText,
    *,
    now: datetime,
) -> tuple[str, str]:
    """What was made of the text, and its level.

    1. A phone that was thought dead is not. Anything but a command is judged like a stranger's text when a
       rule fires on it: the phone may be in other hands.
    2. Keep the text; take (or pass on) the alert it names, or the only one open; say who has it.
    """
    if phone.state == "undeliverable":  # a text from it is the proof that it works
        contacts.set_state(tx, phone.contact_id, "ok", now=now)
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
    words: list[str] = []
    if command is not None:
        for one in _each(command):
            text_id, values = _obey(tx, clinic, staff_id, one, now)
            words.append(_said(clinic, book, text_id, values))
    elif reading.keyword is Keyword.STOP:
        # Escalation passes the phone over from now on, and it is cover no more.
        contacts.set_state(tx, phone.contact_id, "stopped", now=now)
        staff_phone_out(tx, clinic, phone.contact_id, cause="opted_out", now=now)
        text_id, values = "staff.stopped", {}
    elif reading.keyword is Keyword.START:
        contacts.set_state(tx, phone.contact_id, "ok", now=now)
        text_id, values = "staff.started", {}
    elif reading.chatter:
        return "staff", "none"
    else:
        text_id, values = "staff.help", {}
    answer = NewText(
        kind="answer",
        contact_id=phone.contact_id,
        person_id=staff_id,
        text_id=text_id,
        body="\n".join(words) or _said(clinic, book, text_id, values),
        expires_at=now + EXPIRES_AFTER,
        even_if_stopped=text_id == "staff.stopped",
    )
    outbox.queue(tx, [answer], now=now)
    return "staff", "none"


def _each(command: AckCommand | PassCommand) -> tuple[AckCommand | PassCommand, ...]:
    """One command per alert, in the order of their numbers: every one that is named gets its answer."""
    if isinstance(command, PassCommand) or command.number is None:
        return (command,)
    return tuple(AckCommand(number) for number in sorted({command.number, *command.also}))


def _said(clinic: Clinic, book: RuleBook, text_id: str, values: Mapping[str, str]) -> str:
    return book.say(text_id, STAFF_LANGUAGE, **clinic.site.values(), **values)


def _obey(
    tx: Transaction, clinic: Clinic, staff_id: UUID, command: AckCommand | PassCommand, now: datetime
) -> tuple[str, dict[str, str]]:
    kept = _meant(tx, command, staff_id)
    if isinstance(kept, tuple):
        if not kept:
            return "staff.none_open", {}
        return "staff.which", {"numbers": ", ".join(str(each.number) for each in kept)}
    if kept is None or kept.alert.state is AlertState.CLOSED:
        return "staff.no_such", {"number": str(command.number)}
    if isinstance(command, PassCommand) and pass_along(tx, clinic, kept, staff_id=staff_id, now=now):
        return "staff.passed", {"number": str(kept.number)}
    if isinstance(command, PassCommand):
        holder = kept.alert.acknowledged_by
        assert holder is not None  # noqa: S101  # only an alert somebody has cannot be passed on
        return "staff.already", {"number": str(kept.number), "who": alerts.name_of(tx, holder)}
    taken = take_alert(tx, clinic, kept, staff_id=staff_id, now=now)
    who = alerts.name_of(tx, taken.holder)
    return "staff.already" if taken.already else "staff.acknowledged", {
        "number": str(kept.number),
        "who": who,
    }


def _meant(
    tx: Transaction, command: AckCommand | PassCommand, staff_id: UUID
) -> KeptAlert | tuple[KeptAlert, ...] | None:
    """The alert a command names; for a bare one the only open alert, else all that are open.

    Who passes on without a number may also mean the one they have.
    """
    if command.number is not None:
        return alerts.by_number(tx, command.number)
    theirs = staff_id if isinstance(command, PassCommand) else None
    waiting = tuple(
        each
        for each in alerts.not_closed(tx)
        if each.alert.state is AlertState.OPEN or each.alert.acknowledged_by == theirs
    )
    return alerts.by_number(tx, waiting[0].number) if len(waiting) == 1 else waiting
