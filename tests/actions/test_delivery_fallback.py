"""What follows when a text does not arrive: the other ways of an urgent one, and word to the team."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from symptomcheck.actions.alerts.raise_notice import raise_notice
from symptomcheck.actions.delivery.record_delivery import record_delivery
from symptomcheck.actions.delivery.record_failed import Failure, record_failed
from symptomcheck.actions.delivery.record_sent import record_sent
from symptomcheck.actions.people.add_caregiver import add_caregiver
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.channels.sender import Cause
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.storage import contacts, tables
from tests.actions.house import CIPHER
from tests.actions.outgoing import NUMBER, WORKER, Outgoing, outgoing_from, taken


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url, mails=True) as outgoing:
        yield outgoing


def _fails(outgoing: Outgoing, *, cause: Cause = Cause.LANDLINE, permanent: bool = True) -> None:
    failures = [Failure(text, cause, permanent) for text in outgoing.claim().texts]
    record_failed(outgoing.house.clinic, failures, owner=WORKER, number=NUMBER, now=outgoing.now)


def _caregiver(outgoing: Outgoing, *, may_be_told: bool = True, language: str = "en") -> UUID:
    """Ben, whose phone is what comes back."""
    new = NewCaregiver(name="Ben Ruiz", phone="555-010-0111", language=language, may_be_told=may_be_told)
    ben = add_caregiver(outgoing.house.clinic, outgoing.ana_id, new, by="Nora Quist", now=outgoing.now)
    (reached,) = outgoing.house.rows("reaches", person_id=ben.caregiver_id)
    with outgoing.house.clinic.db.write() as tx:
        tx.execute(tables.outbox.delete())
    return UUID(str(reached.contact_id))


def _mailbox(outgoing: Outgoing, person_id: UUID) -> UUID:
    with outgoing.house.clinic.db.write() as tx:
        contact_id = contacts.find_or_add(tx, "email", "ana@example.org", now=outgoing.now)
        row = {"person_id": person_id, "contact_id": contact_id, "rank": 1, "confirmed_at": outgoing.now}
        tx.execute(insert(tables.reaches), row)
    return contact_id


def _words(outgoing: Outgoing, contact_id: UUID) -> str:
    (row,) = outgoing.house.rows("outbox", contact_id=contact_id)
    return CIPHER.open(row.body, column="outbox.body", row=row.id)


def test_an_urgent_text_to_a_dead_phone_goes_to_the_caregiver_and_the_e_mail_and_the_team_is_told(
    outgoing: Outgoing,
) -> None:
    ben, mailbox = _caregiver(outgoing), _mailbox(outgoing, outgoing.ana_id)
    urgent = outgoing.queue("urgent", "Read: 101.3 F (38.5 C). Call your care team now.")
    _fails(outgoing)

    assert outgoing.state(urgent) == ("failed", "landline")
    assert sorted(outgoing.waiting()) == sorted([("urgent", ben), ("urgent", mailbox)])
    assert _words(outgoing, ben).startswith("(Ana) Call your care team now")
    assert "101.3" not in _words(outgoing, ben), "a fallback carries no symptom"
    assert _words(outgoing, mailbox).startswith("Call your care team now")
    (mail,) = outgoing.house.rows("outbox", contact_id=mailbox)
    assert CIPHER.open(mail.subject, column="outbox.subject", row=mail.id) == "Riverside"
    assert outgoing.phone_state() == "undeliverable"
    assert outgoing.reasons() == ["undeliverable"]


def test_a_caregiver_is_told_in_their_own_language(outgoing: Outgoing) -> None:
    ben = _caregiver(outgoing, language="es")
    outgoing.queue("urgent")
    _fails(outgoing)
    assert "equipo" in _words(outgoing, ben)


def test_a_caregiver_without_recorded_permission_is_not_told(outgoing: Outgoing) -> None:
    _caregiver(outgoing, may_be_told=False)
    outgoing.queue("urgent")
    _fails(outgoing)
    assert outgoing.waiting() == []
    assert outgoing.reasons() == ["undeliverable"]


def test_a_caregiver_who_does_not_care_for_the_patient_any_more_is_not_told(outgoing: Outgoing) -> None:
    _caregiver(outgoing)
    with outgoing.house.clinic.db.write() as tx:
        tx.execute(update(tables.cares_for).values(ended_at=outgoing.now))
    outgoing.queue("urgent")
    _fails(outgoing)
    assert outgoing.waiting() == []


def test_no_e_mail_is_queued_where_none_can_be_sent(database_url: str) -> None:
    with outgoing_from(database_url) as outgoing:
        _mailbox(outgoing, outgoing.ana_id)
        outgoing.queue("urgent")
        _fails(outgoing)
        assert outgoing.waiting() == []


def test_an_urgent_text_to_a_phone_that_said_stop_is_not_sent_there_and_falls_back_at_once(
    outgoing: Outgoing,
) -> None:
    ben = _caregiver(outgoing)
    outgoing.phone_is("stopped")
    urgent = outgoing.queue("urgent", "Call now.")
    assert outgoing.claims() == []
    assert outgoing.state(urgent) == ("failed", "opted_out")
    assert outgoing.waiting() == [("urgent", ben)]
    assert outgoing.reasons() == ["stop"]


def test_a_stop_that_only_the_provider_knows_of_is_believed(outgoing: Outgoing) -> None:
    prompt = outgoing.queue("prompt")
    _fails(outgoing, cause=Cause.OPTED_OUT)
    assert (outgoing.state(prompt), outgoing.phone_state()) == (("failed", "opted_out"), "stopped")
    assert outgoing.reasons() == ["stop"]


def test_an_urgent_text_nobody_could_send_in_time_falls_back(outgoing: Outgoing) -> None:
    ben = _caregiver(outgoing)
    outgoing.queue("urgent", expires_at=outgoing.now + timedelta(minutes=5))
    outgoing.passes(minutes=5)
    assert outgoing.claims() == []
    ((kind, contact_id),) = outgoing.waiting()
    assert (kind, contact_id) == ("urgent", ben)
    (row,) = outgoing.house.rows("outbox", contact_id=ben)
    assert row.expires_at == outgoing.now + timedelta(hours=1)


def test_an_urgent_text_that_failed_three_times_takes_its_other_ways_once_and_is_still_tried(
    outgoing: Outgoing,
) -> None:
    ben = _caregiver(outgoing)
    urgent = outgoing.queue("urgent", "Call now.")
    told = []
    for _ in range(5):
        (text,) = outgoing.claim().texts
        failure = Failure(text, Cause.PROVIDER_DOWN, False)
        record_failed(outgoing.house.clinic, [failure], owner=WORKER, number=NUMBER, now=outgoing.now)
        told.append(len(outgoing.house.rows("outbox", contact_id=ben)))
        for row in outgoing.house.rows("outbox", contact_id=ben, state="queued"):
            with outgoing.house.clinic.db.write() as tx:
                tx.execute(update(tables.outbox).where(tables.outbox.c.id == row.id).values(state="sent"))
        outgoing.passes(seconds=40)
    assert told == [0, 0, 1, 1, 1]
    assert outgoing.state(urgent)[0] == "queued"


def test_a_fallback_that_fails_in_its_turn_does_not_go_round_in_circles(outgoing: Outgoing) -> None:
    _caregiver(outgoing)
    _mailbox(outgoing, outgoing.ana_id)
    outgoing.queue("urgent", "Call now.")
    for _ in range(5):
        _fails(outgoing)
        outgoing.passes(minutes=1)
    assert outgoing.waiting() == []
    assert len(outgoing.house.rows("outbox", kind="urgent")) == 3


def test_an_urgent_text_that_turns_out_undelivered_later_falls_back_too(outgoing: Outgoing) -> None:
    ben = _caregiver(outgoing)
    outgoing.queue("urgent", "Call now.")
    record_sent(outgoing.house.clinic, [taken(outgoing.claim_one())], now=outgoing.now)
    outgoing.passes(seconds=20)
    record_delivery(outgoing.house.clinic, "SM1", "undelivered", "30003", now=outgoing.now)
    assert outgoing.waiting() == [("urgent", ben)]
    assert outgoing.phone_state() == "undeliverable"


def test_a_prompt_to_a_dead_phone_is_a_notice_once_and_no_caregiver_is_told(outgoing: Outgoing) -> None:
    _caregiver(outgoing)
    for _ in range(2):
        outgoing.queue("answer", "Thank you.", is_question=True)
        _fails(outgoing)
    assert outgoing.waiting() == []
    assert outgoing.reasons() == ["undeliverable"]
    assert len(outgoing.house.rows("alert_events", kind="notice")) == 1


def test_what_our_own_sender_may_not_do_marks_no_phone_and_is_told_each_time(outgoing: Outgoing) -> None:
    outgoing.queue("prompt")
    _fails(outgoing, cause=Cause.UNREGISTERED)
    assert outgoing.phone_state() == "ok"
    assert outgoing.reasons() == ["undeliverable"]


def test_a_wrong_number_stays_wrong_and_a_stopped_one_stopped(outgoing: Outgoing) -> None:
    for said in ("wrong", "stopped"):
        outgoing.queue("answer", f"to a phone that is {said}", even_if_stopped=True)
        (text,) = outgoing.claim().texts
        outgoing.phone_is(said)
        failure = Failure(text, Cause.UNREACHABLE, True)
        record_failed(outgoing.house.clinic, [failure], owner=WORKER, number=NUMBER, now=outgoing.now)
        assert outgoing.phone_state() == said


def test_an_answer_to_a_stranger_that_fails_is_nobody_s_notice(outgoing: Outgoing) -> None:
    for kind in ("answer", "urgent"):
        failed = outgoing.queue(kind, f"{kind} to a stranger", patient_id=None, person_id=None)  # type: ignore[arg-type]
        _fails(outgoing, cause=Cause.INVALID_NUMBER)
        assert outgoing.state(failed)[0] == "failed"
    assert outgoing.house.rows("alerts") == []


# --- pages ---


def _an_alert(outgoing: Outgoing, **values: object) -> UUID:
    with outgoing.house.clinic.db.write() as tx:
        alert_id = raise_notice(
            tx, outgoing.house.clinic, reason=NoticeReason.HELP, patient_id=outgoing.ana_id, now=outgoing.now
        )
        assert alert_id is not None
        tx.execute(
            update(tables.alerts).values(**({"next_step_at": outgoing.now + timedelta(minutes=15)} | values))
        )
    return alert_id


def _a_page_fails(outgoing: Outgoing, alert_id: UUID | None, cause: Cause) -> None:
    outgoing.queue("page", alert_id=alert_id, page_step=0, patient_id=None, person_id=None)
    _fails(outgoing, cause=cause)


def test_a_page_to_a_dead_phone_makes_the_next_step_due_now(outgoing: Outgoing) -> None:
    alert_id = _an_alert(outgoing)
    _a_page_fails(outgoing, alert_id, Cause.UNREACHABLE)
    (alert,) = outgoing.house.rows("alerts")
    assert alert.next_step_at == outgoing.now
    assert outgoing.phone_state() == "undeliverable"
    (told,) = outgoing.house.rows("alert_events", kind="page_failed")
    assert told.facts == {"cause": "unreachable", "contact_id": str(outgoing.phone_id), "channel": "sms"}


def test_a_page_to_a_nurse_who_said_stop_makes_the_next_step_due_now(outgoing: Outgoing) -> None:
    alert_id = _an_alert(outgoing)
    outgoing.phone_is("ok")
    _a_page_fails(outgoing, alert_id, Cause.OPTED_OUT)
    (alert,) = outgoing.house.rows("alerts")
    assert (alert.next_step_at, outgoing.phone_state()) == (outgoing.now, "stopped")


def test_pages_that_fail_for_our_own_fault_do_not_hurry_from_step_to_step(outgoing: Outgoing) -> None:
    alert_id = _an_alert(outgoing)
    _a_page_fails(outgoing, alert_id, Cause.UNREGISTERED)
    (alert,) = outgoing.house.rows("alerts")
    assert alert.next_step_at == outgoing.now + timedelta(minutes=15)
    assert len(outgoing.house.rows("alert_events", kind="page_failed")) == 1


def test_somebody_who_has_the_alert_in_hand_keeps_it_when_a_page_fails(outgoing: Outgoing) -> None:
    alert_id = _an_alert(outgoing, state="acknowledged")
    _a_page_fails(outgoing, alert_id, Cause.UNREACHABLE)
    (alert,) = outgoing.house.rows("alerts")
    assert alert.next_step_at == outgoing.now + timedelta(minutes=15)


def test_a_page_about_no_alert_that_fails_marks_the_phone_alone(outgoing: Outgoing) -> None:
    _a_page_fails(outgoing, None, Cause.UNREACHABLE)
    assert outgoing.phone_state() == "undeliverable"
    assert outgoing.house.rows("alert_events") == []
