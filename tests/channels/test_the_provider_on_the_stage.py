"""The loopback provider does to the app what the real one does, well or badly, and keeps record of it."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic

import pytest
from twilio.base.exceptions import TwilioRestException

from symptomcheck.channels.sender import Cause, SendFailed
from symptomcheck.channels.twilio_signature import valid
from symptomcheck.rehearsal.provider import LoopbackProvider
from symptomcheck.rehearsal.provider_faults import Fault, Line, OptOut
from tests.channels.conftest import ANA, OURS, text
from tests.channels.test_answers_nobody_promised import a_server_that_answers

PUBLIC = "https://clinic.example"


@dataclass
class App:
    """Stands where the app's webhooks would be."""

    posts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    all_signed: bool = True

    def __call__(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> int:
        self.all_signed &= valid("secret", headers["X-Twilio-Signature"], PUBLIC + path, dict(form))
        self.posts.append((path, dict(form)))
        return 204

    def bodies(self) -> list[str]:
        return [form["Body"] for path, form in self.posts if path == "/twilio/sms"]

    def statuses(self) -> list[str]:
        return [form["MessageStatus"] for path, form in self.posts if path == "/twilio/status"]


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def provider(app: App) -> Iterator[LoopbackProvider]:
    with LoopbackProvider(auth_token="secret", number=OURS, public_url=PUBLIC, post=app) as provider:
        yield provider


@pytest.fixture
def sms(twilio):
    return twilio(public_url=PUBLIC)


def test_a_text_rings_the_phone_it_was_sent_to(provider, sms, run):
    rung = []
    provider.connect_phone(ANA, lambda *said: rung.append(said))

    sent = run(sms.send(text()))
    run(sms.send(text(to="+16175550999")))
    provider.settle()

    assert rung == [(ANA, OURS, "How are you?", sent.provider_id)]


def test_a_phone_that_answers_at_once_blocks_nobody(provider, sms, run, app):
    provider.connect_phone(ANA, lambda *_: provider.text_from(ANA, "1"))

    run(sms.send(text()))
    provider.settle()

    assert app.bodies() == ["1"]


def test_what_a_phone_raises_comes_out_of_settle(provider, sms, run):
    def unexpected(*_):
        raise AssertionError("nothing was expected")

    provider.connect_phone(ANA, unexpected)
    run(sms.send(text()))

    with pytest.raises(AssertionError, match="nothing was expected"):
        provider.settle()


def test_status_callbacks_are_signed_and_tell_the_whole_way(provider, sms, run, app):
    run(sms.send(text()))
    provider.settle()

    assert app.statuses() == ["queued", "sent", "delivered"]
    assert app.all_signed


@pytest.mark.parametrize(
    ("line", "code"), [(Line.UNREACHABLE, "30003"), (Line.LANDLINE, "30006"), (Line.FILTERED, "30007")]
)
def test_a_text_that_cannot_be_delivered_is_reported_with_its_code(provider, sms, run, app, line, code):
    provider.line_is(ANA, line)
    rung = []
    provider.connect_phone(ANA, lambda *said: rung.append(said))

    run(sms.send(text()))
    provider.settle()

    assert app.posts[-1][1]["MessageStatus"] == "undelivered"
    assert app.posts[-1][1]["ErrorCode"] == code
    assert "ErrorCode" not in app.posts[0][1]
    assert rung == []


def test_status_callbacks_can_get_lost_doubled_and_out_of_order(provider, sms, run, app):
    provider.statuses.out_of_order = True
    provider.statuses.doubled_every = 2
    run(sms.send(text()))
    provider.settle()
    assert app.statuses() == ["delivered", "sent", "sent", "queued"]

    app.posts.clear()
    provider.statuses.doubled_every, provider.statuses.lost_every = 0, 1
    run(sms.send(text()))
    provider.settle()
    assert app.statuses() == []


def test_a_reply_is_posted_signed_and_kept_on_record(provider, app):
    texted = provider.text_from(ANA, "my temp is 101.3")

    assert texted.answered == (204,)
    assert app.all_signed
    path, form = app.posts[0]
    assert path == "/twilio/sms"
    assert (form["From"], form["To"], form["Body"]) == (ANA, OURS, "my temp is 101.3")
    assert form["MessageSid"] == texted.sid == provider.messages[0].sid


def test_a_repeated_webhook_carries_the_same_id(provider, app):
    texted = provider.text_from(ANA, "1")
    provider.repeat(texted.sid)

    assert app.posts[0] == app.posts[1]


def test_a_doubled_reply_arrives_twice_with_one_id(provider, app):
    texted = provider.text_from(ANA, "1", copies=2)

    assert texted.answered == (204, 204)
    assert {form["MessageSid"] for _, form in app.posts} == {texted.sid}


def test_a_lost_reply_is_on_record_and_nowhere_else(provider, app):
    texted = provider.text_from(ANA, "1", lost=True)

    assert app.posts == []
    assert provider.messages[0].sid == texted.sid


def test_held_replies_can_arrive_in_the_wrong_order(provider, app):
    for body in ("first", "second", "third"):
        provider.text_from(ANA, body, held=True)
    assert app.posts == []

    provider.release_held(newest_first=True)

    assert app.bodies() == ["third", "second", "first"]


def test_a_late_reply_arrives_late(provider, app):
    provider.text_from(ANA, "late", delay_s=0.05)
    provider.text_from(ANA, "prompt")
    provider.settle()

    assert app.bodies() == ["prompt", "late"]


def test_every_second_reply_can_be_lost(provider, app):
    provider.texts_in.lost_every = 2
    for body in "abcd":
        provider.text_from(ANA, body)

    assert app.bodies() == ["a", "c"]


def test_a_reply_goes_to_the_number_that_wrote_last(provider, sms, run, app):
    run(sms.send(text(sender="+15550100911")))
    provider.text_from(ANA, "1")
    provider.settle()

    assert next(form for path, form in app.posts if path == "/twilio/sms")["To"] == "+15550100911"


def test_webhooks_travel_over_http_to_where_the_app_listens(provider):
    with a_server_that_answers(200, "") as (url, asked), LoopbackProvider(app_url=url) as over_http:
        assert over_http.text_from(ANA, "1").answered == (200,)
        assert asked == ["/twilio/sms"]


def test_an_app_that_is_down_answers_nothing_and_the_text_is_kept():
    with LoopbackProvider(app_url="http://127.0.0.1:9") as provider:
        assert provider.text_from(ANA, "1").answered == (0,)
        assert len(provider.messages) == 1


@pytest.mark.parametrize(("opt_out", "kind"), [(OptOut.DEFAULT, None), (OptOut.ADVANCED, "STOP")])
def test_after_stop_texts_are_refused_until_start(provider, sms, run, app, opt_out, kind):
    provider.opt_out = opt_out
    provider.text_from(ANA, " Stop ")
    assert app.posts[0][1].get("OptOutType") == kind

    with pytest.raises(SendFailed) as failed:
        run(sms.send(text()))
    assert failed.value.cause is Cause.OPTED_OUT

    provider.text_from(ANA, "START")
    assert run(sms.send(text())).provider_id


def test_only_plain_opt_out_answers_in_the_providers_own_words(provider):
    heard = []
    provider.connect_phone(ANA, lambda *said: heard.append(said[2]))
    for opt_out in OptOut:
        provider.opt_out = opt_out
        provider.text_from(ANA, "HELP")
    provider.settle()

    assert heard == ["Reply STOP to unsubscribe. Msg&Data Rates May Apply."]


def test_every_third_send_can_be_turned_away(provider, sms, run):
    provider.behaviour.unavailable_every = 3
    refused = 0
    for _ in range(6):
        try:
            run(sms.send(text()))
        except SendFailed:
            refused += 1

    assert refused == 2
    assert len(provider.texts_to(ANA)) == 4


def test_sends_above_the_rate_are_turned_away(provider, sms, run):
    provider.behaviour.per_second = 1
    run(sms.send(text()))

    with pytest.raises(SendFailed) as failed:
        run(sms.send(text()))
    assert failed.value.cause is Cause.RATE_LIMITED


def test_a_fault_can_be_chosen_for_each_send(provider, sms, run):
    provider.behaviour.choose = lambda request: Fault.UNAVAILABLE if request.field("To") == ANA else None

    assert run(sms.send(text(to="+16175550999"))).provider_id
    with pytest.raises(SendFailed):
        run(sms.send(text()))


def test_it_takes_its_time_when_told_to(provider, twilio, run):
    provider.behaviour.latency_s = 0.1
    started = monotonic()
    run(twilio(timeout_s=1).send(text()))

    assert monotonic() - started >= 0.1


def test_it_comes_back_on_the_same_port_with_its_records(provider, sms, run):
    sent = run(sms.send(text()))
    before = provider.api_base_url
    provider.stop()
    provider.start()
    run(asyncio.sleep(0.01))  # a loop that stands still between sends must first see that it was hung up on

    assert provider.api_base_url == before
    assert run(sms.send(text())).provider_id != sent.provider_id
    assert len(provider.texts_to(ANA)) == 2


def test_it_cannot_be_used_before_it_is_started():
    with pytest.raises(RuntimeError, match=r"Call start\(\) first"):
        LoopbackProvider(public_url=PUBLIC).text_from(ANA, "1")


def test_one_message_can_be_looked_at_and_deleted_with_the_real_client(provider, sms, run):
    sent = run(sms.send(text()))
    provider.settle()
    held = sms._messages(sent.provider_id)

    assert run(held.fetch_async()).status == "delivered"
    assert run(held.delete_async())
    assert provider.messages == ()


@pytest.mark.parametrize("missing", ["To", "Body", "From"])
def test_a_send_that_lacks_a_field_is_refused(provider, twilio, run, missing):
    fields = {"To": ANA, "Body": "How are you?", "From": OURS} | {missing: ""}

    with pytest.raises(TwilioRestException) as refused:
        run(twilio()._messages.create_async(to=fields["To"], body=fields["Body"], from_=fields["From"]))

    assert refused.value.status == 400
    assert provider.messages == ()
