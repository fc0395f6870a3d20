"""Small truths of the installation: watermarks, the last tick, the demo clock."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import facts


def get(tx: Transaction, name: str) -> Any:
    """What was put under `name`, as JSON gives it back; None when nothing was."""
    return tx.execute(select(facts.c.value).where(facts.c.name == name)).scalar_one_or_none()


def put(tx: Transaction, name: str, value: Any) -> None:
    """Keep `value` (anything JSON can say, not None) under `name`, in place of what was there."""
    tx.execute(_PUT_POSTGRESQL if tx.postgresql else _PUT_SQLITE, {"name": name, "value": value})


def forget(tx: Transaction, name: str) -> None:
    """Nothing is kept under `name` any more."""
    tx.execute(delete(facts).where(facts.c.name == name))


def _putting(insert: Any) -> Any:
    statement = insert(facts)
    return statement.on_conflict_do_update(
        index_elements=[facts.c.name], set_={"value": statement.excluded.value}
    )


_PUT_SQLITE = _putting(sqlite.insert)
_PUT_POSTGRESQL = _putting(postgresql.insert)
