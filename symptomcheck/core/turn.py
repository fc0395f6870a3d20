"""The words of a conversation: a round of questions, a situation, a turn, and why the team should look.

Holds no decision: dialogue.py makes turns, actions save them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from symptomcheck.core.answers import Key, Question, Reporter
from symptomcheck.core.levels import Level
from symptomcheck.core.open_alert import NoticeReason


class Made(StrEnum):
    """What was made of a text: its terminal state in the ledger."""

    ANSWERED = "answered"
    REPORTED = "reported"
    KEYWORD = "keyword"
    CHATTER = "chatter"
    NOT_UNDERSTOOD = "not_understood"


class Ended(StrEnum):
    """How a check-in ends by a reply."""

    ANSWERED = "answered"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Say:
    """One text of the rule book, by id, with the values only this turn knows."""

    text_id: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where an open check-in stands. `remaining` starts with the open question, asked at `asked_at`.

    `texted` is False while the open question was only shown on a page: no text answers it by a bare "1".
    """

    role: Reporter
    questions: tuple[Question, ...]
    remaining: tuple[Question, ...]
    asked_at: datetime
    misfits: int = 0
    skipped: tuple[Question, ...] = ()
    today_due: bool = False
    texted: bool = True

    @property
    def open(self) -> Question:
        return self.remaining[0]

    def ask(self) -> Say:
        """The text that asks the open question.

        >>> from datetime import UTC
        >>> Round(role=Reporter.PATIENT, questions=(Question.THINKING, Question.BREATHING),
        ...       remaining=(Question.BREATHING,), asked_at=datetime(2026, 11, 23, tzinfo=UTC)).ask()
        Say(text_id='ask.breathing', values=(('position', '2'), ('total', '2')))
        """
        planned = [question for question in self.questions if question is not Question.FEVER]
        position = planned.index(self.open) + 1 if self.open in planned else len(planned)
        values = (("position", str(position)), ("total", str(len(planned))))
        return Say(f"ask.{self._voice}{self.open.value}", values)

    def ask_again(self) -> Say:
        """The same question in other words, with the call line."""
        return Say(f"reask.{self._voice}{self.open.value}")

    @property
    def _voice(self) -> str:
        return "caregiver." if self.role is Reporter.CAREGIVER else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A judgement as the dialogue needs it: what is new, is the article's list quiet, what is missing.

    `unheeded`: they speak of a symptom that no rule in use asks anybody to act on.
    """

    new_level: Level
    article_quiet: bool
    urgent_missing: frozenset[Key]
    unheeded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What else the next text depends on. `number_given`: a temperature was sent in this check-in.

    `unlike_them`: the text is spelt as this person never spells, which may be the symptom.
    """

    role: Reporter
    round: Round | None
    alert_open: bool
    on_cover: bool
    urgent_open: bool = False
    number_given: bool = False
    unlike_them: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What follows from one reading. `round` is None once no question is open; `ended` says how it ended."""

    made: Made
    says: tuple[Say, ...] = ()
    round: Round | None = None
    ended: Ended | None = None
    withheld: bool = False
    reasons: tuple[NoticeReason, ...] = ()
    awaiting: Question | None = None
    unheard: bool = False
