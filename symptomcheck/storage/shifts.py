"""Who is on call, from when to when, and whether a page could reach them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select, update

from symptomcheck.core.oncall import Rung, Shift
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import contact_methods, reaches, shifts, staff


@dataclass(frozen=True, slots=True)
class KeptShift:
    """A shift as it is kept; `rotation_id` is None when somebody wrote it by hand."""

    id: UUID
    shift: Shift
    rotation_id: UUID | None


def add(
    tx: Transaction,
    staff_id: UUID,
    *,
    rung: Rung,
    starts_at: datetime,
    ends_at: datetime | None,
    now: datetime,
    rotation_id: UUID | None = None,
) -> UUID:
    """Put a member of the team on call; without an end, until changed."""
    shift_id = tx.new_id(now)
    row = {"id": shift_id, "staff_id": staff_id, "rung": rung.value, "starts_at": starts_at}
    tx.execute(insert(shifts), row | {"ends_at": ends_at, "rotation_id": rotation_id})
    return shift_id


def on_rung(tx: Transaction, rung: Rung, *, since: datetime, until: datetime) -> tuple[KeptShift, ...]:
    """Every shift on a rung that touches the span, the earliest first."""
    found = select(shifts).where(shifts.c.rung == rung.value, shifts.c.starts_at < until, _ends_after(since))
    rows = tx.execute(found.order_by(shifts.c.starts_at, shifts.c.id))
    return tuple(KeptShift(row.id, _shift(row), row.rotation_id) for row in rows)


def drop(tx: Transaction, shift_id: UUID) -> None:
    """This shift is not so any more."""
    tx.execute(delete(shifts).where(shifts.c.id == shift_id))


def drop_turns(tx: Transaction, rotation_id: UUID, *, after: datetime) -> None:
    """The turns of a rotation that have not begun are gone; one that has begun goes on to its end."""
    mine = shifts.c.rotation_id == rotation_id
    tx.execute(delete(shifts).where(mine, shifts.c.starts_at > after))


def everyone_on_call(tx: Transaction, *, since: datetime) -> tuple[Shift, ...]:
    """Every shift that ends later than `since`, whoever can be reached, the earliest first."""
    found = select(shifts).join(staff, staff.c.id == shifts.c.staff_id)
    found = found.where(staff.c.state == "active", _ends_after(since))
    return tuple(_shift(row) for row in tx.execute(found.order_by(shifts.c.starts_at, shifts.c.id)))


def end_all(tx: Transaction, staff_id: UUID, *, now: datetime) -> None:
    """Take a member off call from now on; shifts that had not begun are gone."""
    mine = shifts.c.staff_id == staff_id
    tx.execute(delete(shifts).where(mine, shifts.c.starts_at >= now))
    tx.execute(update(shifts).where(mine, _ends_after(now)).values(ends_at=now))


def of_staff(tx: Transaction, staff_id: UUID, *, since: datetime) -> tuple[Shift, ...]:
    """A member's shifts that end later than `since`, the earliest first."""
    found = select(shifts).where(shifts.c.staff_id == staff_id, _ends_after(since))
    return tuple(_shift(row) for row in tx.execute(found.order_by(shifts.c.starts_at, shifts.c.id)))


def reachable(tx: Transaction, *, since: datetime) -> tuple[Shift, ...]:
    """The shifts that count as cover: of active staff with a confirmed phone that said neither STOP nor WRONG
    and was not found dead."""
    has_phone = exists(
        select(reaches.c.contact_id)
        .join(contact_methods, contact_methods.c.id == reaches.c.contact_id)
        .where(
            reaches.c.person_id == shifts.c.staff_id,
            reaches.c.confirmed_at.is_not(None),
            contact_methods.c.kind == "sms",
            contact_methods.c.state == "ok",
        )
    )
    found = select(shifts).join(staff, staff.c.id == shifts.c.staff_id)
    found = found.where(staff.c.state == "active", has_phone, _ends_after(since))
    return tuple(_shift(row) for row in tx.execute(found.order_by(shifts.c.starts_at, shifts.c.id)))


def _ends_after(at: datetime) -> ColumnElement[bool]:
    return or_(shifts.c.ends_at.is_(None), shifts.c.ends_at > at)


def _shift(row: Any) -> Shift:
    return Shift(staff_id=row.staff_id, rung=Rung(row.rung), starts_at=row.starts_at, ends_at=row.ends_at)
