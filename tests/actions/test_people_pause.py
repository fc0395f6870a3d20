"""Pausing, resuming, ending: what is still asked, and that everybody is still read."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from symptomcheck.actions.checkins.send_due_checkins import send_due_checkins
from symptomcheck.actions.people.end import EndReason, end
from symptomcheck.actions.people.end_pauses import end_pauses
from symptomcheck.actions.people.held_patient import NoSuchPatient
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.actions.people.pause import Paused, PauseReason, pause
from symptomcheck.actions.people.resume import Resumed, resume, resume_due
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.tick import tick
from tests.actions.house import House, open_house

BEN = NewCaregiver(name="Ben Ruiz", phone="555-010-0111")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def _pause(
    house: House,
    patient_id: UUID,
    *,
    reason: PauseReason = PauseReason.IN_HOSPITAL,
    until: date | None = None,
) -> Paused:
    return pause(house.clinic, patient_id, reason=reason, until=until, by="Nora Quist", now=house.now)


def _resume(house: House, patient_id: UUID) -> Resumed:
    return resume(house.clinic, patient_id, by="Nora Quist", now=house.now)


def _ask(house: House, at: str) -> None:
    """Move the clock to `at` today in UTC and ask everybody whose time has come."""
    house.now = datetime.fromisoformat(f"2026-11-23T{at}:00+00:00")
    send_due_checkins(house.clinic, now=house.now)


def test_a_paused_patient_and_their_caregiver_are_asked_nothing(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))

    _pause(house, ana.patient_id)

    assert house.rows("due") == []
    (row,) = house.rows("patients")
    assert (row.state, row.state_reason, row.paused_until) == ("paused", "in_hospital", None)
    assert [text_id for text_id, _ in house.texts()][2:] == ["paused", "paused"]
    assert house.audited()[-1] == ("Nora Quist", "patient.paused")


def test_a_paused_patient_keeps_their_conversations(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    _pause(house, ana.patient_id)
    assert [row.ended_at for row in house.rows("conversations")] == [None, None]


def test_a_pause_calls_off_the_open_check_in_its_timers_and_its_waiting_prompt(house: House) -> None:
    ana = house.enrol()
    _ask(house, "23:00")
    assert [row.state for row in house.rows("checkins")] == ["asked"]

    _pause(house, ana.patient_id)

    (checkin,) = house.rows("checkins")
    assert (checkin.state, checkin.reason, checkin.question) == ("cancelled", "paused", None)
    assert checkin.ended_at == house.now
    assert house.rows("due") == []
    (prompt,) = house.rows("outbox", kind="prompt")
    assert (prompt.state, prompt.cause) == ("cancelled", "paused")


def test_the_next_person_on_a_shared_phone_gets_their_turn(house: House) -> None:
    ana = house.enrol("Ana Ruiz")
    bea = house.enrol("Bea Ruiz")
    _ask(house, "23:00")
    asked = {row.patient_id: row.state for row in house.rows("checkins")}
    assert sorted(asked.values()) == ["asked", "queued"]
    first, second = sorted((ana.patient_id, bea.patient_id), key=lambda each: asked[each])

    _pause(house, first)

    assert {row.patient_id: row.state for row in house.rows("checkins")} == {
        first: "cancelled",
        second: "asked",
    }
    assert [row.patient_id for row in house.rows("outbox", kind="prompt", state="queued")] == [second]


def test_a_pause_of_somebody_who_waited_asks_nobody_twice(house: House) -> None:
    house.enrol("Ana Ruiz")
    house.enrol("Bea Ruiz")
    _ask(house, "23:00")
    (waiting,) = house.rows("checkins", state="queued")
    _pause(house, waiting.patient_id)
    assert len(house.rows("outbox", kind="prompt")) == 1


def test_a_pause_with_an_end_resumes_on_that_day(house: House) -> None:
    ana = house.enrol()
    paused = _pause(house, ana.patient_id, until=date(2026, 11, 26))

    assert house.due("resume") == [("Thu 00:00", ana.patient_id)]
    assert paused.until == house.rows("due")[0].due_at

    house.now = datetime.fromisoformat("2026-11-26T05:00:07+00:00")
    tick(house.clinic, now=house.now)
    assert end_pauses(house.clinic, now=house.now) == 0
    assert [at for at, _ in house.due()] == ["Thu 09:00"]
    assert house.rows("patients")[0].state == "active"
    assert house.texts()[-1][0] == "resumed"
    assert house.audited()[-1] == ("system", "patient.resumed")


def test_a_resume_that_is_no_longer_true_does_nothing(house: House) -> None:
    ana = house.enrol()
    _pause(house, ana.patient_id)  # without an end, after one with an end was withdrawn
    for _ in range(2):
        with house.clinic.db.write() as tx:
            assert resume_due(tx, house.clinic, ana.patient_id, now=house.now) is None
        house.now += timedelta(days=1)
    assert house.rows("patients")[0].state == "paused"


def test_a_resume_that_comes_before_a_later_end_does_nothing(house: House) -> None:
    ana = house.enrol()
    _pause(house, ana.patient_id, until=date(2026, 11, 26))
    with house.clinic.db.write() as tx:
        assert resume_due(tx, house.clinic, ana.patient_id, now=house.now) is None


def test_a_second_pause_changes_its_end_and_texts_nobody_again(house: House) -> None:
    ana = house.enrol()
    _pause(house, ana.patient_id, until=date(2026, 11, 26))
    _pause(house, ana.patient_id, reason=PauseReason.ASKED, until=date(2026, 11, 30))
    assert house.due("resume") == [("Mon 00:00", ana.patient_id)]
    assert [text_id for text_id, _ in house.texts()] == ["welcome", "paused"]


def test_a_resumed_patient_is_asked_at_the_next_slot(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    _pause(house, ana.patient_id, until=date(2026, 11, 26))
    house.now += timedelta(hours=5)  # 15:00 in New York

    resumed = _resume(house, ana.patient_id)

    assert [at for at, _ in house.due()] == ["Mon 18:00", "Mon 20:00"]
    assert resumed.next_checkin_at == house.rows("due")[0].due_at
    assert house.due("resume") == []
    assert [text_id for text_id, _ in house.texts()][-2:] == ["resumed", "resumed"]


def test_a_pause_that_outlasts_the_plan_resumes_to_nothing(house: House) -> None:
    ana = house.enrol()
    _pause(house, ana.patient_id)
    house.now += timedelta(days=90)
    assert _resume(house, ana.patient_id) == Resumed(patient_id=ana.patient_id, next_checkin_at=None)
    assert house.rows("patients")[0].state == "active"


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2026, 11, 1)])
def test_a_pause_cannot_end_before_tomorrow(house: House, until: date) -> None:
    ana = house.enrol()
    with pytest.raises(Refused, match="first day to ask again"):
        _pause(house, ana.patient_id, until=until)
    assert [at for at, _ in house.due()] == ["Mon 18:00"]


def test_whoever_is_not_paused_cannot_be_resumed(house: House) -> None:
    ana = house.enrol()
    with pytest.raises(Refused, match="not paused"):
        _resume(house, ana.patient_id)


def test_ended_check_ins_ask_nothing_and_everybody_is_still_read(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    _ask(house, "23:00")

    ended = end(house.clinic, ana.patient_id, reason=EndReason.MOVED, by="Nora Quist", now=house.now)

    assert ended.open_alert is None
    assert house.rows("due") == []
    (evening,) = house.rows("checkins", slot="evening")
    assert (evening.state, evening.reason) == ("cancelled", "ended")
    assert [row.ended_at for row in house.rows("conversations")] == [None, None]
    assert [text_id for text_id, _ in house.texts()][-2:] == ["ended", "ended"]
    assert house.rows("patients")[0].state_reason == "moved"
    assert house.audited()[-1] == ("Nora Quist", "patient.ended")


def test_nobody_is_texted_when_the_patient_died(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    end(house.clinic, ana.patient_id, reason=EndReason.DIED, by="Nora Quist", now=house.now)
    assert {text_id for text_id, _ in house.texts()} == {"welcome", "welcome.caregiver"}


def test_an_end_overtakes_a_pause(house: House) -> None:
    ana = house.enrol()
    _pause(house, ana.patient_id, until=date(2026, 11, 26))
    end(house.clinic, ana.patient_id, reason=EndReason.ASKED, by="Nora Quist", now=house.now)
    assert house.rows("due") == []


def test_what_has_ended_can_neither_end_pause_nor_resume(house: House) -> None:
    ana = house.enrol()
    end(house.clinic, ana.patient_id, reason=EndReason.FINISHED, by="Nora Quist", now=house.now)
    with pytest.raises(Refused, match="ended already"):
        end(house.clinic, ana.patient_id, reason=EndReason.FINISHED, by="Nora Quist", now=house.now)
    with pytest.raises(Refused, match="nothing to pause"):
        _pause(house, ana.patient_id)
    with pytest.raises(Refused, match="not paused"):
        _resume(house, ana.patient_id)


def test_a_patient_nobody_enrolled_is_named_with_where_to_look(house: House) -> None:
    nobody = uuid4()
    with pytest.raises(NoSuchPatient, match=f"no patient {nobody}. See `symptomcheck patient list`"):
        _pause(house, nobody)
