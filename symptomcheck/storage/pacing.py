"""How fast each sending number may send: one row per number says when its next send may go.

The claim itself moves that row, so that any number of workers together stay below the rate. Routine texts are
taken a twentieth of a second ahead: on a slow number that is one text, and an urgent one waits for it alone.
Urgent texts and pages do not wait for the pace: they borrow up to two seconds, which routine texts pay back.
A second row holds routine texts back while the provider is in trouble; urgent ones still knock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import senders

_AHEAD = timedelta(seconds=0.05)
_BORROWED = timedelta(seconds=2)
# A dispatcher that woke a little late makes up for it; one that slept for an hour may not burst.
_CATCH_UP = timedelta(seconds=0.1)
_NO_LIMIT = 1_000_000


@dataclass(slots=True)
class Pace:
    """One number's rate, and when its next send may go.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    >>> [Pace(per_second, nine).left(nine, urgent=False) for per_second in (1, 3, 100)]
    [1, 1, 5]
    >>> busy = Pace(1, nine + timedelta(seconds=1))
    >>> busy.left(nine, urgent=False), busy.left(nine, urgent=True)
    (0, 2)
    >>> Pace(100, nine - timedelta(hours=1)).left(nine, urgent=False)
    15
    """

    per_second: float
    next_send_at: datetime
    moved: bool = False

    def left(self, now: datetime, *, urgent: bool) -> int:
        """How many texts may leave now."""
        limit = _BORROWED if urgent else timedelta(0)
        if self.next_send_at > now + limit:
            return 0
        ahead = now + max(limit, _AHEAD) - self._since(now)
        return max(1, int(ahead.total_seconds() * self.per_second) + urgent)

    def take(self, sends: int, now: datetime) -> None:
        """`sends` texts leave now."""
        if sends:
            self.next_send_at = self._since(now) + timedelta(seconds=sends / self.per_second)
            self.moved = True

    def opens_at(self, now: datetime) -> datetime | None:
        """When the next urgent or routine text may leave, if not now."""
        return min(
            (at for at in (self.next_send_at - _BORROWED, self.next_send_at) if at > now), default=None
        )

    def _since(self, now: datetime) -> datetime:
        return max(self.next_send_at, now - _CATCH_UP)


class Paces:
    """The numbers one claim sends from: each looked up once, locked, and written back once."""

    def __init__(self, tx: Transaction, *, now: datetime) -> None:
        self._tx, self._now = tx, now
        self._numbers: dict[str, Pace] = {}

    def left(self, number: str, per_second: float | None, *, urgent: bool) -> int:
        """How many texts may leave from `number` now."""
        if per_second is None:
            return _NO_LIMIT
        if number not in self._numbers:
            self._numbers[number] = Pace(per_second, _next_send_at(self._tx, number, self._now))
        return self._numbers[number].left(self._now, urgent=urgent)

    def take(self, number: str, sends: int) -> None:
        """`sends` texts leave from `number`."""
        if number in self._numbers:
            self._numbers[number].take(sends, self._now)

    def save(self) -> datetime | None:
        """Keep what was taken; when a number that is used up opens again."""
        for number, pace in self._numbers.items():
            if pace.moved:
                _move(self._tx, number, pace.next_send_at)
        opens = (pace.opens_at(self._now) for pace in self._numbers.values())
        return min((at for at in opens if at is not None), default=None)


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
