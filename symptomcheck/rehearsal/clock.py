"""Virtual time: the clinic's clock on the stage. It never moves back, and nothing due on the way is left out.

Only the clinic's clock is virtual. Sessions, codes and throttles keep the real one: moving the demo a day
logs nobody out.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from threading import Lock

from symptomcheck.clock import Clock
from symptomcheck.core.schedule import utc, zone_named
from symptomcheck.storage import facts
from symptomcheck.storage.database import Database

_AHEAD = "demo_clock_ahead_seconds"


class VirtualClock:
    """Stands still until it is told to move.

    `goes_to` and `moves_on` are what people on the stage say; `play_until` is asked to let everything happen
    that is due before the new time. `put` only sets the hands.
    """

    def __init__(self, at: datetime, *, zone: str) -> None:
        """`zone` is where the clock hangs: 09:00 is meant there."""
        self._at, self._zone = at, zone
        self.play_until: Callable[[datetime], None] = self.put

    def now(self) -> datetime:
        """This instant on the stage."""
        return self._at

    def put(self, at: datetime) -> None:
        """Set the hands, without anything happening on the way."""
        if at < self.now():
            raise ValueError(f"The clock shows {self.now():%Y-%m-%d %H:%M} and does not go back to {at}.")
        self._at = at

    def goes_to(self, at: str, *, day: int | None = None) -> None:
        """Play until the clock shows `at` ("09:00"): the next time it does, or `day` days from today."""
        self.play_until(self.when(at, day=day))

    def moves_on(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Play for so long."""
        self.play_until(self.now() + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    def when(self, at: str, *, day: int | None = None) -> datetime:
        """The instant `goes_to` would go to."""
        today = self.now().astimezone(zone_named(self._zone)).date()
        shown = time.fromisoformat(at)
        if day is not None:
            return utc(today + timedelta(days=day), shown, self._zone)
        instant = utc(today, shown, self._zone)
        return instant if instant > self.now() else utc(today + timedelta(days=1), shown, self._zone)


class RunningClock(VirtualClock):
    """Runs as fast as a real clock, ahead of it by what is kept in the database.

    Every process and thread of a demo reads the same lead there; whoever moves the clock moves it for all.
    """

    _LOOK_EVERY = timedelta(seconds=0.2)

    def __init__(self, db: Database, real: Clock, *, zone: str) -> None:
        """`real` is the clock that is run ahead of."""
        super().__init__(real.now(), zone=zone)
        self._db, self._real = db, real
        self._looking = Lock()
        self._looked_at: datetime | None = None
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The real time and the lead."""
        at = self._real.now()
        with self._looking:
            if self._looked_at is None or at - self._looked_at >= self._LOOK_EVERY:
                with self._db.read() as tx:
                    self._ahead = timedelta(seconds=facts.get(tx, _AHEAD) or 0)
                self._looked_at = at
            return at + self._ahead

    def starts_at(self, at: datetime) -> None:
        """Begin the play at `at`, before or after the real time."""
        self._keep(at - self._real.now())

    def put(self, at: datetime) -> None:
        """Set the hands for everybody; a time that has passed already changes nothing."""
        self._keep(max(at - self._real.now(), self._ahead))

    def _keep(self, ahead: timedelta) -> None:
        with self._db.write() as tx:
            facts.put(tx, _AHEAD, ahead.total_seconds())
        with self._looking:
            self._ahead = ahead
