"""Links and what is answered by them: nothing lost, nothing doubled, nothing read back."""

import pytest

from symptomcheck.actions.checkins.answer_by_web import answer_by_web
from symptomcheck.actions.checkins.from_page import Given
from symptomcheck.actions.checkins.start_by_web import start_by_web
from symptomcheck.actions.links.make_link import LASTS, make_link
from symptomcheck.actions.links.open_link import GRACE, LinkClosed, find_link, open_link
from symptomcheck.actions.links.revoke_links import revoke_links
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Key, Presence, Question, Reporter, Temperature
from symptomcheck.core.levels import Level

ONE, TWO = bytes(16), bytes(15) + b"2"
NO = tuple((key, Presence.NO) for key in (Key.CONFUSION, Key.SPEECH, Key.SLEEPINESS))
CONFUSED = ((Key.CONFUSION, Presence.YES), *NO[1:])


@pytest.fixture
def ana(clinic):
    return clinic.patient("Ana", infused_days_ago=3)


class Desk:
    """Sends pages of one link."""

    def __init__(self, clinic, patient, role=Reporter.PATIENT):
        self.clinic, self.patient = clinic, patient
        made = make_link(self.house, patient.id, role=role, by="Nora", now=self.now)
        self.token = made[0].url.rpartition("/")[2]

    @property
    def house(self):
        return self.clinic.stage.clinic

    @property
    def now(self):
        return self.clinic.clock.now()

    def opened(self, about=None):
        with self.house.db.read() as tx:
            return open_link(tx, find_link(tx, self.token, now=self.now), about=about, now=self.now)

    def line(self):
        return self.opened().line

    def starts(self, key=ONE, about=None):
        start_by_web(self.house, self.token, about=about, form_key=key, now=self.now)
        return self

    def sends(self, question=None, values=(), *, words="", key=ONE, about=None, checkin_id="open"):
        if checkin_id == "open":
            checkin_id = None if words else self.opened(about).line.checkin_id
        given = Given(question=question, checkin_id=checkin_id, values=tuple(values), words=words)
        told = answer_by_web(self.house, self.token, given, about=about, form_key=key, now=self.now)
        self.clinic.stage.settle()
        return told

    def answers(self):
        return [held.answer.key for held in self.line().held]


def urgent_for(clinic, person):
    person.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(person)


def test_the_same_form_again_changes_nothing_and_says_the_same(clinic, ana):
    desk = Desk(clinic, ana).starts()
    at = desk.line().checkin_id
    first = desk.sends(Question.THINKING, CONFUSED)
    urgent_for(clinic, ana)
    again = desk.sends(Question.THINKING, CONFUSED, checkin_id=at)
    assert first.says == again.says == ("urgent",)
    assert (first.goes_on, again.goes_on) == (False, False)


def test_a_lost_answer_to_a_quiet_form_goes_on_where_it_was(clinic, ana):
    desk = Desk(clinic, ana).starts()
    desk.sends(Question.THINKING, NO)
    again = desk.sends(Question.THINKING, NO)
    assert again.goes_on and again.says == ("noted",)
    assert desk.line().round.open is Question.BREATHING


def test_the_last_form_sent_again_is_told_the_same_until_an_alert_is_open(clinic, ana):
    desk = Desk(clinic, ana).starts()
    desk.sends(Question.THINKING, NO)
    desk.sends(Question.BREATHING, [(key, Presence.NO) for key in (Key.BREATH, Key.CHEST_PAIN, Key.FAINTING)])
    desk.sends(Question.TEMPERATURE, [(Key.TEMPERATURE, Temperature("98.6", "F"))])
    at = desk.line().checkin_id
    with desk.house.db.read() as tx:
        usual = desk.house.books.current(tx).choice(Question.FATIGUE, 1)
    first = desk.sends(Question.FATIGUE, usual)
    again = desk.sends(Question.FATIGUE, usual, checkin_id=at)
    assert first == again and first.says == ("nothing_on_list",)
    desk.sends(words="i fainted", key=TWO)
    urgent_for(clinic, ana)
    assert desk.sends(Question.FATIGUE, usual, checkin_id=at).says == ("still_open",)


def test_the_same_form_with_another_answer_is_a_correction(clinic, ana):
    desk = Desk(clinic, ana).starts()
    desk.sends(Question.THINKING, NO)
    assert desk.sends(Question.THINKING, CONFUSED).level is Level.URGENT
    urgent_for(clinic, ana)


def test_a_second_tab_doubles_nothing_and_loses_nothing(clinic, ana):
    desk = Desk(clinic, ana).starts()
    desk.sends(Question.THINKING, NO)
    assert desk.sends(Question.THINKING, NO, key=TWO).says == ("noted",)
    assert desk.line().round.open is Question.BREATHING
    desk.sends(Question.THINKING, CONFUSED, key=TWO)
    urgent_for(clinic, ana)


def test_a_number_written_again_within_a_check_in_moves_nothing(clinic, ana):
    desk = Desk(clinic, ana).starts()
    for number in ("98.6", "98.4"):
        told = desk.sends(Question.TEMPERATURE, [(Key.TEMPERATURE, Temperature(number, "F"))])
    assert told.says == ("noted",) and told.goes_on
    assert desk.line().round.open is Question.THINKING


def test_two_starts_begin_one_check_in(clinic, ana):
    desk = Desk(clinic, ana).starts()
    first = desk.line().checkin_id
    assert desk.starts(TWO).line().checkin_id == first


def test_a_page_of_a_check_in_that_is_over_is_judged_as_a_report(clinic, ana):
    desk = Desk(clinic, ana).starts()
    at = desk.line().checkin_id
    desk.sends(Question.THINKING, CONFUSED)
    urgent_for(clinic, ana)
    quiet = [(Key.BREATH, Presence.NO)]
    assert desk.sends(Question.BREATHING, quiet, checkin_id=at).says == ("still_open",)
    hot = [(Key.TEMPERATURE, Temperature("101.5", "F"))]
    assert desk.sends(Question.TEMPERATURE, hot, checkin_id=at).says == ("urgent",)
    clinic.on_call.is_paged_about(ana)


def test_no_reading_for_a_check_in_that_is_over_says_nothing_new(clinic, ana):
    desk = Desk(clinic, ana).starts()
    at = desk.line().checkin_id
    desk.sends(Question.THINKING, CONFUSED)
    urgent_for(clinic, ana)
    assert desk.sends(Question.TEMPERATURE, checkin_id=at).says == ("late_noted",)


def test_a_late_no_is_noted_as_late(clinic, ana):
    desk = Desk(clinic, ana)
    other = Desk(clinic, ana).starts().line().checkin_id
    clinic.clock.goes_to("13:00")
    clinic.skip_to_here()
    told = desk.sends(Question.BREATHING, [(Key.BREATH, Presence.NO)], checkin_id=other)
    assert told.says == ("still_open" if desk.line().alert else "late_noted",)


def test_a_temperature_outside_a_check_in_is_noted(clinic, ana):
    told = Desk(clinic, ana).sends(Question.TEMPERATURE, [(Key.TEMPERATURE, Temperature("98.6", "F"))])
    assert told.says == ("noted",) and not told.goes_on


def test_a_temperature_sent_meanwhile_answers_the_question_to_come(clinic, ana):
    desk = Desk(clinic, ana).starts()
    desk.sends(Question.TEMPERATURE, [(Key.TEMPERATURE, Temperature("98.6", "F"))], checkin_id=None)
    desk.sends(Question.TEMPERATURE, [(Key.TEMPERATURE, Temperature("98.6", "F"))], key=TWO)
    assert Question.TEMPERATURE not in desk.line().round.remaining


def test_a_today_answer_is_said_at_the_end_and_again_when_the_answer_was_lost(clinic, ana):
    desk = Desk(clinic, ana)
    tired = [(Key.DIZZY, Presence.YES)]
    told = desk.sends(None, tired)
    again = desk.sends(None, tired)
    clinic.skip_to_here()
    assert told.says == again.says
    assert told.level in (Level.TODAY, Level.NOTICE, Level.NONE)


def test_words_without_a_rule_reach_the_team(clinic, ana):
    told = Desk(clinic, ana).sends(words="i keep throwing up")
    assert told.says[0].startswith("unlisted_words")
    assert clinic.alert_of(ana)
    clinic.skip_to_here()


def test_words_nobody_can_read_reach_the_team_and_a_keyword_stops_nothing(clinic, ana):
    desk = Desk(clinic, ana)
    assert desk.sends(words="stop").says == ("not_understood",)
    assert desk.opened().phone.state == "ok"
    assert clinic.alert_of(ana)
    clinic.skip_to_here()


def test_small_talk_is_kept(clinic, ana):
    assert Desk(clinic, ana).sends(words="ok thanks").says == ("noted",)


def test_words_beside_a_check_in_leave_its_question_open(clinic, ana):
    desk = Desk(clinic, ana).starts()
    desk.sends(words="temp 98.6")
    assert desk.line().round.open is Question.THINKING


def test_a_link_runs_out_but_what_is_on_the_page_may_still_be_sent(clinic, ana):
    desk = Desk(clinic, ana)
    end = desk.now + LASTS
    with desk.house.db.read() as tx:
        with pytest.raises(LinkClosed):
            find_link(tx, desk.token, now=end)
        assert find_link(tx, desk.token, now=end, grace=GRACE)
        with pytest.raises(LinkClosed):
            find_link(tx, "nobody", now=desk.now)


def test_a_link_that_was_ended_takes_nothing(clinic, ana):
    desk = Desk(clinic, ana)
    assert revoke_links(desk.house, ana.id, by="Nora", now=desk.now) == 1
    with pytest.raises(LinkClosed):
        answer_by_web(desk.house, desk.token, Given(words="hi"), about=None, form_key=ONE, now=desk.now)


def test_a_link_is_about_nobody_else(clinic, ana):
    bo = Desk(clinic, clinic.patient("Bo")).line().conversation_id
    desk = Desk(clinic, ana)
    with pytest.raises(LinkClosed):
        desk.sends(words="hello", about=bo, checkin_id=None)
    with pytest.raises(LinkClosed):
        desk.starts(about=bo)


def test_nobody_to_make_a_link_for_is_refused(clinic, ana):
    with pytest.raises(Refused):
        make_link(clinic.stage.clinic, ana.id, role=Reporter.CAREGIVER, by="Nora", now=clinic.clock.now())


def test_a_caregiver_of_two_has_to_choose(clinic, ana):
    ben = clinic.caregiver("Ben", of=ana)
    bo = clinic.patient("Bo")
    clinic.caregiver("Ben", of=bo, phone=ben.phone, greeted=False)
    clinic.skip_to_here()
    desk = Desk(clinic, ana, Reporter.CAREGIVER)
    assert desk.opened().line is None
    with pytest.raises(LinkClosed):
        desk.sends(words="hello", checkin_id=None)
    with pytest.raises(LinkClosed):
        desk.starts()
    about_bo = next(line for line in desk.opened().lines if line.patient_id == bo.id)
    desk.sends(words="he passed out", about=about_bo.conversation_id)
    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(bo)
    clinic.nobody_is_alerted_about(ana)


def test_a_busy_phone_does_not_hold_up_a_page(clinic, ana):
    bo = clinic.patient("Bo", phone=ana.phone)
    clinic.clock.goes_to("09:00")
    clinic.skip_to_here()
    for person in (ana, bo):
        desk = Desk(clinic, person)
        assert desk.line().round.open is Question.THINKING
        desk.sends(Question.THINKING, NO)
        assert desk.line().round.open is Question.BREATHING
    waits = next(desk for desk in (Desk(clinic, ana), Desk(clinic, bo)) if desk.line().waits)
    waits.sends(Question.BREATHING, [(Key.FAINTING, Presence.YES)])
    urgent_for(clinic, waits.patient)
    busy = ana if waits.patient is bo else bo
    Desk(clinic, busy).sends(Question.BREATHING, [(Key.FAINTING, Presence.YES)])
    clinic.skip_to_here()


def test_a_check_in_started_on_a_busy_phone_waits_there_and_goes_on_here(clinic, ana):
    bo = clinic.patient("Bo", phone=ana.phone)
    Desk(clinic, ana).starts()
    desk = Desk(clinic, bo).starts()
    assert desk.line().waits and desk.line().round.open is Question.THINKING
    stranger = clinic.patient("Cy", phone=ana.phone)
    assert Desk(clinic, stranger).line().round is None
    for owner in (Desk(clinic, ana),):
        owner.sends(Question.THINKING, CONFUSED)
    clinic.skip_to_here()
    assert not desk.line().waits
