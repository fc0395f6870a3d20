"""Alerts in words: what fired, who has it, what happens next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from symptomcheck.core.answers import Temperature, Unit
from symptomcheck.core.escalation import ladder_of
from symptomcheck.core.explain import key_phrase, value_phrase
from symptomcheck.core.open_alert import AlertState, OpenAlert
from symptomcheck.core.policy import EVERYONE, Policy
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage.queue import Fired
from symptomcheck.web.language import current_language, gettext
from symptomcheck.web.team import words
from symptomcheck.web.times import near_time


@dataclass(frozen=True, slots=True)
class ToldRules:
    """Rules that fired on the same answers, and those answers in words."""

    titles: tuple[str, ...]
    answer: str


def title_of(book: RuleBook, rule_id: str) -> str:
    """What a rule is called, in the language of this request."""
    titles = book.rule(rule_id).title
    return titles.get(current_language()) or titles["en"]


def rules_told(fired: Iterable[Fired], books: Mapping[str, RuleBook]) -> tuple[ToldRules, ...]:
    """What fired, urgent first, then the newest: one line a rule, and rules of the same answers together."""
    by_rule: dict[str, list[Fired]] = {}
    for each in pressing(fired, books):
        by_rule.setdefault(title_of(books[each.fingerprint], each.rule_id), []).append(each)
    told: dict[str, list[str]] = {}
    for title, answers in by_rule.items():
        told.setdefault(_answers_told(answers, books), []).append(title)
    return tuple(ToldRules(tuple(titles), answer) for answer, titles in told.items())


def _answers_told(newest_first: list[Fired], books: Mapping[str, RuleBook]) -> str:
    """Each different answer of each reporter once; of many readings the latest of each, and the highest."""

    def words_of(each: Fired) -> str:
        return gettext("%(answer)s (%(reporter)s)") % {
            "answer": value_phrase(books[each.fingerprint], each.value, current_language()),
            "reporter": _reporter(each),
        }

    readings = [each for each in newest_first if isinstance(each.value, Temperature)]
    latest = {each.reporter: each for each in reversed(readings)}
    kept = [each for each in newest_first if each not in readings or latest[each.reporter] is each]
    told = list(dict.fromkeys(words_of(each) for each in kept))
    highest = max(readings, key=_degrees, default=None)
    if highest is not None and _degrees(highest) > max(map(_degrees, latest.values())):
        told.append(gettext("highest %(reading)s") % {"reading": words_of(highest)})
    return ", ".join(told)


def _degrees(fired: Fired) -> Decimal:
    return fired.value.in_unit(Unit.C) if isinstance(fired.value, Temperature) else Decimal(0)


def pressing(fired: Iterable[Fired], books: Mapping[str, RuleBook]) -> list[Fired]:
    """What fired, in the order it must be read: urgent first, then the newest, then as the book has it."""

    def order(each: Fired) -> tuple[int, float, int]:
        book = books[each.fingerprint]
        level = book.rule(each.rule_id).level
        return (-level.rank, -each.at.timestamp(), _place(book, each))

    return sorted(fired, key=order)


def _place(book: RuleBook, fired: Fired) -> int:
    return [rule.id for rule in book.rules].index(fired.rule_id)


def _reporter(fired: Fired) -> str:
    return words.in_words(words.REPORTERS, fired.reporter.value).lower()


def answer_told(book: RuleBook, fired: Fired) -> str:
    """An answer a rule fired on: about what, which answer, whose."""
    language = current_language()
    return gettext("%(about)s: %(answer)s (%(reporter)s)") % {
        "about": key_phrase(book, fired.key, language),
        "answer": value_phrase(book, fired.value, language),
        "reporter": _reporter(fired),
    }


def reasons_told(alert: OpenAlert) -> tuple[str, ...]:
    """Why the alert stands here besides its rules."""
    return tuple(words.in_words(words.REASONS, reason.value) for reason in sorted(alert.reasons))


def next_step(alert: OpenAlert, policy: Policy, *, now: datetime, zone: str) -> str:
    """What happens by itself, and when."""
    at = near_time(alert.next_step_at, now, zone)
    if alert.state is AlertState.ACKNOWLEDGED:
        return gettext("pages again %(at)s unless closed") % {"at": at}
    rungs = ladder_of(alert, policy).rungs(alert.step)
    named = [words.in_words(words.RUNGS, rung.value) for rung in rungs]
    who = str(words.EVERYONE) if rungs == EVERYONE else ", ".join(named)
    if alert.next_step_at <= now:
        return gettext("pages %(who)s now") % {"who": who}
    return gettext("pages %(who)s %(at)s") % {"who": who, "at": at}
