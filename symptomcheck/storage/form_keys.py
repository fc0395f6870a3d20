"""One-time keys of form posts: a form that is sent twice does its work once."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import form_keys


def use(tx: Transaction, key: bytes, *, now: datetime) -> bool:
    """True the first time a key (16 bytes) is used; False for every later post with it.

    The key is used up by the commit: a post that failed may be sent again.
    """
    row = {"key": key, "used_at": now}
    new = tx.execute(_USE_POSTGRESQL if tx.postgresql else _USE_SQLITE, row)
    return new.scalar_one_or_none() is not None


def keep_told(tx: Transaction, key: bytes, told: str) -> None:
    """Keep with a key that was just used what followed from its form, in codes."""
    tx.execute(update(form_keys).where(form_keys.c.key == key).values(told=told))


def told(tx: Transaction, key: bytes) -> str:
    """What followed from the form of a key that was used; "" where that is not known."""
    kept: str | None = tx.execute(select(form_keys.c.told).where(form_keys.c.key == key)).scalar_one()
    return kept or ""


def forget_before(tx: Transaction, at: datetime) -> None:
    """Drop keys of forms so old that nobody sends them again."""
    tx.execute(delete(form_keys).where(form_keys.c.used_at < at))


# RETURNING, because the row count of an INSERT is not to be had on PostgreSQL.
_USE_SQLITE: Any = sqlite.insert(form_keys).on_conflict_do_nothing().returning(form_keys.c.key)
_USE_POSTGRESQL: Any = postgresql.insert(form_keys).on_conflict_do_nothing().returning(form_keys.c.key)
