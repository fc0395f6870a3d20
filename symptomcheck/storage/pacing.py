"""How fast each sending number may send: one row per number says when its next send may go.

The claim itself moves that row, so that any number of workers together stay below the rate. No more than a
twentieth of a second is taken ahead: on a slow number that is one text, and an urgent one waits for it alone.
A second row holds routine texts back while the provider is in trouble; urgent ones still knock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import senders

AHEAD = timedelta(seconds=0.05)
# A dispatcher that woke a little late makes up for it; one that slept for an hour may not burst.
CATCH_UP = timedelta(seconds=0.1)
_NO_LIMIT = 1_000_000


@dataclass(slots=True)
class _Open:
    """What one number may send in this claim: `sends`, counted from `since`."""

    since: datetime
    sends: int
    per_second: float
    taken: int = 0

    @property
    def next_send_at(self) -> datetime:
        return self.since + timedelta(seconds=self.taken / self.per_second)


class Paces:
    """The numbers one claim sends from: each looked up once, locked, and written back once."""

    def __init__(self, tx: Transaction, *, now: datetime) -> None:
        self._tx, self._now = tx, now
        self._numbers: dict[str, _Open] = {}

    def left(self, number: str, per_second: float | None) -> int:
        """How many texts may leave from `number` now."""
        if per_second is None:
            return _NO_LIMIT
        if number not in self._numbers:
            self._numbers[number] = pace(
                _next_send_at(self._tx, number, self._now), per_second, now=self._now
            )
        return self._numbers[number].sends - self._numbers[number].taken

    def take(self, number: str, sends: int) -> None:
        """`sends` texts leave from `number`."""
        if number in self._numbers:
            self._numbers[number].taken += sends

    def save(self) -> datetime | None:
        """Keep what was taken; when the first of the numbers that are used up opens again."""
        for number, its in self._numbers.items():
            if its.taken:
                _move(self._tx, number, its.next_send_at)
        used_up = (its.next_send_at for its in self._numbers.values() if its.taken >= its.sends)
        return min(used_up, default=None)


def pace(next_send_at: datetime, per_second: float, *, now: datetime) -> _Open:
    """What a number may send now, given when it may send next.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    >>> [pace(nine, per_second, now=nine).sends for per_second in (1, 3, 100)]
    [1, 1, 5]
    >>> pace(nine + timedelta(seconds=1), 1, now=nine).sends
    0
    >>> pace(nine - timedelta(hours=1), 100, now=nine).sends
    5
    """
    if next_send_at > now:
        return _Open(next_send_at, 0, per_second)
    since = next_send_at if now - next_send_at <= CATCH_UP else now
    return _Open(since, max(1, int((now - since + AHEAD).total_seconds() * per_second)), per_second)


def hold_routine(tx: Transaction, number: str, *, until: datetime) -> None:
    """Only urgent texts and pages leave from `number` before `until`."""
    _move(tx, _held(number), until)


def routine_held_until(tx: Transaction, number: str) -> datetime | None:
    """Until when routine texts wait, or waited, for the provider to recover."""
    at: datetime | None = tx.execute(_READ, {"of": _held(number)}).scalar()
    return at


def _next_send_at(tx: Transaction, number: str, now: datetime) -> datetime:
    at: datetime | None = tx.execute(_LOCKED, {"of": number}).scalar()
    if at is None:
        # Two workers may both find no row: the loser of this insert waits here, and then reads the winner's.
        tx.execute(_NEW_POSTGRESQL if tx.postgresql else _NEW_SQLITE, {"name": number, "next_send_at": now})
        at = tx.execute(_LOCKED, {"of": number}).scalar_one()
    return at


def _move(tx: Transaction, number: str, to: datetime) -> None:
    tx.execute(_SET_POSTGRESQL if tx.postgresql else _SET_SQLITE, {"name": number, "next_send_at": to})


def _held(number: str) -> str:
    return f"routine {number}"


def _setting(insert: Any) -> Any:
    statement = insert(senders)
    return statement.on_conflict_do_update(
        index_elements=[senders.c.name], set_={"next_send_at": statement.excluded.next_send_at}
    )


_NEW_SQLITE = sqlite.insert(senders).on_conflict_do_nothing()
_NEW_POSTGRESQL = postgresql.insert(senders).on_conflict_do_nothing()
_SET_SQLITE = _setting(sqlite.insert)
_SET_POSTGRESQL = _setting(postgresql.insert)
_READ = select(senders.c.next_send_at).where(senders.c.name == bindparam("of"))
_LOCKED = _READ.with_for_update()
