"""Judgements per second with unknowns and reasons, against hand-written Python and Rust CEL.

Every engine's verdicts are compared with ours on the same full answer sets before it is timed. CEL (the
fastest rule engine on PyPI) comes with `./dev bench`. Then: the cost per rule from 10 to 1,000 rules, and
three million answers judged in memory; out of a database it is `python -m bench replay`.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from bench.figures import line, median
from symptomcheck.core.answers import Answer, Key, Presence, Temperature, Tiredness, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.core.rules import Condition, Join, Judge, Operator, Outcome, Rule, compile_rules
from symptomcheck.rule_files import rule_files

SETS = 2_000
ROUNDS = 5
SECONDS = 0.5
STORED_ANSWERS = 3_000_000
SEVEN = ("fever", "confusion", "speech", "sleepiness", "breath", "chest_pain", "fainting")
SYMPTOM = frozenset({"yes", "not_sure", "one_of"})
LIMIT = Decimal("38.0")

Verdicts = list[str]
Engine = Callable[[Any], Verdicts]
Row = dict[str, Any]


def run(*, as_json: bool) -> int:
    """The three comparisons, one line each."""
    if not find_spec("cel"):
        print("The peer is missing: run ./dev bench rules, which installs it.", file=sys.stderr)
        return 2
    book = load(rule_files())
    answer_sets = list(_answer_sets(SETS))
    rows = [_row(answers) for answers in answer_sets]
    engines: dict[str, tuple[Engine, Sequence[Any]]] = {
        "symptomcheck": (_ours(book), answer_sets),
        "hand-written Python": (_by_hand, rows),
        "common-expression-language": (_cel(), rows),
    }
    wanted = [_ours(book)(answers) for answers in answer_sets]
    for name, (engine, inputs) in engines.items():
        agree = sum(engine(given) == verdicts for given, verdicts in zip(inputs, wanted, strict=True))
        if agree != len(wanted):
            line(f"rules {name}", as_json, agree=agree, of=len(wanted))
            return 1
    speeds = _interleaved(engines)
    ours = speeds["symptomcheck"]
    for name, speed in speeds.items():
        line(f"rules {name}", as_json, per_second=speed, ours_to_it=ours / speed, agree=len(wanted))
    _per_rule(as_json, answer_sets)
    _replay(as_json, book)
    return 0


def _interleaved(engines: dict[str, tuple[Engine, Sequence[Any]]]) -> dict[str, float]:
    """A B C, A B C, …: a slow minute of the machine is everybody's."""
    found: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, (engine, inputs) in engines.items():
            done, start = 0, time.perf_counter()
            while (spent := time.perf_counter() - start) < SECONDS:
                for given in inputs:
                    engine(given)
                done += len(inputs)
            found[name].append(done / spent)
    return {name: median(speeds) for name, speeds in found.items()}


def _ours(book: RuleBook) -> Engine:
    judge = book.judge

    def verdicts(answers: tuple[Answer, ...]) -> Verdicts:
        judgement = judge(answers)
        # What fires, from which answers, and what cannot be told because of what: as every reply asks for it.
        reasons = [f"{v.rule.id}: {len(v.evidence)}" for v in judgement.fired]
        return reasons + [f"{v.rule.id}? {len(v.missing)}" for v in judgement.cannot_tell]

    return verdicts


_IDS = {key: "fever-reported" if key == "fever" else key.replace("_", "-") for key in SEVEN}


def _by_hand(row: Row) -> Verdicts:
    """The same eleven rules as a programmer would write them, once, and never show a clinician."""
    fired, unknown = [], []
    fatigue = row["fatigue"]
    for key, name in _IDS.items():
        value = row[key]
        awake = key == "sleepiness" and fatigue == "hard_to_stay_awake"
        if value in SYMPTOM or awake:
            fired.append(f"{name}: {(value in SYMPTOM) + awake}")
        elif value is None:
            unknown.append(f"{name}? 1")
    celsius = row["temperature"]
    if celsius is None:
        unknown.append("fever-measured? 1")
    elif celsius >= LIMIT:
        fired.append("fever-measured: 1")
    if fatigue is None:
        unknown.append("extreme-fatigue? 1")
    elif fatigue == "too_tired":
        fired.append("extreme-fatigue: 1")
    for key in ("chills", "shaky"):
        if row[key] is None:
            unknown.append(f"{key}? 1")
        elif row[key] in SYMPTOM:
            fired.append(f"{key}: 1")
    return fired + unknown


def _cel() -> Engine:
    """One program per rule: 2 and more for fires (and its evidence), 1 for cannot tell, 0 for quiet."""
    import cel

    symptom = '["yes", "not_sure", "one_of"]'
    programs = []
    for key, name in (
        *_IDS.items(),
        ("fever-measured", ""),
        ("fatigue", ""),
        ("chills", "chills"),
        ("shaky", "shaky"),
    ):
        match key:
            case "sleepiness":
                source = (
                    f'(sleepiness in {symptom} ? 2 : 0) + (fatigue == "hard_to_stay_awake" ? 2 : 0) > 0'
                    f' ? 2 + (sleepiness in {symptom} && fatigue == "hard_to_stay_awake" ? 1 : 0)'
                    " : (sleepiness == null ? 1 : 0)"
                )
            case "fever-measured":
                name, source = key, "celsius == null ? 1 : (celsius >= 38.0 ? 2 : 0)"
            case "fatigue":
                name, source = "extreme-fatigue", 'fatigue == null ? 1 : (fatigue == "too_tired" ? 2 : 0)'
            case _:
                source = f"{key} == null ? 1 : ({key} in {symptom} ? 2 : 0)"
        programs.append((name, cel.compile(source)))

    def verdicts(row: Row) -> Verdicts:
        context = cel.Context(variables=row)
        found = [(name, program.execute(context)) for name, program in programs]
        fired = [f"{name}: {what - 1}" for name, what in found if what > 1]
        return fired + [f"{name}? 1" for name, what in found if what == 1]

    return verdicts


def _per_rule(as_json: bool, answer_sets: Sequence[tuple[Answer, ...]]) -> None:
    for count in (10, 100, 1_000):
        judge = _judge_of(count)
        speeds = []
        for _ in range(3):
            done, start = 0, time.perf_counter()
            while (spent := time.perf_counter() - start) < SECONDS:
                for answers in answer_sets[:200]:
                    judge(answers)
                done += 200
            speeds.append(spent / done)
        each = median(speeds)
        line(f"rules {count} rules", as_json, us=each * 1e6, ns_per_rule=each * 1e9 / count)


def _judge_of(count: int) -> Judge:
    """Rules of one to three lines about every answer, temperatures with a limit of their own."""
    chance = random.Random(count)
    keys = list(Key)
    rules = []
    for number in range(count):
        lines = []
        for key in chance.sample(keys, chance.randint(1, 3)):
            if key is Key.TEMPERATURE:
                limit = Temperature(Decimal(chance.randint(360, 410)) / 10, "C")
                lines.append(Condition(key, Operator.AT_LEAST, (limit,)))
            else:
                worst: Value = Tiredness.TOO_TIRED if key is Key.FATIGUE else Presence.YES
                lines.append(Condition(key, Operator.IS, (worst,)))
        rules.append(
            Rule(id=f"rule-{number}", level=Level.TODAY, join=chance.choice([*Join]), lines=tuple(lines))
        )
    return compile_rules(rules)


def _replay(as_json: bool, book: RuleBook) -> None:
    """Stored answers re-judged a check-in at a time, never all in memory."""
    judged = fired = answers = 0
    start = time.perf_counter()
    batches = list(_answer_sets(SETS, seed=2))
    while answers < STORED_ANSWERS:
        for stored in batches:
            judgement = book.judge(stored)
            fired += Outcome.FIRES in judgement.outcomes
            judged += 1
            answers += len(stored)
    spent = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line(
        "rules in memory", as_json, answers=answers, check_ins=judged, flagged=fired, seconds=spent, mb=memory
    )


def _answer_sets(count: int, seed: int = 1) -> Iterator[tuple[Answer, ...]]:
    """Check-ins as they come in: mostly no, some unknown, now and then a symptom."""
    chance = random.Random(seed)
    values: dict[Key, list[Value]] = {
        key: [Presence.NO] * 30 + [Presence.YES, Presence.NOT_SURE, Presence.ONE_OF]
        for key in Key
        if key not in (Key.TEMPERATURE, Key.FATIGUE)
    }
    values[Key.FATIGUE] = [*[Tiredness.USUAL] * 8, *Tiredness]
    for _ in range(count):
        answers = []
        for key in Key:
            if chance.random() < 0.1:
                continue
            if key is Key.TEMPERATURE:
                celsius = Decimal(round(chance.gauss(37.2, 0.7), 1)).quantize(Decimal("0.1"))
                answers.append(said(key, Temperature(celsius, "C")))
            else:
                answers.append(said(key, chance.choice(values[key])))
        yield tuple(answers)


def _row(answers: tuple[Answer, ...]) -> Row:
    row: Row = dict.fromkeys(map(str, Key))
    row["celsius"] = None
    for answer in answers:
        if isinstance(answer.value, Temperature):
            row["temperature"], row["celsius"] = answer.value.value, float(answer.value.value)
        else:
            row[str(answer.key)] = str(answer.value)
    return row
