"""What people answered: the words of the whole tool.

Holds answer keys, values, who said it and when. Nothing here decides anything.
An unanswered question has no `Answer`: there is no value to mistake for "no".
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID


class Reporter(StrEnum):
    """Whose eyes an answer comes from; the answer is always about the patient."""

    PATIENT = "patient"
    CAREGIVER = "caregiver"


class Question(StrEnum):
    """One question of a check-in, as one text asks it."""

    THINKING = "thinking"
    BREATHING = "breathing"
    TEMPERATURE = "temperature"
    FEVER = "fever"
    FATIGUE = "fatigue"


class Key(StrEnum):
    """What an answer is about, and the only names a rule may read."""

    FEVER = "fever"
    CONFUSION = "confusion"
    SPEECH = "speech"
    SLEEPINESS = "sleepiness"
    BREATH = "breath"
    CHEST_PAIN = "chest_pain"
    FAINTING = "fainting"
    FATIGUE = "fatigue"
    CHILLS = "chills"
    SHAKY = "shaky"
    DIZZY = "dizzy"
    TEMPERATURE = "temperature"


# One text asks about several symptoms at once; its "no" answers each of them.
ASKS_ABOUT: dict[Question, tuple[Key, ...]] = {
    Question.THINKING: (Key.CONFUSION, Key.SPEECH, Key.SLEEPINESS),
    Question.BREATHING: (Key.BREATH, Key.CHEST_PAIN, Key.FAINTING),
    Question.TEMPERATURE: (Key.TEMPERATURE,),
    Question.FEVER: (Key.FEVER,),
    Question.FATIGUE: (Key.FATIGUE,),
}


class Presence(StrEnum):
    """Is it there? `one_of` is a yes to a question that asked about several symptoms at once."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    ONE_OF = "one_of"


class Tiredness(StrEnum):
    """How tired, in the four choices of the fatigue question."""

    USUAL = "usual"
    MORE_TIRED = "more_tired"
    TOO_TIRED = "too_tired"
    HARD_TO_STAY_AWAKE = "hard_to_stay_awake"


class Unit(StrEnum):
    """Degrees Celsius or Fahrenheit."""

    C = "C"
    F = "F"


@dataclass(frozen=True, slots=True, repr=False)
class Temperature:
    """A body temperature exactly as sent: never rounded, never converted before a comparison.

    >>> Temperature("101.3", "F")
    Temperature('101.3', 'F')
    >>> Temperature("38.0", "C").in_unit(Unit.F)
    Decimal('100.4')
    """

    value: Decimal
    unit: Unit

    def __init__(self, value: Decimal | str, unit: Unit | str) -> None:
        object.__setattr__(self, "value", Decimal(value))
        object.__setattr__(self, "unit", Unit(unit))

    @classmethod
    def written(cls, text: str) -> "Temperature":
        """The temperature that `write_value` wrote.

        >>> Temperature.written("38.5C")
        Temperature('38.5', 'C')
        """
        return cls(text[:-1], text[-1])

    def __repr__(self) -> str:
        return f"Temperature({str(self.value)!r}, {self.unit.value!r})"

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"

    def in_unit(self, unit: Unit) -> Decimal:
        """The same temperature in `unit`, for display and for ordering readings of mixed units."""
        match self.unit, unit:
            case Unit.C, Unit.F:
                return self.value * 9 / 5 + 32
            case Unit.F, Unit.C:
                return (self.value - 32) * 5 / 9
            case _:
                return self.value

    def in_both_units(self) -> str:
        """As sent, then in the other unit to one decimal, cut off: it reaches no limit it is below.

        >>> Temperature("101.3", "F").in_both_units(), Temperature("38", "C").in_both_units()
        ('101.3 F (38.5 C)', '38 C (100.4 F)')
        >>> Temperature("100.39", "F").in_both_units(), Temperature("37.99", "C").in_both_units()
        ('100.39 F (37.9 C)', '37.99 C (100.3 F)')
        """
        other = Unit.C if self.unit is Unit.F else Unit.F
        shown = self.in_unit(other).quantize(Decimal("0.1"), ROUND_FLOOR)
        return f"{self} ({shown} {other})"


Value: TypeAlias = Presence | Tiredness | Temperature


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The meaning of (part of) one reply: who said what about one key, and when (UTC)."""

    key: Key
    value: Value
    reporter: Reporter
    person_id: UUID
    said_at: datetime


def write_value(value: Value) -> str:
    """A value as the one string that is stored and shown to machines.

    >>> write_value(Temperature("38.5", "C"))
    '38.5C'
    >>> write_value(Presence.NOT_SURE)
    'not_sure'
    """
    if isinstance(value, Temperature):
        return f"{value.value}{value.unit.value}"
    return value.value


def read_value(key: Key, written: str) -> Value:
    """The value that `write_value` wrote for `key`; ValueError for anything else.

    >>> read_value(Key.TEMPERATURE, "101.3F")
    Temperature('101.3', 'F')
    >>> read_value(Key.FATIGUE, "too_tired")
    <Tiredness.TOO_TIRED: 'too_tired'>
    """
    match key:
        case Key.TEMPERATURE:
            return Temperature.written(written)
        case Key.FATIGUE:
            return Tiredness(written)
        case _:
            return Presence(written)
