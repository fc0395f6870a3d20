"""A provider whose every answer is up to the test: it takes, refuses, hangs, forgets, or says nonsense."""

import asyncio
from collections import Counter, deque
from collections.abc import Collection
from datetime import datetime

from symptomcheck.channels.sender import OutboundMessage, Sent

Answer = Exception | str  # what `send` raises, or the provider's id


class ScriptedProvider:
    """A `Sender`. `script` is what happens to the next sends; after it, each is taken under its own id."""

    def __init__(self, *, latency_s: float = 0.0) -> None:
        self.latency_s = latency_s
        self.script: deque[Answer] = deque()
        self.finds: deque[Answer | None] = deque()
        self.tried: list[OutboundMessage] = []
        self.taken: dict[str, OutboundMessage] = {}
        self.asked_about: list[str] = []
        self.hangs_on: Collection[str] = ()
        self.released = asyncio.Event()
        self.most_at_once = 0
        self.closed = False
        self._at_once = 0

    @property
    def bodies(self) -> list[str]:
        """What reached people, in order."""
        return [message.text for message in self.taken.values()]

    @property
    def doubles(self) -> list[str]:
        return [body for body, count in Counter(self.bodies).items() if count > 1]

    async def send(self, message: OutboundMessage) -> Sent:
        self.tried.append(message)
        own_id = f"SM{len(self.tried)}"
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(self.latency_s)
            if message.text in self.hangs_on:
                await self.released.wait()
            answer = self.script.popleft() if self.script else own_id
            if isinstance(answer, Exception):
                raise answer
            self.taken[f"{answer} {len(self.taken)}" if answer in self.taken else answer] = message
            return Sent(provider_id=answer)
        finally:
            self._at_once -= 1

    def takes_without_saying_so(self, message_id: str, message: OutboundMessage) -> None:
        """It went out, and nobody heard."""
        self.taken[message_id] = message

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        self.asked_about.append(message.text)
        if self.finds:
            answer = self.finds.popleft()
            if isinstance(answer, Exception):
                raise answer
            return None if answer is None else Sent(provider_id=answer)
        for provider_id, held in self.taken.items():
            if (held.address, held.text) == (message.address, message.text) and provider_id not in not_these:
                return Sent(provider_id=provider_id)
        return None

    async def close(self) -> None:
        self.closed = True
