"""A whole clinic on one thread and on virtual time: real database, rule book, actions, tick and dispatcher.

Only the clock, the provider and the phones are the stage's. Time passes when it is told to, and then
everything due on the way happens at its own minute.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.catch_up_inbound import CaughtUp, catch_up_inbound, listen_since
from symptomcheck.actions.delivery.claim_texts import Line, Lines
from symptomcheck.actions.rulebook.books import Books
from symptomcheck.channels.sender import Sender
from symptomcheck.dispatch.dispatcher import Dispatcher
from symptomcheck.dispatch.outlets import Outlets
from symptomcheck.rehearsal.clock import VirtualClock
from symptomcheck.rehearsal.direct_road import direct_road, no_voice_road
from symptomcheck.rehearsal.in_process import InProcessProvider
from symptomcheck.rehearsal.phones import SimulatedPhone
from symptomcheck.rehearsal.playing import Player
from symptomcheck.rehearsal.provider_calls import Ask, InProcessCalls
from symptomcheck.rehearsal.provider_webhooks import Post
from symptomcheck.rehearsal.settings import OUR_NUMBER, PUBLIC_URL, ZONE, stage_settings
from symptomcheck.wiring import House, build

_LINE = Line(number=OUR_NUMBER)
LINES = Lines(usual=_LINE, urgent=_LINE)


class Stage:
    """One clinic on a migrated database. `close` it at the end."""

    def __init__(
        self,
        database_url: str,
        *,
        starts_at: datetime,
        road: Callable[[House], Post] = direct_road,
        books: Books | None = None,
        voice_road: Callable[[House], Ask] = no_voice_road,
    ) -> None:
        """`road` and `voice_road` say how webhooks reach the clinic; `books` may be shared between stages."""
        self.clock = VirtualClock(starts_at, zone=ZONE)
        self.clock.play_until = self.play_until
        self.provider = InProcessProvider(
            number=OUR_NUMBER,
            public_url=PUBLIC_URL,
            clock=self.clock.now,
            post=lambda *request: self._post(*request),
        )
        settings = stage_settings(
            database_url, account_sid=self.provider.account_sid, auth_token=self.provider.auth_token
        )
        self.calls = InProcessCalls(
            number=OUR_NUMBER,
            public_url=PUBLIC_URL,
            auth_token=self.provider.auth_token,
            clock=self.clock.now,
            ask=lambda *request: self._ask(*request),
        )
        senders: dict[str, Sender] = {"sms": self.provider, "voice": self.calls}
        self.house = build(settings, clock=self.clock, senders=senders, books=books, demo=True)
        self._post, self._ask = road(self.house), voice_road(self.house)
        self._runner = asyncio.Runner()
        self.outlets = Outlets(self.house.senders, LINES)
        self._dispatcher = self._new_dispatcher()
        self._player = Player(self.clinic, self.clock, self.settle)
        self.phones: dict[str, SimulatedPhone] = {}

    @property
    def clinic(self) -> Clinic:
        """What actions are handed."""
        return self.house.clinic

    def asked(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> int:
        """The HTTP status of a request on the roads of calls, whoever makes it."""
        return self._ask(path, form, headers)[0]

    def phone(self, number: str, owner: str) -> SimulatedPhone:
        """The phone with this number, switched on when it is first asked for."""
        if number not in self.phones:
            phone = SimulatedPhone(
                number=number,
                owner=owner,
                now=self.clock.now,
                texts_clinic=lambda body: self.text_from(number, body),
            )
            self.phones[number] = phone
            self.provider.connect_phone(number, phone.rings)
        return self.phones[number]

    def text_from(self, number: str, body: str, **how: Any) -> None:
        """A phone texts the clinic, and everything that follows at once happens."""
        self.provider.text_from(number, body, **how)
        self.settle()

    def settle(self) -> None:
        """Let the dispatcher send what may go now, and the provider report, until both are done."""
        while self._runner.run(self._dispatcher.dispatch_once()) or self.provider.report():
            pass

    def worker_is_killed(self) -> None:
        """kill -9: what the dispatcher held in memory is gone, and a new one starts on the same database."""
        self._dispatcher.close()
        self._dispatcher = self._new_dispatcher()

    def play_until(self, at: datetime) -> None:
        """Move the clock to `at`, with a tick and a dispatch at every instant at which something is due."""
        self._player.play_until(at)

    def catch_up(self) -> CaughtUp:
        """Ask the provider for texts that came while nobody was listening, as the worker does."""
        now = self.clock.now()
        texts = self.provider.inbound_since(listen_since(self.clinic, now=now))
        caught = catch_up_inbound(self.clinic, texts, listed_at=now, now=now)
        self.settle()
        return caught

    def _new_dispatcher(self) -> Dispatcher:
        return Dispatcher(self.house.clinic, self.clock, self.outlets)

    def close(self) -> None:
        """Let go of the database and the loop."""
        self._dispatcher.close()
        self._runner.close()
        self.house.close()
