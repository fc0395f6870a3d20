"""What a promise of a rule book is made of: what it looks at, and what breaks it."""

from collections.abc import Iterator
from dataclasses import dataclass

from symptomcheck.core.answers import Answer, Key, Presence, Reporter, Temperature
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_watch import ARTICLE_RULES
from symptomcheck.core.levels import Level
from symptomcheck.core.reference import probes_of, values_to_try
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Rule

SEVEN = tuple(ARTICLE_RULES.values())
SYMPTOM = (Presence.YES, Presence.NOT_SURE, Presence.ONE_OF)
COOL = Temperature("36.5", "C")
BASE = "rules/car-t.toml"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold: of these answers (none: of the words of the book), and how."""

    answers: tuple[Answer, ...]
    how: str


Checked = Iterator[Broken | None]


def waivers(book: RuleBook) -> tuple[Rule, ...]:
    """The base rules that a site made less careful, with a name and a reason."""
    return tuple(
        rule
        for rule in book.rules
        if rule.file == BASE and any(change.weaker and change.approved_by for change in rule.changes)
    )


def waived(book: RuleBook, key: Key) -> bool:
    """Did a site, by name, make a base rule about `key` less careful?"""
    return any(key in rule.keys for rule in waivers(book))


def must_be(book: RuleBook, answers: tuple[Answer, ...], level: Level) -> Broken | None:
    """A broken promise unless the answers have exactly this level."""
    found = book.judge(answers).level
    return None if found is level else Broken(answers, f"the level is {found} and must be {level}")


def every_answer(book: RuleBook) -> tuple[Answer, ...]:
    """Everything either reporter can say, one answer at a time."""
    probes = probes_of(book.judge.rules)
    return tuple(
        said(key, value, reporter)
        for key in Key
        for reporter in Reporter
        for value in values_to_try(key, probes)
    )


def reads(book: RuleBook, rule: Rule, key: Key) -> bool:
    """Does the rule read `key`, or an answer that `key` implies?"""
    through = (other for (own, _), others in book.implied.items() if own is key for other, _ in others)
    return key in rule.keys or any(other in rule.keys for other in through)


def fired_by_base(book: RuleBook, answers: tuple[Answer, ...]) -> list[Rule]:
    """The urgent rules that fire and are as the base book has them: no overlay's, none a site changed."""
    fired = (verdict.rule for verdict in book.judge(answers).fired)
    return [rule for rule in fired if is_urgent(rule) and rule.file == BASE and not rule.changes]


def is_urgent(rule: Rule) -> bool:
    """Is it an urgent rule?"""
    return rule.level is Level.URGENT
