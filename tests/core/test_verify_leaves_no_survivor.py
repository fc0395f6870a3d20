"""Every single-point mutation of the shipped rules is caught, by the loader, by a case or by the proof.

A mutation that changes no verdict at all ("any" of one line is "all" of one line) is no mutation: it must be
shown to change none.
"""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from symptomcheck.core.answers import Key, Presence, Tiredness
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.levels import Level
from symptomcheck.core.reference import probes_of, walk
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.verify import PROMISES
from tests.core.books import shipped, the_book, with_data

Data = dict[str, Any]
FILES = shipped()
SHIPPED: Data = tomllib.loads(FILES["car-t.toml"])
OPERATORS = ("is", "is_one_of", "at_least", "above", "at_most", "below")
LIMITS = (
    "37.9 C",
    "37.99 C",
    "38.01 C",
    "38.1 C",
    "38.5 C",
    "100.3 F",
    "100.41 F",
    "101.0 F",
    "38.0 F",
    "38.0",
)


def mutations(rule: Data) -> Iterator[tuple[str, Data]]:
    """The rule with one point changed, and what was changed."""
    for name, change in _changes(rule):
        mutant = copy.deepcopy(rule)
        change(mutant)
        yield name, mutant


def _changes(rule: Data) -> Iterator[tuple[str, Any]]:
    for level in Level:
        if level != rule["level"]:
            yield f"level {level}", lambda mutant, level=level: mutant.update(level=str(level))
    for status in ("draft", "retired"):
        yield f"status {status}", lambda mutant, status=status: mutant.update(status=status)
    article = not rule.get("article", False)
    yield f"article {article}", lambda mutant: mutant.update(article=article)
    yield "no lines", lambda mutant: mutant["when"].update(any=[])
    yield "all", lambda mutant: mutant.update(when={"all": mutant["when"]["any"]})
    yield "no sources", lambda mutant: mutant.update(source=[])
    for place, _ in enumerate(rule["source"]):
        yield (
            f"quote {place}",
            lambda mutant, place=place: mutant["source"][place].update(quote="Be careful."),
        )
    for place, line in enumerate(rule["when"]["any"]):
        for name, changed in _lines(line):
            yield (
                f"line {place}: {name}",
                lambda mutant, place=place, changed=changed: mutant["when"]["any"].__setitem__(
                    place, changed
                ),
            )


def _lines(line: Data) -> Iterator[tuple[str, Data]]:
    [(operator, value)] = [(key, each) for key, each in line.items() if key != "answer"]
    for key in Key:
        if key != line["answer"]:
            yield f"answer {key}", line | {"answer": str(key)}
    for other in OPERATORS:
        if other != operator:
            yield f"operator {other}", {"answer": line["answer"], other: value}
    if isinstance(value, list):
        for each in value:
            yield f"without {each}", line | {operator: [one for one in value if one != each]}
            yield f"only {each}", {"answer": line["answer"], "is": each}
        for each in (*Presence, *Tiredness, "unanswered"):
            if each not in value:
                yield f"with {each}", line | {operator: [*value, str(each)]}
    else:
        for other in (*LIMITS, *Tiredness, *Presence):
            if other != value:
                yield f"value {other}", line | {operator: str(other)}


def mutated_rules(place: int) -> Iterator[tuple[str, Data]]:
    """The shipped file with one point of one rule changed, or without the rule."""
    before, rule, after = SHIPPED["rule"][:place], SHIPPED["rule"][place], SHIPPED["rule"][place + 1 :]
    yield "gone", SHIPPED | {"rule": [*before, *after]}
    for name, mutant in mutations(rule):
        yield name, SHIPPED | {"rule": [*before, mutant, *after]}


def mutated_choices() -> Iterator[tuple[str, Data]]:
    """The shipped file with one answer of one choice changed or gone."""
    for place, question in enumerate(SHIPPED["question"]):
        for number, choice in enumerate(question.get("choice", [])):
            for key in choice["answers"]:
                for value in (None, *(Tiredness if key == "fatigue" else Presence)):
                    if value != choice["answers"][key]:
                        mutant = copy.deepcopy(SHIPPED)
                        answers = mutant["question"][place]["choice"][number]["answers"]
                        if value is None:
                            del answers[key]
                        else:
                            answers[key] = str(value)
                        yield f"{question['id']} {number + 1}: {key} {value}", mutant


def judges_alike(book: RuleBook, other: RuleBook) -> bool:
    """Do two books give every verdict alike, over everything that can be said about any answer?"""
    probes = probes_of((*book.judge.rules, *other.judge.rules))
    return all(
        book.judge(answers).outcomes == other.judge(answers).outcomes
        and book.judge(answers).level is other.judge(answers).level
        for key in Key
        for answers in walk((key,), (), book.implied, probes).walked
    )


def fate(mutant: Data) -> str:
    try:
        book = with_data(FILES, "car-t.toml", mutant)
    except RuleBookError:
        return "refused by the loader or a case"
    # The first broken promise is enough: which one it is, other tests ask.
    if any(broken for promise in PROMISES for broken in promise(book)):
        return "refused by the proof"
    return "the same verdicts" if judges_alike(the_book(), book) else "survived"


def test_a_book_of_parsed_data_is_the_book_of_its_file() -> None:
    book = with_data(FILES, "car-t.toml", SHIPPED)

    assert book.rules == the_book().rules
    assert book.questions == the_book().questions


@pytest.mark.parametrize("place", range(len(SHIPPED["rule"])), ids=[rule["id"] for rule in SHIPPED["rule"]])
def test_no_mutation_of_a_rule_survives(place: int) -> None:
    fates = {name: fate(mutant) for name, mutant in mutated_rules(place)}

    assert [name for name, found in fates.items() if found == "survived"] == []
    # Of one line, any is all; an article rule may not even say so.
    alike = [] if SHIPPED["rule"][place].get("article") else ["all"]
    assert [name for name, found in fates.items() if found == "the same verdicts"] == alike


def test_no_mutation_of_a_choice_survives() -> None:
    fates = {name: fate(mutant) for name, mutant in mutated_choices()}

    assert [name for name, found in fates.items() if found == "survived"] == []
    # An implied "not sure" is as urgent as an implied "yes".
    assert [name for name, found in fates.items() if found == "the same verdicts"] == [
        "fatigue 4: sleepiness not_sure",
        "fatigue 4: sleepiness one_of",
    ]


def test_the_mutations_are_many(capsys: pytest.CaptureFixture[str]) -> None:
    rules = sum(1 for place in range(len(SHIPPED["rule"])) for _ in mutated_rules(place))
    choices = sum(1 for _ in mutated_choices())

    assert rules > 350
    assert choices > 80
    with capsys.disabled():
        print(f"\n{rules} mutations of the rules and {choices} of the choices: none survives.")  # noqa: T201
