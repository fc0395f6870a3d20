"""Simulated phones: each holds its thread of texts, as its owner sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One text on a phone's screen; `ours`: the owner of the phone wrote it."""

    at: datetime
    body: str
    ours: bool


@dataclass(slots=True, kw_only=True, eq=False)
class SimulatedPhone:
    """One phone. `texts_clinic` is how a text leaves it."""

    number: str
    owner: str
    now: Callable[[], datetime]
    texts_clinic: Callable[[str], None]
    thread: list[Bubble] = field(default_factory=list)

    def rings(self, _to: str, _from: str, body: str, _sid: str) -> None:
        """A text arrives; in the shape a provider calls."""
        self.thread.append(Bubble(at=self.now(), body=body, ours=False))

    def texts(self, body: str) -> None:
        """Its owner texts the clinic."""
        self.thread.append(Bubble(at=self.now(), body=body, ours=True))
        self.texts_clinic(body)

    @property
    def received(self) -> tuple[str, ...]:
        """Every text that arrived, oldest first."""
        return tuple(bubble.body for bubble in self.thread if not bubble.ours)
