"""What the judge says: three verdicts, the answers it says them from, and what nobody answered."""

from dataclasses import replace
from decimal import Decimal

import pytest

from symptomcheck.core.answers import Key, Presence, Reporter, Temperature, Tiredness, Unit, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.rules import (
    Condition,
    Join,
    Operator,
    Outcome,
    Rule,
    Status,
    compile_rules,
    limit_in,
    values_of,
)

YES, NO, NOT_SURE, ONE_OF = Presence.YES, Presence.NO, Presence.NOT_SURE, Presence.ONE_OF
FIRES, QUIET, CANNOT_TELL = Outcome.FIRES, Outcome.QUIET, Outcome.CANNOT_TELL


def rule(*lines: Condition, join: Join = Join.ANY, level: Level = Level.URGENT, name: str = "a-rule") -> Rule:
    return Rule(id=name, level=level, join=join, lines=lines)


def line(key: Key, *values: Value, operator: Operator = Operator.IS_ONE_OF) -> Condition:
    return Condition(key, operator, values)


def outcome_of(judged: Rule, *answers: tuple[Key, Value]) -> Outcome:
    return compile_rules([judged])([said(key, value) for key, value in answers]).outcomes[0]


FEVER = line(Key.FEVER, YES)
CHILLS = line(Key.CHILLS, YES)


@pytest.mark.parametrize(
    ("fever", "chills", "any_of_them", "all_of_them"),
    [
        (YES, YES, FIRES, FIRES),
        (YES, NO, FIRES, QUIET),
        (YES, None, FIRES, CANNOT_TELL),
        (NO, YES, FIRES, QUIET),
        (NO, NO, QUIET, QUIET),
        (NO, None, CANNOT_TELL, QUIET),
        (None, YES, FIRES, CANNOT_TELL),
        (None, NO, CANNOT_TELL, QUIET),
        (None, None, CANNOT_TELL, CANNOT_TELL),
    ],
)
def test_any_and_all_follow_the_truth_table_with_unknown(
    fever: Presence | None, chills: Presence | None, any_of_them: Outcome, all_of_them: Outcome
) -> None:
    given = [(Key.FEVER, fever), (Key.CHILLS, chills)]
    answers = [(key, value) for key, value in given if value is not None]

    assert outcome_of(rule(FEVER, CHILLS), *answers) is any_of_them
    assert outcome_of(rule(FEVER, CHILLS, join=Join.ALL), *answers) is all_of_them


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        (Operator.AT_LEAST, QUIET, FIRES, FIRES),
        (Operator.ABOVE, QUIET, QUIET, FIRES),
        (Operator.AT_MOST, FIRES, FIRES, QUIET),
        (Operator.BELOW, FIRES, QUIET, QUIET),
    ],
)
@pytest.mark.parametrize(
    ("unit", "readings"), [("C", ("37.95", "38.0", "38.05")), ("F", ("100.3", "100.4", "100.5"))]
)
def test_a_temperature_is_compared_as_sent_in_either_unit(
    operator: Operator, below: Outcome, at: Outcome, above: Outcome, unit: str, readings: tuple[str, ...]
) -> None:
    judged = rule(line(Key.TEMPERATURE, Temperature("38.0", "C"), operator=operator))

    found = [outcome_of(judged, (Key.TEMPERATURE, Temperature(reading, unit))) for reading in readings]

    assert found == [below, at, above]


def test_a_fahrenheit_limit_without_a_celsius_decimal_is_exact() -> None:
    limit = limit_in(Temperature("100.3", "F"), Unit.C)

    assert Decimal("37.94444444444444") < limit < Decimal("37.94444444444445")


def test_the_highest_of_two_readings_counts() -> None:
    judge = compile_rules([rule(line(Key.TEMPERATURE, Temperature("38.0", "C"), operator=Operator.AT_LEAST))])

    judgement = judge(
        [
            said(Key.TEMPERATURE, Temperature("98.6", "F")),
            said(Key.TEMPERATURE, Temperature("38.4", "C"), Reporter.CAREGIVER),
        ]
    )

    assert judgement.level is Level.URGENT
    assert [answer.reporter for answer in judgement.fired[0].evidence] == [Reporter.CAREGIVER]


@pytest.mark.parametrize(("patient", "caregiver"), [(YES, NO), (NO, YES), (YES, YES)])
def test_either_reporters_yes_fires_whatever_the_other_says(patient: Presence, caregiver: Presence) -> None:
    judgement = compile_rules([rule(FEVER)])(
        [said(Key.FEVER, patient), said(Key.FEVER, caregiver, Reporter.CAREGIVER)]
    )

    assert judgement.outcomes == (FIRES,)


def test_a_verdict_that_fires_names_the_answers_that_made_it_fire() -> None:
    yes, no = said(Key.FEVER, YES), said(Key.FEVER, NO, Reporter.CAREGIVER)

    verdict = compile_rules([rule(FEVER, CHILLS)])([no, yes]).fired[0]

    assert verdict.evidence == (yes,)
    assert verdict.missing == (Key.CHILLS,)


def test_a_quiet_verdict_names_every_answer_it_rests_on() -> None:
    answers = (said(Key.FEVER, NO), said(Key.FEVER, NO, Reporter.CAREGIVER))

    verdict = compile_rules([rule(FEVER)])(answers).verdicts[0]

    assert (verdict.outcome, verdict.evidence, verdict.missing) == (QUIET, answers, ())


def test_a_verdict_that_cannot_tell_names_what_nobody_answered() -> None:
    judgement = compile_rules([rule(FEVER, CHILLS)])([said(Key.CHILLS, NO), said(Key.SHAKY, YES)])

    [verdict] = judgement.cannot_tell
    assert verdict.missing == (Key.FEVER,)
    assert verdict.evidence == (said(Key.CHILLS, NO),)


def test_two_lines_about_one_answer_miss_it_once() -> None:
    judged = rule(line(Key.FATIGUE, Tiredness.USUAL), line(Key.FATIGUE, Tiredness.TOO_TIRED))

    [verdict] = compile_rules([judged])([]).verdicts

    assert verdict.missing == (Key.FATIGUE,)
    assert judged.keys == (Key.FATIGUE,)


def test_the_level_is_the_highest_among_the_rules_that_fire() -> None:
    judge = compile_rules(
        [
            rule(CHILLS, level=Level.TODAY, name="chills"),
            rule(FEVER, name="fever"),
            rule(line(Key.SHAKY, YES), level=Level.NOTICE, name="shaky"),
        ]
    )

    assert judge([]).level is Level.NONE
    assert judge([said(Key.SHAKY, YES)]).level is Level.NOTICE
    assert judge([said(Key.CHILLS, YES), said(Key.SHAKY, YES)]).level is Level.TODAY
    assert judge([said(Key.CHILLS, YES), said(Key.FEVER, YES)]).level is Level.URGENT


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_only_approved_rules_are_judged(status: Status) -> None:
    judge = compile_rules([replace(rule(FEVER), status=status)])

    assert judge([said(Key.FEVER, YES)]).verdicts == ()


def test_an_answer_can_answer_another_question_as_well() -> None:
    sleepy = rule(line(Key.SLEEPINESS, YES))
    awake = said(Key.FATIGUE, Tiredness.HARD_TO_STAY_AWAKE)
    implied = {(Key.FATIGUE, Tiredness.HARD_TO_STAY_AWAKE): ((Key.SLEEPINESS, YES),)}

    judgement = compile_rules([sleepy], implied)([said(Key.SLEEPINESS, NO), awake])

    assert judgement.outcomes == (FIRES,)
    assert judgement.fired[0].evidence == (awake,)
    assert compile_rules([sleepy], implied)([said(Key.FATIGUE, Tiredness.USUAL)]).outcomes == (CANNOT_TELL,)


@pytest.mark.parametrize(
    ("key", "value"),
    [(Key.FEVER, Tiredness.USUAL), (Key.FATIGUE, YES), (Key.TEMPERATURE, YES)],
)
def test_a_value_the_answer_cannot_have_is_never_quiet(key: Key, value: Value) -> None:
    judge = compile_rules([rule(FEVER)])

    with pytest.raises(KeyError):
        judge([said(key, value)])


def test_temperatures_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="temperatures"):
        values_of(Key.TEMPERATURE)


def test_the_same_answers_give_an_equal_judgement() -> None:
    judge = compile_rules([rule(FEVER), rule(CHILLS, name="chills")])
    first, again, other = (judge([said(Key.FEVER, value)]) for value in (YES, YES, NO))

    assert first == again
    assert hash(first) == hash(again)
    assert first != other
    assert first != "urgent"


def test_a_judgement_and_a_rule_name_themselves_briefly() -> None:
    judged = rule(FEVER)

    assert repr(judged) == "<Rule a-rule: urgent, approved>"
    assert repr(compile_rules([judged])([said(Key.FEVER, YES)])) == "<Judgement urgent: a-rule>"
    assert repr(compile_rules([judged])([])) == "<Judgement none: nothing fires>"
