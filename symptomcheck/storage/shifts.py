"""Who is on call, from when to when, and whether a page could reach them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select, update

from symptomcheck.core.oncall import Rung, Shift
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import contact_methods, reaches, shifts, staff


def add(
    tx: Transaction,
    staff_id: UUID,
    *,
    rung: Rung,
    starts_at: datetime,
    ends_at: datetime | None,
    now: datetime,
) -> UUID:
    """Put a member of the team on call; without an end, until changed."""
    shift_id = tx.new_id(now)
    row = {"id": shift_id, "staff_id": staff_id, "rung": rung.value, "starts_at": starts_at}
    tx.execute(insert(shifts), row | {"ends_at": ends_at})
    return shift_id


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
