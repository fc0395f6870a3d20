"""Alerts, their flags and their timeline, and the people who can be paged about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, or_, select, update

from symptomcheck.core.alerts import AlertKind, AlertState, Flag, NoticeReason, OpenAlert
from symptomcheck.core.answers import Key, Temperature, write_value
from symptomcheck.core.oncall import OnCall, Rung, Shift
from symptomcheck.storage import calls, policies
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import word
from symptomcheck.storage.tables import (
    alert_events,
    alert_numbers,
    alerts,
    contact_methods,
    flags,
    patients,
    people,
    reaches,
    shifts,
    staff,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAlert:
    """An alert as it is kept: its ids, its short number, and what decides its next step."""

    id: UUID
    number: int
    patient_id: UUID | None
    contact_id: UUID | None
    alert: OpenAlert


@dataclass(frozen=True, slots=True)
class StaffContact:
    """One way to page one person."""

    contact_id: UUID
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Cover:
    """Who is on call now, and how each of them is paged."""

    on_call: OnCall
    contacts: Mapping[UUID, tuple[StaffContact, ...]]
    policy: Mapping[str, str] | None = None  # the ladders the clinic wrote, read in the same statement
    ringing: Mapping[UUID, int] = field(default_factory=dict)  # calls that wait already, by phone


@dataclass(frozen=True, slots=True)
class NewFlag:
    """A verdict that fired on one answer."""

    key: Key
    flag: Flag


TABLE = alerts
_not_closed = alerts.c.state != word("closed")
COLUMNS = (
    alerts.c.id.label("alert_id"),
    alerts.c.number.label("alert_number"),
    alerts.c.patient_id.label("alert_patient_id"),
    alerts.c.contact_id.label("alert_contact_id"),
    alerts.c.kind.label("alert_kind"),
    alerts.c.state.label("alert_state"),
    alerts.c.step.label("alert_step"),
    alerts.c.next_step_at.label("alert_next_step_at"),
    alerts.c.acknowledged_by.label("alert_acknowledged_by"),
    alerts.c.rules.label("alert_rules"),
    alerts.c.reasons.label("alert_reasons"),
    alerts.c.highest_temperature.label("alert_highest_temperature"),
    alerts.c.pagings.label("alert_pagings"),
)


def is_open_for(patient_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """The one alert of this patient that is not closed."""
    return and_(alerts.c.patient_id == patient_id, _not_closed)


def from_row(row: Any) -> KeptAlert:
    """The alert in a row that selected COLUMNS."""
    hottest = row.alert_highest_temperature
    return KeptAlert(
        id=row.alert_id,
        number=row.alert_number,
        patient_id=row.alert_patient_id,
        contact_id=row.alert_contact_id,
        alert=OpenAlert(
            kind=AlertKind(row.alert_kind),
            state=AlertState(row.alert_state),
            step=row.alert_step,
            next_step_at=row.alert_next_step_at,
            pagings=row.alert_pagings,
            acknowledged_by=row.alert_acknowledged_by,
            rule_ids=frozenset(row.alert_rules),
            reasons=frozenset(map(NoticeReason, row.alert_reasons)),
            highest_temperature=Temperature.written(hottest) if hottest else None,
        ),
    )


def open_of(tx: Transaction, *, patient_id: UUID | None, contact_id: UUID | None) -> KeptAlert | None:
    """The alert of a patient, or of a phone nobody here owns, that is not closed."""
    mine = alerts.c.patient_id == patient_id if patient_id else alerts.c.contact_id == contact_id
    row = tx.execute(select(*COLUMNS).where(mine, _not_closed)).first()
    return from_row(row) if row else None


def by_number(tx: Transaction, number: int) -> KeptAlert | None:
    """The alert people know by this number; held to the end of the transaction."""
    row = tx.execute(_held(tx, select(*COLUMNS).where(alerts.c.number == number))).first()
    return from_row(row) if row else None


def number_of(tx: Transaction, alert_id: UUID) -> int:
    """The short number people type."""
    return int(tx.execute(select(alerts.c.number).where(alerts.c.id == alert_id)).scalar_one())


def not_closed(tx: Transaction) -> tuple[KeptAlert, ...]:
    """Every alert somebody still has to close, by number."""
    rows = tx.execute(select(*COLUMNS).where(_not_closed).order_by(alerts.c.number))
    return tuple(map(from_row, rows))


def take_due(tx: Transaction, now: datetime, *, limit: int) -> tuple[KeptAlert, ...]:
    """Alerts whose next step is due, the longest overdue first; other workers skip them meanwhile."""
    due = select(*COLUMNS).where(_not_closed, alerts.c.next_step_at <= now)
    due = due.order_by(alerts.c.next_step_at).limit(limit)
    if tx.postgresql:
        due = due.with_for_update(skip_locked=True, of=alerts)
    return tuple(map(from_row, tx.execute(due)))


def add(
    tx: Transaction,
    alert: OpenAlert,
    *,
    patient_id: UUID | None,
    contact_id: UUID | None,
    now: datetime,
) -> tuple[UUID, int]:
    """Open an alert; its id and the short number people type."""
    alert_id = tx.new_id(now)
    values = _written(alert) | {
        "id": alert_id,
        "patient_id": patient_id,
        "contact_id": contact_id,
        "opened_at": now,
        "raised_at": now,
        "last_paged_at": now if alert.pagings else None,
    }
    statement = _ADD_POSTGRESQL if tx.postgresql else _ADD_SQLITE
    return alert_id, tx.execute(statement, values).scalar_one()


def save(tx: Transaction, kept: KeptAlert, alert: OpenAlert, *, now: datetime) -> None:
    """Keep what became of an alert."""
    raised = {"raised_at": now} if alert.kind is not kept.alert.kind else {}
    paged = {"last_paged_at": now} if alert.pagings > kept.alert.pagings else {}
    tx.execute(update(alerts).where(alerts.c.id == kept.id).values(_written(alert) | raised | paged))


def add_flags(
    tx: Transaction, alert_id: UUID, judgement_id: UUID, new: Sequence[NewFlag], *, now: datetime
) -> None:
    """Put verdicts that fired on an alert, each on exactly one."""
    if new:
        tx.execute(
            _FLAG,
            [
                {
                    "id": tx.new_id(now),
                    "judgement_id": judgement_id,
                    "alert_id": alert_id,
                    "rule_id": each.flag.rule_id,
                    "level": each.flag.level.value,
                    "key": each.key.value,
                    "value": write_value(each.flag.value),
                    "reporter": each.flag.reporter.value,
                    "raised_at": now,
                }
                for each in new
            ],
        )


def add_event(
    tx: Transaction,
    alert_id: UUID,
    kind: str,
    *,
    now: datetime,
    staff_id: UUID | None = None,
    inbound_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    note: str | None = None,
) -> None:
    """One line of the timeline; `facts` hold ids, codes and numbers, never words."""
    event_id = tx.new_id(now)
    tx.execute(
        _EVENT,
        {
            "id": event_id,
            "alert_id": alert_id,
            "at": now,
            "kind": kind,
            "staff_id": staff_id,
            "inbound_id": inbound_id,
            "facts": dict(facts or {}),
            "note": tx.cipher.seal(note, column="alert_events.note", row=event_id) if note else None,
        },
    )


def cover(tx: Transaction, now: datetime) -> Cover:
    """Everybody on a shift now, in one statement; whoever cannot be texted is named unreachable."""
    on_shift: dict[tuple[UUID, Rung, datetime], Shift] = {}
    contacts: dict[UUID, list[StaffContact]] = {}
    rows = tx.execute(_COVER, {"now": now}).all()
    for row in rows:
        rung = Rung(row.rung)
        shift = Shift(staff_id=row.id, rung=rung, starts_at=row.starts_at, ends_at=row.ends_at)
        on_shift[row.id, rung, row.starts_at] = shift
        ways = contacts.setdefault(row.id, [])
        way = StaffContact(row.contact_id, row.kind, row.language) if row.contact_id else None
        if way and row.state == "ok" and way not in ways:
            ways.append(way)
    dead = frozenset(
        staff_id for staff_id, ways in contacts.items() if not any(way.kind == "sms" for way in ways)
    )
    found = {staff_id: tuple(ways) for staff_id, ways in contacts.items()}
    written = rows[0].policy if rows else policies.newest(tx)
    ringing = {row.contact_id: row.calls_waiting for row in rows if row.calls_waiting}
    return Cover(OnCall(tuple(on_shift.values()), dead), found, written, ringing)


def notice_paged_at(tx: Transaction, patient_id: UUID | None, contact_id: UUID | None) -> datetime | None:
    """When a notice about this patient, or this unknown phone, last paged."""
    mine = alerts.c.patient_id == patient_id if patient_id else alerts.c.contact_id == contact_id
    found = select(func.max(alerts.c.last_paged_at)).where(mine, alerts.c.kind == "notice")
    at: datetime | None = tx.execute(found).scalar()
    return at


def infusion_of(tx: Transaction, patient_id: UUID) -> tuple[date, str]:
    """The infusion date of a patient and the zone they live in: what the day since infusion needs."""
    found = select(patients.c.infused_on, people.c.zone).join(people, people.c.id == patients.c.id)
    row = tx.execute(found.where(patients.c.id == patient_id)).one()
    return row.infused_on, row.zone


def name_of(tx: Transaction, staff_id: UUID) -> str:
    """The name of a member of staff, for other staff to read."""
    sealed = tx.execute(select(people.c.name).where(people.c.id == staff_id)).scalar_one()
    return tx.cipher.open(sealed, column="people.name", row=staff_id)


def acknowledge(tx: Transaction, kept: KeptAlert, alert: OpenAlert, *, now: datetime) -> None:
    """Keep who has the alert, since when and until when."""
    taken = {"acknowledged_at": now}
    tx.execute(update(alerts).where(alerts.c.id == kept.id).values(_written(alert) | taken))


def record_contact(tx: Transaction, kept: KeptAlert, alert: OpenAlert, *, now: datetime) -> None:
    """Keep that the person was reached, and by whom: they have the alert now."""
    reached = {"contacted_at": now}
    if kept.alert.acknowledged_by != alert.acknowledged_by:
        reached["acknowledged_at"] = now
    tx.execute(update(alerts).where(alerts.c.id == kept.id).values(_written(alert) | reached))


def close(tx: Transaction, alert_id: UUID, *, by: UUID, outcome: str, now: datetime) -> None:
    """The alert is done: how, and by whom."""
    tx.execute(
        update(alerts)
        .where(alerts.c.id == alert_id)
        .values(state="closed", closed_at=now, closed_by=by, outcome=outcome, next_step_at=None)
    )


def _written(alert: OpenAlert) -> dict[str, Any]:
    hottest = alert.highest_temperature
    return {
        "kind": alert.kind.value,
        "state": alert.state.value,
        "step": alert.step,
        "next_step_at": alert.next_step_at,
        "pagings": alert.pagings,
        "acknowledged_by": alert.acknowledged_by,
        "rules": sorted(alert.rule_ids),
        "reasons": sorted(reason.value for reason in alert.reasons),
        "highest_temperature": write_value(hottest) if hottest else None,
    }


def _held(tx: Transaction, found: Select[Any]) -> Select[Any]:
    return found.with_for_update(of=alerts) if tx.postgresql else found


def _adding(number: Any) -> Any:
    return insert(alerts).values(number=number).returning(alerts.c.number)


_ADD_POSTGRESQL = _adding(alert_numbers.next_value())
_ADD_SQLITE = _adding(select(func.coalesce(func.max(alerts.c.number), 0) + 1).scalar_subquery())
_FLAG = insert(flags)
_EVENT = insert(alert_events)
_COVER = (
    select(
        staff.c.id,
        shifts.c.rung,
        shifts.c.starts_at,
        shifts.c.ends_at,
        people.c.language,
        contact_methods.c.id.label("contact_id"),
        contact_methods.c.kind,
        contact_methods.c.state,
        policies.NEWEST.label("policy"),
        calls.WAITING.label("calls_waiting"),
    )
    .select_from(shifts)
    .join(staff, staff.c.id == shifts.c.staff_id)
    .join(people, people.c.id == staff.c.id)
    .outerjoin(reaches, (reaches.c.person_id == staff.c.id) & reaches.c.confirmed_at.is_not(None))
    .outerjoin(contact_methods, contact_methods.c.id == reaches.c.contact_id)
    .where(
        staff.c.state == "active",
        shifts.c.starts_at <= bindparam("now"),
        or_(shifts.c.ends_at.is_(None), shifts.c.ends_at > bindparam("now")),
    )
    .order_by(shifts.c.starts_at, staff.c.id, reaches.c.rank)
)
