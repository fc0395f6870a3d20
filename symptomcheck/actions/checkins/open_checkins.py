"""Check-ins begun: kept once per person and slot, their first question queued, their timers set.

Runs inside the transaction of whoever decided to ask: the clock, a member of staff, or a patient's silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from symptomcheck.actions.checkins.ask import link_for, prompt
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.answers import Question
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import window_of
from symptomcheck.core.turn import Round
from symptomcheck.storage import checkins, due, replies
from symptomcheck.storage.checkins import Asked, NewCheckIn
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.due import Due
from symptomcheck.storage.outbox import NewText

# Why a check-in cannot be asked by text, from the state of the phone.
_UNREACHED = {"stopped": "opted_out", "wrong": "wrong_number", "undeliverable": "undeliverable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """Whom to ask what, for which slot, and when its window closes."""

    asked: Asked
    local_date: date
    slot: str
    questions: tuple[Question, ...]
    closes_at: datetime
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """Check-ins begun, by id, and the prompts to queue."""

    checkin_ids: tuple[UUID, ...]
    prompts: tuple[NewText, ...]


def open_checkins(
    tx: Transaction, clinic: Clinic, book: RuleBook, to_ask: Sequence[ToAsk], *, now: datetime
) -> Opened:
    """Begin check-ins, in a handful of statements however many there are (and two per link).

    1. A window that has passed, or a phone that cannot be texted, is a missed check-in with its reason.
    2. A phone with a question open lets this one wait its turn: one question per phone.
    3. Keep them, each slot once; queue the prompts of the new ones; set the first timer of each.
    """
    busy: set[UUID] = {each.asked.contact_id for each in to_ask if each.asked.busy}
    new: list[NewCheckIn] = []
    for each in to_ask:
        state, reason = _state(each, busy, now)
        if state == "asked":
            busy.add(each.asked.contact_id)
        new.append(
            NewCheckIn(
                asked=each.asked,
                local_date=each.local_date,
                slot=each.slot,
                asked_at=now,
                closes_at=each.closes_at,
                questions=each.questions,
                state=state,
                reason=reason,
            )
        )
    kept = checkins.add(tx, new, now=now)
    prompts: list[NewText] = []
    timers: list[Due] = []
    window = window_of(book.plan, now)
    for place, checkin_id in kept.items():
        each, state = to_ask[place], new[place].state
        if state == "asked":
            link = link_for(tx, clinic, each.asked, checkin_id, now=now)
            round_ = Round(
                role=each.asked.role,
                questions=each.questions,
                remaining=each.questions,
                asked_at=now,
                texted=link is None,
            )
            if link is not None:
                replies.save_round(tx, checkin_id, round_)
            prompts.append(
                prompt(
                    clinic,
                    book,
                    each.asked,
                    round_,
                    checkin_id,
                    closes_at=each.closes_at,
                    before=each.before,
                    link=link,
                )
            )
            timers.append(Due(min(window.remind_at, each.closes_at), "remind", checkin_id))
        elif state == "queued":
            timers.append(Due(each.closes_at, "close", checkin_id))
    due.put(tx, timers)
    checkins.missed(tx, [to_ask[place].asked.patient_id for place in kept if new[place].state == "missed"])
    return Opened(tuple(kept.values()), tuple(prompts))


def _state(each: ToAsk, busy: set[UUID], now: datetime) -> tuple[str, str | None]:
    if now >= each.closes_at:
        return "missed", "we_were_down"
    if each.asked.contact_state != "ok":
        return "missed", _UNREACHED[each.asked.contact_state]
    return ("queued", None) if each.asked.contact_id in busy else ("asked", None)
