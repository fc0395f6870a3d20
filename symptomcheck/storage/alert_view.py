"""One alert with everything that belongs on its page: what was said, what it meant, who did what and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from symptomcheck.core.answers import Answer
from symptomcheck.core.current import Held
from symptomcheck.storage import people as persons
from symptomcheck.storage.answers import read_answers, read_current
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.queue import Fired, Said, fired_on, opened_text
from symptomcheck.storage.tables import (
    alert_events,
    alerts,
    contact_methods,
    flags,
    inbound_texts,
    judgements,
    outbox,
    patient_summaries,
    people,
    reaches,
    staff,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """When an alert was opened, raised and taken, and how it ended."""

    opened_at: datetime
    raised_at: datetime
    acknowledged_at: datetime | None
    contacted_at: datetime | None
    closed_at: datetime | None
    closed_by: UUID | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A flag, and the text it came from; None when it came from a form."""

    fired: Fired
    said: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the timeline as it was kept."""

    at: datetime
    kind: str
    staff_id: UUID | None
    facts: Mapping[str, Any]
    note: str | None
    said: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSent:
    """One message to the team about an alert, and how far it came; `staff_id` None: the fallback."""

    staff_id: UUID | None
    channel: str
    number: int
    state: str
    cause: str | None
    queued_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The newest time the rules were run about a patient: on what, by which book."""

    fingerprint: str
    inputs: tuple[Answer, ...]
    at: datetime


_ENDS = tuple(
    alerts.c[name]
    for name in (
        "opened_at",
        "raised_at",
        "acknowledged_at",
        "contacted_at",
        "closed_at",
        "closed_by",
        "outcome",
    )
)


def ends_of(tx: Transaction, alert_id: UUID) -> Ends:
    """When an alert was opened, taken and closed."""
    row = tx.execute(select(*_ENDS).where(alerts.c.id == alert_id)).one()
    return Ends(**row._mapping)


def alerts_since(tx: Transaction, patient_id: UUID, sent_at: datetime) -> tuple[Ends, ...]:
    """The alerts of a patient that were open at some time since then."""
    still = or_(alerts.c.closed_at.is_(None), alerts.c.closed_at >= sent_at)
    rows = tx.execute(select(*_ENDS).where(alerts.c.patient_id == patient_id, still))
    return tuple(Ends(**row._mapping) for row in rows)


def flags_of(tx: Transaction, alert_id: UUID) -> tuple[Flagged, ...]:
    """Every flag of an alert, the newest first, with the text behind it."""
    found = (
        select(flags.c.id.label("flag_id"), inbound_texts)
        .join(judgements, judgements.c.id == flags.c.judgement_id)
        .join(inbound_texts, inbound_texts.c.id == judgements.c.inbound_id)
        .where(flags.c.alert_id == alert_id)
    )
    said = {row.flag_id: opened_text(tx, row) for row in tx.execute(found)}
    fired = fired_on(tx, [alert_id]).get(alert_id, ())
    return tuple(Flagged(fired=each, said=said.get(each.id)) for each in fired)


def events_of(tx: Transaction, alert_id: UUID) -> tuple[Event, ...]:
    """The timeline, the oldest first."""
    found = (
        select(alert_events, inbound_texts.c.body, inbound_texts.c.received_at)
        .outerjoin(inbound_texts, inbound_texts.c.id == alert_events.c.inbound_id)
        .where(alert_events.c.alert_id == alert_id)
        .order_by(alert_events.c.at, alert_events.c.id)
    )
    return tuple(
        Event(
            at=row.at,
            kind=row.kind,
            staff_id=row.staff_id,
            facts=row.facts,
            note=tx.cipher.open(row.note, column="alert_events.note", row=row.id) if row.note else None,
            said=_said(tx, row),
        )
        for row in tx.execute(found)
    )


def pages_of(tx: Transaction, alert_id: UUID) -> tuple[PageSent, ...]:
    """Every message to the team about an alert, in the order they were queued."""
    whose = (
        select(staff.c.id)
        .join(reaches, reaches.c.person_id == staff.c.id)
        .where(reaches.c.contact_id == outbox.c.contact_id)
        .order_by(staff.c.id)
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(outbox, whose.label("staff_id"))
        .where(outbox.c.alert_id == alert_id, outbox.c.kind == "page")
        .order_by(outbox.c.queued_at, outbox.c.id)
    )
    return tuple(
        PageSent(
            staff_id=row.staff_id,
            channel=row.channel,
            number=row.page_step,
            state=row.state,
            cause=row.cause,
            queued_at=row.queued_at,
            sent_at=row.sent_at,
            ended_at=row.ended_at,
        )
        for row in tx.execute(found)
    )


def newest_judgement(tx: Transaction, patient_id: UUID, *, until: datetime) -> Judged | None:
    """The rules as they were run last about this patient, not later than `until`."""
    found = (
        select(judgements)
        .where(judgements.c.patient_id == patient_id, judgements.c.judged_at <= until)
        .order_by(judgements.c.judged_at.desc(), judgements.c.id.desc())
        .limit(1)
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    return Judged(fingerprint=row.fingerprint, inputs=read_answers(row.inputs), at=row.judged_at)


def latest_answers(tx: Transaction, patient_id: UUID) -> tuple[Held, ...]:
    """The latest answer of each reporter about each key."""
    mine = patient_summaries.c.patient_id == patient_id
    return read_current(tx.execute(select(patient_summaries.c.current).where(mine)).scalar_one())


def names_of_staff(tx: Transaction, staff_ids: frozenset[UUID]) -> Mapping[UUID, str]:
    """The names of these members of the team."""
    found = select(people).join(staff, staff.c.id == people.c.id).where(staff.c.id.in_(staff_ids))
    return {row.id: persons.opened(tx, row).name for row in tx.execute(found)}


def address_of(tx: Transaction, contact_id: UUID) -> str:
    """The number of a phone."""
    found = select(contact_methods.c.address).where(contact_methods.c.id == contact_id)
    return tx.cipher.open(tx.execute(found).scalar_one(), column=persons.ADDRESS, row=contact_id)


def _said(tx: Transaction, row: Any) -> Said | None:
    if row.body is None:
        return None
    words = tx.cipher.open(row.body, column="inbound_texts.body", row=row.inbound_id)
    return Said(words=words, at=row.received_at)
