"""One line's share of what somebody sent: what it means, what follows, and what is kept of it.

The straight middle of the road, the same for a text and for a page: answers, verdicts, turn; then rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.alerts.keep_findings import About, Kept, keep_findings
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.alerts import Flag
from symptomcheck.core.answers import Answer, Key
from symptomcheck.core.current import Held, current, keep
from symptomcheck.core.dialogue import step, weigh
from symptomcheck.core.oncall import Rung
from symptomcheck.core.open_alert import AlertKind, NoticeReason
from symptomcheck.core.reading.meaning import Reading
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Judgement
from symptomcheck.core.schedule import day_of
from symptomcheck.core.turn import Situation, Turn, Weighed
from symptomcheck.storage import replies
from symptomcheck.storage.alerts import Cover, NewFlag
from symptomcheck.storage.answers import add
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Line

AWAIT_FOR = timedelta(minutes=10)
Step = Callable[[Situation, Reading, Weighed, datetime], Turn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One line's share of a reply: the turn, what was answered and what the rules said."""

    line: Line
    turn: Turn
    new: tuple[Held, ...]
    held: tuple[Held, ...]
    judgement: Judgement
    flags: tuple[NewFlag, ...]


def consider(
    book: RuleBook,
    line: Line,
    reading: Reading,
    cover: Cover | None,
    now: datetime,
    *,
    said_at: datetime | None = None,
    unlike_them: bool = False,
    by: Step = step,
) -> Outcome:
    """Answers, verdicts and the turn of one line; nothing is saved yet. `said_at`: when, if not just now."""
    new = tuple(
        Held(
            Answer(
                key=key, value=value, reporter=line.role, person_id=line.person_id, said_at=said_at or now
            ),
            line.checkin_id,
        )
        for key, value in reading.facts()
    )
    held = keep(line.held, new, now=now)
    counts = current(held, person_id=line.person_id, checkin_id=line.checkin_id, now=now)
    fresh = frozenset(each.answer for each in new)
    # What has just come in is judged even where something newer was said: it was never judged before.
    judgement = book.judge((*counts, *(each.answer for each in new if each.answer not in counts)))
    situation = Situation(
        role=line.role,
        round=line.round,
        alert_open=line.alert is not None,
        on_cover=cover is not None and bool(cover.on_call.people(Rung.FIRST, now)),
        urgent_open=line.alert is not None and line.alert.alert.kind is AlertKind.URGENT,
        number_given=any(
            each.checkin_id == line.checkin_id and each.answer.key is Key.TEMPERATURE
            for each in line.held
            if each.answer.person_id == line.person_id
        ),
        unlike_them=unlike_them,
    )
    weighed = weigh(
        judgement,
        book.unsettled(judgement),
        new=fresh,
        article=book.article_rule_ids,
        unheeded=book.unheeded(reading.facts()),
    )
    turn = by(situation, reading, weighed, now)
    if line.link_only and turn.round is not None:
        turn = replace(turn, round=replace(turn.round, texted=False))
    if turn.unheard:
        # Asked about, not guessed: until they say which question they meant it answers none.
        counts = current(line.held, person_id=line.person_id, checkin_id=line.checkin_id, now=now)
        return Outcome(line=line, turn=turn, new=(), held=line.held, judgement=book.judge(counts), flags=())
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
    return Outcome(line=line, turn=turn, new=new, held=held, judgement=judgement, flags=flags)


def save(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    outcome: Outcome,
    *,
    inbound_id: UUID | None,
    cover: Cover | None,
    now: datetime,
) -> Kept | None:
    """Keep the answers, one judgement, flags and alert, where the check-in stands, and the summary."""
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
        replies.save_round(tx, line.checkin_id, turn.round, waits=line.waits)
    elif turn.ended is not None:
        reason = "withheld" if turn.withheld else None
        replies.end_round(tx, line.checkin_id, state=turn.ended.value, reason=reason, now=now)
    else:
        reason = "opted_out" if NoticeReason.STOP in turn.reasons else "wrong_number"
        replies.end_round(tx, line.checkin_id, state="cancelled", reason=reason, now=now)
