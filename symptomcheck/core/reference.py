"""What a rule says, the slow and obvious way, and everything that can be said about the answers it names.

Written apart from the judge of production (rules.py) and used only to prove that judge right: neither may
borrow from the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import product

from symptomcheck.core.answers import Answer, Key, Presence, Reporter, Temperature, Tiredness, Unit, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.rule import Condition, Join, Operator, Outcome, Rule
from symptomcheck.core.rules import Implied

LARGEST_WALK = 200_000
_ORDINARY = {Unit.C: ("32", "36.5", "37.0", "43"), Unit.F: ("90", "97.7", "98.6", "110")}
_AROUND = tuple(Decimal(step) for step in ("-1", "-0.1", "-0.01", "0", "0.01", "0.1", "1"))
_HUNDREDTH = Decimal("0.01")


def reference(rule: Rule, answers: Iterable[Answer], implied: Implied) -> Outcome:
    """The verdict by definition: a line is true, false, or unknown when nobody answered it."""
    truths = [truth(line, answers, implied) for line in rule.lines]
    deciding = rule.join is Join.ANY
    if deciding in truths:
        return Outcome.FIRES if deciding else Outcome.QUIET
    if None in truths:
        return Outcome.CANNOT_TELL
    return Outcome.QUIET if deciding else Outcome.FIRES


def truth(line: Condition, answers: Iterable[Answer], implied: Implied) -> bool | None:
    """Is a line true of the answers? None when nobody answered what it asks."""
    about = [
        value
        for answer in answers
        for key, value in ((answer.key, answer.value), *implied.get((answer.key, answer.value), ()))
        if key is line.key
    ]
    return any(_holds(line, value) for value in about) if about else None


@dataclass(frozen=True, slots=True)
class Walk:
    """Everything that can be said about some answers, by both reporters: one tuple of answers per state.

    `states` counts what the walk stands for; it is walked in full unless that is more than LARGEST_WALK, and
    then by one example of every combination of what its lines can be.
    """

    states: int
    walked: tuple[tuple[Answer, ...], ...]


def walk(keys: Iterable[Key], lines: Iterable[Condition], implied: Implied, probes: Iterable[Value]) -> Walk:
    """The states of `keys` and of every answer that implies one of them."""
    groups = _groups(keys, implied)
    full = [tuple(_states(group, tuple(probes))) for group in groups]
    count = 1
    for states in full:
        count *= len(states)
    if count > LARGEST_WALK:
        full = [_examples(states, tuple(lines), implied) for states in full]
    return Walk(count, tuple(tuple(a for part in parts for a in part) for parts in product(*full)))


def values_to_try(key: Key, probes: Iterable[Value]) -> tuple[Value, ...]:
    """Every answer about `key`, in the order in which a person is worse off; temperatures at the probes."""
    match key:
        case Key.TEMPERATURE:
            return tuple(probes)
        case Key.FATIGUE:
            return tuple(Tiredness)
        case _:
            return (Presence.NO, Presence.NOT_SURE, Presence.ONE_OF, Presence.YES)


def probes_of(rules: Iterable[Rule]) -> tuple[Temperature, ...]:
    """Temperatures at and around every limit of the rules, in both units, from the lowest to the highest."""
    found = {Temperature(value, unit) for unit, values in _ORDINARY.items() for value in values}
    for rule in rules:
        for line in rule.lines:
            for limit in line.values:
                if isinstance(limit, Temperature):
                    found.update(_near(limit))
    return tuple(sorted(found, key=lambda probe: (_fahrenheit(probe), probe.unit)))


def _near(limit: Temperature) -> Iterator[Temperature]:
    exact = _fahrenheit(limit)
    for unit, degrees in ((Unit.F, exact), (Unit.C, (exact - 32) * Fraction(5, 9))):
        decimal = Decimal(degrees.numerator) / Decimal(degrees.denominator)
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            nearest = decimal.quantize(_HUNDREDTH, rounding)
            yield from (Temperature(_short(nearest + step), unit) for step in _AROUND)


def _short(degrees: Decimal) -> Decimal:
    tenths = degrees.quantize(Decimal("0.1"))
    return tenths if tenths == degrees else degrees


def _holds(line: Condition, value: Value) -> bool:
    if not isinstance(value, Temperature):
        return value in line.values
    degrees = _fahrenheit(value)
    limits = [_fahrenheit(limit) for limit in line.values if isinstance(limit, Temperature)]
    match line.operator:
        case Operator.AT_LEAST:
            return all(degrees >= limit for limit in limits)
        case Operator.ABOVE:
            return all(degrees > limit for limit in limits)
        case Operator.AT_MOST:
            return all(degrees <= limit for limit in limits)
        case _:
            return all(degrees < limit for limit in limits)


def _fahrenheit(temperature: Temperature) -> Fraction:
    value = Fraction(temperature.value)
    return value if temperature.unit is Unit.F else value * Fraction(9, 5) + 32


def _groups(keys: Iterable[Key], implied: Implied) -> list[tuple[Key, ...]]:
    """Keys that must be walked together, because answers about one also answer another."""
    implying: Mapping[Key, set[Key]] = {key: set() for key in Key}
    for (own, _), others in implied.items():
        for other, _ in others:
            implying[other].add(own)
    groups: list[set[Key]] = []
    for key in keys:
        together = {key, *implying[key]}
        for met in [group for group in groups if group & together]:
            groups.remove(met)
            together |= met
        groups.append(together)
    return [tuple(key for key in Key if key in group) for group in groups]


def _states(group: tuple[Key, ...], probes: tuple[Value, ...]) -> Iterator[tuple[Answer, ...]]:
    slots = [
        (None, *(said(key, value, reporter) for value in values_to_try(key, probes)))
        for key in group
        for reporter in Reporter
    ]
    for picked in product(*slots):
        yield tuple(answer for answer in picked if answer is not None)


def _examples(
    states: tuple[tuple[Answer, ...], ...], lines: tuple[Condition, ...], implied: Implied
) -> tuple[tuple[Answer, ...], ...]:
    by_truth: dict[tuple[bool | None, ...], tuple[Answer, ...]] = {}
    for state in states:
        by_truth.setdefault(tuple(truth(line, state, implied) for line in lines), state)
    return tuple(by_truth.values())
