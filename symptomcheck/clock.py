"""What time it is: the only module that asks the machine.

The clinic's clock decides schedules, windows, escalation and leases. The real clock decides sessions, codes
and throttles, always: moving the demo a day must log nobody out. Doors take `now` once and pass it down.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

import structlog

_log = structlog.get_logger(__name__)

ALARM_ABOVE = timedelta(seconds=2)
_MEASURE_EVERY = 60.0


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        ...


class RealClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def _ticking() -> float:
    # Counts through a suspended machine, and never jumps when somebody sets the host's clock.
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class DatabaseClock:
    """The database's time, carried on from the last time it was asked.

    Several machines share one database: a prompt must not be due on one and closed on another. The host's own
    clock is used until the database has answered once, and to tell how far off the host is.
    """

    def __init__(
        self,
        database_now: Callable[[], datetime],
        *,
        host: Clock | None = None,
        ticking: Callable[[], float] = _ticking,
    ) -> None:
        """`database_now` asks the database; `ticking` counts seconds and never jumps."""
        self._database_now, self._host, self._ticking = database_now, host or RealClock(), ticking
        self._measuring = Lock()
        self._measure_at = float("-inf")
        self._anchor: tuple[datetime, float] | None = None
        self.offset: timedelta | None = None

    def now(self) -> datetime:
        """The database's time, to a few milliseconds; asked again once a minute."""
        # One thread measures; the others go on with what is known rather than wait for the database.
        if self._ticking() >= self._measure_at and self._measuring.acquire(blocking=False):
            try:
                self._measure()
            finally:
                self._measuring.release()
        if self._anchor is None:
            return self._host.now()
        at, tick = self._anchor
        return at + timedelta(seconds=self._ticking() - tick)

    def _measure(self) -> None:
        asked = self._ticking()
        self._measure_at = asked + _MEASURE_EVERY
        try:
            database = self._database_now()
        except Exception as problem:
            # A database that is down is reported by whoever needs it; the last anchor is the best we know.
            _log.warning("clock_not_measured", problem=type(problem).__name__)
            return
        answered = self._ticking()
        self._anchor = (database, (asked + answered) / 2)
        self.offset = database + timedelta(seconds=(answered - asked) / 2) - self._host.now()
        if abs(self.offset) > ALARM_ABOVE:
            _log.error("clock_is_off", seconds=round(self.offset.total_seconds(), 1))
