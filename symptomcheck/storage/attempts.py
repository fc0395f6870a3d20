"""Failed tries to get in, counted by whoever is tried and by where it comes from. Real times only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """What failed lately, of one log-in or from one address."""

    who: bytes
    failed: int
    last_at: datetime
    locked_until: datetime | None

    def locked(self, now: datetime) -> bool:
        """May nobody try at the moment?"""
        return self.locked_until is not None and now < self.locked_until


def hold(tx: Transaction, who: bytes, *, now: datetime) -> Tries:
    """The count so far; nobody else counts until this transaction ends."""
    row = {"who": who, "failed": 0, "last_at": now}
    tx.execute(_FIRST_POSTGRESQL if tx.postgresql else _FIRST_SQLITE, row)
    kept = tx.execute(select(attempts).where(attempts.c.who == who).with_for_update()).one()
    return Tries(**kept._mapping)


def add_failure(tx: Transaction, tries: Tries, *, limit: int, lock: timedelta, now: datetime) -> None:
    """One more failure; the `limit`th, none later than `lock` after the one before, locks for `lock`."""
    goes_on = now - tries.last_at < lock and tries.locked_until is None
    failed = (tries.failed if goes_on else 0) + 1
    until = now + lock if failed >= limit else None
    mine = attempts.c.who == tries.who
    tx.execute(update(attempts).where(mine).values(failed=failed, last_at=now, locked_until=until))


def forget(tx: Transaction, who: bytes) -> None:
    """They got in: earlier failures no longer count."""
    tx.execute(delete(attempts).where(attempts.c.who == who))


def forget_before(tx: Transaction, at: datetime) -> None:
    """Drop what no lock reaches any more."""
    tx.execute(delete(attempts).where(attempts.c.last_at < at))


_FIRST_SQLITE: Any = sqlite.insert(attempts).on_conflict_do_nothing()
_FIRST_POSTGRESQL: Any = postgresql.insert(attempts).on_conflict_do_nothing()
