"""Texts that came in while we were down are listed, and texts that must go are emptied."""

from datetime import UTC, datetime, timedelta

import pytest

from symptomcheck.channels.sender import Cause, ProviderError
from symptomcheck.channels.twilio_sms import ListingCutShort
from symptomcheck.rehearsal.provider_faults import Fault, Line
from tests.channels.conftest import ANA, OURS, text

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_texts_nobody_told_us_of_are_listed_oldest_first(sms, provider, run):
    sids = [provider.text_from(ANA, body, lost=True).sid for body in ("1", "2", "my temp is 101.3")]

    texts = run(sms.inbound_since(LONG_AGO))

    assert {found.provider_id for found in texts} == set(sids)
    assert [found.received_at for found in texts] == sorted(found.received_at for found in texts)
    last = next(found for found in texts if found.provider_id == sids[-1])
    assert (last.from_address, last.to_address, last.body) == (ANA, OURS, "my temp is 101.3")
    assert last.received_at.tzinfo is not None


def test_all_pages_are_read(twilio, provider, run):
    for number in range(23):
        provider.text_from(ANA, str(number), lost=True)

    texts = run(twilio(page_size=5).inbound_since(LONG_AGO))

    assert sorted(int(found.body) for found in texts) == list(range(23))
    assert len([request for request in provider.requests if request.method == "GET"]) == 5


def test_our_own_texts_are_not_taken_for_theirs(sms, run):
    run(sms.send(text(to=OURS)))

    assert run(sms.inbound_since(LONG_AGO)) == ()


def test_only_texts_since_the_watermark_are_listed(sms, provider, run):
    provider.text_from(ANA, "early", lost=True)

    assert run(sms.inbound_since(datetime.now(UTC) + timedelta(minutes=1))) == ()


def test_a_watermark_inside_a_second_misses_nothing_of_that_second(sms, provider, run):
    provider.text_from(ANA, "now", lost=True)
    kept_at = provider.messages[0].created_at

    assert len(run(sms.inbound_since(kept_at.replace(microsecond=999_999)))) == 1


def test_texts_to_all_our_numbers_are_listed(twilio, provider, run):
    provider.text_from(ANA, "to the urgent number", to="+15550100911", lost=True)
    provider.text_from(ANA, "to somebody else's", to="+15550100777", lost=True)

    texts = run(twilio(more_numbers=["+15550100911"]).inbound_since(LONG_AGO))

    assert [found.body for found in texts] == ["to the urgent number"]


def test_a_messaging_service_lists_whatever_number_was_texted(twilio, provider, run):
    provider.text_from(ANA, "hello", to="+15550100777", lost=True)

    texts = run(twilio(from_number=None, messaging_service_sid="MG1").inbound_since(LONG_AGO))

    assert [found.body for found in texts] == ["hello"]


def test_a_listing_that_grows_too_long_says_so_and_hands_over_what_it_has(sms, provider, run):
    for number in range(4):
        provider.text_from(ANA, str(number), lost=True)

    with pytest.raises(ListingCutShort) as cut_short:
        run(sms.inbound_since(LONG_AGO, at_most=3))

    assert sorted(found.body for found in cut_short.value.texts) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("outage", "cause"), [(Fault.UNAVAILABLE, Cause.PROVIDER_DOWN), (Fault.TOO_MANY, Cause.RATE_LIMITED)]
)
def test_a_provider_that_cannot_be_asked_raises_its_cause(sms, provider, run, outage, cause):
    provider.behaviour.always = outage

    with pytest.raises(ProviderError) as failed:
        run(sms.inbound_since(LONG_AGO))

    assert failed.value.cause is cause


def test_a_text_can_be_emptied_at_the_provider(sms, provider, run):
    sid = provider.text_from(ANA, "my chest hurts", lost=True).sid

    run(sms.delete_body(sid))

    assert [message.body for message in provider.messages] == [""]


def test_a_text_that_is_gone_counts_as_emptied(sms, run):
    run(sms.delete_body("SM" + "0" * 32))


def test_a_text_on_its_way_cannot_be_emptied_yet(sms, provider, run):
    provider.line_is(ANA, Line.STUCK_IN_QUEUE)
    sent = run(sms.send(text()))

    with pytest.raises(ProviderError) as refused:
        run(sms.delete_body(sent.provider_id))

    assert not refused.value.permanent


def test_emptying_a_text_waits_while_the_provider_is_gone(sms, provider, run):
    sid = provider.text_from(ANA, "my chest hurts", lost=True).sid
    provider.refuse_connections()

    with pytest.raises(ProviderError) as failed:
        run(sms.delete_body(sid))

    assert (failed.value.cause, failed.value.permanent) == (Cause.PROVIDER_DOWN, False)


def test_emptying_a_text_needs_the_right_token(twilio, provider, run):
    sid = provider.text_from(ANA, "my chest hurts", lost=True).sid

    with pytest.raises(ProviderError) as failed:
        run(twilio(auth_token="wrong").delete_body(sid))

    assert failed.value.cause is Cause.BAD_CREDENTIALS
