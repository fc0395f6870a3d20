"""How texts of a demonstration travel from a phone to the clinic, and what befell each on its way."""

from contextlib import suppress
from enum import StrEnum
from threading import Timer

from symptomcheck.rehearsal.provider import LoopbackProvider
from symptomcheck.rehearsal.provider_faults import Line

LATE_BY_S = 15.0


class Travels(StrEnum):
    """The ways a text can come."""

    USUALLY = "usually"
    LATE = "late"
    LOST = "lost"
    TWICE = "twice"
    BEHIND = "behind"


class Roads:
    """Every phone's road to the clinic. `notes` says, by sid, what happened to a text."""

    def __init__(self, provider: LoopbackProvider) -> None:
        self.notes: dict[str, str] = {}
        self.landlines: set[str] = set()
        self._provider = provider
        self._behind: dict[str, str] = {}

    def text(self, number: str, body: str, travels: Travels) -> None:
        """A text leaves this phone. One that waits for the next arrives after it."""
        match travels:
            case Travels.USUALLY:
                self._provider.text_from(number, body)
            case Travels.TWICE:
                self.notes[self._provider.text_from(number, body, copies=2).sid] = "came twice"
            case Travels.LOST:
                self._sets_out(number, body, "webhook lost")
            case Travels.LATE:
                sid = self._sets_out(number, body, "on its way, late")
                timer = Timer(LATE_BY_S, self._arrives, [sid, "came late"])
                timer.daemon = True
                timer.start()
            case Travels.BEHIND:
                self._behind[number] = self._sets_out(number, body, "waits for your next text")
                return
        if (behind := self._behind.pop(number, None)) is not None:
            self._arrives(behind, "came after the next one")

    def switch_line(self, number: str) -> None:
        """Make this number a landline, which takes no texts; or a mobile again."""
        if number in self.landlines:
            self.landlines.discard(number)
            self._provider.line_is(number, Line.MOBILE)
        else:
            self.landlines.add(number)
            self._provider.line_is(number, Line.LANDLINE)

    def _sets_out(self, number: str, body: str, note: str) -> str:
        """The provider has the text, and posts no webhook about it."""
        sid = self._provider.text_from(number, body, lost=True).sid
        self.notes[sid] = note
        return sid

    def _arrives(self, sid: str, note: str) -> None:
        with suppress(RuntimeError):  # the provider has been switched off meanwhile
            self._provider.repeat(sid)
            self.notes[sid] = note
