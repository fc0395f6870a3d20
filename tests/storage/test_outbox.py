"""The outbox: what is kept of a text, and which texts may not leave."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from symptomcheck.actions.alerts.raise_notice import raise_notice
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.storage import tables
from symptomcheck.storage.crypto import CannotOpen
from symptomcheck.storage.outbox import cancel, queue
from tests.actions.house import CIPHER
from tests.actions.outgoing import Outgoing, outgoing_from


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url) as outgoing:
        yield outgoing


def test_a_text_is_kept_exactly_as_the_person_gets_it_and_only_its_own_row_opens_it(
    outgoing: Outgoing,
) -> None:
    first = outgoing.queue("answer", "Call 555-010-0199.", subject="Riverside")
    second = outgoing.queue("prompt", "How are you?")

    row = outgoing.row(first)
    assert CIPHER.open(row.body, column="outbox.body", row=first) == "Call 555-010-0199."
    assert CIPHER.open(row.subject, column="outbox.subject", row=first) == "Riverside"
    assert (row.state, row.priority, row.attempts, row.unsure) == ("queued", 2, 0, False)
    assert row.not_before == row.queued_at == outgoing.now
    with pytest.raises(CannotOpen):
        CIPHER.open(row.body, column="outbox.body", row=second)


def test_any_number_of_texts_is_one_statement(outgoing: Outgoing) -> None:
    texts = [outgoing.text("answer", f"text {n}") for n in range(5)]
    seen: list[str] = []
    with outgoing.house.clinic.db.write() as tx:
        event.listen(tx.connection, "before_cursor_execute", lambda *call: seen.append(call[2]))
        ids = queue(tx, texts, now=outgoing.now)
    assert len(seen) == 1
    assert len(set(ids)) == 5
    assert [row.id for row in outgoing.house.rows("outbox")] == sorted(ids)


def test_no_text_is_no_statement(outgoing: Outgoing) -> None:
    assert outgoing.queue_all() == ()


def test_the_dispatcher_is_woken_for_urgent_texts_and_pages_alone(outgoing: Outgoing) -> None:
    woken: list[str] = []
    outgoing.house.clinic.db.when_urgent_is_queued(lambda: woken.append("woken"))
    for kind in ("answer", "reminder", "prompt"):
        outgoing.queue(kind)
    assert woken == []
    outgoing.queue("urgent")
    outgoing.queue("page")
    assert woken == ["woken", "woken"]


def test_the_same_words_within_ten_minutes_are_recorded_and_not_resent(outgoing: Outgoing) -> None:
    first = outgoing.queue("urgent", "Call now.")
    outgoing.passes(minutes=9)
    again = outgoing.queue("urgent", "Call now.")
    other = outgoing.queue("urgent", "Call today.")
    outgoing.passes(minutes=1)
    later = outgoing.queue("urgent", "Call now.")

    assert outgoing.state(first) == ("queued", None)
    assert outgoing.state(again) == ("repeat", None)
    assert outgoing.state(other) == ("queued", None)
    assert outgoing.state(later) == ("queued", None), "ten minutes after the one that was sent"


def test_a_steady_stream_of_repeats_does_not_silence_a_phone(outgoing: Outgoing) -> None:
    states = []
    for _ in range(5):
        states.append(outgoing.state(outgoing.queue("answer", "Call now."))[0])
        outgoing.passes(minutes=4)
    assert states == ["queued", "repeat", "repeat", "queued", "repeat"]


def test_two_equal_texts_queued_together_leave_once(outgoing: Outgoing) -> None:
    ids = outgoing.queue_all(outgoing.text("answer", "Call now."), outgoing.text("answer", "Call now."))
    assert [outgoing.state(id_)[0] for id_ in ids] == ["queued", "repeat"]


def test_a_question_is_asked_again_and_so_is_a_prompt(outgoing: Outgoing) -> None:
    asked = [outgoing.queue("answer", "Reply 1 or 2.", is_question=True) for _ in range(2)]
    prompted = [outgoing.queue("prompt", "Reply 1.") for _ in range(2)]
    assert {outgoing.state(id_)[0] for id_ in asked + prompted} == {"queued"}


def test_the_same_words_to_another_phone_are_no_repeat(outgoing: Outgoing) -> None:
    bea = outgoing.house.enrol("Bea Cruz", "555-010-0102")
    (reached,) = outgoing.house.rows("reaches", person_id=bea.patient_id)
    outgoing.queue("urgent", "Call now.")
    other = outgoing.queue("urgent", "Call now.", contact_id=reached.contact_id)
    assert outgoing.state(other) == ("queued", None)


@pytest.mark.parametrize("ended", ["failed", "cancelled"])
def test_words_that_never_arrived_are_no_reason_to_hold_them_back(outgoing: Outgoing, ended: str) -> None:
    first = outgoing.queue("urgent", "Call now.")
    with outgoing.house.clinic.db.write() as tx:
        tx.execute(tables.outbox.update().where(tables.outbox.c.id == first).values(state=ended))
    assert outgoing.state(outgoing.queue("urgent", "Call now.")) == ("queued", None)


@pytest.mark.parametrize(
    ("phone", "kind", "expected"),
    [
        ("stopped", "prompt", ("cancelled", "opted_out")),
        ("stopped", "reminder", ("cancelled", "opted_out")),
        ("stopped", "answer", ("cancelled", "opted_out")),
        ("stopped", "urgent", ("queued", None)),
        ("stopped", "page", ("queued", None)),
        ("wrong", "prompt", ("cancelled", "wrong_number")),
        ("wrong", "answer", ("queued", None)),
        ("wrong", "urgent", ("queued", None)),
        ("undeliverable", "reminder", ("cancelled", "undeliverable")),
        ("undeliverable", "answer", ("queued", None)),
        ("undeliverable", "urgent", ("queued", None)),
    ],
)
def test_what_a_phone_that_is_out_is_spared(
    outgoing: Outgoing, phone: str, kind: str, expected: tuple[str, str | None]
) -> None:
    outgoing.phone_is(phone)
    assert outgoing.state(outgoing.queue(kind)) == expected  # type: ignore[arg-type]


def test_the_confirmation_of_stop_still_goes(outgoing: Outgoing) -> None:
    outgoing.phone_is("stopped")
    assert outgoing.state(outgoing.queue("answer", even_if_stopped=True)) == ("queued", None)


def _an_alert(outgoing: Outgoing) -> UUID | None:
    with outgoing.house.clinic.db.write() as tx:
        return raise_notice(
            tx,
            outgoing.house.clinic,
            reason=NoticeReason.HELP,
            patient_id=outgoing.ana_id,
            now=outgoing.now,
        )


def test_nobody_is_paged_twice_for_a_step_and_the_other_texts_of_that_moment_are_kept(
    outgoing: Outgoing,
) -> None:
    alert_id = _an_alert(outgoing)
    outgoing.queue("page", alert_id=alert_id, page_step=0)
    outgoing.queue_all(
        outgoing.text("page", "once more", alert_id=alert_id, page_step=0),
        outgoing.text("page", "the next step", alert_id=alert_id, page_step=1),
        outgoing.text("urgent", "Call now."),
    )
    kept = [(row.kind, row.page_step) for row in outgoing.house.rows("outbox")]
    assert sorted(kept, key=str) == [("page", 0), ("page", 1), ("urgent", None)]


def test_a_page_that_breaks_another_rule_is_not_swallowed(outgoing: Outgoing) -> None:
    with pytest.raises(IntegrityError):
        outgoing.queue("page", contact_id=outgoing.ana_id)  # no such phone


def test_what_waits_can_be_taken_back_but_never_urgent_texts_by_accident(outgoing: Outgoing) -> None:
    prompt, reminder = outgoing.queue("prompt"), outgoing.queue("reminder")
    answer, urgent = outgoing.queue("answer", "Thank you."), outgoing.queue("urgent", "Call now.")
    with outgoing.house.clinic.db.write() as tx:
        assert cancel(tx, contact_id=outgoing.phone_id, cause="opted_out", now=outgoing.now) == 2
        assert (
            cancel(tx, person_id=outgoing.ana_id, kinds=("answer",), cause="replaced", now=outgoing.now) == 1
        )
    assert outgoing.state(prompt) == outgoing.state(reminder) == ("cancelled", "opted_out")
    assert outgoing.state(answer) == ("cancelled", "replaced")
    assert outgoing.state(urgent) == ("queued", None)
    assert outgoing.row(prompt).ended_at == outgoing.now


def test_what_is_being_sent_is_not_taken_back_and_other_peoples_texts_neither(outgoing: Outgoing) -> None:
    prompt = outgoing.queue("prompt")
    outgoing.claim()
    with outgoing.house.clinic.db.write() as tx:
        assert cancel(tx, patient_id=outgoing.ana_id, cause="paused", now=outgoing.now) == 0
        assert cancel(tx, checkin_ids=[prompt], cause="closed", now=outgoing.now) == 0
        with pytest.raises(ValueError, match="whose"):
            cancel(tx, cause="opted_out", now=outgoing.now)
    assert outgoing.state(prompt) == ("sending", None)


def test_a_text_may_wait_for_its_time(outgoing: Outgoing) -> None:
    at = outgoing.now + timedelta(minutes=5)
    outgoing.queue("answer", not_before=at)
    assert outgoing.claims() == []
    outgoing.passes(minutes=5)
    assert outgoing.claims() == ["How are you?"]
