"""Patients: since when, in which state, and the line that the lists show of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, insert, select, update

from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.people import Person
from symptomcheck.storage.tables import alerts, patient_summaries, patients, people

State = Literal["active", "unconfirmed", "paused", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A person who had an infusion, and whether they are asked."""

    person: Person
    infused_on: date
    state: State
    state_at: datetime
    state_reason: str | None
    paused_until: datetime | None
    messages: str

    @property
    def id(self) -> UUID:
        """The same id as the person's."""
        return self.person.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a list shows of a patient."""

    patient: Patient
    last_heard_at: datetime | None
    last_level: str
    missed_in_a_row: int
    open_alert: int | None


def add(tx: Transaction, patient_id: UUID, *, infused_on: date, messages: str, now: datetime) -> None:
    """Enrol a person that is kept already, with an empty summary."""
    row = {"id": patient_id, "infused_on": infused_on, "state": "active", "state_at": now}
    tx.execute(insert(patients), row | {"messages": messages})
    empty = {"current": [], "last_level": "none", "missed_in_a_row": 0}
    tx.execute(insert(patient_summaries), empty | {"patient_id": patient_id})


def enrol_again(tx: Transaction, patient_id: UUID, *, infused_on: date, messages: str, now: datetime) -> None:
    """Somebody whose check-ins had ended has another infusion."""
    set_state(tx, patient_id, "active", reason=None, now=now)
    mine = patients.c.id == patient_id
    tx.execute(update(patients).where(mine).values(infused_on=infused_on, messages=messages))
    mine = patient_summaries.c.patient_id == patient_id
    tx.execute(update(patient_summaries).where(mine).values(missed_in_a_row=0))


def hold(tx: Transaction, patient_id: UUID) -> Patient | None:
    """The patient; nobody else changes them until this transaction ends."""
    row = tx.execute(
        _patients().where(patients.c.id == patient_id).with_for_update(of=patients, key_share=True)
    ).one_or_none()
    return None if row is None else _opened(tx, row)


def set_state(
    tx: Transaction,
    patient_id: UUID,
    state: State,
    *,
    reason: str | None,
    now: datetime,
    paused_until: datetime | None = None,
) -> None:
    """From now on the patient is in this state, for this reason (a code)."""
    values = {"state": state, "state_at": now, "state_reason": reason, "paused_until": paused_until}
    tx.execute(update(patients).where(patients.c.id == patient_id).values(values))


def in_state(tx: Transaction, state: State) -> tuple[Patient, ...]:
    """Every patient in this state; nobody else changes them until this transaction ends."""
    found = _patients().where(patients.c.state == state).order_by(patients.c.id)
    rows = tx.execute(found.with_for_update(of=patients, key_share=True))
    return tuple(_opened(tx, row) for row in rows)


def lines(tx: Transaction, *, patient_id: UUID | None = None) -> tuple[Line, ...]:
    """What the lists show: of every patient, the latest infusion first, or of one."""
    found = _lines()
    if patient_id is not None:
        found = found.where(patients.c.id == patient_id)
    return tuple(_line(tx, row) for row in tx.execute(found))


def lines_of(tx: Transaction, patient_ids: Sequence[UUID]) -> tuple[Line, ...]:
    """What the lists show of these patients, in the order they are named."""
    rows = tx.execute(_lines().where(patients.c.id.in_(patient_ids)))
    found = {row.id: _line(tx, row) for row in rows}
    return tuple(found[each] for each in patient_ids)


def _lines() -> Select[Any]:
    found = _patients().add_columns(
        patient_summaries.c.last_heard_at,
        patient_summaries.c.last_level,
        patient_summaries.c.missed_in_a_row,
        select(alerts.c.number)
        .where(alerts.c.patient_id == patients.c.id, alerts.c.state != "closed")
        .scalar_subquery()
        .label("open_alert"),
    )
    found = found.join(patient_summaries, patient_summaries.c.patient_id == patients.c.id)
    return found.order_by(patients.c.infused_on.desc(), patients.c.id)


def _line(tx: Transaction, row: Any) -> Line:
    return Line(
        patient=_opened(tx, row),
        last_heard_at=row.last_heard_at,
        last_level=row.last_level,
        missed_in_a_row=row.missed_in_a_row,
        open_alert=row.open_alert,
    )


def _patients() -> Select[Any]:
    of_patient = (c for c in patients.c if c.name != "id")
    return select(people, *of_patient).join(patients, patients.c.id == people.c.id)


def _opened(tx: Transaction, row: Any) -> Patient:
    return Patient(
        person=persons.opened(tx, row),
        infused_on=row.infused_on,
        state=row.state,
        state_at=row.state_at,
        state_reason=row.state_reason,
        paused_until=row.paused_until,
        messages=row.messages,
    )
