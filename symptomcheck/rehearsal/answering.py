"""People of the cast who answer by themselves while the clock is moved: a quiet day, as most are.

They read what stands on their phone, as a person would, and know nothing of the clinic's database.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from symptomcheck.rehearsal.cast import Actor, Part
from symptomcheck.rehearsal.phones import Bubble

_CHOICE = re.compile(r"\b1 = ")
_TEMPERATURE = re.compile(r"98\.6|37\.0")
_PAGE = re.compile(r"Alert #(\d+)")
_TAKEN = re.compile(r"Alert #(\d+): (.*) has it now")
_THINK = (25, 240)  # seconds from reading to answering


class QuietDay:
    """Everybody answers what they are asked with nothing the matter.

    Whoever is paged takes the alert, calls, and closes it.
    """

    def __init__(
        self,
        cast: Iterable[Actor],
        *,
        now: Callable[[], datetime],
        thread_of: Callable[[Actor], tuple[Bubble, ...]],
        texts: Callable[[Actor, str], None],
        closes: Callable[[int], None],
        seed: int = 1,
    ) -> None:
        """`thread_of` is what a phone shows, oldest first; `texts` sends a text from it; `closes` an alert
        whose patient was reached."""
        self._cast, self._now, self._thread_of = tuple(cast), now, thread_of
        self._texts, self._closes = texts, closes
        self._random = Random(seed)
        self._planned: dict[str, tuple[datetime, Callable[[], None]]] = {}
        self._seen: dict[str, int] = {}

    def next_at(self) -> datetime | None:
        """When the first of them answers."""
        self._read()
        return min((at for at, _ in self._planned.values()), default=None)

    def act(self) -> None:
        """Let those answer whose time has come."""
        self._read()
        for actor in self._cast:
            planned = self._planned.get(actor.number)
            if planned is not None and planned[0] <= self._now():
                del self._planned[actor.number]
                planned[1]()

    def _read(self) -> None:
        """Whoever has a new text decides what to do about it, and when."""
        for actor in self._cast:
            thread = self._thread_of(actor)
            if len(thread) == self._seen.get(actor.number, 0):
                continue
            self._seen[actor.number] = len(thread)
            last = thread[-1]
            does = None if last.ours else self._follows(actor, last.body)
            if does is None:
                self._planned.pop(actor.number, None)
            else:
                think = timedelta(seconds=self._random.randint(*_THINK))
                self._planned[actor.number] = (max(self._now(), last.at) + think, does)

    def _follows(self, actor: Actor, body: str) -> Callable[[], None] | None:
        if actor.part is Part.STAFF:
            if (taken := _TAKEN.search(body)) and taken[2] == actor.name:
                return partial(self._closes, int(taken[1]))
            page = _PAGE.search(body)
            return partial(self._texts, actor, f"ACK {page[1]}") if page and " has it" not in body else None
        if _CHOICE.search(body):
            return partial(self._texts, actor, "1")
        if _TEMPERATURE.search(body):
            return partial(self._texts, actor, self._temperature(actor.language))
        return None

    def _temperature(self, language: str) -> str:
        if language == "es":
            return f"{self._random.randint(362, 371) / 10:.1f}".replace(".", ",")
        return f"{self._random.randint(974, 990) / 10:.1f}"
