"""The judge of production and the definition agree, whatever the rules and whatever is said."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symptomcheck.core.answers import Answer, Key, Presence, Reporter, Temperature, Tiredness, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.reference import LARGEST_WALK, probes_of, reference, truth, values_to_try, walk
from symptomcheck.core.rule import Condition, Join, Operator, Rule
from symptomcheck.core.rules import compile_rules

LIMITS = [Temperature(value, unit) for value, unit in (("38.0", "C"), ("100.3", "F"), ("37.95", "C"))]
READINGS = probes_of(
    [
        Rule(
            id="limits",
            level=Level.URGENT,
            join=Join.ANY,
            lines=tuple(Condition(Key.TEMPERATURE, Operator.AT_LEAST, (limit,)) for limit in LIMITS),
        )
    ]
)
COMPARISONS = (Operator.AT_LEAST, Operator.ABOVE, Operator.AT_MOST, Operator.BELOW)
IMPLIED = {(Key.FATIGUE, Tiredness.HARD_TO_STAY_AWAKE): ((Key.SLEEPINESS, Presence.YES),)}
KEYS = (Key.FEVER, Key.SLEEPINESS, Key.FATIGUE, Key.TEMPERATURE)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    key = draw(st.sampled_from(KEYS))
    if key is Key.TEMPERATURE:
        return Condition(key, draw(st.sampled_from(COMPARISONS)), (draw(st.sampled_from(LIMITS)),))
    values = draw(st.lists(st.sampled_from(values_to_try(key, ())), min_size=1, unique=True))
    return Condition(key, Operator.IS_ONE_OF, tuple(values))


@st.composite
def answer_sets(draw: st.DrawFn) -> tuple[Answer, ...]:
    answers = []
    for key in KEYS:
        for reporter in Reporter:
            value: Value | None = draw(st.sampled_from([None, *values_to_try(key, READINGS)]))
            if value is not None:
                answers.append(said(key, value, reporter))
    return tuple(answers)


@settings(max_examples=300, deadline=None)
@given(
    rules=st.lists(
        st.tuples(st.lists(conditions(), min_size=1, max_size=3), st.sampled_from(Join)), max_size=4
    ),
    answers=answer_sets(),
)
def test_the_judge_agrees_with_the_definition(
    rules: list[tuple[list[Condition], Join]], answers: tuple[Answer, ...]
) -> None:
    book = [
        Rule(id=f"rule-{number}", level=Level.URGENT, join=join, lines=tuple(lines))
        for number, (lines, join) in enumerate(rules)
    ]

    judged = compile_rules(book, IMPLIED)(answers).outcomes

    assert judged == tuple(reference(rule, answers, IMPLIED) for rule in book)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator.AT_LEAST, (False, True, True)),
        (Operator.ABOVE, (False, False, True)),
        (Operator.AT_MOST, (True, True, False)),
        (Operator.BELOW, (True, False, False)),
    ],
)
def test_a_limit_is_exact_in_the_definition_too(
    operator: Operator, expected: tuple[bool, bool, bool]
) -> None:
    line = Condition(Key.TEMPERATURE, operator, (Temperature("38.0", "C"),))
    readings = ("100.39", "100.4", "100.41")

    found = [truth(line, (said(Key.TEMPERATURE, Temperature(reading, "F")),), {}) for reading in readings]

    assert tuple(found) == expected


def test_readings_are_tried_at_and_around_every_limit_in_both_units() -> None:
    tried = {str(reading) for reading in READINGS}

    assert {"38.0 C", "37.9 C", "37.99 C", "38.1 C", "100.4 F", "100.3 F", "100.39 F", "100.41 F"} <= tried
    assert list(READINGS) == sorted(READINGS, key=lambda reading: reading.in_unit(READINGS[0].unit))
    assert all(reading.value == Decimal(str(reading.value)) for reading in READINGS)


def test_a_walk_holds_everything_both_reporters_can_say() -> None:
    found = walk((Key.CHILLS,), (), {}, ())

    assert found.states == len(found.walked) == 25
    assert () in found.walked


def test_answers_that_imply_another_are_walked_with_it() -> None:
    assert walk((Key.SLEEPINESS,), (), IMPLIED, ()).states == 625
    assert walk((Key.FATIGUE, Key.SLEEPINESS), (), IMPLIED, ()).states == 625


def test_a_walk_that_would_be_too_long_is_made_by_examples() -> None:
    keys = (Key.CHILLS, Key.SHAKY, Key.DIZZY, Key.FEVER)
    lines = [Condition(key, Operator.IS, (Presence.YES,)) for key in keys]

    found = walk(keys, lines, {}, ())

    assert found.states == 25**4 > LARGEST_WALK
    # Each line true, false or unknown.
    assert len(found.walked) == 3**4
