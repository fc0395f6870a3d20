"""Answers given on a page. They walk the road of a text from the moment they are read."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.checkins.ask import ask_queued
from symptomcheck.actions.checkins.considered import Outcome, consider, save
from symptomcheck.actions.checkins.from_page import SHOWN, Given, Told, told_again
from symptomcheck.actions.checkins.texts import is_shared, texts_of
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.links.open_link import GRACE, LinkClosed, find_link, open_link
from symptomcheck.core.dialogue import step_on_page
from symptomcheck.core.levels import Level
from symptomcheck.core.reading.meaning import Reading
from symptomcheck.core.reading.typed import typed
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.turn import Say
from symptomcheck.storage import alerts, form_keys, lines, outbox, replies
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Line, Phone


@again_after_deadlock
def answer_by_web(
    clinic: Clinic, token: str, given: Given, *, about: UUID | None, form_key: bytes, now: datetime
) -> Told:
    """Keep and judge what one page sent, in one transaction; LinkClosed when the link opens nothing.

    1. Find the link, hold its phone and patients; read where things stand.
    2. The same form with the same answers came before: say again what followed, and change nothing.
    3. Read it; answers, verdicts and the turn of the dialogue, as for a text. What belongs to a check-in
       that is over is judged as a report.
    4. Keep words, answers, one judgement, flags, alert and check-in; take back prompts that still wait.
    5. Queue the pages, and the urgent text: a page may be closed, a text stays.
    """
    with clinic.db.write() as tx:
        link = find_link(tx, token, now=now, grace=GRACE)
        lines.lock_contact(tx, link.contact_id)
        key = given.key(form_key)
        first = form_keys.use(tx, key, now=now)
        opened = open_link(tx, link, about=about, now=now)
        line, phone = opened.line, opened.phone
        if line is None:  # nobody was chosen
            raise LinkClosed
        if not first:
            return told_again(form_keys.told(tx, key), line)
        book = clinic.books.get(tx, phone.fingerprint)
        late = given.checkin_id is not None and given.checkin_id != line.checkin_id
        reading = _read(book, line, given, late=late)
        if reading is None:
            nothing_new = ("late_noted" if late else "noted",)
            return Told(says=nothing_new, level=Level.NONE, goes_on=line.round is not None)
        pressing = reading.health_words or book.unheeded(reading.facts())
        cover = alerts.cover(tx, now) if pressing else None
        outcome = _consider(book, line, given, reading, cover, now, late=late)
        inbound_id = _keep_words(tx, phone, given, reading, outcome, key, now) if given.words else None
        if outcome.flags or outcome.turn.reasons:
            cover = cover or alerts.cover(tx, now)
        kept = save(tx, clinic, book, outcome, inbound_id=inbound_id, cover=cover, now=now)
        queued = list(kept.pages if kept else ())
        if outcome.line.checkin_id is not None:
            outbox.cancel(tx, cause="answered_on_a_page", checkin_ids=[outcome.line.checkin_id], now=now)
        if Say("urgent") in outcome.turn.says:
            queued[:0] = texts_of(clinic, book, phone, outcome.line, [Say("urgent")], now=now)
        if is_shared(phone) and outcome.turn.ended and not line.waits:
            told_to_call = Say("urgent") in outcome.turn.says
            queued += ask_queued(tx, clinic, book, phone.contact_id, told_to_call=told_to_call, now=now)
        outbox.queue(tx, queued, now=now)
        told = _told(outcome, late=late)
        form_keys.keep_told(tx, key, told.in_codes())
        return told


def _read(book: RuleBook, line: Line, given: Given, *, late: bool) -> Reading | None:
    """What the page says; None when it says nothing that is not known already."""
    if given.words:
        # A keyword is about the texting; on a page nobody opts out by a word, so the team reads it.
        return replace(book.read(given.words, language=line.language, asked=None), keyword=None)
    values, nothing_for = given.values, None
    remaining = line.round.remaining if line.round is not None and not late else ()
    if given.question in remaining:
        nothing_for = given.question if not values else None
    elif line.round is not None and not late:
        # A second tab, or the back button: only what is said differently now is news.
        before = {
            (each.answer.key, each.answer.value)
            for each in line.held
            if each.checkin_id == line.checkin_id and each.answer.person_id == line.person_id
        }
        values = tuple(value for value in values if value not in before)
    if not values and nothing_for is None:
        return None
    return typed(values, language=line.language, nothing_for=nothing_for)


def _consider(
    book: RuleBook,
    line: Line,
    given: Given,
    reading: Reading,
    cover: alerts.Cover | None,
    now: datetime,
    *,
    late: bool,
) -> Outcome:
    outside = replace(line, checkin_id=None, round=None)
    beside = late or (bool(given.words))
    outcome = consider(book, outside if beside else line, reading, cover, now, by=step_on_page)
    if beside and line.round is not None and Say("urgent") in outcome.turn.says:
        # Whoever must call now is not asked on, whichever page they said it on.
        return consider(book, line, reading, cover, now, by=step_on_page)
    return outcome


def _keep_words(
    tx: Transaction,
    phone: Phone,
    given: Given,
    reading: Reading,
    outcome: Outcome,
    key: bytes,
    now: datetime,
) -> UUID:
    return replies.keep_text(
        tx,
        provider_id=f"page:{key.hex()}",
        contact_id=phone.contact_id,
        body=given.words,
        received_at=now,
        outcome=outcome.turn.made.value,
        trace=[[s.kind, s.phrase_id, s.words, s.scope, s.counted, s.why] for s in reading.trace],
        now=now,
    )


def _told(outcome: Outcome, *, late: bool) -> Told:
    shown = tuple(dict.fromkeys(say.text_id for say in outcome.turn.says if say.text_id in SHOWN))
    shown = shown or ("noted",)
    if late:
        shown = tuple("late_noted" if text_id == "noted" else text_id for text_id in shown)
    return Told(says=shown, level=outcome.judgement.level, goes_on=outcome.turn.round is not None)
