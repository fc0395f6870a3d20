"""Whole check-ins told as sentences, with what the rules are expected to say.

A clinician can write one without knowing the program:

    told = ["The patient answers 1 to thinking.", "The caregiver reads 101.3 F."]

Sentences are held to a strict grammar: one that is not understood is a fault, never skipped.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from symptomcheck.core.answers import Answer, Key, Presence, Question, Reporter, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_entry import Entry, parse, shown
from symptomcheck.core.book_rules import read_temperature
from symptomcheck.core.levels import Level
from symptomcheck.core.rulebook import RuleBook

_BASE = "rules/car-t.toml"
_WHO = "The (?P<who>patient|caregiver)"
_CHOICE = re.compile(rf"{_WHO} answers (?P<number>\d) to (?P<question>[a-z]+)\.")
_READING = re.compile(rf"{_WHO} reads (?P<reading>[^ ]+ [CF])\.")
_SYMPTOM = re.compile(rf"{_WHO} says (?P<said>yes|no|not sure) to (?P<key>[a-z ]+)\.")
_NOBODY = re.compile(r"Nobody answers (?P<question>[a-z]+)\.")
_EXAMPLE = "Write it like “The patient answers 2 to thinking.”, “The caregiver reads 101.3 F.”, " \
           "“The patient says yes to chills.” or “Nobody answers breathing.”"  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One check-in: what was answered, and what a clinician expects of it."""

    name: str
    told: tuple[str, ...]
    answers: tuple[Answer, ...]
    level: Level
    flags: frozenset[str]
    cannot_tell: frozenset[str]


def read_scenarios(file: str, text: str, book: RuleBook) -> tuple[Scenario, ...]:
    """The scenarios of one file; RuleBookError names the sentence that is not understood."""
    entry = parse(f"rules/{file}", text)
    found = tuple(_read(each, book) for each in entry.tables("scenario"))
    entry.done()
    return found


def differences(scenario: Scenario, book: RuleBook) -> tuple[str, ...]:
    """Where the book says something else than the scenario expects, as sentences.

    A rule of an overlay that cannot tell is no difference unless the scenario speaks of it: who told it may
    never have heard of the overlay.
    """
    judgement = book.judge(scenario.answers)
    base = {rule.id for rule in book.rules if rule.file == _BASE}
    open_rules = [each for each in judgement.cannot_tell if each.rule.id in base | scenario.cannot_tell]
    found = []
    if judgement.level is not scenario.level:
        found.append(f"The level is {judgement.level}, expected {scenario.level}.")
    for what, wanted, verdicts in (
        ("fires", scenario.flags, judgement.fired),
        ("cannot tell", scenario.cannot_tell, open_rules),
    ):
        said_by_book = frozenset(verdict.rule.id for verdict in verdicts)
        found.extend(f'"{rule}" {what}, not expected.' for rule in sorted(said_by_book - wanted))
        found.extend(f'"{rule}" was expected: {what}.' for rule in sorted(wanted - said_by_book))
    return tuple(found)


def _read(entry: Entry, book: RuleBook) -> Scenario:
    name = entry.text("name")
    entry.where = f'scenario "{name}"'
    told = entry.texts("told")
    scenario = Scenario(
        name=name,
        told=told,
        answers=_answers(entry, told, book),
        level=entry.named("level", Level),
        flags=_rules(entry, "flags", book),
        cannot_tell=_rules(entry, "cannot_tell", book),
    )
    entry.done()
    return scenario


def _answers(entry: Entry, told: Iterable[str], book: RuleBook) -> tuple[Answer, ...]:
    current: dict[tuple[Key, Reporter], Answer] = {}
    for sentence in told:
        reporter, given = _heard(entry, sentence, book)
        for key, value in given.items():
            # As in a check-in: the latest answer of each person counts.
            current[key, reporter] = said(key, value, reporter)
    return tuple(current.values())


def _heard(entry: Entry, sentence: str, book: RuleBook) -> tuple[Reporter, Mapping[Key, Value]]:
    if heard := _CHOICE.fullmatch(sentence):
        question = Question(entry.one_of("told", heard["question"], [*Question]))
        numbers = [str(choice.number) for choice in book.questions[question].choices]
        number = entry.one_of("told", heard["number"], numbers)
        return Reporter(heard["who"]), dict(book.choice(question, int(number)))
    if heard := _READING.fullmatch(sentence):
        return Reporter(heard["who"]), {Key.TEMPERATURE: read_temperature(entry, "told", heard["reading"])}
    if heard := _SYMPTOM.fullmatch(sentence):
        keys = [key.replace("_", " ") for key in Key if key not in (Key.TEMPERATURE, Key.FATIGUE)]
        key = Key(entry.one_of("told", heard["key"], keys).replace(" ", "_"))
        return Reporter(heard["who"]), {key: Presence(heard["said"].replace(" ", "_"))}
    if heard := _NOBODY.fullmatch(sentence):
        entry.one_of("told", heard["question"], [*Question])
        return Reporter.PATIENT, {}
    raise entry.fault(f"told = {shown(sentence)} is not understood", _EXAMPLE)


def _rules(entry: Entry, name: str, book: RuleBook) -> frozenset[str]:
    written = entry.raw(name, f"{name} = []")
    if written == []:
        return frozenset()
    known = [rule.id for rule in book.rules]
    return frozenset(entry.one_of(name, each, known) for each in entry.texts(name))
