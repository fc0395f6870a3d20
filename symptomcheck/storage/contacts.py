"""Phone numbers and e-mail addresses: each kept once, found by its HMAC, whoever shares it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import contact_methods


def find(tx: Transaction, kind: str, address: str) -> UUID | None:
    """The id of a contact method that is kept already."""
    index = tx.cipher.index(kind, address)
    found = select(contact_methods.c.id).where(
        contact_methods.c.kind == kind, contact_methods.c.address_index == index
    )
    known: UUID | None = tx.execute(found).scalar_one_or_none()
    return known


def find_or_add(tx: Transaction, kind: str, address: str, *, now: datetime) -> UUID:
    """The id of a contact method, kept now if it was never seen. `address`: E.164 for "sms"."""
    if (known := find(tx, kind, address)) is not None:
        return known
    index = tx.cipher.index(kind, address)
    contact_id = tx.new_id(now)
    insert: Any = postgresql.insert if tx.postgresql else sqlite.insert
    tx.execute(
        insert(contact_methods)
        .values(
            id=contact_id,
            kind=kind,
            address=tx.cipher.seal(address, column="contact_methods.address", row=contact_id),
            address_index=index,
            state="ok",
            state_at=now,
        )
        .on_conflict_do_nothing()
    )
    # Two processes may meet a new number at the same instant: the row that stayed is the one to use.
    kept = find(tx, kind, address)
    assert kept is not None  # noqa: S101  # it was added above, by us or by somebody else
    return kept


def set_state(tx: Transaction, contact_id: UUID, state: str, *, now: datetime) -> None:
    """ok, stopped, wrong or undeliverable, from now on."""
    tx.execute(
        update(contact_methods).where(contact_methods.c.id == contact_id).values(state=state, state_at=now)
    )


def told_unknown(tx: Transaction, contact_id: UUID, *, now: datetime) -> None:
    """This unknown sender was given the call line."""
    tx.execute(update(contact_methods).where(contact_methods.c.id == contact_id).values(told_unknown_at=now))
