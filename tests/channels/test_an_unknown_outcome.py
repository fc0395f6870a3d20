"""A text that may have gone out is neither sent nor failed until the provider has been asked."""

from datetime import UTC, datetime, timedelta

import pytest

from symptomcheck.channels.sender import Cause, OutcomeUnknown, SendFailed
from symptomcheck.rehearsal.provider_faults import Fault, Line
from tests.channels.conftest import ANA, text


@pytest.fixture
def since():
    return datetime.now(UTC) - timedelta(seconds=1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.HANG,
        Fault.DROP,
        Fault.ACCEPT_THEN_HANG,
        Fault.ACCEPT_THEN_DROP,
        Fault.ACCEPT_WITH_BROKEN_JSON,
    ],
)
def test_no_readable_answer_leaves_the_outcome_unknown(sms, provider, run, fault):
    provider.next_faults(fault)

    with pytest.raises(OutcomeUnknown):
        run(sms.send(text()))


@pytest.mark.parametrize(
    "fault", [Fault.ACCEPT_THEN_HANG, Fault.ACCEPT_THEN_DROP, Fault.ACCEPT_WITH_BROKEN_JSON]
)
def test_a_text_that_was_taken_is_found(sms, provider, run, since, fault):
    provider.next_faults(fault)
    with pytest.raises(OutcomeUnknown):
        run(sms.send(text()))

    found = run(sms.find(text(), since))

    assert found.provider_id == provider.texts_to(ANA)[0].sid


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP])
def test_a_text_that_was_not_taken_is_not_found(sms, provider, run, since, fault):
    provider.next_faults(fault)
    with pytest.raises(OutcomeUnknown):
        run(sms.send(text()))

    assert run(sms.find(text(), since)) is None


def test_a_text_still_in_the_providers_queue_is_found(sms, provider, run, since):
    provider.line_is(ANA, Line.STUCK_IN_QUEUE)
    sent = run(sms.send(text()))

    assert run(sms.find(text(), since)) == sent


def test_another_text_to_the_same_phone_is_not_taken_for_it(sms, run, since):
    run(sms.send(text(body="Another question")))

    assert run(sms.find(text(), since)) is None


def test_the_same_text_to_another_phone_is_not_taken_for_it(sms, run, since):
    run(sms.send(text(to="+16175550999")))

    assert run(sms.find(text(), since)) is None


def test_yesterdays_same_text_is_not_taken_for_it(sms, run):
    run(sms.send(text()))

    assert run(sms.find(text(), datetime.now(UTC) + timedelta(days=1))) is None


def test_a_persons_own_words_are_not_taken_for_it(sms, provider, run, since):
    provider.text_from("+15550100001", text().text, to=ANA)

    assert run(sms.find(text(), since)) is None


def test_a_text_known_to_be_another_messages_is_left_to_it(sms, run, since):
    first = run(sms.send(text()))
    second = run(sms.send(text()))

    assert run(sms.find(text(), since, not_these={first.provider_id})) == second
    assert run(sms.find(text(), since, not_these={first.provider_id, second.provider_id})) is None


def test_a_text_that_was_taken_and_then_lost_has_failed(sms, provider, run, since):
    provider.line_is(ANA, Line.UNREACHABLE)
    run(sms.send(text()))
    provider.settle()

    with pytest.raises(SendFailed) as failed:
        run(sms.find(text(), since))

    assert (failed.value.cause, failed.value.permanent) == (Cause.UNREACHABLE, True)


@pytest.mark.parametrize("outage", [Fault.UNAVAILABLE, Fault.HANG, Fault.DROP, Fault.TOO_MANY])
def test_while_the_provider_cannot_be_asked_the_outcome_stays_unknown(sms, provider, run, since, outage):
    provider.behaviour.always = outage

    with pytest.raises(OutcomeUnknown):
        run(sms.find(text(), since))


def test_a_slow_provider_is_waited_for_no_longer_than_the_time_out(twilio, provider, run):
    provider.behaviour.latency_s = 5
    started = datetime.now(UTC)

    with pytest.raises(OutcomeUnknown):
        run(twilio(timeout_s=0.1).send(text()))

    assert datetime.now(UTC) - started < timedelta(seconds=1)
