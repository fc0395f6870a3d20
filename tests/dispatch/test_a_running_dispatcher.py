"""The dispatcher while it runs: nobody waits for what hangs, and no fault ends it."""

import asyncio
import time
from datetime import timedelta

import pytest

from symptomcheck.channels.sender import Cause, OutcomeUnknown
from tests.actions.outgoing import Outgoing
from tests.dispatch.playing import BreaksOnceFor, HandsOfTheClock, made, until, while_running
from tests.dispatch.provider import ScriptedProvider


def test_a_running_dispatcher_sends_what_waits_and_what_comes(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(100)))
    dispatcher = made(outgoing, provider)
    outgoing.house.clinic.db.when_urgent_is_queued(dispatcher.wake)
    dispatcher.wake()  # nothing runs yet: no harm

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.taken) == 100)
        await asyncio.to_thread(outgoing.queue, "urgent", "Call now.")
        await until(lambda: "Call now." in provider.bodies)
        await asyncio.to_thread(outgoing.queue, "answer", "Thank you.")
        await until(lambda: "Thank you." in provider.bodies)

    while_running(dispatcher, story)
    assert provider.doubles == []
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}
    dispatcher.wake()  # it has ended: no harm


def test_never_more_in_flight_than_there_are_lanes(outgoing: Outgoing) -> None:
    provider = ScriptedProvider(latency_s=0.01)
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(40)))
    dispatcher = made(outgoing, provider, in_flight=4, kept_lane=2)

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.taken) == 40)

    while_running(dispatcher, story)
    assert provider.most_at_once == 4


def test_an_urgent_text_does_not_wait_behind_prompts_at_a_provider_that_hangs(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    prompts = [f"prompt {n}" for n in range(40)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in prompts))
    provider.hangs_on = prompts
    dispatcher = made(outgoing, provider, in_flight=4, kept_lane=2)
    outgoing.house.clinic.db.when_urgent_is_queued(dispatcher.wake)
    waited: list[float] = []

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 4)
        started = time.monotonic()
        await asyncio.to_thread(outgoing.queue, "urgent", "Call now.")
        await until(lambda: provider.bodies == ["Call now."])
        waited.append(time.monotonic() - started)
        provider.released.set()
        await until(lambda: len(provider.taken) == 41)

    while_running(dispatcher, story)
    assert waited[0] < 10, "and not for the prompts, which wait for its arrival"
    assert provider.doubles == []


def test_told_to_stop_it_records_what_is_in_flight_and_gives_back_the_rest(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    prompts = [f"prompt {n}" for n in range(10)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in prompts))
    provider.hangs_on = prompts
    dispatcher = made(outgoing, provider, in_flight=4)

    async def story(stop: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 4)
        stop.set()
        await asyncio.sleep(0.05)
        provider.released.set()

    while_running(dispatcher, story)
    rows = outgoing.house.rows("outbox")
    assert sorted((row.state, row.attempts) for row in rows) == [("queued", 0)] * 6 + [("sent", 1)] * 4


def test_a_turn_that_fails_ends_nothing_and_loses_no_outcome(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue("prompt", "first")
    provider.hangs_on = ["first"]
    clock = HandsOfTheClock(outgoing)
    dispatcher = made(outgoing, provider, clock=clock)

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 1)
        clock.broken = True
        provider.released.set()
        await asyncio.sleep(0.2)
        await asyncio.to_thread(outgoing.queue, "prompt", "second")
        clock.broken = False
        await until(lambda: len(provider.taken) == 2)

    while_running(dispatcher, story)
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}


def test_an_outcome_that_cannot_be_written_stops_no_other(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue_all(*(outgoing.text("prompt", f"prompt {n}") for n in range(3)))
    provider.script.extend(["SM-same", "SM-same", "SM-other"])
    dispatcher = made(outgoing, provider)

    def states() -> list[str]:
        return sorted(row.state for row in outgoing.house.rows("outbox"))

    async def story(_: asyncio.Event) -> None:
        await until(lambda: states() == ["sending", "sent", "sent"])
        outgoing.queue("prompt", "after it")
        await until(lambda: states() == ["sending", "sent", "sent", "sent"])
        await asyncio.sleep(1)  # long enough for it to be dropped: then its lease counts

    while_running(dispatcher, story)
    assert states() == ["sending", "sent", "sent", "sent"]


def test_outcomes_that_cannot_be_written_at_the_end_are_left_to_the_lease(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    prompt = outgoing.queue("prompt", "first")
    provider.hangs_on = ["first"]
    clock = HandsOfTheClock(outgoing)
    dispatcher = made(outgoing, provider, clock=clock)

    async def story(stop: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 1)
        stop.set()
        clock.broken = True
        provider.released.set()

    while_running(dispatcher, story)
    assert outgoing.state(prompt) == ("sending", None)


def test_a_text_that_waited_too_long_for_a_lane_is_given_back_before_its_lease_ends(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    bodies = [f"prompt {n}" for n in range(3)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in bodies))
    provider.hangs_on = bodies[:2]
    dispatcher = made(outgoing, provider, in_flight=2)

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 2)
        outgoing.passes(seconds=31)
        provider.released.set()
        await until(lambda: len(provider.taken) == 3)

    while_running(dispatcher, story)
    assert [row.attempts for row in outgoing.house.rows("outbox")] == [1, 1, 1]
    assert provider.asked_about == []


def test_a_clock_that_is_moved_a_day_makes_no_doubt_of_what_is_in_flight(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    urgent = outgoing.queue("urgent", "Call now.", expires_at=outgoing.now + timedelta(days=3))
    provider.hangs_on = ["Call now."]
    dispatcher = made(outgoing, provider)

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 1)
        outgoing.passes(days=1)
        await until(lambda: outgoing.row(urgent).unsure)
        provider.released.set()
        await until(lambda: outgoing.state(urgent) == ("sent", None))

    while_running(dispatcher, story)
    assert (provider.asked_about, len(provider.tried)) == ([], 1)


def test_a_running_dispatcher_asks_about_doubts(outgoing: Outgoing, provider: ScriptedProvider) -> None:
    urgent = outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append("SM77")
    dispatcher = made(outgoing, provider)

    async def story(_: asyncio.Event) -> None:
        await until(lambda: outgoing.state(urgent) == ("sent", None))

    while_running(dispatcher, story)
    assert outgoing.row(urgent).provider_id == "SM77"


@pytest.mark.parametrize("part", ["_watch_for_urgent", "_settle_doubts"])
def test_what_fails_beside_the_turns_is_found_by_a_later_turn(
    outgoing: Outgoing, provider: ScriptedProvider, part: str
) -> None:
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append("SM77")
    dispatcher = made(outgoing, provider, clock=BreaksOnceFor(outgoing, part))
    outgoing.house.clinic.db.when_urgent_is_queued(dispatcher.wake)

    async def story(_: asyncio.Event) -> None:
        await asyncio.sleep(0.05)
        urgent = await asyncio.to_thread(outgoing.queue, "urgent", "Call now.")
        await until(lambda: outgoing.state(urgent) == ("sent", None))

    while_running(dispatcher, story)
    assert provider.asked_about == ["Call now."]


def test_the_database_is_let_go_while_the_provider_works(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    bodies = [f"prompt {n}" for n in range(8)]
    outgoing.queue_all(*(outgoing.text("prompt", body) for body in bodies))
    provider.hangs_on = bodies
    dispatcher = made(outgoing, provider)

    async def story(_: asyncio.Event) -> None:
        await until(lambda: len(provider.tried) == 8)
        await asyncio.sleep(0.1)
        # Held, it would keep this write waiting until the provider was done.
        await asyncio.wait_for(asyncio.to_thread(outgoing.queue, "answer", "kept meanwhile"), timeout=5)
        assert not provider.taken
        provider.released.set()
        await until(lambda: len(provider.taken) == 9)

    while_running(dispatcher, story)
