"""Random full sets of answers through the judge of production, checked against each rule on its own.

If every rule says of a full set what it says of only the answers it names, and the level is that of the
highest rule that fires, then promises about one rule are promises about everything a person may send.
"""

import hashlib
from collections.abc import Callable
from operator import itemgetter

from symptomcheck.core.answers import Answer, Key, Reporter
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.reference import probes_of, reference, values_to_try
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Outcome, Rule


def broken_set(book: RuleBook, *, first: int, count: int) -> tuple[Answer, ...] | None:
    """The first of `count` sets that the judge and the rules disagree about, made smallest.

    Sets are numbered and always the same for a book: two processes can share the work.
    """
    slots = [(key, reporter) for key in Key for reporter in Reporter]
    probes = probes_of(book.judge.rules)
    options: list[list[Answer | None]] = [
        [None, *(said(key, value, reporter) for value in values_to_try(key, probes))]
        for key, reporter in slots
    ]
    # One byte of the digest picks each answer.
    picks = [bytes(number % len(option) for number in range(256)) for option in options]
    alone = [_alone(book, rule, slots, options) for rule in book.judge.rules]
    seed, judge = book.fingerprint.encode(), book.judge
    levels: dict[tuple[Outcome, ...], Level] = {}
    for number in range(first, first + count):
        digest = hashlib.blake2b(number.to_bytes(8), key=seed[:64]).digest()
        picked = [pick[byte] for pick, byte in zip(picks, digest, strict=False)]
        answers = [answer for option, at in zip(options, picked, strict=True) if (answer := option[at])]
        judgement = judge(answers)
        expected = tuple([verdict(picked) for verdict in alone])
        level = levels.get(expected)
        if level is None:
            level = levels[expected] = level_of(book, expected)
        if judgement.outcomes != expected or judgement.level is not level:
            return smallest(tuple(answers), lambda some: disagreement(book, some) is not None)
    return None


def disagreement(book: RuleBook, answers: tuple[Answer, ...]) -> str | None:
    """How the judge and the rules by definition disagree about some answers; None when they agree."""
    judgement = book.judge(answers)
    expected = tuple(reference(rule, answers, book.implied) for rule in book.judge.rules)
    for rule, found, wanted in zip(book.judge.rules, judgement.outcomes, expected, strict=True):
        if found is not wanted:
            return f'rule "{rule.id}" says "{found}" and should say "{wanted}"'
    level = level_of(book, expected)
    if judgement.level is not level:
        return f"the level is {judgement.level} and should be {level}"
    return None


def level_of(book: RuleBook, outcomes: tuple[Outcome, ...]) -> Level:
    """The highest level among the rules that fire."""
    fired = (
        rule.level
        for rule, outcome in zip(book.judge.rules, outcomes, strict=True)
        if outcome is Outcome.FIRES
    )
    return max(fired, key=lambda level: level.rank, default=Level.NONE)


def smallest(answers: tuple[Answer, ...], breaks: Callable[[tuple[Answer, ...]], bool]) -> tuple[Answer, ...]:
    """Answers left out one by one for as long as what remains still breaks the promise."""
    for answer in answers:
        fewer = tuple(other for other in answers if other is not answer)
        if breaks(fewer):
            answers = fewer
    return answers


def _alone(
    book: RuleBook, rule: Rule, slots: list[tuple[Key, Reporter]], options: list[list[Answer | None]]
) -> Callable[[list[int]], Outcome]:
    """The rule by definition, on nothing but the answers it names: each state is worked out once."""
    named = {*rule.keys, *(own for (own, _), others in book.implied.items() if _names(rule, others))}
    places = [place for place, (key, _) in enumerate(slots) if key in named]
    own = itemgetter(*places)
    known: dict[object, Outcome] = {}

    def verdict(picked: list[int]) -> Outcome:
        state = own(picked)
        outcome = known.get(state)
        if outcome is None:
            answers = [answer for place in places if (answer := options[place][picked[place]])]
            outcome = known[state] = reference(rule, answers, book.implied)
        return outcome

    return verdict


def _names(rule: Rule, others: tuple[tuple[Key, object], ...]) -> bool:
    return any(key in rule.keys for key, _ in others)
