"""What the team has to handle, as the queue shows it: one page of alerts that are not closed.

Only what stands on the page is decrypted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, literal, select, union_all

from symptomcheck.core.answers import Key, Reporter, Value, read_value
from symptomcheck.storage import people as persons
from symptomcheck.storage.alerts import COLUMNS, KeptAlert, from_row
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import (
    alert_events,
    alerts,
    contact_methods,
    flags,
    inbound_texts,
    judgements,
    patient_summaries,
    people,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text of somebody, exactly as it came."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """One answer that a rule fired on."""

    id: UUID
    rule_id: str
    fingerprint: str
    key: Key
    value: Value
    reporter: Reporter
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the queue. Without a patient, `address` is the phone nobody here owns."""

    kept: KeptAlert
    name: str | None
    address: str | None
    opened_at: datetime
    acknowledged_at: datetime | None
    holder: str | None
    last_heard_at: datetime | None
    fired: tuple[Fired, ...]
    said: Said | None


def count(tx: Transaction) -> int:
    """How many alerts are not closed."""
    return int(tx.execute(select(func.count()).where(alerts.c.state != "closed")).scalar_one())


def page(tx: Transaction, *, first: int, limit: int) -> tuple[Waiting, ...]:
    """Alerts that are not closed, urgent first and then the oldest, from the `first` on."""
    rows = tx.execute(_WAITING.offset(first).limit(limit)).all()
    ids = [row.alert_id for row in rows]
    fired, said = fired_on(tx, ids), said_in(tx, ids)
    return tuple(
        Waiting(
            kept=from_row(row),
            name=_name(tx, row.alert_patient_id, row.patient_name),
            address=_address(tx, row),
            opened_at=row.opened_at,
            acknowledged_at=row.acknowledged_at,
            holder=_name(tx, row.alert_acknowledged_by, row.holder_name),
            last_heard_at=row.last_heard_at,
            fired=fired.get(row.alert_id, ()),
            said=said.get(row.alert_id),
        )
        for row in rows
    )


def fired_on(tx: Transaction, alert_ids: Sequence[UUID]) -> Mapping[UUID, tuple[Fired, ...]]:
    """The flags of each alert, the newest first."""
    found = (
        select(flags, judgements.c.fingerprint)
        .join(judgements, judgements.c.id == flags.c.judgement_id)
        .where(flags.c.alert_id.in_(alert_ids))
        .order_by(flags.c.raised_at.desc(), flags.c.id)
    )
    by_alert: dict[UUID, tuple[Fired, ...]] = {}
    for row in tx.execute(found):
        key = Key(row.key)
        fired = Fired(
            id=row.id,
            rule_id=row.rule_id,
            fingerprint=row.fingerprint,
            key=key,
            value=read_value(key, row.value),
            reporter=Reporter(row.reporter),
            at=row.raised_at,
        )
        by_alert[row.alert_id] = (*by_alert.get(row.alert_id, ()), fired)
    return by_alert


def said_in(tx: Transaction, alert_ids: Sequence[UUID]) -> Mapping[UUID, Said]:
    """The newest text that fired the most urgent rule of each alert; where none did, the newest remark."""
    by_flag = (
        select(flags.c.alert_id, judgements.c.inbound_id, _LEVEL_RANK.label("rank"))
        .join(judgements, judgements.c.id == flags.c.judgement_id)
        .where(flags.c.alert_id.in_(alert_ids))
    )
    by_event = select(alert_events.c.alert_id, alert_events.c.inbound_id, literal(0))
    told = union_all(by_flag, by_event.where(alert_events.c.alert_id.in_(alert_ids))).subquery()
    place = func.row_number().over(
        partition_by=told.c.alert_id,
        order_by=(told.c.rank.desc(), inbound_texts.c.received_at.desc(), inbound_texts.c.id.desc()),
    )
    newest = (
        select(told.c.alert_id, inbound_texts, place.label("place"))
        .join(inbound_texts, inbound_texts.c.id == told.c.inbound_id)
        .subquery()
    )
    rows = tx.execute(select(newest).where(newest.c.place == 1))
    return {row.alert_id: opened_text(tx, row) for row in rows}


def opened_text(tx: Transaction, row: Any) -> Said:
    """The text in a row that selected `inbound_texts`."""
    words = tx.cipher.open(row.body, column="inbound_texts.body", row=row.id)
    return Said(words=words, at=row.received_at)


def _name(tx: Transaction, person_id: UUID | None, sealed: bytes | None) -> str | None:
    if person_id is None or sealed is None:
        return None
    return tx.cipher.open(sealed, column=persons.NAME, row=person_id)


def _address(tx: Transaction, row: Any) -> str | None:
    if row.alert_contact_id is None:
        return None
    return tx.cipher.open(row.address, column=persons.ADDRESS, row=row.alert_contact_id)


_patient, _holder = people.alias("patient_person"), people.alias("holder")
_LEVEL_RANK = case({"urgent": 3, "today": 2}, value=flags.c.level, else_=1)
_URGENT_FIRST = case({"urgent": 0, "today": 1, "silence": 2, "notice": 3}, value=alerts.c.kind)
_WAITING = (
    select(
        *COLUMNS,
        alerts.c.opened_at,
        alerts.c.acknowledged_at,
        _patient.c.name.label("patient_name"),
        _holder.c.name.label("holder_name"),
        contact_methods.c.address,
        patient_summaries.c.last_heard_at,
    )
    .select_from(alerts)
    .outerjoin(_patient, _patient.c.id == alerts.c.patient_id)
    .outerjoin(_holder, _holder.c.id == alerts.c.acknowledged_by)
    .outerjoin(contact_methods, contact_methods.c.id == alerts.c.contact_id)
    .outerjoin(patient_summaries, patient_summaries.c.patient_id == alerts.c.patient_id)
    .where(alerts.c.state != "closed")
    .order_by(_URGENT_FIRST, alerts.c.opened_at, alerts.c.number)
)
