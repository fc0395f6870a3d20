"""Phones in the language of stories: what is received, and what is replied."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from symptomcheck.rehearsal.phones import SimulatedPhone
from symptomcheck.rehearsal.provider_calls import Call

if TYPE_CHECKING:
    from tests.clinic import TestClinic

THINKS_FOR = timedelta(seconds=20)


class Story(AssertionError):
    """What happened is not what the story says."""


@dataclass(frozen=True)
class Received:
    """A text that was expected and came."""

    phone: "Phone"
    body: str

    def then_replies(self, body: str) -> "Phone":
        """Its owner reads it, thinks for twenty seconds and answers."""
        self.phone.clinic.clock.play_until(self.phone.clinic.clock.now() + THINKS_FOR)
        return self.phone.texts(body)

    def at_once_replies(self, body: str) -> "Phone":
        """Its owner answers without reading: one second later."""
        self.phone.clinic.clock.play_until(self.phone.clinic.clock.now() + timedelta(seconds=1))
        return self.phone.texts(body)


class Phone:
    """A phone in a story: every text on it is expected, in its order."""

    def __init__(self, clinic: "TestClinic", simulated: SimulatedPhone) -> None:
        self.clinic, self._simulated, self._read = clinic, simulated, 0

    @property
    def number(self) -> str:
        return self._simulated.number

    @property
    def unread(self) -> tuple[str, ...]:
        """What came and no story line has spoken of."""
        return self._simulated.received[self._read :]

    def receives(self, words: str) -> Received:
        """The next text on this phone has these words in it."""
        __tracebackhide__ = True
        if not self.unread:
            raise Story(f"{self._who} was to receive “{words}”, and nothing came.\n{self.clinic.told()}")
        body = self.unread[0]
        if words.casefold() not in body.casefold():
            raise Story(f"{self._who} was to receive “{words}” and got:\n    {body}\n{self.clinic.told()}")
        self._read += 1
        return Received(self, body)

    def texts(self, body: str, **how: Any) -> "Phone":
        """Its owner texts the clinic, unasked."""
        if how:
            self.clinic.stage.text_from(self.number, body, **how)
        else:
            self._simulated.texts(body)
        return self

    def rings(self) -> Call:
        """It rang, and has not been answered: the call."""
        __tracebackhide__ = True
        for call in reversed(self.clinic.stage.calls.calls):
            if call.to == self.number and call.status == "ringing":
                return call
        raise Story(f"{self._who} was to ring, and did not.\n{self.clinic.told()}")

    def has_not_rung(self) -> None:
        """No call came to this phone."""
        __tracebackhide__ = True
        if any(call.to == self.number for call in self.clinic.stage.calls.calls):
            raise Story(f"{self._who} was not to ring, and did.")

    def skip(self) -> None:
        """What came until now is another story."""
        self._read = len(self._simulated.received)

    def receives_nothing(self) -> None:
        """No text lies unread on this phone."""
        __tracebackhide__ = True
        if self.unread:
            raise Story(f"{self._who} was to receive nothing, and got:\n    {self.unread[0]}")

    @property
    def _who(self) -> str:
        return f"{self._simulated.owner}'s phone"


@dataclass(frozen=True)
class Person:
    """A patient, a caregiver or a nurse of the story."""

    id: UUID
    name: str
    phone: Phone
