"""What a text was found to say: the types that the reader hands out.

Holds no way of reading; `read.read` makes these and everybody else only looks at them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from symptomcheck.core.answers import ASKS_ABOUT, Key, Presence, Question, Temperature, Tiredness, Unit, Value


class Mention(StrEnum):
    """How a text speaks of one symptom. Resolved and hypothetical: shown to a person, never judged."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    ONE_OF = "one_of"
    RESOLVED = "resolved"
    HYPOTHETICAL = "hypothetical"


class Keyword(StrEnum):
    """A word that is about the texting itself."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ReadTemperature:
    """A temperature as written. `sure` is False for "1012" read as 101.2: it counts, and is confirmed.

    `of_body` is False for a weather report or an oven: shown in the trace, never a fact.
    """

    temperature: Temperature
    sure: bool
    of_body: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of the reader, for the trace that is stored and shown.

    `kind` is "symptom", "health_word", "not_symptom", "temperature", "choice", "keyword" or
    "chatter"; `words` are the person's own; `scope` is "yes", "no", "not_sure", "one_of", "resolved",
    "hypothetical", or "" where none applies.
    """

    kind: str
    phrase_id: str
    words: str
    scope: str
    counted: bool
    why: str


AnswerGiven = Presence | Tiredness | Temperature | None

_AS_PRESENCE = {
    Mention.YES: Presence.YES,
    Mention.NO: Presence.NO,
    Mention.NOT_SURE: Presence.NOT_SURE,
    Mention.ONE_OF: Presence.ONE_OF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one text says, and why the reader thinks so."""

    text: str
    language: str
    asked: Question | None
    answers: Mapping[Question, AnswerGiven]
    symptoms: Mapping[Key, Mention]
    tiredness: Tiredness | None
    temperatures: tuple[ReadTemperature, ...]
    keyword: Keyword | None
    health_words: tuple[str, ...]
    chatter: bool
    unclear: bool
    same_or_worse: bool
    trace: tuple[Step, ...]
    affirms: bool = False  # "yes", "ok", "correct" and nothing else: an answer to "did you mean…?"

    @property
    def highest(self) -> ReadTemperature | None:
        """The highest body temperature of the text; of equal ones the one that is sure."""
        of_body = [read for read in self.temperatures if read.of_body]
        return max(of_body, key=lambda read: (read.temperature.in_unit(Unit.C), read.sure), default=None)

    @property
    def shown_to_the_team(self) -> tuple[Key, ...]:
        """Symptoms that are over or only asked about: no verdict, but a person reads the words."""
        return tuple(
            key for key, said in self.symptoms.items() if said in (Mention.RESOLVED, Mention.HYPOTHETICAL)
        )

    def facts(self) -> tuple[tuple[Key, Value], ...]:
        """Everything affirmed or denied, one value per key: what becomes an Answer.

        Resolved and hypothetical mentions are no facts, and silence about a symptom is no fact either.
        """
        facts: dict[Key, Value] = {}
        for key, mention in self.symptoms.items():
            if key is not Key.FATIGUE and (presence := _AS_PRESENCE.get(mention)):
                facts[key] = presence
        if self.tiredness is not None:
            facts[Key.FATIGUE] = self.tiredness
        if highest := self.highest:
            facts[Key.TEMPERATURE] = highest.temperature
        return tuple(facts.items())

    def covers(self, question: Question) -> bool:
        """Does this text answer `question`, by a choice or by naming a symptom it asks about?"""
        return question in self.answers or any(key in self.symptoms for key in ASKS_ABOUT[question])
