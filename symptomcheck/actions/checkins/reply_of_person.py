"""A text of a patient or a caregiver: read, answered, judged, saved. The main road of the house."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.alerts.keep_findings import About, Kept, keep_findings
from symptomcheck.actions.checkins.ask import ask_queued
from symptomcheck.actions.checkins.texts import is_shared, texts_of
from symptomcheck.actions.checkins.whose import whose
from symptomcheck.actions.clinic import Clinic
from symptomcheck.channels.sender import InboundText
from symptomcheck.core.alerts import Flag
from symptomcheck.core.answers import Answer, Key
from symptomcheck.core.current import Held, current, keep
from symptomcheck.core.dialogue import step, weigh
from symptomcheck.core.oncall import Rung
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.core.reading.meaning import Keyword, Reading
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Judgement
from symptomcheck.core.schedule import day_of
from symptomcheck.core.turn import Made, Say, Situation, Turn
from symptomcheck.storage import alerts, contacts, outbox, replies
from symptomcheck.storage.alerts import Cover, NewFlag
from symptomcheck.storage.answers import add
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import NewText
from symptomcheck.storage.replies import Line, Phone

LOOP_OF = 5
LOOP_WITHIN = timedelta(minutes=10)
REMARKS_WITHIN = timedelta(hours=12)
AWAIT_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """One line's share of a reply: the turn, what was answered and what the rules said."""

    line: Line
    turn: Turn
    new: tuple[Held, ...]
    held: tuple[Held, ...]
    judgement: Judgement
    flags: tuple[NewFlag, ...]


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
    heard = whose(book, phone, text.body)
    cover: Cover | None = None
    if heard.reading.health_words:
        cover = alerts.cover(tx, now)
    outcomes = [_consider(book, line, heard.reading, cover, now) for line in heard.lines]
    if heard.ask_which and not any(outcome.flags or outcome.turn.reasons for outcome in outcomes):
        outcomes = [_undecided(book, outcomes[0], phone, heard.reading, now)]
    outcomes = [_braked(tx, phone, outcome, now) for outcome in outcomes]
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
        kept = _save(tx, clinic, book, outcome, inbound_id, cover, now)
        queued.extend(kept.pages if kept else ())
    queued[:0] = _answers(clinic, book, phone, outcomes, now, quiet=answered_by_provider)
    _mind_keyword(tx, phone, heard.reading, outcomes[0].turn, now)
    if is_shared(phone) and any(outcome.turn.ended for outcome in outcomes):
        queued += ask_queued(tx, clinic, book, phone.contact_id, now=now)
    outbox.queue(tx, queued, now=now)
    level = max((outcome.judgement.level for outcome in outcomes), key=lambda level: level.rank)
    return made.value, level.value


def _consider(book: RuleBook, line: Line, reading: Reading, cover: Cover | None, now: datetime) -> _Outcome:
    """Answers, verdicts and the turn of one line; nothing is saved yet."""
    new = tuple(
        Held(
            Answer(key=key, value=value, reporter=line.role, person_id=line.person_id, said_at=now),
            line.checkin_id,
        )
        for key, value in reading.facts()
    )
    held = keep(line.held, new, now=now)
    judgement = book.judge(current(held, person_id=line.person_id, checkin_id=line.checkin_id, now=now))
    fresh = frozenset(each.answer for each in new)
    situation = Situation(
        role=line.role,
        round=line.round,
        alert_open=line.alert is not None,
        on_cover=cover is not None and bool(cover.on_call.people(Rung.FIRST, now)),
        number_given=any(
            each.checkin_id == line.checkin_id and each.answer.key is Key.TEMPERATURE
            for each in line.held
            if each.answer.person_id == line.person_id
        ),
    )
    weighed = weigh(judgement, book.unsettled(judgement), new=fresh, article=book.article_rule_ids)
    turn = step(situation, reading, weighed, now)
    flags = tuple(
        NewFlag(
            evidence.key,
            Flag(
                rule_id=verdict.rule.id,
                level=verdict.rule.level,
                reporter=evidence.reporter,
                value=evidence.value,
            ),
        )
        for verdict in judgement.fired
        for evidence in verdict.evidence
        if evidence in fresh
    )
    return _Outcome(line=line, turn=turn, new=new, held=held, judgement=judgement, flags=flags)


def _undecided(book: RuleBook, outcome: _Outcome, phone: Phone, reading: Reading, now: datetime) -> _Outcome:
    """Nobody can tell whom it is about and nothing in it presses: ask, and note no answer of anybody's."""
    if reading.chatter or reading.keyword is not None:
        return outcome
    names = " / ".join(dict.fromkeys(line.tag for line in phone.lines))
    asks = Turn(made=Made.NOT_UNDERSTOOD, says=(Say("which_person", (("names", names),)),))
    line = outcome.line
    judgement = book.judge(current(line.held, person_id=line.person_id, checkin_id=None, now=now))
    return replace(outcome, new=(), held=line.held, judgement=judgement, turn=asks)


def _braked(tx: Transaction, phone: Phone, outcome: _Outcome, now: datetime) -> _Outcome:
    """Two machines must not text each other for ever: after five unreadable texts we answer no more.

    One remark nobody asked for ("running late") is answered with the call line and pages nobody; a second one
    that cannot be read goes to the team.
    """
    if outcome.turn.made is not Made.NOT_UNDERSTOOD or outcome.flags:
        return outcome
    earlier = replies.unreadable_since(tx, phone.contact_id, now - LOOP_WITHIN)
    if earlier < LOOP_OF:
        remark = outcome.line.round is None and outcome.turn.reasons == (NoticeReason.UNREADABLE,)
        if remark and not replies.unreadable_since(tx, phone.contact_id, now - REMARKS_WITHIN):
            return replace(outcome, turn=replace(outcome.turn, reasons=()))
        return outcome
    first = earlier == LOOP_OF
    turn = Turn(
        made=Made.NOT_UNDERSTOOD,
        says=(Say("loop_brake"),) if first else (),
        reasons=(NoticeReason.LOOP,) if first else (),
        round=outcome.line.round,
    )
    return replace(outcome, turn=turn)


def _save(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    outcome: _Outcome,
    inbound_id: UUID,
    cover: Cover | None,
    now: datetime,
) -> Kept | None:
    line, turn = outcome.line, outcome.turn
    add(tx, outcome.new, patient_id=line.patient_id, inbound_id=inbound_id, now=now)
    judgement_id = replies.save_judgement(
        tx, line, outcome.judgement, fingerprint=book.fingerprint, inbound_id=inbound_id, now=now
    )
    kept = None
    if cover is not None and (outcome.flags or turn.reasons):
        kept = keep_findings(
            tx,
            clinic,
            book,
            About(
                patient_id=line.patient_id,
                contact_id=None,
                day=day_of(line.infused_on, line.zone, now),
                inbound_id=inbound_id,
                judgement_id=judgement_id,
            ),
            line.alert,
            flags=outcome.flags,
            notices=turn.reasons,
            cover=cover,
            now=now,
        )
    _save_round(tx, line, turn, now)
    if turn.awaiting is not None:
        replies.await_answer(tx, line.conversation_id, turn.awaiting, now + AWAIT_FOR)
    alert_id = kept.alert_id if kept else line.alert.id if line.alert else None
    replies.save_summary(
        tx,
        line.patient_id,
        outcome.held,
        level=outcome.judgement.level.value,
        open_alert_id=alert_id,
        now=now,
    )
    return kept


def _save_round(tx: Transaction, line: Line, turn: Turn, now: datetime) -> None:
    if line.checkin_id is None or turn.round == line.round:
        return
    if turn.round is not None:
        replies.save_round(tx, line.checkin_id, turn.round)
    elif turn.ended is not None:
        reason = "withheld" if turn.withheld else None
        replies.end_round(tx, line.checkin_id, state=turn.ended.value, reason=reason, now=now)
    else:
        reason = "opted_out" if NoticeReason.STOP in turn.reasons else "wrong_number"
        replies.end_round(tx, line.checkin_id, state="cancelled", reason=reason, now=now)


def _answers(
    clinic: Clinic,
    book: RuleBook,
    phone: Phone,
    outcomes: list[_Outcome],
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
        for text in texts_of(clinic, book, phone, outcome.line, says, now=now, even_if_stopped=keyword):
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
