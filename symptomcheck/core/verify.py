"""Verified, not promised: a rule book against every promise it must keep.

Every rule is walked over everything that can be said about the answers it names, and the composition is
cross-checked with random full sets of answers, with the judge that runs in production. A promise that fails
comes with the smallest set of answers that breaks it. It takes seconds: before adoption, in the tests, and at
start-up unless a proof is recorded for the same book and engine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from symptomcheck.core import promises, promises_to_people
from symptomcheck.core.answers import Answer, write_value
from symptomcheck.core.promise import Broken, Checked, waivers
from symptomcheck.core.random_sets import broken_set, disagreement
from symptomcheck.core.reference import probes_of, walk
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import ENGINE_VERSION

RANDOM_SETS = 1_000_000
BEFORE_USE = 20_000
"""Random sets before a book judges anybody: the walks are the proof, these look for what lies between them.
A start must not wait; `rules verify` takes a million."""
PROMISES: tuple[Callable[[RuleBook], Checked], ...] = (
    promises.rules_say_what_they_say,
    promises.the_seven_are_urgent,
    promises.the_article_rules_are_the_seven,
    promises.the_seven_are_urgent_with_anything_else,
    promises.a_fever_is_urgent,
    promises.an_unanswered_question_is_not_a_no,
    promises.more_symptoms_never_lower_the_level,
    promises.a_no_flags_nothing,
    promises.symptoms_beside_the_list_are_today,
    promises.no_rule_reads_another,
    promises_to_people.choices_mean_what_they_say,
    promises_to_people.tiredness_is_not_sleepiness,
    promises_to_people.a_whole_check_in_leaves_nothing_open,
    promises_to_people.every_level_has_its_text,
    promises_to_people.every_call_line_sends_people_to_the_phone,
    promises_to_people.nothing_says_a_banned_word,
)
_RANDOM = "Random full sets of answers are judged as each rule alone says"


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise: how much was looked at, and the smallest thing that breaks it."""

    promise: str
    checked: int
    broken: Broken | None

    def __str__(self) -> str:
        if self.broken is None:
            return f"kept ({self.checked:,}): {self.promise}."
        return f"BROKEN: {self.promise}. {told(self.broken)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proved about one book with one engine."""

    fingerprint: str
    engine_version: int
    states: int
    kept: tuple[Kept, ...]
    waived: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Is every promise kept?"""
        return all(kept.broken is None for kept in self.kept)

    def sentences(self) -> tuple[str, ...]:
        """The proof in lines, broken promises first."""
        lines = sorted(self.kept, key=lambda kept: kept.broken is None)
        support = f"The rules were walked over {self.states:,} states of the answers they name."
        return (*map(str, lines), support, *self.waived)


def verify(book: RuleBook, *, random_sets: int = RANDOM_SETS) -> Proof:
    """Hold a book to every promise; `random_sets` full sets of answers are judged as well."""
    probes = probes_of(book.judge.rules)
    kept = [_kept(promise, book) for promise in PROMISES]
    kept.append(check_random_sets(book, first=0, count=random_sets))
    return Proof(
        fingerprint=book.fingerprint,
        engine_version=ENGINE_VERSION,
        states=sum(walk(rule.keys, rule.lines, book.implied, probes).states for rule in book.judge.rules),
        kept=tuple(kept),
        waived=tuple(
            f'Rule "{rule.id}" is less careful here. Approved by {change.approved_by}: {change.reason}'
            for rule in waivers(book)
            for change in rule.changes
            if change.weaker
        ),
    )


def check_random_sets(book: RuleBook, *, first: int, count: int) -> Kept:
    """Random sets `first` to `first + count`: several processes can each take a part."""
    answers = broken_set(book, first=first, count=count)
    broken = None if answers is None else Broken(answers, disagreement(book, answers) or "")
    return Kept(_RANDOM, count, broken)


def joined(parts: Iterable[Kept]) -> Kept:
    """Parts of the random sets, checked apart, as one promise."""
    several = tuple(parts)
    broken = [part.broken for part in several if part.broken is not None]
    smallest = min(broken, key=lambda one: len(one.answers), default=None)
    return Kept(_RANDOM, sum(part.checked for part in several), smallest)


def told(broken: Broken) -> str:
    """A counterexample as one sentence.

    >>> told(Broken((), "the text urgent (en) has no number to call"))
    'The text urgent (en) has no number to call.'
    """
    how = f"{broken.how[:1].upper()}{broken.how[1:]}."
    return f"{said_by(broken.answers)}: {broken.how}." if broken.answers else how


def said_by(answers: Iterable[Answer]) -> str:
    """Answers as a person would type them after `rules try`, with who said them."""
    return ", ".join(f"{answer.key}={write_value(answer.value)} ({answer.reporter})" for answer in answers)


def _kept(promise: Callable[[RuleBook], Checked], book: RuleBook) -> Kept:
    checked = 0
    smallest: Broken | None = None
    for broken in promise(book):
        checked += 1
        if broken is not None and (smallest is None or len(broken.answers) < len(smallest.answers)):
            smallest = broken
    return Kept(promise.__doc__ or "", checked, smallest)
