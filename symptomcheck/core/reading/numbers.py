"""Every number of a text, in digits or in words: "101.2", "101 point 2", "one oh one", "treinta y ocho y
medio".

Only finds and adds up; whether a number is a temperature, a choice or a bus line is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from symptomcheck.core.reading.lexicon import NUMBER, Vocabulary
from symptomcheck.core.reading.phrases import Word

_DIGITS = frozenset("0123456789")
_NO_CHOICE = frozenset("056789")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: the places it takes, from `first` up to `end`, and its value."""

    first: int
    end: int
    value: Decimal
    sure: bool = True


def numbers(tokens: Sequence[str], words: Sequence[Word | None], vocabulary: Vocabulary) -> list[Number]:
    """All numbers of a text, in the order written."""
    found: list[Number] = []
    end = 0
    for place, token in enumerate(tokens):
        if place < end:
            continue
        word = words[place]
        if token[0] in _DIGITS:
            number: Number | None = _in_digits(tokens, place, vocabulary)
        elif word is not None and word.flags & NUMBER:
            number = _in_words(tokens, place, vocabulary)
        else:
            continue
        if number is not None:
            found.append(number)
            end = number.end
    return found


def fraction(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """ "point 2", "' 4", "y medio": the digits after the point (or none), and where they end."""
    rest = tokens[place : place + 3]
    lists = vocabulary.lists
    if len(rest) >= 2 and (rest[0] in lists["point"] or rest[0] in lists["point_word"]):
        # "101. 2 tylenol" is a sentence and a count; "101. 2" and "37 ' 4" are one number.
        if (
            rest[1].isdecimal()
            and len(rest[1]) <= 2
            and not (len(rest) == 3 and rest[2] in lists["not_after"])
        ):
            return rest[1], place + 2
        digit = vocabulary.numbers.get(rest[1])
        if rest[0] in lists["point_word"] and digit is not None and digit < 10:
            return str(digit), place + 2
    return half(tokens, place, vocabulary)


def half(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """ "and a half", "y medio" as a fraction, and where it ends."""
    for joined in (1, 2):  # "y medio" is joined by one word, "and a half" by two
        at = place + joined
        joins = all(token in vocabulary.lists["and_a_half"] for token in tokens[place:at])
        if joins and at < len(tokens) and tokens[at] in vocabulary.lists["half"]:
            return "5", at + 1
    return "", place


def _in_digits(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> Number:
    whole = tokens[place].replace(",", ".").replace("'", ".")
    end = place + 1
    if whole.count(".") > 1 or len(whole) > 6:
        return Number(place, end, Decimal(0))
    if "." in whole or len(whole) not in (2, 3):
        return Number(place, end, Decimal(whole))
    digits, end = fraction(tokens, end, vocabulary)
    if digits:
        return Number(place, end, Decimal(f"{whole}.{digits}"))
    if end + 1 == len(tokens) and tokens[end] in _NO_CHOICE:
        return Number(
            place, end + 1, Decimal(f"{whole}.{tokens[end]}"), sure=False
        )  # "98 6": 6 is no choice of ours
    return Number(place, end, Decimal(whole))


def _in_words(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> Number | None:
    values: list[int] = []
    end = place
    while end < len(tokens) and len(values) < 6:
        value = vocabulary.numbers.get(tokens[end])
        if value is not None:
            values.append(value)
        elif (
            not values
            or tokens[end] not in vocabulary.lists["number_joins"]
            or (end + 1 >= len(tokens) or tokens[end + 1] not in vocabulary.numbers)
        ):
            break
        end += 1
    whole, digits = added_up(values)
    if whole is None:
        return None
    if not digits:
        digits, end = fraction(tokens, end, vocabulary)
    return Number(place, end, Decimal(f"{whole}.{digits}" if digits else whole))


def added_up(values: Sequence[int]) -> tuple[int | None, str]:
    """Number words as people say a temperature: the whole degrees, and a last digit if there is one.

    >>> added_up([1, 0, 1]), added_up([100, 2]), added_up([90, 8, 6]), added_up([30, 8])
    ((101, ''), (102, ''), (98, '6'), (38, ''))
    >>> added_up([3, 30])
    (None, '')
    """
    match values:
        case [1, 100, *rest]:
            return added_up([100, *rest])
        case [1, 0, one, *rest] if one < 10:
            return added_up([100, one, *rest])
        case [100]:
            return 100, ""
        case [100, one] if one <= 10:
            return 100 + one, ""
        case [100, one, digit] if one < 10 and digit < 10:
            return 100 + one, str(digit)
        case [tens] if tens < 100:
            return tens, ""
        case [tens, one] if 20 <= tens < 100 and 0 < one < 10:
            return tens + one, ""
        case [tens, one, digit] if 20 <= tens < 100 and 0 < one < 10 and digit < 10:
            return tens + one, str(digit)
    return None, ""
