"""How far a text came: sent, failed, in doubt, delivered; and that no report is heeded twice."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.delivery.claim_unsure import claim_unsure
from symptomcheck.actions.delivery.expire_texts import expire_texts
from symptomcheck.actions.delivery.record_delivery import Noted, record_delivery
from symptomcheck.actions.delivery.record_failed import Failure, record_failed
from symptomcheck.actions.delivery.record_sent import record_sent
from symptomcheck.actions.delivery.record_unsure import Doubt, record_unsure
from symptomcheck.channels.sender import Cause
from symptomcheck.storage.claims import Claimed
from tests.actions.outgoing import NUMBER, WORKER, Outgoing, outgoing_from, taken


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url) as outgoing:
        yield outgoing


def _fails(
    outgoing: Outgoing, *texts: Claimed, cause: Cause = Cause.PROVIDER_DOWN, permanent: bool = False
) -> None:
    failures = [Failure(text, cause, permanent) for text in texts]
    record_failed(outgoing.house.clinic, failures, owner=WORKER, number=NUMBER, now=outgoing.now)


def _doubted(outgoing: Outgoing, text: Claimed, *, asked: bool = False) -> None:
    doubt = Doubt(text, Cause.PROVIDER_DOWN, asked=asked)
    record_unsure(outgoing.house.clinic, [doubt], owner=WORKER, now=outgoing.now)


def _is_sent(outgoing: Outgoing, text: Claimed, provider_id: str = "SM1") -> None:
    record_sent(outgoing.house.clinic, [taken(text, provider_id)], now=outgoing.now)


def _reports(outgoing: Outgoing, status: str, code: str | None = None, *, sid: str = "SM1") -> Noted:
    return record_delivery(outgoing.house.clinic, sid, status, code, now=outgoing.now)


# --- sent ---


def test_a_text_the_provider_took_is_recorded_under_its_id_and_let_go(outgoing: Outgoing) -> None:
    text_id = outgoing.queue()
    _is_sent(outgoing, outgoing.claim_one(), "SM77")
    row = outgoing.row(text_id)
    assert (row.state, row.provider_id, row.sent_at) == ("sent", "SM77", outgoing.now)
    assert (row.owner, row.lease_until, row.unsure) == (None, None, False)


def test_an_answer_that_comes_after_the_lease_still_stops_a_second_send(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("urgent")
    late = outgoing.claim_one()
    outgoing.passes(minutes=1)
    (found,) = claim_unsure(outgoing.house.clinic, owner="another", now=outgoing.now).texts
    record_failed(
        outgoing.house.clinic,
        [Failure(found, "never_taken", False)],
        owner="another",
        number=NUMBER,
        now=outgoing.now,
    )
    assert outgoing.state(text_id)[0] == "queued"
    _is_sent(outgoing, late)
    outgoing.passes(minutes=1)
    assert (outgoing.state(text_id), outgoing.claims()) == (("sent", None), [])


# --- failed, and tried again ---


def test_a_temporary_failure_waits_longer_each_time(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("answer")
    waits = []
    for _ in range(4):
        _fails(outgoing, outgoing.claim_one())
        waits.append((outgoing.row(text_id).not_before - outgoing.now).total_seconds())
        outgoing.house.now = outgoing.row(text_id).not_before
    assert waits == [10, 20, 40, 80]
    assert outgoing.state(text_id) == ("queued", "provider_down")


def test_an_urgent_text_is_tried_again_within_seconds(outgoing: Outgoing) -> None:
    outgoing.queue("urgent")
    _fails(outgoing, outgoing.claim_one())
    outgoing.passes(seconds=2)
    assert outgoing.claim_one().attempts == 2


def test_a_text_is_tried_until_its_time_is_over(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("prompt", expires_at=outgoing.now + timedelta(seconds=25))
    _fails(outgoing, outgoing.claim_one())
    outgoing.passes(seconds=10)
    _fails(outgoing, outgoing.claim_one(), cause=Cause.RATE_LIMITED)
    assert outgoing.state(text_id) == ("failed", "rate_limited")
    assert outgoing.row(text_id).ended_at == outgoing.now


def test_a_failure_reported_twice_or_by_a_former_holder_changes_nothing(outgoing: Outgoing) -> None:
    text_id = outgoing.queue()
    text = outgoing.claim_one()
    _fails(outgoing, text)
    again_at = outgoing.row(text_id).not_before
    outgoing.passes(seconds=5)
    _fails(outgoing, text)
    _fails(outgoing, text, cause=Cause.LANDLINE, permanent=True)
    assert (outgoing.row(text_id).not_before, outgoing.state(text_id)[0]) == (again_at, "queued")
    assert outgoing.phone_state() == "ok"


def test_when_the_provider_says_too_fast_routine_texts_wait_and_urgent_ones_go(outgoing: Outgoing) -> None:
    for n in range(3):
        outgoing.queue("prompt", f"prompt {n}")
    first, *others = outgoing.claim().texts
    _fails(outgoing, first, cause=Cause.RATE_LIMITED)
    outgoing.queue("answer", "Thank you.")
    outgoing.queue("urgent", "Call now.")
    held = outgoing.claim()
    assert [text.body for text in held.texts] == ["Call now."]
    assert held.look_again_at == outgoing.now + timedelta(seconds=3)
    outgoing.passes(seconds=3)
    assert outgoing.claims() == ["Thank you."]
    assert len(others) == 2


def test_one_hiccup_holds_nobody_back_but_an_outage_does(outgoing: Outgoing) -> None:
    for n in range(5):
        outgoing.queue("prompt", f"prompt {n}")
    one, two, three, four, five = outgoing.claim().texts
    _fails(outgoing, one, two)
    outgoing.queue("prompt", "after a hiccup")
    assert outgoing.claims() == ["after a hiccup"]
    _fails(outgoing, three, four, five)
    outgoing.queue("prompt", "in an outage")
    assert outgoing.claims() == []


# --- in doubt ---


def test_a_killed_worker_s_texts_are_in_doubt_when_the_lease_ends(outgoing: Outgoing) -> None:
    text_id = outgoing.queue()
    outgoing.claim()  # and then the worker is killed
    assert claim_unsure(outgoing.house.clinic, owner="another", now=outgoing.now).texts == ()
    outgoing.passes(seconds=59)
    assert claim_unsure(outgoing.house.clinic, owner="another", now=outgoing.now).texts == ()
    outgoing.passes(seconds=1)
    (text,) = claim_unsure(outgoing.house.clinic, owner="another", now=outgoing.now).texts
    assert text.id == text_id
    assert (outgoing.row(text_id).unsure, outgoing.row(text_id).owner) == (True, "another")
    assert outgoing.claims() == [], "never sent again before the provider was asked"
    assert claim_unsure(outgoing.house.clinic, owner="a third", now=outgoing.now).texts == ()


def test_an_urgent_text_in_doubt_is_asked_about_at_once_and_a_prompt_when_it_has_settled(
    outgoing: Outgoing,
) -> None:
    urgent, prompt = outgoing.queue("urgent", "Call now."), outgoing.queue("prompt")
    for text in outgoing.claim().texts:
        _doubted(outgoing, text)
    assert outgoing.row(urgent).unsure and outgoing.row(prompt).unsure
    (asked,) = claim_unsure(outgoing.house.clinic, owner=WORKER, now=outgoing.now).texts
    assert asked.id == urgent
    outgoing.passes(seconds=30)
    (asked,) = claim_unsure(outgoing.house.clinic, owner=WORKER, now=outgoing.now).texts
    assert asked.id == prompt


def test_the_ids_of_other_texts_to_that_phone_are_no_answer_to_a_doubt(outgoing: Outgoing) -> None:
    outgoing.queue("prompt", "an hour ago")
    _is_sent(outgoing, outgoing.claim_one(), "SM-old")
    outgoing.passes(minutes=50)
    outgoing.queue("answer", "Reply 1 or 2.", is_question=True)
    outgoing.queue("answer", "Reply 1 or 2.", is_question=True)
    first, second = outgoing.claim().texts
    _is_sent(outgoing, first, "SM1")
    _doubted(outgoing, second)
    unsure = claim_unsure(outgoing.house.clinic, owner=WORKER, now=outgoing.now)
    assert (unsure.texts[0].id, unsure.known) == (second.id, frozenset({"SM1"}))


@pytest.mark.parametrize("kind", ["urgent", "page", "answer"])
def test_when_the_provider_cannot_say_what_matters_is_sent_again(outgoing: Outgoing, kind: str) -> None:
    text_id = outgoing.queue(kind)  # type: ignore[arg-type]
    _doubted(outgoing, outgoing.claim_one(), asked=True)
    assert outgoing.state(text_id)[0] == "queued"


def test_when_the_provider_cannot_say_a_prompt_is_rather_lost_than_said_twice(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("prompt", expires_at=outgoing.now + timedelta(minutes=2))
    _doubted(outgoing, outgoing.claim_one(), asked=True)
    assert outgoing.state(text_id) == ("sending", "provider_down")
    outgoing.passes(minutes=1)
    (text,) = claim_unsure(outgoing.house.clinic, owner=WORKER, now=outgoing.now).texts
    _doubted(outgoing, text, asked=True)
    assert outgoing.state(text_id) == ("failed", "never_known")


# --- the provider's callbacks ---


def test_a_receipt_ends_a_text_and_the_second_copy_changes_nothing(outgoing: Outgoing) -> None:
    text_id = outgoing.queue()
    _is_sent(outgoing, outgoing.claim_one())
    assert _reports(outgoing, "sent") is Noted.NOTHING
    assert _reports(outgoing, "delivered") is Noted.DELIVERED
    ended_at = outgoing.now
    outgoing.passes(minutes=1)
    assert _reports(outgoing, "delivered") is Noted.NOTHING
    assert (outgoing.state(text_id)[0], outgoing.row(text_id).ended_at) == ("delivered", ended_at)


@pytest.mark.parametrize("late", [("sent", None), ("undelivered", "30003"), ("failed", "30008")])
def test_callbacks_out_of_order_do_not_undo_a_receipt(
    outgoing: Outgoing, late: tuple[str, str | None]
) -> None:
    text_id = outgoing.queue("urgent")
    _is_sent(outgoing, outgoing.claim_one())
    _reports(outgoing, "delivered")
    assert _reports(outgoing, *late) is Noted.NOTHING
    assert (outgoing.state(text_id), outgoing.phone_state(), outgoing.reasons()) == (
        ("delivered", None),
        "ok",
        [],
    )


def test_a_callback_for_an_id_we_never_gave_changes_no_text_and_is_swept_away(outgoing: Outgoing) -> None:
    text_id = outgoing.queue()
    assert _reports(outgoing, "undelivered", "30003", sid="SM-somebody-elses") is Noted.UNKNOWN
    assert outgoing.state(text_id) == ("queued", None)
    outgoing.passes(hours=23)
    expire_texts(outgoing.house.clinic, now=outgoing.now)
    assert _kept_early(outgoing) == 1
    outgoing.passes(hours=2)
    expire_texts(outgoing.house.clinic, now=outgoing.now)
    assert _kept_early(outgoing) == 0


def _kept_early(outgoing: Outgoing) -> int:
    return sum(row.name.startswith("early ") for row in outgoing.house.rows("facts"))


def test_a_failure_reported_before_the_text_was_recorded_is_heeded_after_all(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("urgent", "Call now.")
    text = outgoing.claim_one()
    assert _reports(outgoing, "undelivered", "30006") is Noted.UNKNOWN
    _is_sent(outgoing, text)
    assert outgoing.state(text_id) == ("failed", "landline")
    assert outgoing.reasons() == ["undeliverable"]
    assert _kept_early(outgoing) == 0


def test_a_report_that_crosses_with_the_record_is_heeded_whichever_comes_first(outgoing: Outgoing) -> None:
    for n in range(15):
        text_id = outgoing.queue("answer", f"text {n}")
        text = outgoing.claim_one()
        report = threading.Thread(target=_reports, args=(outgoing, "delivered"), kwargs={"sid": f"SM{n}"})
        report.start()
        _is_sent(outgoing, text, f"SM{n}")
        report.join()
        assert outgoing.state(text_id) == ("delivered", None)


def test_undelivered_for_a_passing_reason_is_sent_again_under_a_new_id(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("answer")
    _is_sent(outgoing, outgoing.claim_one())
    assert _reports(outgoing, "undelivered", "30008") is Noted.FAILED
    assert outgoing.state(text_id) == ("queued", "unknown")
    assert _reports(outgoing, "undelivered", "30008") is Noted.UNKNOWN, "its id is no text's any more"
    outgoing.passes(seconds=10)
    _is_sent(outgoing, outgoing.claim_one(), "SM2")
    assert _reports(outgoing, "delivered", sid="SM2") is Noted.DELIVERED


def test_a_text_that_arrives_shows_that_the_phone_is_back(outgoing: Outgoing) -> None:
    outgoing.queue("urgent")
    outgoing.phone_is("undeliverable")
    _is_sent(outgoing, outgoing.claim_one())
    _reports(outgoing, "delivered")
    assert outgoing.phone_state() == "ok"


@pytest.mark.parametrize("said", ["stopped", "wrong"])
def test_a_receipt_takes_back_nobody_s_stop(outgoing: Outgoing, said: str) -> None:
    outgoing.queue("answer", even_if_stopped=True)
    text = outgoing.claim_one()
    outgoing.phone_is(said)
    _is_sent(outgoing, text)
    _reports(outgoing, "read")
    assert outgoing.phone_state() == said
