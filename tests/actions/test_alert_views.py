"""What the team does with an alert on a screen: look, note, record contact, and the record of each."""

from datetime import timedelta

import pytest

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert, acknowledge_alert
from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.alerts.note_alert import LONGEST, note_alert
from symptomcheck.actions.alerts.record_contact import record_contact
from symptomcheck.actions.alerts.view_alert import ViewedAlert, view_alert
from symptomcheck.actions.alerts.view_queue import Queue, view_queue
from symptomcheck.actions.once import AlreadySent
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Key
from symptomcheck.storage.tables import alert_events, audit
from tests.clinic import Person, TestClinic

KEY = bytes(16)


def look(clinic: TestClinic, number: int = 1, *, may_act: bool = True) -> ViewedAlert:
    nora, now = clinic.nurses[0], clinic.clock.now()
    return view_alert(clinic.stage.clinic, number, staff_id=nora.id, may_act=may_act, now=now)


def look_at_queue(clinic: TestClinic, **more: object) -> Queue:
    asked = {"first": 0, "limit": 10, "staff_id": clinic.nurses[0].id, "now": clinic.clock.now()} | more
    return view_queue(clinic.stage.clinic, **asked)  # type: ignore[arg-type]


def says(clinic: TestClinic, name: str, words: str) -> Person:
    person = clinic.patient(name)
    person.phone.texts(words)
    clinic.skip_to_here()
    return person


def audited(clinic: TestClinic, verb: str) -> int:
    with clinic.stage.clinic.db.read() as tx:
        return len(tx.execute(audit.select().where(audit.c.verb == verb)).all())


def events(clinic: TestClinic, kind: str) -> int:
    with clinic.stage.clinic.db.read() as tx:
        return len(tx.execute(alert_events.select().where(alert_events.c.kind == kind)).all())


def test_an_alert_shows_who_said_what_and_what_fired_on_it(clinic):
    ana = says(clinic, "Ana", "cant breathe, temp 101.3")
    seen = look(clinic)
    assert seen.patient is not None and seen.patient.line.patient.id == ana.id
    assert {each.fired.key for each in seen.flags} == {Key.BREATH, Key.TEMPERATURE}
    assert {each.said.words for each in seen.flags if each.said} == {"cant breathe, temp 101.3"}
    assert {key for verdict in seen.patient.left_open for key in verdict.missing} >= {
        Key.CONFUSION,
        Key.SPEECH,
    }
    assert [(page.channel, page.state) for page in seen.pages] == [("sms", "delivered"), ("voice", "queued")]
    assert audited(clinic, "alert.viewed") == 1


def test_an_alert_of_a_number_on_no_list_shows_the_number_and_no_patient(clinic):
    clinic.nurse("Nora")
    stranger = clinic.stranger()
    stranger.texts("i fainted")
    clinic.skip_to_here()
    seen = look(clinic)
    assert (seen.patient, seen.address) == (None, stranger.number)
    assert [event.said.words for event in seen.events if event.said] == ["i fainted"]
    assert look_at_queue(clinic).shown[0].address == stranger.number


def test_a_patient_who_never_answered_has_nothing_that_was_judged(clinic):
    clinic.patient("Ana")
    clinic.clock.goes_to("11:31")
    clinic.skip_to_here()
    seen = look(clinic)
    assert seen.patient is not None and seen.patient.left_open == ()


def test_whoever_looks_for_an_alert_that_is_not_there_is_told_so(clinic):
    clinic.nurse("Nora")
    with pytest.raises(NoSuchAlert):
        look(clinic, 7)


def test_a_notice_somebody_who_may_act_has_seen_need_not_page_before_the_working_day_ends(clinic):
    ana = says(clinic, "Ana", "my rash is back")
    before = clinic.alert_of(ana).alert.next_step_at
    look(clinic, may_act=False)
    assert clinic.alert_of(ana).alert.next_step_at == before
    look(clinic)
    assert clinic.alert_of(ana).alert.next_step_at > before
    look(clinic)


def test_looking_at_a_closed_alert_changes_nothing(clinic):
    ana = says(clinic, "Ana", "my rash is back")
    clinic.closes(ana, by=clinic.nurses[0])
    seen = look(clinic)
    assert seen.ends.outcome == "reached_by_phone"
    assert seen.names[clinic.nurses[0].id] == "Nora Lee"


def test_the_queue_has_the_urgent_first_and_then_the_oldest(clinic):
    says(clinic, "Ana", "my rash is back")
    says(clinic, "Ben", "chills")
    clinic.clock.play_until(clinic.clock.now() + timedelta(minutes=1))
    says(clinic, "Cleo", "cant breathe")
    says(clinic, "Dov", "cant breathe")
    queue = look_at_queue(clinic)
    assert [row.kept.number for row in queue.shown] == [3, 4, 2, 1]
    assert (queue.count, queue.shown[0].name) == (4, "Cleo Ruiz")
    assert queue.shown[0].said is not None and queue.shown[0].said.words == "cant breathe"
    assert [row.kept.number for row in look_at_queue(clinic, first=1, limit=2).shown] == [4, 2]


def test_a_queue_that_refreshes_itself_is_written_down_only_when_something_is_new(clinic):
    says(clinic, "Ana", "cant breathe")
    look_at_queue(clinic)
    look_at_queue(clinic, known=frozenset((1,)))
    assert audited(clinic, "queue.viewed") == 1
    says(clinic, "Ben", "cant breathe")
    look_at_queue(clinic, known=frozenset((1,)))
    assert audited(clinic, "queue.viewed") == 2


def test_the_queue_says_who_has_an_alert(clinic):
    says(clinic, "Ana", "cant breathe")
    nora, now = clinic.nurses[0], clinic.clock.now()
    acknowledge_alert(clinic.stage.clinic, 1, staff_id=nora.id, now=now)
    (row,) = look_at_queue(clinic).shown
    assert (row.holder, row.acknowledged_at) == ("Nora Lee", now)


def test_a_note_is_kept_once_however_often_its_form_is_sent(clinic):
    says(clinic, "Ana", "cant breathe")
    house, nora, now = clinic.stage.clinic, clinic.nurses[0], clinic.clock.now()
    note_alert(house, 1, staff_id=nora.id, note="  left a message  \n", form_key=KEY, now=now)
    with pytest.raises(AlreadySent):
        note_alert(house, 1, staff_id=nora.id, note="left a message", form_key=KEY, now=now)
    notes = [event.note for event in look(clinic).events if event.kind == "note"]
    assert notes == ["left a message"]


def test_a_closed_alert_takes_notes_and_no_contact(clinic):
    says(clinic, "Ana", "cant breathe")
    house, nora, now = clinic.stage.clinic, clinic.nurses[0], clinic.clock.now()
    close_alert(house, 1, staff_id=nora.id, outcome="sent_in", note="x", now=now)
    note_alert(house, 1, staff_id=nora.id, note="arrived", now=now)
    with pytest.raises(NoSuchAlert):
        record_contact(house, 1, staff_id=nora.id, now=now)
    assert (events(clinic, "note"), events(clinic, "contacted")) == (1, 0)


@pytest.mark.parametrize(("note", "says_"), [(" ", "Write the note"), ("x" * (LONGEST + 1), "shorter")])
def test_an_empty_and_an_endless_note_are_refused(clinic, note, says_):
    says(clinic, "Ana", "cant breathe")
    with pytest.raises(Refused, match=says_):
        note_alert(clinic.stage.clinic, 1, staff_id=clinic.nurses[0].id, note=note, now=clinic.clock.now())


def test_a_note_on_no_alert_is_refused(clinic):
    nora = clinic.nurse("Nora")
    with pytest.raises(NoSuchAlert):
        note_alert(clinic.stage.clinic, 1, staff_id=nora.id, note="hello", now=clinic.clock.now())


def test_whoever_spoke_with_the_person_has_the_alert_for_four_hours(clinic):
    ana = says(clinic, "Ana", "cant breathe")
    omar = clinic.nurse("Omar", on_call="backup")
    house, nora, now = clinic.stage.clinic, clinic.nurses[0], clinic.clock.now()
    acknowledge_alert(house, 1, staff_id=nora.id, now=now)
    record_contact(house, 1, staff_id=omar.id, note="breathing easier, on the way in", now=now)
    clinic.is_in_the_hands_of(ana, omar)
    assert clinic.alert_of(ana).alert.next_step_at == now + timedelta(hours=4)
    later = now + timedelta(minutes=1)
    record_contact(house, 1, staff_id=omar.id, now=later)
    seen = look(clinic)
    assert (seen.ends.acknowledged_at, seen.ends.contacted_at) == (now, later)
    assert [event.note for event in seen.events if event.kind == "contacted"] == [
        "breathing easier, on the way in",
        None,
    ]
