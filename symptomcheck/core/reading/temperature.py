"""Body temperatures as people text them.

Reads "101.3", "38,5 C", "T101", "one oh one point two" into exact degrees with the unit that was sent.
Never rounds and never converts: 37.95 is not 38.0. A number is a temperature only by a word or unit beside it, or bare
while the question is open, and only within 90-110 F or 32-43 C: the ranges do not meet, so the unit is certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from symptomcheck.core.answers import Temperature, Unit
from symptomcheck.core.reading.lexicon import NUMBER, STOP, Vocabulary
from symptomcheck.core.reading.meaning import ReadTemperature
from symptomcheck.core.reading.phrases import Word

FARTHEST = 9
_DIGITS = frozenset("0123456789")
_RANGES = ((Unit.F, Decimal(90), Decimal(110)), (Unit.C, Decimal(32), Decimal(43)))


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: the places it takes, from `first` up to `end`, and its value."""

    first: int
    end: int
    value: Decimal
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A temperature and the places of its words."""

    first: int
    end: int
    read: ReadTemperature
    why: str

    def supposed_in(self, stretches: Sequence[tuple[int, int]]) -> "Placed":
        """The same, but no fact if it stands where things are only supposed: "call if it goes over 100.4"."""
        if not any(start < self.first < end for start, end in stretches):
            return self
        read = ReadTemperature(self.read.temperature, self.read.sure, of_body=False)
        return Placed(self.first, self.end, read, "a temperature that is only supposed")


def in_range(value: Decimal) -> Unit | None:
    """The unit a plausible body temperature must be in.

    >>> in_range(Decimal("37.2")), in_range(Decimal("98.6")), in_range(Decimal("72"))
    (<Unit.C: 'C'>, <Unit.F: 'F'>, None)
    """
    for unit, lowest, highest in _RANGES:
        if lowest <= value <= highest:
            return unit
    return None


def numbers(tokens: Sequence[str], words: Sequence[Word | None], vocabulary: Vocabulary) -> list[Number]:
    """All numbers of a text, written in digits or in words."""
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


def _in_digits(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> Number:
    token = tokens[place]
    whole = token.replace(",", ".").replace("'", ".")
    end = place + 1
    if whole.count(".") > 1 or len(whole) > 6:
        return Number(place, end, Decimal(0))
    if "." in whole:
        return Number(place, end, Decimal(whole))
    if len(whole) in (2, 3):
        fraction, end = _fraction(tokens, end, vocabulary)
        if fraction:
            return Number(place, end, Decimal(f"{whole}.{fraction}"))
    return Number(place, end, Decimal(whole))


def _fraction(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """ "101 point 2", "37 ' 4", "38 y medio": the digits after the point, and where they end."""
    rest = tokens[place : place + 3]
    lists = vocabulary.lists
    if len(rest) >= 2 and (rest[0] in lists["point"] or rest[0] in lists["point_word"]):
        # "101. 2 tylenol" is a sentence and a count; "101. 2" and "37 ' 4" are one number.
        if rest[1].isdigit() and len(rest[1]) <= 2 and not (len(rest) == 3 and rest[2] in lists["not_after"]):
            return rest[1], place + 2
        digit = vocabulary.numbers.get(rest[1])
        if rest[0] in lists["point_word"] and digit is not None and digit < 10:
            return str(digit), place + 2
    if len(rest) >= 2 and rest[0] in lists["and_a_half"] and rest[1] in lists["half"]:
        return "5", place + 2
    if len(rest) == 3 and rest[1] in lists["and_a_half"] and rest[2] in lists["half"]:
        return "5", place + 3
    return "", place


def _in_words(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> Number | None:
    values: list[int] = []
    end = place
    while end < len(tokens) and len(values) < 6:
        value = vocabulary.numbers.get(tokens[end])
        if value is None:
            joins = tokens[end] in vocabulary.lists["number_joins"]
            if not values or not joins or end + 1 >= len(tokens) or tokens[end + 1] not in vocabulary.numbers:
                break
        else:
            values.append(value)
        end += 1
    whole, fraction = _put_together(values)
    if whole is None:
        return None
    if not fraction:
        fraction, end = _fraction(tokens, end, vocabulary)
    return Number(place, end, Decimal(f"{whole}.{fraction}" if fraction else str(whole)))


def _put_together(values: Sequence[int]) -> tuple[int | None, str]:
    """Number words as people say a temperature: the whole degrees and perhaps a last digit.

    >>> _put_together([1, 0, 1]), _put_together([100, 2]), _put_together([90, 8, 6]), _put_together([30, 8])
    ((101, ''), (102, ''), (98, '6'), (38, ''))
    """
    match values:
        case [1, 0, one] if one < 10:
            return 100 + one, ""
        case [1, 0, one, digit] if one < 10 and digit < 10:
            return 100 + one, str(digit)
        case [1, 100, *rest] | [100, *rest]:
            match rest:
                case []:
                    return 100, ""
                case [one] if one <= 10:
                    return 100 + one, ""
                case [one, digit] if one < 10 and digit < 10:
                    return 100 + one, str(digit)
        case [tens] if tens < 100:
            return tens, ""
        case [tens, one] if 20 <= tens < 100 and 0 < one < 10:
            return tens + one, ""
        case [tens, one, digit] if 20 <= tens < 100 and 0 < one < 10 and digit < 10:
            return tens + one, str(digit)
    return None, ""


def plausible(number: Number) -> tuple[Temperature, bool] | None:
    """The number as a body temperature, and whether it was written plainly: "1012" is read as 101.2, unsure.

    >>> plausible(Number(0, 1, Decimal("384"))), plausible(Number(0, 1, Decimal("72")))
    ((Temperature('38.4', 'C'), False), None)
    """
    unit = in_range(number.value)
    if unit is not None:
        return Temperature(number.value, unit), number.sure
    if number.value == number.value.to_integral_value() and 320 <= number.value <= 1100:
        tenth = number.value / 10
        unit = in_range(tenth)
        if unit is not None:
            return Temperature(tenth, unit), False
    return None


def read_temperatures(
    tokens: Sequence[str],
    words: Sequence[Word | None],
    vocabulary: Vocabulary,
    *,
    asked: bool,
) -> list[Placed]:
    """All temperatures in a text, in the order written. `asked`: only then may a bare number count."""
    lists = vocabulary.lists
    found: list[Placed] = []
    all_numbers = numbers(tokens, words, vocabulary)
    previous_end = 0
    for index, number in enumerate(all_numbers):
        next_first = all_numbers[index + 1].first if index + 1 < len(all_numbers) else len(tokens) + 3
        placed = _one(tokens, words, lists, number, previous_end, next_first, found, asked)
        previous_end = number.end
        if placed is None:
            continue
        found.append(placed)
        previous_end = placed.end
    return found


def _one(
    tokens: Sequence[str],
    words: Sequence[Word | None],
    lists: dict[str, frozenset[str]] | object,
    number: Number,
    previous_end: int,
    next_first: int,
    found: Sequence[Placed],
    asked: bool,
) -> Placed | None:
    assert isinstance(lists, dict)
    guess = plausible(number)
    if guess is None:
        return None
    temperature, sure = guess
    after = number.end
    unit, after = _unit(tokens, after, lists)
    degrees = after > number.end
    if unit is not None and unit is not temperature.unit:
        sure = False
    following = tokens[after] if after < len(tokens) else ""
    if following in lists["not_after"] or (following in "/:" and following and _digit(tokens, after + 1)):
        return None
    before = tokens[number.first - 1] if number.first else ""
    if before in lists["not_just_before"] or (
        before in "/:" and before and number.first > 1 and _digit(tokens, number.first - 2)
    ):
        return None
    label = _label_before(tokens, words, lists, number.first, previous_end)
    why = ""
    if label == "other":
        return None
    if unit is not None or degrees:
        why = "it has a unit"
    elif label == "temperature":
        why = "a temperature word stands before it"
    elif _label_after(tokens, lists, after, next_first):
        why = "a temperature word stands after it"
    elif asked:
        why = "a temperature was asked for"
    elif found and (number.value % 1 or before in lists["then"] or previous_end == number.first - 1):
        why = "it follows another temperature"
    else:
        return None
    of_body = not _of_something_else(tokens, words, lists, number.first, after)
    read = ReadTemperature(temperature, sure, of_body)
    return Placed(number.first, after, read, why if of_body else "a temperature of something else")


def _digit(tokens: Sequence[str], place: int) -> bool:
    return 0 <= place < len(tokens) and tokens[place][0].isdigit()


def _unit(tokens: Sequence[str], place: int, lists: dict[str, frozenset[str]]) -> tuple[Unit | None, int]:
    """ "° C", "degrees fahrenheit", "grados": the unit, and where it ends."""
    unit = None
    while place < len(tokens):
        token = tokens[place]
        if token in lists["celsius"]:
            unit = Unit.C
        elif token in lists["fahrenheit"]:
            unit = Unit.F
        elif token not in lists["degrees"]:
            break
        place += 1
        if unit is not None:
            break
    return unit, place


def _label_before(
    tokens: Sequence[str],
    words: Sequence[Word | None],
    lists: dict[str, frozenset[str]],
    place: int,
    previous_end: int,
) -> str:
    """What the nearest naming word before the number says it is."""
    for step in range(1, FARTHEST + 1):
        at = place - step
        if at < 0:
            break
        token = tokens[at]
        word = words[at]
        name = word.text if word is not None else token
        if name in lists["temperature"] or token in lists["temperature"]:
            return "temperature"
        if at >= previous_end and (name in lists["not_before"] or token in lists["not_before"]):
            return "other"
        if (
            word is not None
            and word.flags & STOP
            and not (token == "." and at and tokens[at - 1] in lists["temperature"])
        ):
            break
    return ""


def _label_after(
    tokens: Sequence[str], lists: dict[str, frozenset[str]], place: int, next_first: int
) -> bool:
    """ "99.9 fever", "38 de fiebre", but not "101 temp 99", where the word belongs to the next number."""
    for at in range(place, min(place + 3, len(tokens))):
        token = tokens[at]
        if token in lists["temperature"]:
            return not next_first - at <= 2
        if token not in lists["of"]:
            return False
    return False


def _of_something_else(
    tokens: Sequence[str],
    words: Sequence[Word | None],
    lists: dict[str, frozenset[str]],
    first: int,
    end: int,
) -> bool:
    """Weather, an oven, a conversion: named in the same sentence."""
    for places in (
        range(first - 1, max(-1, first - 1 - FARTHEST), -1),
        range(end, min(len(tokens), end + 5)),
    ):
        for at in places:
            word = words[at]
            if word is not None and word.flags & STOP:
                break
            if tokens[at] in lists["not_of_body"]:
                return True
    return False
