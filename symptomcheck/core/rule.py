"""What a rule is: the typed tree that the rule book's files are read into.

Holds rules, their lines, sources, cases and verdicts. Deciding is the work of rules.py, reading files that of
rulebook.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from symptomcheck.core.answers import Answer, Key, Value
from symptomcheck.core.levels import Level


class Outcome(StrEnum):
    """What one rule says about one set of answers."""

    FIRES = "fires"
    QUIET = "quiet"
    CANNOT_TELL = "cannot tell"


class Operator(StrEnum):
    """How a line compares an answer with the values it names."""

    IS = "is"
    IS_ONE_OF = "is_one_of"
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"


class Join(StrEnum):
    """How the lines of a rule combine: one flat list, never nested."""

    ANY = "any"
    ALL = "all"


class Status(StrEnum):
    """Where a rule stands; only approved rules are judged."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a rule: the answer about `key` compared with `values`."""

    key: Key
    operator: Operator
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The sentence a rule rests on, verbatim, and where it stands."""

    document: str
    section: str
    quote: str
    url: str
    read_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example a rule must agree with: what was said, by whom, and the outcome a clinician expects."""

    name: str
    given: tuple[tuple[Key, Value], ...]
    given_by_caregiver: tuple[tuple[Key, Value], ...]
    then: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a site's overlay changed in a rule; shown wherever the rule is shown."""

    file: str
    before: str
    after: str
    weaker: bool
    approved_by: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rule:
    """One approved sentence: these answers mean this level, because this source says so."""

    id: str
    level: Level
    join: Join
    lines: tuple[Condition, ...]
    status: Status = Status.APPROVED
    article: bool = False
    since: date = date.min
    title: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    false_alarms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    cases: tuple[Case, ...] = ()
    file: str = ""
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        return f"<Rule {self.id}: {self.level}, {self.status}>"

    @property
    def keys(self) -> tuple[Key, ...]:
        """The answers the rule reads, in the order of its lines, each once."""
        return tuple(dict.fromkeys(line.key for line in self.lines))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says, the answers it says it from, and the answers nobody gave."""

    rule: Rule
    outcome: Outcome
    evidence: tuple[Answer, ...]
    missing: tuple[Key, ...]
