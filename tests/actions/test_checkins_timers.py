"""What the clock does to a check-in: begun, reminded, passed to a caregiver, called a silence, closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from symptomcheck.actions.checkins.send_due_checkins import Sent, send_due_checkins
from symptomcheck.actions.checkins.start_checkin import NobodyToAsk, start_checkin
from symptomcheck.actions.people.end import EndReason, end
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.actions.people.pause import PauseReason, pause
from symptomcheck.actions.refused import Refused
from symptomcheck.storage import contacts, due
from symptomcheck.storage.due import Due
from tests.actions.house import NOW, TODAY, House, open_house
from tests.actions.texting import ANA, BEN, NORA, asks, minutes_pass, says, texts_to, timeline

CARER = NewCaregiver(name="Ben Ruiz", phone="555-010-0111")


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url) as house:
        yield house


def states(house: House) -> list[tuple[str, str | None]]:
    rows = sorted(house.rows("checkins"), key=lambda row: (row.asked_at, row.state))
    return [(row.state, row.reason) for row in rows]


def hours_pass(house: House, *minutes: float) -> None:
    for each in minutes:
        minutes_pass(house, each)


# -- begun --


def test_a_window_that_closed_while_we_were_down_is_missed_with_that_reason(house):
    house.enrol()
    minutes_pass(house, 60 * 12)  # 18:00 came and went; it is 22:00
    assert states(house) == [("missed", "we_were_down")]
    assert not any(text.startswith("ask.") for text in texts_to(house, ANA))
    assert [row.missed_in_a_row for row in house.rows("patient_summaries")] == [1]
    assert house.due() == [("Tue 09:00", house.rows("conversations")[0].id)]


def test_a_due_row_the_plan_does_not_know_asks_nothing_and_finds_the_next_slot(house):
    house.enrol()
    (conversation,) = house.rows("conversations")
    with house.clinic.db.write() as tx:
        due.drop(tx, ("checkin",), [conversation.id])
        due.put(tx, [Due(NOW + timedelta(minutes=7), "checkin", conversation.id)])
    minutes_pass(house, 8)
    assert states(house) == []
    assert house.due() == [("Mon 18:00", conversation.id)]


def test_after_the_last_day_of_the_plan_nothing_more_is_due(house):
    house.enrol(infused_on=TODAY - timedelta(days=3))
    (conversation,) = house.rows("conversations")
    with house.clinic.db.write() as tx:
        due.drop(tx, ("checkin",), [conversation.id])
        due.put(tx, [Due(NOW + timedelta(days=90), "checkin", conversation.id)])
    minutes_pass(house, 60 * 24 * 91)
    assert states(house) == []
    assert house.due() == []


def test_a_due_row_of_nobody_asks_nobody(house):
    with house.clinic.db.write() as tx:
        due.put(tx, [Due(house.now, "checkin", uuid4())])
    assert send_due_checkins(house.clinic, now=house.now) == Sent(1, 0)
    assert house.due() == []


def test_a_paused_patient_is_not_asked(house):
    ana = house.enrol()
    (conversation,) = house.rows("conversations")
    by, reason = "Nora Quist", PauseReason.IN_HOSPITAL
    pause(house.clinic, ana.patient_id, reason=reason, until=None, by=by, now=house.now)
    with house.clinic.db.write() as tx:
        due.put(tx, [Due(house.now, "checkin", conversation.id)])
    assert send_due_checkins(house.clinic, now=house.now) == Sent(1, 0)
    assert states(house) == []


@pytest.mark.parametrize(("stop", "says"), [("pause", "Resume them first"), ("end", "Enrol them again")])
def test_nobody_is_asked_by_hand_who_is_paused_or_has_ended(house, stop, says):
    ana = house.enrol()
    if stop == "pause":
        reason = PauseReason.IN_HOSPITAL
        pause(house.clinic, ana.patient_id, reason=reason, until=None, by="Nora Quist", now=house.now)
    else:
        end(house.clinic, ana.patient_id, reason=EndReason.FINISHED, by="Nora Quist", now=house.now)
    with pytest.raises(Refused, match=says):
        start_checkin(house.clinic, ana.patient_id, by="Nora Quist", now=house.now)


def test_nobody_is_asked_who_has_no_phone_here(house):
    with pytest.raises(NobodyToAsk, match="has a phone here"):
        start_checkin(house.clinic, uuid4(), by="Nora Quist", now=house.now)


@pytest.mark.parametrize(("words", "reason"), [("STOP", "opted_out"), ("WRONG", "wrong_number")])
def test_a_phone_that_asked_for_quiet_is_not_asked(house, words, reason):
    ana = house.enrol()
    says(house, ANA, words)
    asks(house, ana.patient_id)
    assert states(house) == [("missed", reason)]


# -- the reminder and the caregiver --


def test_who_was_told_to_call_is_not_reminded(house):
    ana = house.enrol(caregivers=(CARER,))
    asks(house, ana.patient_id)
    says(house, BEN, "she cant breathe")
    hours_pass(house, 31, 31)
    assert "ask.thinking" in texts_to(house, ANA)
    assert [row.kind for row in house.rows("outbox", kind="reminder")] == []
    assert not any(text.startswith("ask.caregiver") for text in texts_to(house, BEN))


def test_a_phone_that_stopped_after_the_prompt_is_not_reminded(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    (contact,) = {row.contact_id for row in house.rows("conversations")}
    with house.clinic.db.write() as tx:
        contacts.set_state(tx, contact, "undeliverable", now=house.now)
    minutes_pass(house, 31)
    assert house.rows("outbox", kind="reminder") == []
    hours_pass(house, 30, 60)
    assert "silence" in timeline(house)


def test_an_answer_buys_time_for_every_timer_after_it(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    minutes_pass(house, 29)
    says(house, ANA, "1")
    minutes_pass(house, 2)
    assert house.rows("outbox", kind="reminder") == []
    minutes_pass(house, 29)
    assert len(house.rows("outbox", kind="reminder")) == 1
    says(house, ANA, "1")
    minutes_pass(house, 30)  # the caregiver's time by the question before
    minutes_pass(house, 31)
    says(house, ANA, "98.6")
    minutes_pass(house, 29.5)
    assert timeline(house) == []


def test_a_caregiver_who_may_not_be_told_is_not_asked(house):
    ana = house.enrol(caregivers=(replace(CARER, may_be_told=False),))
    asks(house, ana.patient_id)
    hours_pass(house, 31, 30)
    assert not any(text.startswith("ask.") for text in texts_to(house, BEN))
    minutes_pass(house, 60)
    (silence,) = house.rows("alert_events", kind="silence")
    assert silence.facts == {"caregiver_answered": False}


def test_a_caregiver_who_does_not_answer_either_is_no_silence_of_their_own(house):
    ana = house.enrol(caregivers=(CARER,))
    asks(house, ana.patient_id)
    hours_pass(house, 31, 30, 31, 30, 60)
    assert "ask.caregiver.thinking" in texts_to(house, BEN)
    assert timeline(house).count("silence") == 1
    assert {state for state, _ in states(house)} == {"missed"}
    assert [row.missed_in_a_row for row in house.rows("patient_summaries")] == [1]


# -- silence --


def test_later_than_two_weeks_a_silence_is_a_notice_and_pages_nobody_at_once(house):
    ana = house.enrol(infused_on=TODAY - timedelta(days=15))
    asks(house, ana.patient_id)
    hours_pass(house, 31, 30, 60)
    assert [(row.kind, row.reasons) for row in house.rows("alerts")] == [("notice", ["silent_later"])]
    assert texts_to(house, NORA) == []


def test_a_silence_while_nothing_but_tiredness_is_open_is_none(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    says(house, ANA, "1 1 98.6")
    hours_pass(house, 31, 30, 61, 60)
    assert timeline(house) == []
    assert states(house) == [("partly", "no_answer")]


def test_a_window_that_ends_before_the_last_question_was_waited_for_is_silence_all_the_same(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    minutes_pass(house, 119)
    says(house, ANA, "1")
    hours_pass(house, 60, 2)
    assert timeline(house) == ["silence"]
    assert states(house) == [("partly", "no_answer")]


def test_a_timer_of_a_check_in_that_was_answered_does_nothing(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    says(house, ANA, "1 1 98.6 1")
    hours_pass(house, 31, 60)
    assert states(house) == [("answered", None)]
    assert house.rows("outbox", kind="reminder") == []


# -- a shared phone --


def test_a_check_in_that_waits_for_a_shared_phone_and_never_has_its_turn_is_missed(house):
    ana = house.enrol()
    leo = house.enrol("Leo Roy", "555-010-0101")
    house.now += timedelta(minutes=1)
    asks(house, leo.patient_id)
    first = house.rows("checkins")[0]
    asks(house, ana.patient_id)
    assert sorted(states(house)) == [("asked", None), ("queued", None)]
    house.now = first.closes_at
    hours_pass(house, 61)
    assert ("missed", "phone_was_busy") in states(house)


def test_the_next_in_line_on_a_shared_phone_is_asked_when_the_first_is_answered(house):
    ana = house.enrol()
    leo = house.enrol("Leo Roy", "555-010-0101")
    asks(house, ana.patient_id)
    asks(house, leo.patient_id)
    says(house, ANA, "1 1 98.6 1")
    assert sorted(states(house)) == [("answered", None), ("asked", None)]


def test_the_next_in_line_is_asked_when_the_first_one_closes_unanswered(house):
    ana = house.enrol()
    leo = house.enrol("Leo Roy", "555-010-0101")
    asks(house, ana.patient_id)
    minutes_pass(house, 60)
    asks(house, leo.patient_id)
    hours_pass(house, 1, 60, 59)
    assert sorted(states(house)) == [("asked", None), ("missed", "no_answer")]


def test_an_answer_buys_time_before_the_caregiver_is_asked(house):
    ana = house.enrol(caregivers=(CARER,))
    asks(house, ana.patient_id)
    minutes_pass(house, 31)
    minutes_pass(house, 14)
    says(house, ANA, "1")
    minutes_pass(house, 16)
    assert not any(text.startswith("ask.caregiver") for text in texts_to(house, BEN))
    minutes_pass(house, 45)
    assert "ask.caregiver.thinking" in texts_to(house, BEN)


def test_a_turn_that_was_put_off_waits_while_another_question_is_open_on_the_phone(house):
    ana, ben = house.enrol(), house.enrol("Ben Ruiz", ANA)
    asks(house, ana.patient_id)
    waiting = asks(house, ben.patient_id)
    says(house, ANA, "Ana fainted")
    asks(house, ana.patient_id)  # a nurse who has spoken with her asks again, meanwhile
    minutes_pass(house, 11)
    assert [row.state for row in house.rows("checkins", id=waiting)] == ["queued"]
