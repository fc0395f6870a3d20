"""The dispatcher: everything that may go goes, once, and what came of it is recorded."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from symptomcheck.actions.delivery.claim_texts import Lines
from symptomcheck.channels.sender import Cause, OutboundMessage, OutcomeUnknown, Sender, SendFailed
from symptomcheck.dispatch.dispatcher import Dispatcher
from symptomcheck.dispatch.outlets import Outlets
from tests.actions.outgoing import UNLIMITED, Outgoing, outgoing_from, paced
from tests.dispatch.provider import ScriptedProvider


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


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url) as outgoing:
        yield outgoing


@pytest.fixture
def provider() -> ScriptedProvider:
    return ScriptedProvider()


def _dispatcher(
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


def _dispatch(outgoing: Outgoing, sms: Sender | None, *, lines: Lines = UNLIMITED) -> int:
    dispatcher = _dispatcher(outgoing, sms, lines=lines)
    try:
        return asyncio.run(dispatcher.dispatch_once())
    finally:
        dispatcher.close()


def _while_running(dispatcher: Dispatcher, story: Callable[[asyncio.Event], Awaitable[None]]) -> None:
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


async def _until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.005)


# --- once, on the test's own time ---


def test_everything_that_may_go_goes_in_order_and_is_recorded(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    for n in range(50):
        outgoing.queue("prompt", f"prompt {n}")
        outgoing.passes(seconds=1)
    urgent = outgoing.queue("urgent", "Call now.")
    assert _dispatch(outgoing, provider) == 51
    assert provider.bodies == ["Call now.", *(f"prompt {n}" for n in range(50))]
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}
    assert provider.taken[outgoing.row(urgent).provider_id].address == "+15550100101"
    assert _dispatch(outgoing, provider) == 0


def test_urgent_texts_leave_from_their_own_number(outgoing: Outgoing, provider: ScriptedProvider) -> None:
    outgoing.queue_all(outgoing.text("urgent", "Call now."), outgoing.text("prompt", "How are you?"))
    _dispatch(outgoing, provider, lines=paced(1, urgent_number="+15550100111"))
    assert {message.text: message.sender for message in provider.tried} == {
        "Call now.": "+15550100111",
        "How are you?": None,
    }


def test_a_slow_number_sends_the_next_text_when_the_clock_has_moved(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(3)))
    sent = []
    for _ in range(4):
        sent.append(_dispatch(outgoing, provider, lines=paced(1)))
        outgoing.passes(seconds=1)
    assert sent == [1, 1, 1, 0]


def test_a_text_without_a_channel_has_failed(outgoing: Outgoing) -> None:
    prompt = outgoing.queue("prompt")
    assert _dispatch(outgoing, None) == 0
    assert outgoing.state(prompt) == ("failed", "no_channel")


def test_a_text_refused_for_good_has_failed_and_one_refused_for_now_waits(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    gone, busy = outgoing.queue_all(outgoing.text("answer", "one"), outgoing.text("answer", "two"))
    provider.script.extend(
        [SendFailed(Cause.LANDLINE, "21635", True), SendFailed(Cause.RATE_LIMITED, "20429")]
    )
    assert _dispatch(outgoing, provider) == 0
    assert outgoing.state(gone) == ("failed", "landline")
    assert outgoing.state(busy) == ("queued", "rate_limited")
    outgoing.passes(seconds=10)
    assert _dispatch(outgoing, provider) == 1
    assert outgoing.state(busy) == ("sent", None)


# --- doubt ---


def test_a_text_that_went_although_nobody_heard_is_found_and_not_sent_twice(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    urgent = outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append("SM77")
    assert _dispatch(outgoing, provider) == 1
    assert (outgoing.state(urgent), outgoing.row(urgent).provider_id) == (("sent", None), "SM77")
    outgoing.passes(minutes=5)
    assert (_dispatch(outgoing, provider), len(provider.tried)) == (0, 1)


def test_an_urgent_text_the_provider_does_not_know_is_sent_again_in_seconds(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    assert _dispatch(outgoing, provider) == 0
    assert provider.asked_about == ["Call now."]
    outgoing.passes(seconds=2)
    assert _dispatch(outgoing, provider) == 1
    assert provider.bodies == ["Call now."]


def test_a_prompt_in_doubt_is_asked_about_before_it_is_sent_again(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue("prompt", "How are you?")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    _dispatch(outgoing, provider)
    assert provider.asked_about == [], "the provider's list may still be too young"
    outgoing.passes(seconds=30)
    _dispatch(outgoing, provider)
    assert (provider.asked_about, len(provider.tried)) == (["How are you?"], 1)
    outgoing.passes(seconds=10)
    _dispatch(outgoing, provider)
    assert provider.bodies == ["How are you?"]


def test_two_equal_texts_in_doubt_are_not_both_found_in_one_message(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    ids = outgoing.queue_all(*(outgoing.text("answer", "Reply 1.", is_question=True) for _ in range(2)))
    provider.script.extend([OutcomeUnknown(Cause.PROVIDER_DOWN), OutcomeUnknown(Cause.PROVIDER_DOWN)])
    provider.takes_without_saying_so("SM-unheard", _message("Reply 1."))
    assert _dispatch(outgoing, provider) == 1
    assert sorted(outgoing.state(id_)[0] for id_ in ids) == ["queued", "sent"]


def _message(words: str) -> OutboundMessage:
    return OutboundMessage(id=UUID(int=0), address="+15550100101", text=words)


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        (OutcomeUnknown(Cause.PROVIDER_DOWN), "queued"),  # a double is better than a loss
        (SendFailed(Cause.UNREACHABLE, "30003", True), "failed"),
        (RuntimeError("a fault of ours"), "queued"),
    ],
)
def test_what_the_provider_says_of_an_urgent_text_in_doubt(
    outgoing: Outgoing, provider: ScriptedProvider, asked: Exception, state: str
) -> None:
    urgent = outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append(asked)
    _dispatch(outgoing, provider)
    assert outgoing.state(urgent)[0] == state


def test_a_sender_that_breaks_leaves_its_text_in_doubt_and_stops_no_other(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    broken, good = outgoing.queue_all(outgoing.text("prompt", "one"), outgoing.text("prompt", "two"))
    provider.script.append(ZeroDivisionError())
    assert _dispatch(outgoing, provider) == 1
    assert outgoing.state(broken) == ("sending", "sender_broke")
    assert outgoing.row(broken).unsure
    assert outgoing.state(good) == ("sent", None)


def test_a_doubt_outlives_the_channel_it_arose_on(outgoing: Outgoing, provider: ScriptedProvider) -> None:
    prompt = outgoing.queue("prompt")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    _dispatch(outgoing, provider)
    outgoing.passes(minutes=1)
    _dispatch(outgoing, None)
    assert outgoing.state(prompt) == ("sending", "no_channel")


def test_a_worker_killed_between_claim_and_record_loses_nothing_and_doubles_nothing(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    went, did_not = outgoing.queue_all(outgoing.text("prompt", "went"), outgoing.text("prompt", "did not"))
    for text in outgoing.claim(owner="killed").texts:
        if text.id == went:
            provider.takes_without_saying_so("SM-unheard", _message("went"))
    assert _dispatch(outgoing, provider) == 0, "its lease runs"
    outgoing.passes(minutes=1)
    assert _dispatch(outgoing, provider) == 1
    outgoing.passes(seconds=10)
    assert _dispatch(outgoing, provider) == 1
    assert provider.bodies == ["went", "did not"]
    assert outgoing.state(went) == outgoing.state(did_not) == ("sent", None)


# --- running ---


def test_a_running_dispatcher_sends_what_waits_and_what_comes(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(100)))
    dispatcher = _dispatcher(outgoing, provider)
    outgoing.house.clinic.db.when_urgent_is_queued(dispatcher.wake)
    dispatcher.wake()  # nothing runs yet: no harm

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.taken) == 100)
        await asyncio.to_thread(outgoing.queue, "urgent", "Call now.")
        await _until(lambda: "Call now." in provider.bodies)
        await asyncio.to_thread(outgoing.queue, "answer", "Thank you.")
        await _until(lambda: "Thank you." in provider.bodies)

    _while_running(dispatcher, story)
    assert provider.doubles == []
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}
    dispatcher.wake()  # it has ended: no harm


def test_never_more_in_flight_than_there_are_lanes(outgoing: Outgoing) -> None:
    provider = ScriptedProvider(latency_s=0.01)
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(40)))
    dispatcher = _dispatcher(outgoing, provider, in_flight=4, kept_lane=2)

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.taken) == 40)

    _while_running(dispatcher, story)
    assert provider.most_at_once == 4


def test_an_urgent_text_does_not_wait_behind_prompts_at_a_provider_that_hangs(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    prompts = [f"prompt {n}" for n in range(40)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in prompts))
    provider.hangs_on = prompts
    dispatcher = _dispatcher(outgoing, provider, in_flight=4, kept_lane=2)
    outgoing.house.clinic.db.when_urgent_is_queued(dispatcher.wake)
    waited: list[float] = []

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 4)
        started = time.monotonic()
        await asyncio.to_thread(outgoing.queue, "urgent", "Call now.")
        await _until(lambda: provider.bodies == ["Call now."])
        waited.append(time.monotonic() - started)
        provider.released.set()
        await _until(lambda: len(provider.taken) == 41)

    _while_running(dispatcher, story)
    assert waited[0] < 10, "and not for the prompts, which wait for its arrival"
    assert provider.doubles == []


def test_told_to_stop_it_records_what_is_in_flight_and_gives_back_the_rest(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    prompts = [f"prompt {n}" for n in range(10)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in prompts))
    provider.hangs_on = prompts
    dispatcher = _dispatcher(outgoing, provider, in_flight=4)

    async def story(stop: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 4)
        stop.set()
        await asyncio.sleep(0.05)
        provider.released.set()

    _while_running(dispatcher, story)
    rows = outgoing.house.rows("outbox")
    assert sorted((row.state, row.attempts) for row in rows) == [("queued", 0)] * 6 + [("sent", 1)] * 4


def test_a_turn_that_fails_ends_nothing_and_loses_no_outcome(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue("prompt", "first")
    provider.hangs_on = ["first"]
    clock = HandsOfTheClock(outgoing)
    dispatcher = _dispatcher(outgoing, provider, clock=clock)

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 1)
        clock.broken = True
        provider.released.set()
        await asyncio.sleep(0.2)
        await asyncio.to_thread(outgoing.queue, "prompt", "second")
        clock.broken = False
        await _until(lambda: len(provider.taken) == 2)

    _while_running(dispatcher, story)
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}


def test_an_outcome_that_cannot_be_written_stops_no_other(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(3)))
    provider.script.extend(["SM-same", "SM-same", "SM-other"])
    dispatcher = _dispatcher(outgoing, provider)

    def states() -> list[str]:
        return sorted(row.state for row in outgoing.house.rows("outbox"))

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: states() == ["sending", "sent", "sent"])
        outgoing.queue("prompt", "after it")
        await _until(lambda: states() == ["sending", "sent", "sent", "sent"])
        await asyncio.sleep(1)  # long enough for it to be dropped: then its lease counts

    _while_running(dispatcher, story)
    assert states() == ["sending", "sent", "sent", "sent"]


def test_outcomes_that_cannot_be_written_at_the_end_are_left_to_the_lease(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    prompt = outgoing.queue("prompt", "first")
    provider.hangs_on = ["first"]
    clock = HandsOfTheClock(outgoing)
    dispatcher = _dispatcher(outgoing, provider, clock=clock)

    async def story(stop: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 1)
        stop.set()
        clock.broken = True
        provider.released.set()

    _while_running(dispatcher, story)
    assert outgoing.state(prompt) == ("sending", None)


def test_a_text_that_waited_too_long_for_a_lane_is_given_back_before_its_lease_ends(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    bodies = [f"prompt {n}" for n in range(3)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in bodies))
    provider.hangs_on = bodies[:2]
    dispatcher = _dispatcher(outgoing, provider, in_flight=2)

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 2)
        outgoing.passes(seconds=31)
        provider.released.set()
        await _until(lambda: len(provider.taken) == 3)

    _while_running(dispatcher, story)
    assert [row.attempts for row in outgoing.house.rows("outbox")] == [1, 1, 1]
    assert provider.asked_about == []


def test_a_clock_that_is_moved_a_day_makes_no_doubt_of_what_is_in_flight(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    urgent = outgoing.queue("urgent", "Call now.", expires_at=outgoing.now + timedelta(days=3))
    provider.hangs_on = ["Call now."]
    dispatcher = _dispatcher(outgoing, provider)

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 1)
        outgoing.passes(days=1)
        await _until(lambda: outgoing.row(urgent).unsure)
        provider.released.set()
        await _until(lambda: outgoing.state(urgent) == ("sent", None))

    _while_running(dispatcher, story)
    assert (provider.asked_about, len(provider.tried)) == ([], 1)


def test_a_running_dispatcher_asks_about_doubts(outgoing: Outgoing, provider: ScriptedProvider) -> None:
    urgent = outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append("SM77")
    dispatcher = _dispatcher(outgoing, provider)

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: outgoing.state(urgent) == ("sent", None))

    _while_running(dispatcher, story)
    assert outgoing.row(urgent).provider_id == "SM77"


@pytest.mark.parametrize("part", ["_watch_for_urgent", "_settle_doubts"])
def test_what_fails_beside_the_turns_is_found_by_a_later_turn(
    outgoing: Outgoing, provider: ScriptedProvider, part: str
) -> None:
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append("SM77")
    dispatcher = _dispatcher(outgoing, provider, clock=BreaksOnceFor(outgoing, part))
    outgoing.house.clinic.db.when_urgent_is_queued(dispatcher.wake)

    async def story(_: asyncio.Event) -> None:
        await asyncio.sleep(0.05)
        urgent = await asyncio.to_thread(outgoing.queue, "urgent", "Call now.")
        await _until(lambda: outgoing.state(urgent) == ("sent", None))

    _while_running(dispatcher, story)
    assert provider.asked_about == ["Call now."]


def test_the_database_is_let_go_while_the_provider_works(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    bodies = [f"prompt {n}" for n in range(8)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in bodies))
    provider.hangs_on = bodies
    dispatcher = _dispatcher(outgoing, provider)

    async def story(_: asyncio.Event) -> None:
        await _until(lambda: len(provider.tried) == 8)
        await asyncio.sleep(0.1)
        # Held, it would keep this write waiting until the provider was done.
        await asyncio.wait_for(asyncio.to_thread(outgoing.queue, "answer", "kept meanwhile"), timeout=5)
        assert not provider.taken
        provider.released.set()
        await _until(lambda: len(provider.taken) == 9)

    _while_running(dispatcher, story)
