"""The care team: accounts and what each may do. Who is on call is in shifts.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, insert, select, update

from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.people import Person
from symptomcheck.storage.tables import people, reaches, staff

Role = Literal["admin", "clinician", "viewer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the team."""

    person: Person
    login: str
    role: Role
    active: bool
    created_at: datetime

    @property
    def id(self) -> UUID:
        """The same id as the person's."""
        return self.person.id


def add(tx: Transaction, member_id: UUID, *, login: str, role: Role, now: datetime) -> None:
    """Give a person that is kept already an account, without a password."""
    row = {"id": member_id, "login": login, "role": role, "state": "active", "created_at": now}
    tx.execute(insert(staff), row)


def by_login(tx: Transaction, login: str) -> Member | None:
    """The member who logs in so."""
    row = tx.execute(_members().where(staff.c.login == login)).one_or_none()
    return None if row is None else _opened(tx, row)


def reached_by(tx: Transaction, contact_id: UUID) -> tuple[UUID, ...]:
    """The active members this phone or address reaches."""
    found = select(staff.c.id).join(reaches, reaches.c.person_id == staff.c.id)
    found = found.where(reaches.c.contact_id == contact_id, staff.c.state == "active")
    return tuple(tx.execute(found.order_by(staff.c.id)).scalars())


def everyone(tx: Transaction) -> tuple[Member, ...]:
    """Every member there ever was, in the order of their log-ins."""
    return tuple(_opened(tx, row) for row in tx.execute(_members().order_by(staff.c.login)))


def disable(tx: Transaction, member_id: UUID) -> None:
    """This account does nothing any more; its past stays."""
    tx.execute(update(staff).where(staff.c.id == member_id).values(state="disabled"))


def _members() -> Select[Any]:
    of_member = (staff.c.login, staff.c.role, staff.c.state, staff.c.created_at.label("member_since"))
    return select(people, *of_member).join(staff, staff.c.id == people.c.id)


def _opened(tx: Transaction, row: Any) -> Member:
    return Member(
        person=persons.opened(tx, row),
        login=row.login,
        role=row.role,
        active=row.state == "active",
        created_at=row.member_since,
    )
