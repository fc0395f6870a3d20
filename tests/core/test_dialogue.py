"""The dialogue: one reading and where the check-in stands -> what is said next. Readings are made by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from symptomcheck.core.answers import Key, Question, Reporter, Temperature, Tiredness
from symptomcheck.core.answers import Presence as P
from symptomcheck.core.dialogue import step
from symptomcheck.core.levels import Level
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.core.reading.meaning import Keyword, Mention, Reading, ReadTemperature
from symptomcheck.core.turn import Ended, Made, Round, Situation, Turn, Weighed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALL = (Question.THINKING, Question.BREATHING, Question.TEMPERATURE, Question.FATIGUE)
QUIET = Weighed(new_level=Level.NONE, article_quiet=True, urgent_missing=frozenset())
URGENT = replace(QUIET, new_level=Level.URGENT, article_quiet=False)
TODAY = replace(QUIET, new_level=Level.TODAY)


def reading(text: str = "…", **found: Any) -> Reading:
    empty: dict[str, Any] = {
        "language": "en",
        "asked": None,
        "answers": {},
        "symptoms": {},
        "tiredness": None,
        "temperatures": (),
        "keyword": None,
        "health_words": (),
        "chatter": False,
        "unclear": False,
        "same_or_worse": False,
        "trace": (),
    }
    return Reading(text=text, **(empty | found))


NO_TO_THINKING = reading(
    "1",
    answers={Question.THINKING: P.NO},
    symptoms={Key.CONFUSION: Mention.NO, Key.SPEECH: Mention.NO, Key.SLEEPINESS: Mention.NO},
)
NO_TO_BREATHING = reading("1", answers={Question.BREATHING: P.NO}, symptoms={Key.BREATH: Mention.NO})
GIBBERISH = reading("purple", unclear=True)
THANKS = reading("thx", chatter=True)
NO_NUMBER = reading("none", answers={Question.TEMPERATURE: None})
USUAL = reading("1", answers={Question.FATIGUE: Tiredness.USUAL}, tiredness=Tiredness.USUAL)


def number(value: str, unit: str, *, sure: bool = True) -> Reading:
    found = Temperature(value, unit)
    return reading(value, answers={Question.TEMPERATURE: found}, temperatures=(ReadTemperature(found, sure),))


def asking(*remaining: Question, **state: Any) -> Round:
    earlier = NOW - timedelta(minutes=5)
    return Round(
        **{
            "role": Reporter.PATIENT,
            "questions": ALL,
            "remaining": remaining or ALL,
            "asked_at": earlier,
            **state,
        }
    )


def turn(heard: Reading, at: Round | None = None, weighed: Weighed = QUIET, **situation: Any) -> Turn:
    base = Situation(role=Reporter.PATIENT, round=at, alert_open=False, on_cover=True)
    return step(replace(base, **situation), heard, weighed, NOW)


def said(after: Turn) -> list[str]:
    return [say.text_id for say in after.says]


def test_an_answer_leads_to_the_next_question() -> None:
    after = turn(NO_TO_THINKING, asking())
    assert said(after) == ["ask.breathing"]
    assert after.round is not None
    assert after.round.open is Question.BREATHING
    assert after.round.asked_at == NOW


def test_an_urgent_answer_is_told_to_call_and_the_rest_is_withheld() -> None:
    after = turn(NO_TO_THINKING, asking(), URGENT)
    assert said(after) == ["urgent"]
    assert (after.round, after.ended, after.withheld) == (None, Ended.PARTLY, True)


def test_urgent_words_outside_a_check_in_are_told_to_call_too() -> None:
    after = turn(reading(symptoms={Key.BREATH: Mention.YES}), None, URGENT)
    assert said(after) == ["urgent"]
    assert (after.ended, after.withheld, after.made) == (None, False, Made.REPORTED)


def test_a_keyword_never_hides_an_urgent_symptom() -> None:
    assert said(turn(reading("stop", keyword=Keyword.STOP), None, URGENT)) == ["urgent"]


@pytest.mark.parametrize(
    ("keyword", "text", "reasons"),
    [
        (Keyword.HELP, "help", (NoticeReason.HELP,)),
        (Keyword.START, "start", ()),
        (Keyword.STOP, "stop", (NoticeReason.STOP,)),
        (Keyword.WRONG, "wrong", (NoticeReason.WRONG,)),
    ],
)
def test_each_keyword_is_answered(keyword: Keyword, text: str, reasons: tuple[NoticeReason, ...]) -> None:
    after = turn(reading(text, keyword=keyword), asking())
    assert said(after) == [text]
    assert after.reasons == reasons
    assert (after.round is None) == (keyword in (Keyword.STOP, Keyword.WRONG))


def test_several_answers_in_order_skip_ahead() -> None:
    both = reading("1 1", answers=NO_TO_THINKING.answers | NO_TO_BREATHING.answers)
    assert said(turn(both, asking())) == ["ask.temperature"]


def test_a_temperature_is_read_back_in_both_units_before_the_next_question() -> None:
    after = turn(number("98.6", "F"), asking(Question.TEMPERATURE, Question.FATIGUE))
    assert said(after) == ["echo.temperature", "ask.fatigue"]
    assert after.says[0].values == (("both", "98.6 F (37.0 C)"),)


def test_a_doubtful_number_is_confirmed_before_going_on() -> None:
    at = asking(Question.TEMPERATURE, Question.FATIGUE)
    after = turn(number("98.6", "F", sure=False), at)
    assert said(after) == ["temperature_confirm"]
    assert after.round is not None
    assert after.round.open is Question.TEMPERATURE
    assert said(turn(reading("Yes.", unclear=True, affirms=True), after.round, number_given=True)) == [
        "ask.fatigue"
    ]
    corrected = turn(number("99.1", "F"), after.round, number_given=True)
    assert said(corrected) == ["echo.temperature", "ask.fatigue"]


def test_no_reading_leads_to_the_fever_question() -> None:
    after = turn(NO_NUMBER, asking(Question.TEMPERATURE, Question.FATIGUE))
    assert said(after) == ["ask.fever"]
    assert after.round is not None
    assert after.round.skipped == ()
    answered = step(
        Situation(role=Reporter.PATIENT, round=after.round, alert_open=False, on_cover=True),
        reading("1", answers={Question.FEVER: P.NO}),
        QUIET,
        NOW + timedelta(seconds=30),
    )
    assert said(answered) == ["ask.fatigue"]


def test_fever_is_not_asked_of_somebody_who_has_just_spoken_of_it() -> None:
    spoken = reading("none, no fever", answers={Question.TEMPERATURE: None}, symptoms={Key.FEVER: Mention.NO})
    assert said(turn(spoken, asking(Question.TEMPERATURE, Question.FATIGUE))) == ["ask.fatigue"]


def test_a_misfit_is_asked_once_more_in_other_words() -> None:
    after = turn(GIBBERISH, asking())
    assert said(after) == ["reask.thinking"]
    assert after.reasons == ()
    assert after.round is not None
    assert after.round.misfits == 1


def test_letters_that_make_no_words_go_to_the_team_the_first_time() -> None:
    garbled = reading("hlp cnt tlk", unclear=True)
    assert turn(garbled, asking()).reasons == (NoticeReason.GIBBERISH,)
    assert turn(garbled).reasons == (NoticeReason.GIBBERISH,)


def test_a_second_misfit_goes_to_the_team_and_the_check_in_moves_on() -> None:
    after = turn(GIBBERISH, asking(misfits=1))
    assert said(after) == ["not_understood", "ask.breathing"]
    assert after.reasons == (NoticeReason.UNREADABLE,)
    assert after.round is not None
    assert after.round.skipped == (Question.THINKING,)


def test_no_number_after_asking_twice_leads_to_the_fever_question() -> None:
    after = turn(GIBBERISH, asking(Question.TEMPERATURE, Question.FATIGUE, misfits=1))
    assert said(after) == ["not_understood", "ask.fever"]


def test_a_caregiver_is_asked_in_their_own_voice() -> None:
    at = asking(role=Reporter.CAREGIVER)
    assert said(turn(NO_TO_THINKING, at)) == ["ask.caregiver.breathing"]
    assert said(turn(GIBBERISH, at)) == ["reask.caregiver.thinking"]


def test_something_else_said_is_kept_and_the_question_asked_again() -> None:
    after = turn(number("98.6", "F"), asking())
    assert said(after) == ["echo.temperature", "reask.thinking"]
    assert after.made is Made.REPORTED
    assert after.round is not None
    assert after.round.remaining == (Question.THINKING, Question.BREATHING, Question.FATIGUE)


def test_one_symptom_denied_does_not_answer_a_question_about_three() -> None:
    no_chest_pain = reading("no chest pain", symptoms={Key.CHEST_PAIN: Mention.NO})
    at = asking(Question.BREATHING, Question.TEMPERATURE)

    missing = replace(QUIET, urgent_missing=frozenset({Key.BREATH, Key.FAINTING}))
    said = turn(no_chest_pain, at, missing)
    assert said.round is not None
    assert [say.text_id for say in said.says] == ["reask.breathing"]
    assert said.round.open is Question.BREATHING

    # The other two were denied before, or by the caregiver: now nothing the question asks about is missing.
    said = turn(no_chest_pain, at, QUIET)
    assert said.round is not None
    assert said.round.open is Question.TEMPERATURE


def test_a_text_unlike_the_person_goes_to_the_team_and_is_never_nothing_on_the_list() -> None:
    said = turn(USUAL, asking(Question.FATIGUE), unlike_them=True)

    assert [say.text_id for say in said.says] == ["incomplete"]
    assert said.reasons == (NoticeReason.GIBBERISH,)
    assert turn(reading("hlp rght nw tlk"), unlike_them=True).reasons == (NoticeReason.GIBBERISH,)


def test_thanks_is_no_answer_and_needs_none() -> None:
    at = asking()
    assert turn(THANKS, at) == Turn(made=Made.CHATTER, round=at)
    assert turn(THANKS) == Turn(made=Made.CHATTER)


def test_a_bare_choice_within_five_seconds_of_a_second_question_is_asked_about() -> None:
    at = asking(Question.BREATHING, Question.FATIGUE, asked_at=NOW - timedelta(seconds=4))
    after = turn(NO_TO_BREATHING, at)
    assert said(after) == ["too_quick", "ask.breathing"]
    assert after.round == at


def test_a_quick_answer_to_the_first_question_counts() -> None:
    at = asking(asked_at=NOW - timedelta(seconds=1))
    assert said(turn(NO_TO_THINKING, at)) == ["ask.breathing"]


def test_health_words_without_a_rule_get_the_call_line_and_a_person() -> None:
    heard = reading("bleeding", health_words=("bleeding",))
    after = turn(heard, asking())
    assert said(after) == ["unlisted_words_passed_on", "ask.thinking"]
    assert after.reasons == (NoticeReason.HEALTH_WORDS,)
    assert said(turn(heard, on_cover=False)) == ["unlisted_words"]


def test_a_symptom_no_rule_acts_on_gets_the_call_line_and_a_person() -> None:
    heard = reading("my chest hurts", symptoms={Key.CHEST_PAIN: Mention.YES})
    for at in (asking(), asking(Question.BREATHING), None):
        after = turn(heard, at, replace(QUIET, unheeded=True))
        assert said(after)[0] == "unlisted_words_passed_on"
        assert after.reasons == (NoticeReason.HEALTH_WORDS,)


def test_a_symptom_that_is_over_is_shown_to_the_team() -> None:
    heard = reading("had a fever, gone now", symptoms={Key.FEVER: Mention.RESOLVED})
    after = turn(heard)
    assert said(after) == ["mention_passed_on"]
    assert after.reasons == (NoticeReason.MENTION,)
    assert turn(heard, asking(Question.FEVER)).round is not None


def test_the_last_answer_ends_the_check_in_with_nothing_on_the_list() -> None:
    after = turn(USUAL, asking(Question.FATIGUE))
    assert said(after) == ["nothing_on_list"]
    assert (after.ended, after.round) == (Ended.ANSWERED, None)


def test_nothing_on_the_list_needs_every_article_rule_quiet() -> None:
    after = turn(USUAL, asking(Question.FATIGUE), replace(QUIET, article_quiet=False))
    assert said(after) == ["noted"]


def test_what_an_urgent_rule_still_misses_makes_it_incomplete_and_a_notice() -> None:
    missing = replace(QUIET, article_quiet=False, urgent_missing=frozenset({Key.SPEECH}))
    after = turn(USUAL, asking(Question.FATIGUE), missing)
    assert said(after) == ["incomplete"]
    assert after.reasons == (NoticeReason.CANNOT_TELL,)


def test_a_question_nobody_asked_is_not_missing() -> None:
    at = asking(Question.TEMPERATURE, questions=(Question.TEMPERATURE,), role=Reporter.CAREGIVER)
    unasked = replace(QUIET, article_quiet=False, urgent_missing=frozenset({Key.SPEECH}))
    after = turn(number("98.6", "F"), at, unasked)
    assert said(after) == ["echo.temperature", "noted"]


def test_a_skipped_question_makes_it_incomplete() -> None:
    after = turn(USUAL, asking(Question.FATIGUE, skipped=(Question.THINKING,)))
    assert said(after) == ["incomplete"]
    assert after.ended is Ended.PARTLY


def test_a_doubt_in_the_last_text_makes_it_incomplete() -> None:
    last = replace(USUAL, health_words=("bleeding",))
    assert said(turn(last, asking(Question.FATIGUE)))[-1] == "incomplete"


def test_an_open_alert_ends_the_check_in_with_the_call_line() -> None:
    urgent = turn(USUAL, asking(Question.FATIGUE), alert_open=True, urgent_open=True)
    assert said(urgent) == ["still_open"]


def test_an_open_alert_of_any_kind_forbids_nothing_on_the_list() -> None:
    assert said(turn(USUAL, asking(Question.FATIGUE), alert_open=True)) == ["noted"]


def test_a_today_symptom_instead_of_an_answer_is_told_at_once() -> None:
    chills = reading("shivering", symptoms={Key.CHILLS: Mention.YES})
    assert said(turn(chills, asking(), TODAY)) == ["today", "ask.thinking"]


def test_a_choice_that_came_too_quickly_counts_as_no_answer_yet() -> None:
    at = asking(Question.BREATHING, Question.FATIGUE, asked_at=NOW - timedelta(seconds=4))
    assert turn(NO_TO_BREATHING, at).unheard


def test_a_today_answer_lets_the_check_in_go_on_and_ends_it() -> None:
    after = turn(NO_TO_THINKING, asking(), TODAY)
    assert said(after) == ["ask.breathing"]
    assert after.round is not None
    assert after.round.today_due
    assert said(turn(USUAL, asking(Question.FATIGUE, today_due=True))) == ["today"]


def test_a_today_report_outside_a_check_in_is_told_to_call_today() -> None:
    assert said(turn(reading(symptoms={Key.CHILLS: Mention.YES}), None, TODAY)) == ["today"]


def test_a_quiet_report_is_noted() -> None:
    after = turn(number("98.6", "F"))
    assert said(after) == ["echo.temperature", "noted"]
    assert after.awaiting is None
    assert said(turn(number("98.6", "F"), alert_open=True)) == ["echo.temperature", "still_open"]


def test_a_doubtful_number_outside_a_check_in_awaits_the_right_one() -> None:
    assert turn(number("98.6", "F", sure=False)).awaiting is Question.TEMPERATURE


def test_still_bad_keeps_the_alert() -> None:
    same = reading("worse", same_or_worse=True)
    assert said(turn(same, alert_open=True)) == ["still_open"]
    assert said(turn(same)) == ["not_understood"]


def test_after_an_unreadable_text_a_number_is_awaited_unless_something_else_is() -> None:
    assert turn(GIBBERISH).awaiting is Question.TEMPERATURE
    assert turn(reading("purple", asked=Question.THINKING, unclear=True)).awaiting is None


def test_an_unreadable_text_while_an_urgent_alert_is_open_gets_its_call_line() -> None:
    assert said(turn(GIBBERISH, alert_open=True, urgent_open=True)) == ["still_open"]
    assert said(turn(GIBBERISH, alert_open=True)) == ["not_understood"]


def test_an_unreadable_text_goes_to_a_person_and_gets_the_call_line() -> None:
    after = turn(GIBBERISH)
    assert said(after) == ["not_understood"]
    assert after.reasons == (NoticeReason.UNREADABLE,)
