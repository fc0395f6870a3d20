"""One page of patients, and what the page of one patient shows: check-ins, answers, texts both ways.

Only what stands on the page is decrypted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, func, select

from symptomcheck.core.answers import Key, Reporter, Value, read_value
from symptomcheck.storage import patients as enrolled
from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Line
from symptomcheck.storage.tables import (
    answers,
    checkins,
    inbound_texts,
    judgements,
    outbox,
    patients,
    people,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A check-in as the page lists it; `who` is the name of whoever was asked."""

    local_date: date
    slot: str
    who: str
    role: Reporter
    asked_at: datetime
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as the page lists it."""

    at: datetime
    reporter: Reporter
    key: Key
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text in or out; `state` is how far one of ours came, and what was made of one of theirs."""

    id: UUID
    at: datetime
    ours: bool
    who: str
    words: str
    state: str
    cause: str | None


def count(tx: Transaction, among: Sequence[UUID] | None) -> int:
    """How many patients there are, of these people or of all."""
    found = select(func.count()).select_from(patients)
    if among is not None:
        found = found.where(patients.c.id.in_(among))
    return int(tx.execute(found).scalar_one())


def page(tx: Transaction, among: Sequence[UUID] | None, *, first: int, limit: int) -> tuple[Line, ...]:
    """Patients who are asked before those who are not, the latest infusion first."""
    asked_first = case({"active": 0, "unconfirmed": 0, "paused": 1}, value=patients.c.state, else_=2)
    found = select(patients.c.id).order_by(asked_first, patients.c.infused_on.desc(), patients.c.id)
    if among is not None:
        found = found.where(patients.c.id.in_(among))
    ids = list(tx.execute(found.offset(first).limit(limit)).scalars())
    return enrolled.lines_of(tx, ids)


def waiting_since(tx: Transaction, patient_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the question was asked that each of these has not answered yet; the longest wait of each."""
    found = (
        select(checkins.c.patient_id, func.min(checkins.c.question_at).label("since"))
        .where(checkins.c.patient_id.in_(patient_ids), checkins.c.question.is_not(None))
        .group_by(checkins.c.patient_id)
    )
    return {row.patient_id: row.since for row in tx.execute(found)}


def rounds_of(tx: Transaction, patient_id: UUID, *, limit: int) -> tuple[Round, ...]:
    """The newest check-ins about a patient, whoever was asked."""
    shown = (checkins.c[name] for name in ("local_date", "slot", "role", "asked_at", "state", "reason"))
    found = (
        select(people.c.id, people.c.name, *shown)
        .join(checkins, checkins.c.person_id == people.c.id)
        .where(checkins.c.patient_id == patient_id)
        .order_by(checkins.c.asked_at.desc(), checkins.c.id.desc())
        .limit(limit)
    )
    return tuple(
        Round(
            local_date=row.local_date,
            slot=row.slot,
            who=tx.cipher.open(row.name, column=persons.NAME, row=row.id),
            role=Reporter(row.role),
            asked_at=row.asked_at,
            state=row.state,
            reason=row.reason,
        )
        for row in tx.execute(found)
    )


def answers_of(tx: Transaction, patient_id: UUID, *, limit: int) -> tuple[Given, ...]:
    """The newest answers about a patient."""
    found = (
        select(answers)
        .where(answers.c.patient_id == patient_id)
        .order_by(answers.c.said_at.desc(), answers.c.id)
        .limit(limit)
    )
    return tuple(
        Given(
            at=row.said_at,
            reporter=Reporter(row.reporter),
            key=(key := Key(row.key)),
            value=read_value(key, row.value),
        )
        for row in tx.execute(found)
    )


def messages_of(tx: Transaction, patient_id: UUID, *, limit: int) -> tuple[Message, ...]:
    """The newest texts about a patient, both ways.

    On a phone that several patients share, only the texts that were judged for this one.
    """
    about_them = judgements.c.patient_id == patient_id
    told = select(judgements.c.inbound_id, judgements.c.person_id).where(about_them).distinct().subquery()
    theirs = (
        select(inbound_texts, people.c.id.label("who_id"), people.c.name)
        .join(told, told.c.inbound_id == inbound_texts.c.id)
        .join(people, people.c.id == told.c.person_id)
        .order_by(inbound_texts.c.received_at.desc(), inbound_texts.c.id.desc())
        .limit(limit)
    )
    came = [
        Message(
            id=row.id,
            at=row.received_at,
            ours=False,
            who=tx.cipher.open(row.name, column=persons.NAME, row=row.who_id),
            words=tx.cipher.open(row.body, column="inbound_texts.body", row=row.id),
            state=row.outcome,
            cause=None,
        )
        for row in tx.execute(theirs)
    ]
    ours = (
        select(outbox, people.c.id.label("who_id"), people.c.name)
        .join(people, people.c.id == outbox.c.person_id)
        .where(outbox.c.patient_id == patient_id)
        .order_by(outbox.c.queued_at.desc(), outbox.c.id.desc())
        .limit(limit)
    )
    went = [
        Message(
            id=row.id,
            at=row.queued_at,
            ours=True,
            who=tx.cipher.open(row.name, column=persons.NAME, row=row.who_id),
            words=tx.cipher.open(row.body, column="outbox.body", row=row.id),
            state=row.state,
            cause=row.cause,
        )
        for row in tx.execute(ours)
    ]
    return tuple(sorted((*came, *went), key=lambda each: (each.at, each.id), reverse=True)[:limit])
