"""A text of a patient or a caregiver: read, answered, judged, saved. The main road of the house."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from symptomcheck.actions.checkins.ask import ask_queued
from symptomcheck.actions.checkins.considered import Outcome, consider, save
from symptomcheck.actions.checkins.texts import asks_about_symptoms, is_shared, texts_of
from symptomcheck.actions.checkins.whose import whose
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.links.make_link import new_links
from symptomcheck.channels.sender import InboundText
from symptomcheck.core.current import current
from symptomcheck.core.garbled import is_full_of_slips, usually_spells
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.core.reading.meaning import Keyword, Reading
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import day_of
from symptomcheck.core.turn import Made, Say, Turn
from symptomcheck.storage import alerts, contacts, outbox, replies
from symptomcheck.storage.alerts import Cover
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Line, Phone
from symptomcheck.storage.outbox import NewText

LOOP_OF = 5
LOOP_WITHIN = timedelta(minutes=10)
REMARKS_WITHIN = timedelta(hours=12)


def reply_of_person(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    phone: Phone,
    text: InboundText,
    *,
    now: datetime,
    answered_by_provider: bool,
) -> tuple[str, str]:
    """What was made of the text, and the highest level any rule gave it.

    1. Read the text as an answer to what is open on this phone; find whom it is about.
    2. For each patient it is about: answers, verdicts, the turn of the dialogue.
    3. Keep the text, the answers, one judgement per patient, flags, alert and check-in.
    4. Queue every text and page together.
    """
    heard = whose(book, phone, text.body, text.received_at)
    if text.pictures and heard.reading.chatter:
        # "hi" beside a picture nobody here can see, or the sign some phones put in its place, needs a person.
        heard = replace(heard, reading=replace(heard.reading, chatter=False))
    cover: Cover | None = None
    if heard.reading.health_words or book.unheeded(heard.reading.facts()):
        cover = alerts.cover(tx, now)
    said_at = min(now, text.received_at)
    unlike_them = _is_unlike_them(tx, clinic, book, heard.lines, phone, text.body, now)
    outcomes = [
        consider(book, line, heard.reading, cover, now, said_at=said_at, unlike_them=unlike_them)
        for line in heard.lines
    ]
    if heard.ask_which and not any(outcome.flags or outcome.turn.reasons for outcome in outcomes):
        outcomes = [_undecided(book, outcomes[0], phone, heard.reading, now)]
    outcomes = [_braked(tx, phone, outcome, heard.reading, now) for outcome in outcomes]
    made = outcomes[0].turn.made
    inbound_id = replies.keep_text(
        tx,
        provider_id=text.provider_id,
        contact_id=phone.contact_id,
        body=text.body,
        received_at=text.received_at,
        outcome=made.value,
        trace=[[s.kind, s.phrase_id, s.words, s.scope, s.counted, s.why] for s in heard.reading.trace],
        now=now,
    )
    if any(outcome.flags or outcome.turn.reasons for outcome in outcomes):
        cover = cover or alerts.cover(tx, now)
    queued: list[NewText] = []
    for outcome in outcomes:
        kept = save(tx, clinic, book, outcome, inbound_id=inbound_id, cover=cover, now=now)
        queued.extend(kept.pages if kept else ())
    queued[:0] = _answers(tx, clinic, book, phone, outcomes, now, quiet=answered_by_provider)
    _mind_keyword(tx, phone, heard.reading, outcomes[0].turn, now)
    if is_shared(phone) and any(outcome.turn.ended for outcome in outcomes):
        told_to_call = any(Say("urgent") in outcome.turn.says for outcome in outcomes)
        queued += ask_queued(tx, clinic, book, phone.contact_id, told_to_call=told_to_call, now=now)
    outbox.queue(tx, queued, now=now)
    level = max((outcome.judgement.level for outcome in outcomes), key=lambda level: level.rank)
    return made.value, level.value


def _is_unlike_them(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    lines: Sequence[Line],
    phone: Phone,
    body: str,
    now: datetime,
) -> bool:
    """Has somebody in their closely watched days suddenly lost their usual spelling?

    The texts before are only fetched for a text full of slips: one of the few statements beside the count.
    """
    for line in lines:
        if day_of(line.infused_on, line.zone, now) <= clinic.policy.watched_until_day:
            known = book.vocabularies[line.language if line.language in book.vocabularies else "en"].known
            if is_full_of_slips(body, known):
                return usually_spells(replies.texts_before(tx, phone.contact_id), known)
    return False


def _undecided(book: RuleBook, outcome: Outcome, phone: Phone, reading: Reading, now: datetime) -> Outcome:
    """Nobody can tell whom it is about and nothing in it presses: ask, and note no answer of anybody's."""
    if reading.chatter or reading.keyword is not None:
        return outcome
    names = " / ".join(dict.fromkeys(line.tag for line in phone.lines))
    asks = Turn(made=Made.NOT_UNDERSTOOD, says=(Say("which_person", (("names", names),)),))
    line = outcome.line
    judgement = book.judge(current(line.held, person_id=line.person_id, checkin_id=None, now=now))
    return replace(outcome, new=(), held=line.held, judgement=judgement, turn=asks)


def _braked(tx: Transaction, phone: Phone, outcome: Outcome, reading: Reading, now: datetime) -> Outcome:
    """Two machines must not text each other for ever: after five unreadable texts we answer no more.

    One remark nobody asked for ("running late") is answered with the call line and waits on the work list; a
    second one, a number, or a "worse" presses more.
    """
    if outcome.turn.made is not Made.NOT_UNDERSTOOD or outcome.flags:
        return outcome
    earlier = replies.unreadable_since(tx, phone.contact_id, now - LOOP_WITHIN)
    if earlier < LOOP_OF:
        remark = outcome.line.round is None and outcome.turn.reasons == (NoticeReason.UNREADABLE,)
        if remark and not replies.unreadable_since(tx, phone.contact_id, now - REMARKS_WITHIN):
            presses = reading.same_or_worse or any(sign.isdigit() for sign in reading.text)
            reason = NoticeReason.UNREADABLE if presses else NoticeReason.REMARK
            return replace(outcome, turn=replace(outcome.turn, reasons=(reason,)))
        return outcome
    first = earlier == LOOP_OF
    turn = Turn(
        made=Made.NOT_UNDERSTOOD,
        says=(Say("loop_brake"),) if first else (),
        reasons=(NoticeReason.LOOP,) if first else (),
        round=outcome.line.round,
    )
    return replace(outcome, turn=turn)


def _answers(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    phone: Phone,
    outcomes: list[Outcome],
    now: datetime,
    *,
    quiet: bool,
) -> list[NewText]:
    """What the sender is told; several patients on one phone are told once when it is the same."""
    told: dict[tuple[Say, ...], NewText] = {}
    for outcome in outcomes:
        says, keyword = outcome.turn.says, outcome.turn.made is Made.KEYWORD
        if keyword and quiet:
            continue
        of_all = sum(each.turn.says == says for each in outcomes) > 1
        link, line = None, outcome.line
        if line.link_only and asks_about_symptoms(says):
            link = new_links(tx, clinic, [(line.conversation_id, line.checkin_id)], now=now)[0]
        for text in texts_of(
            clinic, book, phone, line, says, now=now, even_if_stopped=keyword, tagless=of_all, link=link
        ):
            told.setdefault(says, text)
    return list(told.values())


def _mind_keyword(tx: Transaction, phone: Phone, reading: Reading, turn: Turn, now: datetime) -> None:
    """STOP, WRONG and START are about the phone, whoever is on it."""
    if turn.made is not Made.KEYWORD:
        return
    match reading.keyword:
        case Keyword.STOP:
            contacts.set_state(tx, phone.contact_id, "stopped", now=now)
            outbox.cancel(tx, cause="opted_out", contact_id=phone.contact_id, now=now)
        case Keyword.WRONG:
            contacts.set_state(tx, phone.contact_id, "wrong", now=now)
            outbox.cancel(tx, cause="wrong_number", contact_id=phone.contact_id, now=now)
        case Keyword.START:
            contacts.set_state(tx, phone.contact_id, "ok", now=now)
        case _:
            pass
