"""What leaves us when a phone is to ring, how that may fail, and how a call in doubt is found."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from symptomcheck.channels.sender import Cause, OutcomeUnknown, SendFailed
from symptomcheck.channels.twilio_voice import TwilioVoice
from symptomcheck.rehearsal.provider import LoopbackProvider
from symptomcheck.rehearsal.provider_faults import Fault, Line
from tests.channels.conftest import ANA, OURS, text

PUBLIC = "https://clinic.example"


@pytest.fixture
def voice(provider: LoopbackProvider, run: Callable[..., Any]) -> Iterator[TwilioVoice]:
    made = TwilioVoice(
        account_sid=provider.account_sid,
        auth_token="secret",
        from_number=OURS,
        public_url=f"{PUBLIC}/",
        api_base_url=provider.api_base_url,
        timeout_s=0.2,
    )
    yield made
    run(made.close())


def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def test_a_call_names_our_roads_and_speaks_no_word_at_the_provider(voice, provider, run):
    sent = run(voice.send(text(body="Alert 12, urgent.")))
    form = dict(provider.requests[-1].form)
    assert provider.requests[-1].path.endswith(f"/Accounts/{provider.account_sid}/Calls.json")
    assert (form["To"], form["From"], form["MachineDetection"]) == (ANA, OURS, "Enable")
    assert form["Url"] == f"{PUBLIC}/twilio/voice/page/00000000-0000-0000-0000-000000000007"
    assert form["StatusCallback"] == f"{PUBLIC}/twilio/voice/status"
    assert "urgent" not in str(form)
    assert [call.sid for call in provider.calls] == [sent.provider_id]


@pytest.mark.parametrize(
    ("fault", "raised", "cause"),
    [
        (Fault.TOO_MANY, SendFailed, Cause.RATE_LIMITED),
        (Fault.UNAVAILABLE, SendFailed, Cause.PROVIDER_DOWN),
        (Fault.DROP, OutcomeUnknown, Cause.PROVIDER_DOWN),
        (Fault.ACCEPT_THEN_HANG, OutcomeUnknown, Cause.PROVIDER_DOWN),
        (Fault.ACCEPT_WITH_BROKEN_JSON, OutcomeUnknown, Cause.UNKNOWN),
    ],
)
def test_what_may_have_rung_is_told_from_what_certainly_did_not(voice, provider, run, fault, raised, cause):
    provider.next_faults(fault)
    with pytest.raises(raised) as failed:
        run(voice.send(text()))
    assert failed.value.cause is cause
    found = run(voice.find(text(), long_ago()))
    assert (found is not None) == fault.accepts


def test_a_number_that_cannot_be_called_is_refused_for_good(voice, provider, run):
    provider.line_is(ANA, Line.INVALID)
    with pytest.raises(SendFailed) as failed:
        run(voice.send(text()))
    assert (failed.value.cause, failed.value.permanent) == (Cause.INVALID_NUMBER, True)


def test_nobody_there_is_certain_and_cannot_be_asked(voice, provider, run):
    provider.refuse_connections()
    with pytest.raises(SendFailed):
        run(voice.send(text()))
    with pytest.raises(OutcomeUnknown):
        run(voice.find(text(), long_ago()))


def test_a_call_is_found_unless_it_is_anothers_too_old_or_came_to_nothing(voice, provider, run):
    sent = run(voice.send(text())).provider_id
    assert run(voice.find(text(), long_ago())).provider_id == sent
    assert run(voice.find(text(), long_ago(), not_these={sent})) is None
    assert run(voice.find(text(), datetime.now(UTC) + timedelta(hours=1))) is None
    provider.calls[0].status = "failed"
    assert run(voice.find(text(), long_ago())) is None
    provider.behaviour.always = Fault.UNAVAILABLE
    with pytest.raises(SendFailed):
        run(voice.send(text()))
