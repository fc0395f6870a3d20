"""The dispatcher: everything that may go goes, once, and what came of it is recorded."""

from uuid import UUID

import pytest

from symptomcheck.channels.sender import Cause, OutboundMessage, OutcomeUnknown, SendFailed
from tests.actions.outgoing import Outgoing, paced
from tests.dispatch.playing import dispatch
from tests.dispatch.provider import ScriptedProvider

# --- once, on the test's own time ---


def test_everything_that_may_go_goes_in_order_and_is_recorded(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    for n in range(50):
        outgoing.queue("prompt", f"prompt {n}")
        outgoing.passes(seconds=1)
    urgent = outgoing.queue("urgent", "Call now.")
    assert dispatch(outgoing, provider) == 51
    assert provider.bodies == ["Call now.", *(f"prompt {n}" for n in range(50))]
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}
    assert provider.taken[outgoing.row(urgent).provider_id].address == "+15550100101"
    assert dispatch(outgoing, provider) == 0


def test_urgent_texts_leave_from_their_own_number(outgoing: Outgoing, provider: ScriptedProvider) -> None:
    outgoing.queue_all(outgoing.text("urgent", "Call now."), outgoing.text("prompt", "How are you?"))
    dispatch(outgoing, provider, lines=paced(1, urgent_number="+15550100111"))
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
        sent.append(dispatch(outgoing, provider, lines=paced(1)))
        outgoing.passes(seconds=1)
    assert sent == [1, 1, 1, 0]


def test_a_text_without_a_channel_has_failed(outgoing: Outgoing) -> None:
    prompt = outgoing.queue("prompt")
    assert dispatch(outgoing, None) == 0
    assert outgoing.state(prompt) == ("failed", "no_channel")


def test_a_text_refused_for_good_has_failed_and_one_refused_for_now_waits(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    gone, busy = outgoing.queue_all(outgoing.text("answer", "one"), outgoing.text("answer", "two"))
    provider.script.extend(
        [SendFailed(Cause.LANDLINE, "21635", True), SendFailed(Cause.RATE_LIMITED, "20429")]
    )
    assert dispatch(outgoing, provider) == 0
    assert outgoing.state(gone) == ("failed", "landline")
    assert outgoing.state(busy) == ("queued", "rate_limited")
    outgoing.passes(seconds=10)
    assert dispatch(outgoing, provider) == 1
    assert outgoing.state(busy) == ("sent", None)


# --- doubt ---


def test_a_text_that_went_although_nobody_heard_is_found_and_not_sent_twice(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    urgent = outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    provider.finds.append("SM77")
    assert dispatch(outgoing, provider) == 1
    assert (outgoing.state(urgent), outgoing.row(urgent).provider_id) == (("sent", None), "SM77")
    outgoing.passes(minutes=5)
    assert (dispatch(outgoing, provider), len(provider.tried)) == (0, 1)


def test_an_urgent_text_the_provider_does_not_know_is_sent_again_in_seconds(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue("urgent", "Call now.")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    assert dispatch(outgoing, provider) == 0
    assert provider.asked_about == ["Call now."]
    outgoing.passes(seconds=2)
    assert dispatch(outgoing, provider) == 1
    assert provider.bodies == ["Call now."]


def test_a_prompt_in_doubt_is_asked_about_before_it_is_sent_again(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    outgoing.queue("prompt", "How are you?")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    dispatch(outgoing, provider)
    assert provider.asked_about == [], "the provider's list may still be too young"
    outgoing.passes(seconds=30)
    dispatch(outgoing, provider)
    assert (provider.asked_about, len(provider.tried)) == (["How are you?"], 1)
    outgoing.passes(seconds=10)
    dispatch(outgoing, provider)
    assert provider.bodies == ["How are you?"]


def test_two_equal_texts_in_doubt_are_not_both_found_in_one_message(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    ids = outgoing.queue_all(*(outgoing.text("answer", "Reply 1.", is_question=True) for _ in range(2)))
    provider.script.extend([OutcomeUnknown(Cause.PROVIDER_DOWN), OutcomeUnknown(Cause.PROVIDER_DOWN)])
    provider.takes_without_saying_so("SM-unheard", _message("Reply 1."))
    assert dispatch(outgoing, provider) == 1
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
    dispatch(outgoing, provider)
    assert outgoing.state(urgent)[0] == state


def test_a_sender_that_breaks_leaves_its_text_in_doubt_and_stops_no_other(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    broken, good = outgoing.queue_all(outgoing.text("prompt", "one"), outgoing.text("prompt", "two"))
    provider.script.append(ZeroDivisionError())
    assert dispatch(outgoing, provider) == 1
    assert outgoing.state(broken) == ("sending", "sender_broke")
    assert outgoing.row(broken).unsure
    assert outgoing.state(good) == ("sent", None)


def test_a_doubt_outlives_the_channel_it_arose_on(outgoing: Outgoing, provider: ScriptedProvider) -> None:
    prompt = outgoing.queue("prompt")
    provider.script.append(OutcomeUnknown(Cause.PROVIDER_DOWN))
    dispatch(outgoing, provider)
    outgoing.passes(minutes=1)
    dispatch(outgoing, None)
    assert outgoing.state(prompt) == ("sending", "no_channel")


def test_a_worker_killed_between_claim_and_record_loses_nothing_and_doubles_nothing(
    outgoing: Outgoing, provider: ScriptedProvider
) -> None:
    went, did_not = outgoing.queue_all(outgoing.text("prompt", "went"), outgoing.text("prompt", "did not"))
    for text in outgoing.claim(owner="killed").texts:
        if text.id == went:
            provider.takes_without_saying_so("SM-unheard", _message("went"))
    assert dispatch(outgoing, provider) == 0, "its lease runs"
    outgoing.passes(minutes=1)
    assert dispatch(outgoing, provider) == 1
    outgoing.passes(seconds=10)
    assert dispatch(outgoing, provider) == 1
    assert provider.bodies == ["went", "did not"]
    assert outgoing.state(went) == outgoing.state(did_not) == ("sent", None)
