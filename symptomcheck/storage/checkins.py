"""Check-ins from the clock's side: who is to be asked, what was asked, what stays unanswered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.turn import Round
from symptomcheck.storage.conversation_row import LINK_ONLY, PATIENT, ROUND, SPEAKER, WHO, round_of
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import (
    alerts,
    answers,
    cares_for,
    checkins,
    contact_methods,
    conversations,
    outbox,
    patient_summaries,
    patients,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One conversation as the clock sees it: whom to ask, and what speaks against it."""

    conversation_id: UUID
    contact_id: UUID
    contact_state: str
    person_id: UUID
    role: Reporter
    language: str
    patient_id: UUID
    patient_state: str
    infused_on: date
    zone: str
    tag: str
    shared: bool
    busy: bool
    link_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheckIn:
    """A check-in to keep; `question` is open at once, None while it queues or when it never happened."""

    asked: Asked
    local_date: date
    slot: str
    asked_at: datetime
    closes_at: datetime
    questions: tuple[Question, ...]
    state: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheckIn:
    """A check-in with a question open, as its timers find it."""

    id: UUID
    asked: Asked
    round: Round
    asked_at: datetime
    closes_at: datetime
    urgent_open: bool


def conversations_of(
    tx: Transaction, *, ids: Sequence[UUID] = (), patient_id: UUID | None = None
) -> dict[UUID, Asked]:
    """Conversations by id, or all of a patient's, ready to be asked."""
    which = _v.id.in_(ids) if patient_id is None else _v.patient_id == patient_id
    return {row.conversation_id: _asked(tx, row) for row in tx.execute(_CONVERSATIONS.where(which))}


def add(tx: Transaction, new: Sequence[NewCheckIn], *, now: datetime) -> dict[int, UUID]:
    """Keep check-ins, each at most once per person, patient, date and slot.

    The ids of those that were new, by their place in `new`: a slot that fired before is not asked again.
    """
    if not new:
        return {}
    ids = [tx.new_id(now) for _ in new]
    insert: Any = postgresql.insert if tx.postgresql else sqlite.insert
    statement = insert(checkins).on_conflict_do_nothing(
        index_elements=["person_id", "patient_id", "local_date", "slot"]
    )
    kept = tx.execute(
        statement.returning(checkins.c.id),
        [_row(id_, each, now) for id_, each in zip(ids, new, strict=True)],
    ).scalars()
    known = set(kept)
    return {place: id_ for place, id_ in enumerate(ids) if id_ in known}


def open_ones(tx: Transaction, ids: Sequence[UUID]) -> dict[UUID, OpenCheckIn]:
    """Those of these check-ins that still have a question open; held to the end of the transaction.

    Their patients are held first, as a reply holds them: the other way round they would wait for each other.
    """
    if tx.postgresql:
        theirs = select(checkins.c.patient_id).where(checkins.c.id.in_(ids))
        held = select(_p.id).where(_p.id.in_(theirs)).order_by(_p.id)
        tx.execute(held.with_for_update(key_share=True))
    found = _OPEN.where(checkins.c.id.in_(ids), checkins.c.question.is_not(None)).order_by(_p.id)
    return {row.checkin_id: _open(tx, row) for row in tx.execute(found)}


def queued_on(tx: Transaction, contact_id: UUID) -> tuple[OpenCheckIn, ...]:
    """Check-ins that wait for this phone, the longest waiting first."""
    found = _OPEN.where(checkins.c.contact_id == contact_id, checkins.c.state == "queued")
    return tuple(_open(tx, row) for row in tx.execute(found.order_by(checkins.c.asked_at, checkins.c.id)))


def expired_queued(tx: Transaction, ids: Sequence[UUID]) -> tuple[tuple[UUID, UUID, Reporter], ...]:
    """Those of these check-ins that never got their turn on a shared phone: id, patient, whose it was."""
    found = select(checkins.c.id, checkins.c.patient_id, checkins.c.role).where(
        checkins.c.id.in_(ids), checkins.c.state == "queued"
    )
    return tuple(
        (row.id, row.patient_id, Reporter(row.role)) for row in tx.execute(found.order_by(checkins.c.id))
    )


def awaited_phones(tx: Transaction, ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """The shared phones on which those of these check-ins still wait for their turn."""
    if not ids:
        return ()
    found = select(checkins.c.contact_id).where(checkins.c.id.in_(ids), checkins.c.state == "queued")
    return tuple(tx.execute(found.distinct().order_by(checkins.c.contact_id)).scalars())


def never_arrived(tx: Transaction, checkin_id: UUID) -> bool:
    """Was every question of this check-in lost on its way? What did not arrive cannot be answered."""
    rows = tx.execute(select(outbox.c.state, outbox.c.cause).where(outbox.c.checkin_id == checkin_id)).all()
    lost = [row.state in ("failed", "cancelled") and row.cause != "never_known" for row in rows]
    return bool(lost) and all(lost)


def missed(tx: Transaction, patient_ids: Sequence[UUID]) -> None:
    """One more check-in in a row that these patients did not answer."""
    if patient_ids:
        tx.execute(
            update(patient_summaries)
            .where(patient_summaries.c.patient_id.in_(patient_ids))
            .values(missed_in_a_row=patient_summaries.c.missed_in_a_row + 1)
        )


def caregivers_of(tx: Transaction, patient_id: UUID) -> tuple[UUID, ...]:
    """Conversations of caregivers who may be told that the patient does not answer."""
    found = (
        select(_v.id)
        .join(
            cares_for,
            (cares_for.c.caregiver_id == _v.person_id) & (cares_for.c.patient_id == _v.patient_id),
        )
        .where(
            _v.patient_id == patient_id,
            _v.role == Reporter.CAREGIVER.value,
            _v.ended_at.is_(None),
            cares_for.c.may_be_told,
            cares_for.c.ended_at.is_(None),
        )
        .order_by(_v.id)
    )
    return tuple(tx.execute(found).scalars())


def caregiver_answered_since(tx: Transaction, patient_id: UUID, since: datetime) -> bool:
    """Has a caregiver answered anything about this patient since then?"""
    found = exists().where(
        answers.c.patient_id == patient_id,
        answers.c.reporter == Reporter.CAREGIVER.value,
        answers.c.said_at >= since,
    )
    return bool(tx.execute(select(found)).scalar())


def _row(id_: UUID, each: NewCheckIn, now: datetime) -> dict[str, Any]:
    is_open = each.state == "asked"
    return {
        "id": id_,
        "conversation_id": each.asked.conversation_id,
        "contact_id": each.asked.contact_id,
        "patient_id": each.asked.patient_id,
        "person_id": each.asked.person_id,
        "role": each.asked.role.value,
        "local_date": each.local_date,
        "slot": each.slot,
        "asked_at": each.asked_at,
        "closes_at": each.closes_at,
        "state": each.state,
        "reason": each.reason,
        "questions": [question.value for question in each.questions],
        "remaining": [question.value for question in each.questions],
        "question": each.questions[0].value if is_open else None,
        "question_at": each.asked_at if is_open else None,
        "misfits": 0,
        "skipped": [],
        "today_due": False,
        "ended_at": now if each.state in ("missed", "cancelled") else None,
    }


def _asked(tx: Transaction, row: Any) -> Asked:
    return Asked(
        conversation_id=row.conversation_id,
        contact_id=row.contact_id,
        contact_state=row.contact_state,
        person_id=row.person_id,
        role=Reporter(row.role),
        language=row.language,
        patient_id=row.patient_id,
        patient_state=row.patient_state,
        infused_on=row.infused_on,
        zone=row.zone,
        tag=tx.cipher.open(row.tag, column="people.tag", row=row.patient_id) if row.shared > 1 else "",
        shared=row.shared > 1,
        busy=bool(row.busy),
        link_only=row.messages == LINK_ONLY,
    )


def _open(tx: Transaction, row: Any) -> OpenCheckIn:
    return OpenCheckIn(
        id=row.checkin_id,
        asked=_asked(tx, row),
        round=round_of(row, asked_at=row.question_at or row.asked_at),
        asked_at=row.asked_at,
        closes_at=row.closes_at,
        urgent_open=bool(row.urgent_open),
    )


_others = conversations.alias("others")
_elsewhere = checkins.alias("elsewhere")
_c, _v, _p = contact_methods.c, conversations.c, patients.c

_WHO = (
    *WHO,
    _c.id.label("contact_id"),
    _c.state.label("contact_state"),
    select(func.count())
    .select_from(_others)
    .where(_others.c.contact_id == _c.id, _others.c.ended_at.is_(None))
    .scalar_subquery()
    .label("shared"),
    exists().where(_elsewhere.c.contact_id == _c.id, _elsewhere.c.question.is_not(None)).label("busy"),
)
_FROM = (
    conversations.join(contact_methods, _c.id == _v.contact_id)
    .join(SPEAKER, SPEAKER.c.id == _v.person_id)
    .join(patients, _p.id == _v.patient_id)
    .join(PATIENT, PATIENT.c.id == _p.id)
)
_CONVERSATIONS = select(*_WHO).select_from(_FROM).where(_v.ended_at.is_(None))
_OPEN = select(
    *_WHO,
    *ROUND,
    checkins.c.asked_at,
    checkins.c.closes_at,
    exists()
    .where(alerts.c.patient_id == _p.id, alerts.c.state != "closed", alerts.c.kind == "urgent")
    .label("urgent_open"),
).select_from(_FROM.join(checkins, checkins.c.conversation_id == _v.id))
