"""What happens while a question stays unanswered: a reminder, the caregiver, silence, the end.

A check-in has one timer at a time; each sets the next. A timer that finds the question answered does nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from symptomcheck.actions.alerts.keep_findings import About, keep_findings
from symptomcheck.actions.alerts.raise_notice import raise_notice
from symptomcheck.actions.checkins.ask import ask_queued, link_for, prompt
from symptomcheck.actions.checkins.open_checkins import ToAsk, open_checkins
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.alerts import NoticeReason, Silence
from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.current import COUNTS_FOR
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import day_of, window_of, zone_named
from symptomcheck.storage import alerts, checkins, due, lines, outbox, replies
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.checkins import OpenCheckIn
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.due import Due, Kind
from symptomcheck.storage.outbox import NewText

KINDS: tuple[Kind, ...] = ("remind", "carer", "silence", "close")
# The questions whose silence may be a symptom itself; how tired somebody is can wait.
URGENT_QUESTIONS = frozenset(Question) - {Question.FATIGUE}
CAREGIVER_IS_ASKED = (Question.THINKING, Question.BREATHING, Question.TEMPERATURE)


@dataclass(frozen=True, slots=True)
class _Next:
    """What a timer leads to: texts to queue and the timer after it."""

    texts: tuple[NewText, ...] = ()
    timer: Due | None = None


@again_after_deadlock
def mind_timers(clinic: Clinic, *, now: datetime, limit: int = 200) -> int:
    """Mind up to `limit` timers that are due; how many were.

    1. Take them; find which of their check-ins still have a question open.
    2. Remind; or ask the caregiver; or call it silence; or close. Each sets the next timer.
    3. Queue every text together.
    """
    with clinic.db.write() as tx:
        rows = due.take(tx, now, kinds=KINDS, limit=limit)
        if not rows:
            return 0
        book = clinic.books.current(tx)
        ids = [row.subject_id for row in rows]
        still_open = checkins.open_ones(tx, ids)
        texts: list[NewText] = []
        timers: list[Due] = []
        for row in rows:
            checkin = still_open.get(row.subject_id)
            if checkin is None:
                continue
            follows = _mind(tx, clinic, book, row.kind, checkin, now)
            texts += follows.texts
            timers += [follows.timer] if follows.timer else []
        waiting = [
            row.subject_id for row in rows if row.kind == "remind" and row.subject_id not in still_open
        ]
        for contact_id in checkins.awaited_phones(tx, waiting):
            # Somebody there was told to call, minutes ago: whoever else uses the phone may be asked now.
            lines.lock_contact(tx, contact_id)
            texts += ask_queued(tx, clinic, book, contact_id, now=now)
        closing = [row.subject_id for row in rows if row.kind == "close"]
        unasked = checkins.expired_queued(tx, closing)
        for checkin_id, _, _ in unasked:
            replies.end_round(tx, checkin_id, state="missed", reason="phone_was_busy", now=now)
        for patient_id in [patient for _, patient, role in unasked if role is Reporter.PATIENT]:
            # Nobody was asked about them, because somebody else on their phone said nothing.
            raise_notice(tx, clinic, reason=NoticeReason.CANNOT_TELL, patient_id=patient_id, now=now)
            checkins.missed(tx, [patient_id])
        due.put(tx, timers)
        outbox.queue(tx, texts, now=now)
        return len(rows)


def _mind(
    tx: Transaction, clinic: Clinic, book: RuleBook, kind: Kind, checkin: OpenCheckIn, now: datetime
) -> _Next:
    # Every clock runs from the question that is open, so answering one question buys time for the next.
    window = window_of(book.plan, checkin.round.asked_at)
    if kind == "close" or now >= checkin.closes_at:
        return _close(tx, clinic, book, checkin, now)
    match kind:
        case "remind" if now < window.remind_at:
            return _Next(timer=_timer(checkin, "remind", window.remind_at))
        case "remind":
            return _remind(tx, clinic, book, checkin, window.ask_caregiver_at, now)
        case "carer" if now < window.ask_caregiver_at:
            return _Next(timer=_timer(checkin, "carer", window.ask_caregiver_at))
        case "carer":
            return _ask_caregivers(tx, clinic, book, checkin, window.silent_at, now)
        case _ if now < window.silent_at:
            return _Next(timer=_timer(checkin, "silence", window.silent_at))
        case _:
            texts = _call_it_silence(tx, clinic, book, checkin, now)
            return _Next(texts=texts, timer=Due(checkin.closes_at, "close", checkin.id))


def _remind(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    checkin: OpenCheckIn,
    ask_caregiver_at: datetime,
    now: datetime,
) -> _Next:
    """Ask the open question again; nobody who was told to call is reminded."""
    asked = checkin.asked
    patient = asked.role is Reporter.PATIENT
    timer = _timer(checkin, "carer" if patient else "close", ask_caregiver_at)
    if checkin.urgent_open or asked.contact_state != "ok":
        return _Next(timer=timer)
    link = link_for(tx, clinic, asked, checkin.id, now=now)
    if not checkin.round.texted and link is None:  # it is now, so a bare choice may answer it
        replies.save_round(tx, checkin.id, replace(checkin.round, texted=True))
    text = prompt(
        clinic,
        book,
        asked,
        checkin.round,
        checkin.id,
        closes_at=checkin.closes_at,
        before=("reminder" if patient else "reminder.caregiver",),
        kind="reminder",
        link=link,
    )
    return _Next(texts=(text,), timer=timer)


def _ask_caregivers(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    checkin: OpenCheckIn,
    silent_at: datetime,
    now: datetime,
) -> _Next:
    """Ask everybody who looks after the patient and may be told that no answer comes."""
    timer = _timer(checkin, "silence", silent_at)
    if checkin.urgent_open:
        return _Next(timer=timer)
    ids = checkins.caregivers_of(tx, checkin.asked.patient_id)
    to_ask = [
        ToAsk(
            asked=who,
            local_date=now.astimezone(zone_named(who.zone)).date(),
            slot=f"for {checkin.id.hex[-12:]}",
            questions=CAREGIVER_IS_ASKED,
            closes_at=checkin.closes_at,
            before=("silence_caregiver",),
        )
        for who in checkins.conversations_of(tx, ids=ids).values()
    ]
    opened = open_checkins(tx, clinic, book, to_ask, now=now)
    return _Next(texts=opened.prompts, timer=timer)


def _call_it_silence(
    tx: Transaction, clinic: Clinic, book: RuleBook, checkin: OpenCheckIn, now: datetime
) -> tuple[NewText, ...]:
    asked = checkin.asked
    unanswered = URGENT_QUESTIONS.intersection(checkin.round.remaining)
    if asked.role is Reporter.CAREGIVER or not unanswered:
        return ()
    kept = keep_findings(
        tx,
        clinic,
        book,
        About(
            patient_id=asked.patient_id,
            contact_id=None,
            day=day_of(asked.infused_on, asked.zone, now),
        ),
        alerts.open_of(tx, patient_id=asked.patient_id, contact_id=None),
        silence=Silence(checkins.caregiver_answered_since(tx, asked.patient_id, checkin.asked_at)),
        cover=alerts.cover(tx, now),
        now=now,
    )
    replies.point_at_alert(tx, asked.patient_id, kept.alert_id)
    return kept.pages


def _close(tx: Transaction, clinic: Clinic, book: RuleBook, checkin: OpenCheckIn, now: datetime) -> _Next:
    """The window is over. What stays unanswered stays unknown, and an urgent question among it is silence."""
    at, asked = checkin.round, checkin.asked
    nothing_said = at.remaining == at.questions
    waited = now - at.asked_at < book.plan.silence_after
    texts = _call_it_silence(tx, clinic, book, checkin, now) if waited else ()
    state, reason = "missed" if nothing_said else "partly", "no_answer"
    if nothing_said and checkins.never_arrived(tx, checkin.id):
        # Nobody kept silent: they were not asked. A silence already on the alert stays there all the same.
        reason, lost = "undeliverable", NoticeReason.UNDELIVERABLE
        raise_notice(tx, clinic, reason=lost, patient_id=asked.patient_id, now=now)
    replies.end_round(tx, checkin.id, state=state, reason=reason, now=now)
    # A late "2" still answers the question that was left open.
    replies.await_answer(tx, asked.conversation_id, at.open, now + COUNTS_FOR)
    checkins.missed(tx, [asked.patient_id] if nothing_said and asked.role is Reporter.PATIENT else [])
    if asked.shared:
        texts += ask_queued(tx, clinic, book, asked.contact_id, now=now)
    return _Next(texts=texts)


def _timer(checkin: OpenCheckIn, kind: Kind, at: datetime) -> Due:
    """The next timer, not after the window: at its end there is only closing."""
    if at >= checkin.closes_at:
        return Due(checkin.closes_at, "close", checkin.id)
    return Due(at, kind, checkin.id)
