"""A candidate book over answers that were given: what would have been flagged that was not, and what no more.

Counted by patient-day: a rule that fires in four replies of one day is one flag of that day, because one
alert stays open. Answers are taken one judgement at a time and never held: millions fit in a small memory.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from uuid import UUID

from symptomcheck.core.answers import Answer
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Outcome
from symptomcheck.core.rulebook import RuleBook

LISTED = 50
Flagged: TypeAlias = tuple[str, Level]
"""A rule that fires and at which level: a rule whose level is changed flags something else."""


class Recorded(NamedTuple):
    """The answers of one judgement as they were kept, and whose day: a patient's id, or a scenario's name."""

    who: UUID | str
    day: date
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReplayed:
    """One rule at one level: on how many patient-days it fires by each book, and on how many by one alone."""

    rule_id: str
    level: Level
    before: int
    after: int
    newly: int
    no_longer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDay:
    """A patient-day on which the two books do not flag the same."""

    who: str
    day: date
    newly: tuple[Flagged, ...]
    no_longer: tuple[Flagged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one book makes of all the patient-days."""

    urgent: int
    flagged: int
    left_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Both books over the same answers. `days` lists the first of the `changed` patient-days."""

    judgements: int
    answers: int
    patient_days: int
    before: Side
    after: Side
    rules: tuple[RuleReplayed, ...]
    changed: int
    days: tuple[ChangedDay, ...]

    def per_100(self, count: int) -> float:
        """So many patient-days among 100."""
        return 100 * count / self.patient_days if self.patient_days else 0.0


def replay(
    before: RuleBook, after: RuleBook, recorded: Iterable[Recorded], *, listed: int = LISTED
) -> Replayed:
    """Judge every recorded set of answers by both books. The records of one patient-day follow each other."""
    pairs = _pairs(before, after)
    ours, theirs = _Judged(before, pairs), _Judged(after, pairs)
    days: Counter[_Day] = Counter()
    found: list[ChangedDay] = []
    judgements = answers = changed = 0
    whose: tuple[UUID | str, date] | None = None

    def day_is_over() -> None:
        nonlocal changed
        if whose is None:
            return
        day = (ours.fired, theirs.fired, ours.is_open(), theirs.is_open())
        days[day] += 1
        if ours.fired != theirs.fired:
            changed += 1
            if len(found) < listed:
                new, gone = theirs.fired & ~ours.fired, ours.fired & ~theirs.fired
                found.append(
                    ChangedDay(
                        who=str(whose[0]), day=whose[1], newly=_in(pairs, new), no_longer=_in(pairs, gone)
                    )
                )

    for who, day, given in recorded:
        if whose != (who, day):
            day_is_over()
            whose = (who, day)
            ours.begin()
            theirs.begin()
        ours.judge(given)
        theirs.judge(given)
        judgements += 1
        answers += len(given)
    day_is_over()
    return Replayed(
        judgements=judgements,
        answers=answers,
        patient_days=days.total(),
        before=_side(days, pairs, fired=0, left_open=2),
        after=_side(days, pairs, fired=1, left_open=3),
        rules=tuple(_rule(days, place, pair) for place, pair in enumerate(pairs)),
        changed=changed,
        days=tuple(found),
    )


_Day: TypeAlias = tuple[int, int, bool, bool]
"""What fires by each book (bit n: pair n), and whether an urgent rule was left open by each."""


class _Judged:
    """One book, and what it has found on the patient-day that is looked at."""

    __slots__ = ("_bits", "_book", "_last", "_left_open", "fired")

    def __init__(self, book: RuleBook, pairs: list[Flagged]) -> None:
        self._book, self.fired = book, 0
        self._last = book.judge(())
        bits = [1 << pairs.index((rule.id, rule.level)) for rule in book.judge.rules]
        # Few patterns of outcomes occur: what each means is worked out once.
        self._bits: Callable[[tuple[Outcome, ...]], int] = lru_cache(maxsize=100_000)(
            lambda outcomes: sum(
                bit for bit, each in zip(bits, outcomes, strict=True) if each is Outcome.FIRES
            )
        )
        self._left_open: dict[object, bool] = {}

    def begin(self) -> None:
        """A new patient-day."""
        self.fired = 0

    def judge(self, answers: tuple[Answer, ...]) -> None:
        """One more judgement of the day."""
        self._last = self._book.judge(answers)
        self.fired |= self._bits(self._last.outcomes)

    def is_open(self) -> bool:
        """Did the last judgement of the day leave an urgent rule without an answer?"""
        last = self._last
        answered = (last.outcomes, frozenset([answer.key for answer in last.answers]))
        known = self._left_open.get(answered)
        if known is None:
            known = self._left_open[answered] = bool(self._book.unsettled(last))
        return known


def _pairs(before: RuleBook, after: RuleBook) -> list[Flagged]:
    judged = (*before.judge.rules, *after.judge.rules)
    return list(dict.fromkeys((rule.id, rule.level) for rule in judged))


def _in(pairs: list[Flagged], bits: int) -> tuple[Flagged, ...]:
    return tuple(pair for place, pair in enumerate(pairs) if bits >> place & 1)


def _side(days: Counter[_Day], pairs: list[Flagged], *, fired: int, left_open: int) -> Side:
    urgent = sum(1 << place for place, (_, level) in enumerate(pairs) if level is Level.URGENT)
    return Side(
        urgent=sum(count for day, count in days.items() if day[fired] & urgent),
        flagged=sum(count for day, count in days.items() if day[fired]),
        left_open=sum(count for day, count in days.items() if day[left_open]),
    )


def _rule(days: Counter[_Day], place: int, pair: Flagged) -> RuleReplayed:
    counts: Counter[tuple[int, int]] = Counter()
    for (before, after, *_), count in days.items():
        counts[before >> place & 1, after >> place & 1] += count
    return RuleReplayed(
        rule_id=pair[0],
        level=pair[1],
        before=counts[1, 0] + counts[1, 1],
        after=counts[0, 1] + counts[1, 1],
        newly=counts[0, 1],
        no_longer=counts[1, 0],
    )
