"""Playing time: the clock goes to an instant, and everything due on the way happens at its own minute."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.tick import tick
from symptomcheck.rehearsal.clock import VirtualClock
from symptomcheck.storage import upcoming

_A_SECOND = timedelta(seconds=1)


class People(Protocol):
    """Those who hold the phones, while nobody at a keyboard plays them."""

    def next_at(self) -> datetime | None:
        """When the first of them will do something."""
        ...

    def act(self) -> None:
        """Let those act whose time has come."""
        ...


class Player:
    """Plays one clinic: tick, dispatch, people, at every instant at which there is something to do."""

    def __init__(
        self,
        clinic: Clinic,
        clock: VirtualClock,
        dispatch: Callable[[], None],
        *,
        goes_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """`dispatch` sends what may go at this moment of the clock, and returns when the phones have it.

        Once `goes_on` is False, playing ends wherever the clock is.
        """
        self._clinic, self._clock, self._dispatch, self._goes_on = clinic, clock, dispatch, goes_on

    def play_until(self, at: datetime, *, people: People | None = None) -> None:
        """Move the clock to `at`; with `people`, they answer as they would."""
        while (now := self._clock.now()) < at and self._goes_on():
            due = min((each for each in self._next(people) if each is not None), default=at)
            # What stays due after it was looked at (a queue that is held back) must not stop the clock.
            self._clock.put(min(at, due if due > now else now + _A_SECOND))
            self.turn()
            if people is not None:
                people.act()

    def turn(self) -> None:
        """Everything that is due now."""
        tick(self._clinic, now=self._clock.now())
        self._dispatch()

    def _next(self, people: People | None) -> tuple[datetime | None, datetime | None]:
        with self._clinic.db.read() as tx:
            due = upcoming.next_at(tx)
        return due, people.next_at() if people is not None else None
