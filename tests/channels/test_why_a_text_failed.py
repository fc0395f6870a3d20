"""A refusal has a cause that staff can read, and says whether trying again can help."""

import pytest

from symptomcheck.channels.provider_errors import failure_of_answer, failure_of_code
from symptomcheck.channels.sender import Cause, SendFailed
from symptomcheck.rehearsal.provider import LoopbackProvider
from symptomcheck.rehearsal.provider_faults import Fault, Line
from tests.channels.conftest import ANA, text


@pytest.mark.parametrize(
    ("line", "cause", "code"),
    [
        (Line.INVALID, Cause.INVALID_NUMBER, "21211"),
        (Line.OPTED_OUT, Cause.OPTED_OUT, "21610"),
        (Line.NOT_A_MOBILE, Cause.NOT_A_MOBILE, "21614"),
    ],
)
def test_a_number_that_cannot_get_texts_fails_for_good(sms, provider, run, line, cause, code):
    provider.line_is(ANA, line)

    with pytest.raises(SendFailed) as failed:
        run(sms.send(text()))

    assert (failed.value.cause, failed.value.code, failed.value.permanent) == (cause, code, True)


@pytest.mark.parametrize(
    ("fault", "cause"), [(Fault.TOO_MANY, Cause.RATE_LIMITED), (Fault.UNAVAILABLE, Cause.PROVIDER_DOWN)]
)
def test_a_provider_that_is_busy_or_down_may_be_tried_again(sms, provider, run, fault, cause):
    provider.next_faults(fault)

    with pytest.raises(SendFailed) as failed:
        run(sms.send(text()))

    assert failed.value.cause is cause
    assert not failed.value.permanent
    assert provider.texts_to(ANA) == ()


def test_a_refused_connection_means_nothing_was_sent(sms, provider, run):
    provider.refuse_connections()

    with pytest.raises(SendFailed) as failed:
        run(sms.send(text()))

    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert not failed.value.permanent


def test_a_wrong_token_is_told_apart_from_a_fault(twilio, run):
    with pytest.raises(SendFailed) as failed:
        run(twilio(auth_token="wrong").send(text()))

    assert failed.value.cause is Cause.BAD_CREDENTIALS
    assert not failed.value.permanent  # what is queued goes out once somebody has mended it


def test_the_failure_names_no_number(sms, provider, run):
    provider.line_is(ANA, Line.INVALID)

    with pytest.raises(SendFailed) as failed:
        run(sms.send(text()))

    assert ANA not in str(failed.value)
    assert failed.value.__suppress_context__


@pytest.mark.parametrize(
    ("code", "cause", "permanent"),
    [
        ("21211", Cause.INVALID_NUMBER, True),
        ("21610", Cause.OPTED_OUT, True),
        ("21614", Cause.NOT_A_MOBILE, True),
        ("30003", Cause.UNREACHABLE, True),
        ("30005", Cause.UNKNOWN_NUMBER, True),
        ("30006", Cause.LANDLINE, True),
        ("30007", Cause.FILTERED, True),
        ("30034", Cause.UNREGISTERED, True),
        ("30001", Cause.RATE_LIMITED, False),
        ("30008", Cause.UNKNOWN, False),
        ("20429", Cause.RATE_LIMITED, False),
        ("99999", Cause.UNKNOWN, True),
        ("nonsense", Cause.UNKNOWN, True),
        (None, Cause.UNKNOWN, True),
    ],
)
def test_a_code_in_a_status_callback_has_the_same_causes(code, cause, permanent):
    failure = failure_of_code(code)

    assert (failure.cause, failure.permanent) == (cause, permanent)


@pytest.mark.parametrize(
    ("status", "cause", "permanent"),
    [
        (302, Cause.PROVIDER_DOWN, False),
        (400, Cause.UNKNOWN, True),
        (401, Cause.BAD_CREDENTIALS, False),
        (404, Cause.BAD_CREDENTIALS, False),
        (408, Cause.PROVIDER_DOWN, False),
        (429, Cause.RATE_LIMITED, False),
        (500, Cause.PROVIDER_DOWN, False),
        (503, Cause.PROVIDER_DOWN, False),
    ],
)
def test_an_answer_without_a_code_is_judged_by_its_status(status, cause, permanent):
    failure = failure_of_answer(status, None)

    assert (failure.cause, failure.permanent) == (cause, permanent)


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_a_reason_and_something_to_do(cause):
    assert cause.reason.endswith(".")
    assert cause.what_to_do.endswith(".")


def test_the_provider_reports_a_landline_by_callback_and_not_at_once(run, twilio, provider: LoopbackProvider):
    provider.line_is(ANA, Line.LANDLINE)

    run(twilio().send(text()))
    provider.settle()

    assert provider.texts_to(ANA)[0].error_code == 30006
