"""Rules judged: three verdicts, with their reasons.

Holds the judge that a list of rules is compiled to, once. A rule fires, is quiet or cannot tell (Kleene
logic): an answer nobody gave is unknown, never "no". No rule reads another, so the level of a set of answers
is the highest level among the rules that fire. Rules are data (rule.py): nothing here evaluates text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial, reduce
from operator import ge, gt, le, lt, or_
from typing import TypeAlias

from symptomcheck.core.answers import Answer, Key, Presence, Temperature, Tiredness, Unit, Value
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import (
    Case,
    Change,
    Condition,
    Join,
    Operator,
    Outcome,
    Rule,
    Source,
    Status,
    Verdict,
)

__all__ = [
    "ENGINE_VERSION",
    "Case",
    "Change",
    "Condition",
    "Implied",
    "Join",
    "Judge",
    "Judgement",
    "Operator",
    "Outcome",
    "Rule",
    "Source",
    "Status",
    "Verdict",
    "compile_rules",
    "limit_in",
    "values_of",
]

ENGINE_VERSION = 1
"""Raised whenever the judge could decide differently: a recorded proof holds for one book and one engine."""


Implied: TypeAlias = Mapping[tuple[Key, Value], tuple[tuple[Key, Value], ...]]
"""Answers that also answer something else: "hard to stay awake" is a yes to sleepiness."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule and its lines as bits: line n of the book is `1 << 2n` when true, `2 << 2n` when answered."""

    rule: Rule
    true: int
    known: int
    known_by_key: tuple[tuple[int, Key], ...]

    def outcome(self, seen: int) -> Outcome:
        """Kleene any/all over the lines."""
        true = seen & self.true
        if self.rule.join is Join.ANY:
            if true:
                return Outcome.FIRES
            return Outcome.QUIET if seen & self.known == self.known else Outcome.CANNOT_TELL
        if true == self.true:
            return Outcome.FIRES
        one_is_false = seen & self.known != true << 1
        return Outcome.QUIET if one_is_false else Outcome.CANNOT_TELL

    def draft(self, seen: int) -> "_Draft":
        """The verdict, still without the answers it rests on."""
        outcome = self.outcome(seen)
        wanted = self.true if outcome is Outcome.FIRES else self.known
        missing = tuple(key for known, key in self.known_by_key if not seen & known)
        return _Draft(wanted & seen, Verdict(self.rule, outcome, (), missing))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A verdict but for its evidence: the answers that set one of the `wanted` bits."""

    wanted: int
    verdict: Verdict


class _Settled:
    """What does not depend on who answered; reasons are drafted when they are asked for."""

    __slots__ = ("_compiled", "_drafts", "_seen", "level", "outcomes")

    def __init__(self, compiled: tuple[_Compiled, ...], seen: int) -> None:
        self.outcomes = tuple([each.outcome(seen) for each in compiled])
        fired = (each.rule.level for each in self.where(compiled, Outcome.FIRES))
        self.level = max(fired, key=lambda level: level.rank, default=Level.NONE)
        self._compiled, self._seen = compiled, seen
        self._drafts: dict[Outcome, tuple[_Draft, ...]] = {}

    def drafts(self, outcome: Outcome | None = None) -> tuple[_Draft, ...]:
        """The verdicts of every rule, or of those with one outcome, in the order of the book."""
        if outcome is None:
            return tuple([each.draft(self._seen) for each in self._compiled])
        drafts = self._drafts.get(outcome)
        if drafts is None:
            drafts = tuple([each.draft(self._seen) for each in self.where(self._compiled, outcome)])
            self._drafts[outcome] = drafts
        return drafts

    def where(self, compiled: tuple[_Compiled, ...], outcome: Outcome) -> Iterator[_Compiled]:
        """The rules with one outcome."""
        return (each for each, found in zip(compiled, self.outcomes, strict=True) if found is outcome)


class Judgement:
    """The level of a set of answers, and every rule's verdict with its reason.

    Verdicts are put together when they are asked for: most judgements are only asked for their level.
    """

    __slots__ = ("_marks", "_settled", "answers", "level")

    def __init__(self, answers: tuple[Answer, ...], marks: list[int], settled: _Settled) -> None:
        self.level = settled.level
        self.answers = answers
        self._marks, self._settled = marks, settled

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One verdict per approved rule, in the order of the book."""
        return self._verdicts(self._settled.drafts())

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What each approved rule says, in the order of the book, without the reasons."""
        return self._settled.outcomes

    @property
    def fired(self) -> tuple[Verdict, ...]:
        """The rules that fire, in the order of the book."""
        return self._verdicts(self._settled.drafts(Outcome.FIRES))

    @property
    def cannot_tell(self) -> tuple[Verdict, ...]:
        """The rules that cannot tell, each with what is missing."""
        return self._verdicts(self._settled.drafts(Outcome.CANNOT_TELL))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Judgement) and (self.level, self.verdicts) == (other.level, other.verdicts)

    def __hash__(self) -> int:
        return hash((self.level, self.outcomes))

    def __repr__(self) -> str:
        return f"<Judgement {self.level}: {', '.join(v.rule.id for v in self.fired) or 'nothing fires'}>"

    def _verdicts(self, drafts: tuple[_Draft, ...]) -> tuple[Verdict, ...]:
        return tuple([self._with_evidence(draft) if draft.wanted else draft.verdict for draft in drafts])

    def _with_evidence(self, draft: _Draft) -> Verdict:
        wanted, verdict = draft.wanted, draft.verdict
        marked = zip(self.answers, self._marks, strict=True)
        evidence = tuple([answer for answer, mark in marked if mark & wanted])
        return Verdict(verdict.rule, verdict.outcome, evidence, verdict.missing)


class Judge:
    """A list of rules, compiled once; immutable, and cheap to share between threads."""

    __slots__ = ("_lines", "_settle", "rules")

    def __init__(self, rules: tuple[Rule, ...], lines: Mapping[Key, Callable[[Value], int]]) -> None:
        self.rules = rules
        self._lines = lines
        compiled = _numbered(rules)
        # Few patterns of true and answered lines occur in practice: each is worked out once. A book of very
        # many rules keeps fewer of them, so that memory stays flat.
        room = 1_000_000 // max(100, len(rules))
        self._settle = lru_cache(maxsize=room)(partial(_Settled, compiled))

    def __call__(self, answers: Iterable[Answer]) -> Judgement:
        """Judge the current answers: at most one per (key, person); several people may answer one key."""
        held, lines = tuple(answers), self._lines
        marks = [lines[answer.key](answer.value) for answer in held]
        return Judgement(held, marks, self._settle(reduce(or_, marks, 0)))


def compile_rules(rules: Iterable[Rule], implied: Implied | None = None) -> Judge:
    """Compile the approved rules into the judge that runs in production.

    >>> fever = Rule(id="fever", level=Level.URGENT, join=Join.ANY,
    ...              lines=(Condition(Key.TEMPERATURE, Operator.AT_LEAST, (Temperature("38.0", "C"),)),))
    >>> compile_rules([fever])([]).cannot_tell[0].missing
    (<Key.TEMPERATURE: 'temperature'>,)
    """
    approved = tuple(rule for rule in rules if rule.status is Status.APPROVED)
    numbered: dict[Key, list[tuple[int, Condition]]] = {key: [] for key in Key}
    for number, line in enumerate(line for rule in approved for line in rule.lines):
        numbered[line.key].append((number, line))
    lines: dict[Key, Callable[[Value], int]] = {}
    for key, own in numbered.items():
        if key is Key.TEMPERATURE:
            lines[key] = _temperature_bits(own)
        else:
            # A value the key cannot have is a KeyError here, not a quiet rule.
            lines[key] = {value: _bits(own, value) for value in values_of(key)}.__getitem__
    _add_implied(lines, implied or {})
    return Judge(approved, lines)


def values_of(key: Key) -> tuple[Value, ...]:
    """Every answer `key` can have; temperatures have no such list.

    >>> values_of(Key.CHILLS)[0]
    <Presence.YES: 'yes'>
    """
    match key:
        case Key.TEMPERATURE:
            raise ValueError("temperatures cannot be listed")
        case Key.FATIGUE:
            return tuple(Tiredness)
        case _:
            return tuple(Presence)


def limit_in(threshold: Temperature, unit: Unit) -> Decimal | Fraction:
    """A threshold in the unit a reading was sent in, exactly: the reading itself is never converted.

    >>> limit_in(Temperature("38.0", "C"), Unit.F) == Decimal("100.4")
    True
    >>> Decimal("37.95") >= limit_in(Temperature("100.4", "F"), Unit.C)
    False
    """
    if threshold.unit is Unit.F and unit is Unit.C:
        # 100.3 F has no finite Celsius decimal; a fraction compares with any reading without rounding.
        return (Fraction(threshold.value) - 32) * Fraction(5, 9)
    return threshold.in_unit(unit)


_COMPARE: dict[Operator, Callable[[Decimal, Decimal | Fraction], bool]] = {
    Operator.AT_LEAST: ge,
    Operator.ABOVE: gt,
    Operator.AT_MOST: le,
    Operator.BELOW: lt,
}


def _bits(own: list[tuple[int, Condition]], value: Value) -> int:
    seen = 0
    for number, line in own:
        seen |= (3 if value in line.values else 2) << (2 * number)
    return seen


def _temperature_bits(own: list[tuple[int, Condition]]) -> Callable[[Value], int]:
    answered = 0
    tests: dict[Unit, list[tuple[Callable[[Decimal], bool], int]]] = {unit: [] for unit in Unit}
    for number, line in own:
        answered |= 2 << (2 * number)
        for threshold in line.values:
            for unit in Unit:
                limit = limit_in(_temperature(threshold), unit)
                tests[unit].append((_test(line.operator, limit), 1 << (2 * number)))

    def bits(value: Value) -> int:
        reading, seen = _temperature(value), answered
        for holds, bit in tests[reading.unit]:
            if holds(reading.value):
                seen |= bit
        return seen

    return bits


def _temperature(value: Value) -> Temperature:
    if isinstance(value, Temperature):
        return value
    raise KeyError(value)


def _test(operator: Operator, limit: Decimal | Fraction) -> Callable[[Decimal], bool]:
    compare = _COMPARE[operator]
    return lambda reading: compare(reading, limit)


def _add_implied(lines: dict[Key, Callable[[Value], int]], implied: Implied) -> None:
    for (key, value), others in implied.items():
        own = {each: lines[key](each) for each in values_of(key)}
        for other, meaning in others:
            own[value] |= lines[other](meaning)
        lines[key] = own.__getitem__


def _numbered(rules: tuple[Rule, ...]) -> tuple[_Compiled, ...]:
    compiled, number = [], 0
    for rule in rules:
        true = 0
        known_by_key: dict[Key, int] = {}
        for line in rule.lines:
            true |= 1 << (2 * number)
            known_by_key[line.key] = known_by_key.get(line.key, 0) | 2 << (2 * number)
            number += 1
        missing = tuple((bit, key) for key, bit in known_by_key.items())
        compiled.append(_Compiled(rule, true, true << 1, missing))
    return tuple(compiled)
