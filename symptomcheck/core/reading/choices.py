"""Answers by choice: "1", "yes", "not sure", "usual", and several of them in the order of the questions.

A strict grammar: a text is a list of answers only if nothing else is in it. No number is ever guessed
from a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from symptomcheck.core.answers import Presence, Question, Temperature, Tiredness
from symptomcheck.core.reading.lexicon import Vocabulary
from symptomcheck.core.reading.numbers import Number
from symptomcheck.core.reading.temperature import plausible

ORDER = (Question.THINKING, Question.BREATHING, Question.TEMPERATURE, Question.FATIGUE)


class Said(StrEnum):
    """One thing a person can answer by choice."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NO_READING = "no_reading"
    USUAL = "usual"
    MORE_TIRED = "more_tired"
    TOO_TIRED = "too_tired"
    HARD_TO_STAY_AWAKE = "hard_to_stay_awake"
    POLITE = "polite"
    CORRECTION = "correction"

    @property
    def is_numeral(self) -> bool:
        """Is it one of the numbers that our questions offer?"""
        return self.value in "1234"


Item = Said | Temperature
Given = Presence | Tiredness | Temperature | None


@dataclass(frozen=True, slots=True)
class Placed:
    """One answer and the places of its words."""

    item: Item
    first: int
    end: int


_SEPARATORS = frozenset(".,;:/-)(&+=\n!#|")
_PRESENCE = {
    Said.ONE: Presence.NO, Said.NO: Presence.NO, Said.TWO: Presence.YES, Said.YES: Presence.YES,
    Said.THREE: Presence.NOT_SURE, Said.NOT_SURE: Presence.NOT_SURE,
}  # fmt: skip
_TIREDNESS = {
    Said.ONE: Tiredness.USUAL, Said.USUAL: Tiredness.USUAL, Said.TWO: Tiredness.MORE_TIRED,
    Said.MORE_TIRED: Tiredness.MORE_TIRED, Said.THREE: Tiredness.TOO_TIRED,
    Said.TOO_TIRED: Tiredness.TOO_TIRED,
    Said.FOUR: Tiredness.HARD_TO_STAY_AWAKE, Said.HARD_TO_STAY_AWAKE: Tiredness.HARD_TO_STAY_AWAKE,
}  # fmt: skip


def item_at(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> Placed | None:
    """The answer that begins at `place`, the longest way of saying one.

    "he hasn't" and "I am" are answers only where their sentence ends: "he hasn't woken up" is none.
    """
    for way, name in vocabulary.said.get(tokens[place].replace("'", ""), ()):
        end = place + len(way)
        if tuple(token.replace("'", "") for token in tokens[place:end]) == way:
            goes_on = end < len(tokens) and tokens[end][0].isalnum()
            if not (goes_on and way[-1] in vocabulary.lists["unfinished"]):
                return Placed(Said(name), place, end)
    return None


def items(tokens: Sequence[str], numbers: Sequence[Number], vocabulary: Vocabulary) -> list[Placed] | None:
    """The text as a list of answers; None if anything else is in it."""
    number_at = {number.first: number for number in numbers}
    lists = vocabulary.lists
    units = lists["degrees"] | lists["celsius"] | lists["fahrenheit"]
    found: list[Placed] = []
    place = after_number = 0
    while place < len(tokens):
        number = number_at.get(place)
        temperature = plausible(number) if number is not None else None
        item = item_at(tokens, place, vocabulary)
        if number is not None and temperature is not None:
            found.append(Placed(temperature[0], place, number.end))
            place = after_number = number.end
            if _is_fraction(tokens, number, temperature[0]):
                place += 2
        elif item is not None:
            found.append(item)
            place = item.end
        elif tokens[place] in units and place == after_number:
            place = after_number = place + 1
        elif tokens[place] in _SEPARATORS or tokens[place] in lists["between_answers"]:
            place += 1
        else:
            return None
    meant = [placed for placed in found if placed.item is not Said.POLITE]
    return _said_once(_without_numbering(meant, tokens))


def _is_fraction(tokens: Sequence[str], number: Number, temperature: Temperature) -> bool:
    """ "101/3": a slip for 101.3, not a temperature and the next answer."""
    slash = tokens[number.end : number.end + 2]
    return not temperature.value % 1 and len(slash) == 2 and slash[0] == "/" and slash[1].isdigit()


def _without_numbering(found: list[Placed], tokens: Sequence[str]) -> list[Placed]:
    """ "1. no 2. no 3. 98.6": the numbers only count the questions."""
    heads, tails = found[0::2], found[1::2]
    counts = [head.item for head in heads] == [Said.ONE, Said.TWO, Said.THREE, Said.FOUR][: len(heads)]
    if len(heads) < 2 or len(heads) != len(tails) or not counts:
        return found
    worded = not any(isinstance(tail.item, Said) and tail.item.is_numeral for tail in tails)
    pointed = all(tokens[head.end] in ".):" for head in heads)
    return tails if worded or pointed else found


def _said_once(found: list[Placed]) -> list[Placed]:
    """ "2 yes" says one thing twice, and so do "no no" and "idk maybe": no answer to the next question."""
    meanings = {_PRESENCE.get(placed.item) for placed in found if isinstance(placed.item, Said)}
    numerals = sum(isinstance(placed.item, Said) and placed.item.is_numeral for placed in found)
    if len(found) > 1 and len(meanings) == 1 and None not in meanings and numerals < len(found):
        same = all(isinstance(placed.item, Said) for placed in found)
        if same and (numerals == 0 or len(found) == 2):
            return [Placed(found[0].item, found[0].first, found[-1].end)]
    kept: list[Placed] = []
    for placed in found:
        if kept and isinstance(placed.item, Said) and isinstance(kept[-1].item, Said):
            one_numeral = placed.item.is_numeral != kept[-1].item.is_numeral
            if one_numeral and _mean_the_same(placed.item, kept[-1].item):
                continue
        kept.append(placed)
    return kept


def _mean_the_same(one: Said, other: Said) -> bool:
    """ "2 = yes" and "2 = more tired" are options as we wrote them."""
    return any(one in table and table[one] is table.get(other) for table in (_PRESENCE, _TIREDNESS))


def answer(question: Question, item: Item) -> tuple[bool, Given]:
    """Does `item` fit `question`, and what does it then say?

    >>> answer(Question.BREATHING, Said.TWO)
    (True, <Presence.ONE_OF: 'one_of'>)
    >>> answer(Question.TEMPERATURE, Said.TWO)
    (False, None)
    """
    match question, item:
        case Question.TEMPERATURE, Temperature():
            return True, item
        case Question.TEMPERATURE, Said.NO_READING | Said.NO | Said.NOT_SURE:
            return True, None
        case (Question.TEMPERATURE, _) | (_, Temperature()):
            return False, None
        case Question.FATIGUE, _:
            tiredness = _TIREDNESS.get(item)
            return tiredness is not None, tiredness
        case _:
            presence = _PRESENCE.get(item)
            if presence is Presence.YES and question is not Question.FEVER:
                presence = Presence.ONE_OF
            return presence is not None, presence


def in_order(asked: Question, said: Sequence[Item]) -> dict[Question, Given] | None:
    """Several answers laid on the questions that follow one another; None if count or kind does not fit.

    >>> in_order(Question.THINKING, [Said.ONE, Said.TWO])
    {<Question.THINKING: 'thinking'>: <Presence.NO: 'no'>,
     <Question.BREATHING: 'breathing'>: <Presence.ONE_OF: 'one_of'>}
    >>> in_order(Question.BREATHING, [Said.ONE, Said.TWO]) is None
    True
    """
    questions = (asked, Question.FATIGUE) if asked is Question.FEVER else ORDER[ORDER.index(asked) :]
    if len(said) > len(questions):
        return None
    answers: dict[Question, Given] = {}
    for question, item in zip(questions, said, strict=False):
        fits, value = answer(question, item)
        if not fits:
            return None
        answers[question] = value
    return answers


def alarms(asked: Question, said: Sequence[Item]) -> tuple[Question, ...]:
    """The urgent questions that a 2 or 3 could have answered in a list that fits none: they count at once.

    >>> alarms(Question.BREATHING, [Said.ONE, Said.TWO, Temperature("98.6", "F")])
    (<Question.BREATHING: 'breathing'>,)
    """
    readings = [place for place, item in enumerate(said) if isinstance(item, Temperature)]
    offset = readings[0] - 2 if len(readings) == 1 else 0
    urgent = []
    for place, item in enumerate(said):
        if item not in (Said.TWO, Said.THREE, Said.YES, Said.NOT_SURE):
            continue
        if asked in ORDER[:2]:
            urgent.append(asked)
        if 0 <= place - offset < 2:
            urgent.append(ORDER[place - offset])
    return tuple(dict.fromkeys(urgent))
