"""A dispatcher that a test plays: on its own time, or running beside it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime

from symptomcheck.actions.delivery.claim_texts import Lines
from symptomcheck.channels.sender import Sender
from symptomcheck.dispatch.dispatcher import Dispatcher
from symptomcheck.dispatch.outlets import Outlets
from tests.actions.outgoing import UNLIMITED, Outgoing


class HandsOfTheClock:
    """The test's clock; told to, it breaks."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing, self.broken = outgoing, False

    def now(self) -> datetime:
        if self.broken:
            raise OSError("no clock")
        return self._outgoing.now


class BreaksOnceFor(HandsOfTheClock):
    """Breaks for the first look of one part of the dispatcher, named by its coroutine."""

    def __init__(self, outgoing: Outgoing, part: str) -> None:
        super().__init__(outgoing)
        self._part = part

    def now(self) -> datetime:
        if threading.current_thread() is threading.main_thread():  # where the loop runs
            task = asyncio.current_task()
            if task is not None and getattr(task.get_coro(), "__name__", "") == self._part:
                self._part = "broken once"
                raise OSError("no clock")
        return super().now()


def made(
    outgoing: Outgoing,
    sms: Sender | None,
    *,
    lines: Lines = UNLIMITED,
    in_flight: int = 32,
    kept_lane: int = 8,
    clock: HandsOfTheClock | None = None,
) -> Dispatcher:
    outlets = Outlets({} if sms is None else {"sms": sms}, lines)
    return Dispatcher(
        outgoing.house.clinic,
        clock or HandsOfTheClock(outgoing),
        outlets,
        in_flight=in_flight,
        kept_lane=kept_lane,
    )


def dispatch(outgoing: Outgoing, sms: Sender | None, *, lines: Lines = UNLIMITED) -> int:
    dispatcher = made(outgoing, sms, lines=lines)
    try:
        return asyncio.run(dispatcher.dispatch_once())
    finally:
        dispatcher.close()


def while_running(dispatcher: Dispatcher, story: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """The dispatcher runs until the story is told; then it is stopped."""

    async def play() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(dispatcher.run(stop))
        try:
            await asyncio.wait_for(story(stop), timeout=90)
        finally:
            stop.set()
            await running
            dispatcher.close()

    asyncio.run(play())


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.005)
