"""What is due and when: one narrow table, clustered on the time. The database is the schedule.

A row says only "look at this now". Whoever takes it looks at the subject itself, so a row that is no longer
true (the check-in was answered meanwhile) does nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import due

Kind = Literal["checkin", "remind", "carer", "silence", "close", "resume"]


@dataclass(frozen=True, slots=True)
class Due:
    """`subject_id` is a conversation (checkin), a check-in (remind .. close) or a patient (resume)."""

    due_at: datetime
    kind: Kind
    subject_id: UUID


def put(tx: Transaction, rows: Iterable[Due]) -> None:
    """Make `rows` due; one that is due already stays once."""
    written = [{"due_at": row.due_at, "kind": row.kind, "subject_id": row.subject_id} for row in rows]
    if written:
        tx.execute(_PUT_POSTGRESQL if tx.postgresql else _PUT_SQLITE, written)


def take(tx: Transaction, now: datetime, *, kinds: Sequence[Kind], limit: int) -> tuple[Due, ...]:
    """Take up to `limit` rows of `kinds` that are due, the longest overdue first; nobody else gets them.

    They are gone when this transaction commits, and back when it does not.
    """
    found = select(due.c.due_at, due.c.kind, due.c.subject_id).where(
        due.c.due_at <= now, due.c.kind.in_(kinds)
    )
    found = found.order_by(due.c.due_at).limit(limit)
    if tx.postgresql:
        found = found.with_for_update(skip_locked=True)
    rows = tuple(Due(row.due_at, row.kind, row.subject_id) for row in tx.execute(found))
    if rows:
        tx.execute(_DROP_ROW, [{"at": row.due_at, "of": row.kind, "subject": row.subject_id} for row in rows])
    return rows


def drop(tx: Transaction, kinds: Sequence[Kind], subject_ids: Sequence[UUID]) -> None:
    """Nothing of `kinds` is due for these subjects any more.

    A row that a tick is taking at this instant is left to it: waiting for it, while it waits for the patient
    held here, would never end.
    """
    theirs = select(*_KEY).where(due.c.subject_id.in_(subject_ids), due.c.kind.in_(kinds))
    tx.execute(delete(due).where(tuple_(*_KEY).in_(theirs.with_for_update(skip_locked=True))))


_KEY = (due.c.due_at, due.c.kind, due.c.subject_id)
_PUT_SQLITE: Any = sqlite.insert(due).on_conflict_do_nothing()
_PUT_POSTGRESQL: Any = postgresql.insert(due).on_conflict_do_nothing()
_DROP_ROW: Any = delete(due).where(
    due.c.due_at == bindparam("at"), due.c.kind == bindparam("of"), due.c.subject_id == bindparam("subject")
)
