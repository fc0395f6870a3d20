"""A rule's cases, run against the rule by the judge of production.

A rule without an example of each outcome, or with a number nobody tried at its value and one step below, is
refused: an approver must be able to see what the rule does.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from uuid import UUID

from symptomcheck.core.answers import Answer, Key, Reporter, Temperature, Unit, Value
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.rule import Case, Outcome, Rule, Status
from symptomcheck.core.rules import Implied, compile_rules, limit_in

STEP = Fraction(1, 10)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_PEOPLE = {Reporter.PATIENT: UUID(int=1), Reporter.CAREGIVER: UUID(int=2)}


def said(key: Key, value: Value, reporter: Reporter = Reporter.PATIENT) -> Answer:
    """An answer for an example: who said it matters, when does not.

    >>> said(Key.TEMPERATURE, Temperature("38.0", "C")).reporter
    <Reporter.PATIENT: 'patient'>
    """
    return Answer(key=key, value=value, reporter=reporter, person_id=_PEOPLE[reporter], said_at=_LONG_AGO)


def answers_of(case: Case) -> tuple[Answer, ...]:
    """What was said in a case, by both reporters."""
    return tuple(
        said(key, value, reporter)
        for reporter, given in ((Reporter.PATIENT, case.given), (Reporter.CAREGIVER, case.given_by_caregiver))
        for key, value in given
    )


def check_cases(rules: Iterable[Rule], implied: Implied) -> None:
    """A fault for the first case a rule disagrees with, or the first kind of case it lacks."""
    for rule in rules:
        judge = compile_rules([replace(rule, status=Status.APPROVED)], implied)
        names: set[str] = set()
        for case in rule.cases:
            if case.name in names:
                raise _fault(rule, f'two cases are named "{case.name}"', "Give each its own name.")
            names.add(case.name)
            outcome = judge(answers_of(case)).verdicts[0].outcome
            if outcome is not case.then:
                raise _fault(
                    rule,
                    f'the case "{case.name}" says then = "{case.then}", but the rule says "{outcome}"',
                    "Correct the rule or the case, whichever is wrong.",
                )
        for wanted in Outcome:
            if all(case.then is not wanted for case in rule.cases):
                raise _fault(rule, f'no case ends in "{wanted}"', f'Add one with then = "{wanted}".')
        _check_numbers(rule)


def _check_numbers(rule: Rule) -> None:
    tried = [value for case in rule.cases for value in _temperatures(case)]
    for line in rule.lines:
        for threshold in line.values:
            if not isinstance(threshold, Temperature):
                continue
            for unit in Unit:
                limit = Fraction(limit_in(threshold, unit))
                # A limit such as 100.3 F has no decimal in Celsius: its first step above stands for it.
                room = 0 if limit * 100 % 1 == 0 else STEP
                over = [Fraction(value.value) - limit for value in tried if value.unit is unit]
                if not any(0 <= each <= room for each in over) or not any(-STEP <= each < 0 for each in over):
                    raise _fault(
                        rule,
                        f"no cases at {float(limit):.1f} {unit} and one step below",
                        f"Add both: {float(limit):.1f} {unit} and {float(limit - STEP):.1f} {unit}.",
                    )


def _temperatures(case: Case) -> list[Temperature]:
    return [value for _, value in (*case.given, *case.given_by_caregiver) if isinstance(value, Temperature)]


def _fault(rule: Rule, problem: str, remedy: str) -> RuleBookError:
    return RuleBookError(rule.file, f'rule "{rule.id}"', problem, remedy)
