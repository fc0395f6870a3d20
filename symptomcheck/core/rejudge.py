"""A judgement as it was kept, judged again by the book it was judged by: identical, or where it differs.

A flag that cannot be had again from its own inputs is a fault of this program or of its database, and must
be seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from symptomcheck.core.answers import Answer, write_value
from symptomcheck.core.findings import Flag
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Verdict
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was judged, by which book, and what was kept of it: the level, the flags, what could not tell."""

    fingerprint: str
    inputs: tuple[Answer, ...]
    level: Level
    flags: tuple[Flag, ...]
    cannot_tell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was kept and is not found again; `about` is a rule, or the level."""

    about: str
    kept: str
    again: str

    def __str__(self) -> str:
        return f"{self.about}: kept as {self.kept}; judged again it is {self.again}."


def differences(book: RuleBook, kept: Kept) -> tuple[Difference, ...]:
    """Where judging the kept inputs again says something else; nothing when all is identical.

    Flags are kept of new answers only, so more rules may fire again than were flagged: each flag that was
    kept must be among them, with its value and whose word it was.
    """
    again = book.judge(kept.inputs)
    return tuple(_differences(kept, again, {verdict.rule.id: verdict for verdict in again.verdicts}))


def _differences(kept: Kept, again: Judgement, verdicts: dict[str, Verdict]) -> Iterator[Difference]:
    if kept.level is not again.level:
        yield Difference("the level", kept.level, again.level)
    for flag in kept.flags:
        verdict = verdicts.get(flag.rule_id)
        told = f"{flag.level} on {write_value(flag.value)} of the {flag.reporter}"
        if verdict is None:
            yield Difference(f'rule "{flag.rule_id}"', told, "not in the book")
        elif not _rests_on(verdict, flag):
            yield Difference(f'rule "{flag.rule_id}"', told, _said_again(verdict))
    still = {verdict.rule.id for verdict in again.cannot_tell}
    for rule_id in sorted(still.symmetric_difference(kept.cannot_tell)):
        before, after = ("told", "cannot tell") if rule_id in still else ("cannot tell", "told")
        yield Difference(f'rule "{rule_id}"', before, after)


def _rests_on(verdict: Verdict, flag: Flag) -> bool:
    said = {(answer.reporter, answer.value) for answer in verdict.evidence}
    return verdict.rule.level is flag.level and (flag.reporter, flag.value) in said


def _said_again(verdict: Verdict) -> str:
    on = ", ".join(f"{write_value(answer.value)} of the {answer.reporter}" for answer in verdict.evidence)
    return f"{verdict.outcome} ({verdict.rule.level}{f' on {on}' if on else ''})"
