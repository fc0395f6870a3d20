"""Body temperatures as people text them.

Reads "101.3", "38,5 C", "T101", "one oh one point two" into exact degrees with the unit that was sent.
Never rounds and never converts: 37.95 is not 38.0. A number is a temperature only by a word or unit
beside it, bare while the question is open, or as a clause beside a symptom, and only within 90-110 F or
32-43 C: the ranges do not meet, so the unit is certain.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from symptomcheck.core.answers import Temperature, Unit
from symptomcheck.core.reading.lexicon import AND, BREAK, MY, STOP, TURN, WE, Vocabulary
from symptomcheck.core.reading.meaning import ReadTemperature
from symptomcheck.core.reading.numbers import Number, half, numbers
from symptomcheck.core.reading.phrases import Word

FARTHEST = 9
_OXYGEN = (90, 97)
_RANGES = ((Unit.F, Decimal(90), Decimal(110)), (Unit.C, Decimal(32), Decimal(43)))


@dataclass(frozen=True, slots=True)
class Placed:
    """A temperature, the places of its words, and why it was taken for one."""

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


def plausible(number: Number) -> tuple[Temperature, bool] | None:
    """The number as a body temperature, and whether it was written plainly: "1012" is read as 101.2, unsure.

    >>> plausible(Number(0, 1, Decimal("384"))), plausible(Number(0, 1, Decimal("72")))
    ((Temperature('38.4', 'C'), False), None)
    """
    unit = in_range(number.value)
    if unit is not None:
        return Temperature(number.value, unit), number.sure
    tenth = number.value / 10
    unit = in_range(tenth) if number.value % 1 == 0 else None
    return (Temperature(tenth, unit), False) if unit is not None else None


def read_temperatures(
    tokens: Sequence[str],
    words: Sequence[Word | None],
    vocabulary: Vocabulary,
    *,
    asked: bool,
    symptoms: Set[int] = frozenset(),
) -> list[Placed]:
    """All temperatures in a text, in the order written.

    A bare number may count when a temperature was `asked` for, or beside the places of `symptoms`.
    """
    return _Row(tokens, words, vocabulary, asked, symptoms).temperatures()


class _Row:
    """The tokens of one text, and the questions to ask about each of its numbers."""

    def __init__(
        self,
        tokens: Sequence[str],
        words: Sequence[Word | None],
        vocabulary: Vocabulary,
        asked: bool,
        symptoms: Set[int],
    ) -> None:
        self.tokens, self.words, self.vocabulary, self.asked = tokens, words, vocabulary, asked
        self.symptoms = symptoms
        self.flags = [word.flags if word is not None else 0 for word in words]
        self.numbers = numbers(tokens, words, vocabulary)
        self.found: list[Placed] = []

    def temperatures(self) -> list[Placed]:
        previous_end = 0
        skipped: Number | None = None
        for index, number in enumerate(self.numbers):
            following = self.numbers[index + 1].first if index + 1 < len(self.numbers) else None
            placed = self._temperature(number, previous_end, following)
            if placed is None:
                previous_end, skipped = number.end, number
                continue
            if skipped is not None and skipped.end == number.first - 1 and self._is(number.first - 1, "then"):
                # "between 100 and 101 degrees", "38 a 39 de fiebre": the word or unit holds for both.
                self._take(skipped, placed.read.of_body, "it goes with the temperature after it")
            self.found.append(placed)
            previous_end, skipped = placed.end, None
        return self.found

    def _take(self, number: Number, of_body: bool, why: str) -> None:
        guess = plausible(number)
        if guess is not None:
            self.found.append(Placed(number.first, number.end, ReadTemperature(*guess, of_body), why))

    def _is(self, place: int, name: str) -> bool:
        """Is the token at this place in the list `name`, as typed or as the word it is known for?"""
        if not 0 <= place < len(self.tokens):
            return False
        word = self.words[place]
        members = self.vocabulary.lists[name]
        return self.tokens[place] in members or (word is not None and word.text in members)

    def _is_digit(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place][0].isdecimal()

    def _temperature(self, number: Number, previous_end: int, following: int | None) -> Placed | None:
        """The temperature that this number is, if it is one."""
        guess = plausible(number)
        if guess is None:
            return None
        temperature, sure = guess
        unit, end = self._unit(number.end)
        has_unit = end > number.end
        digits, end = half(self.tokens, end, self.vocabulary) if has_unit else ("", end)
        if digits and temperature.value % 1 == 0:
            temperature = Temperature(f"{temperature.value}.{digits}", temperature.unit)
        if self._is_other(number, end):
            return None
        why = self._why(number, previous_end, end, following, has_unit=has_unit)
        if not why:
            return None
        sure = sure and unit in (None, temperature.unit)
        if self._of_something_else(number.first, end):
            return Placed(
                number.first, end, ReadTemperature(temperature, sure, of_body=False), "not of a body"
            )
        return Placed(number.first, end, ReadTemperature(temperature, sure), why)

    def _unit(self, place: int) -> tuple[Unit | None, int]:
        """ "° C", "degrees fahrenheit", "grados": the unit, and where it ends."""
        while self._is(place, "degrees"):
            place += 1
        if self._is(place, "celsius"):
            return Unit.C, place + 1
        if self._is(place, "fahrenheit"):
            return Unit.F, place + 1
        return None, place

    def _is_other(self, number: Number, end: int) -> bool:
        """Does what touches the number make it something else: "97%", "100 mg", "$99", "101/80", "10:38"?"""
        if self._is(end, "not_after") and not self._names_the_next(end):
            return True
        if self._is(number.first - 1, "not_just_before"):
            return True
        return self._is_half_of_pair(number, end, 1) or self._is_half_of_pair(number, number.first - 1, -1)

    def _names_the_next(self, place: int) -> bool:
        """ "T 98.4 P 101", "T:98.4 P:101": the "p" is no pence, it says what the next number is."""
        value = place + 2 if place + 1 < len(self.tokens) and self.tokens[place + 1] == ":" else place + 1
        return self._is(place, "not_before") and self._is_digit(value)

    def _is_half_of_pair(self, number: Number, mark: int, step: int) -> bool:
        """ "120/98" and "10:38" are pairs of something else; "101/38.3" is one temperature in both units."""
        if (
            not 0 <= mark < len(self.tokens)
            or self.tokens[mark] not in "/:"
            or not self._is_digit(mark + step)
        ):
            return False
        beside = [
            other for other in self.numbers if (other.first if step > 0 else other.end - 1) == mark + step
        ]
        return all(in_range(other.value) in (None, in_range(number.value)) for other in beside)

    def _why(
        self, number: Number, previous_end: int, end: int, following: int | None, *, has_unit: bool
    ) -> str:
        label = self._label_before(number.first, previous_end)
        if label == "not_before":
            return ""
        if has_unit:
            return "it has a unit"
        if label == "temperature":
            return "a temperature word stands before it"
        if self._label_after(end, following):
            return "a temperature word stands after it"
        if self.asked:
            return "a temperature was asked for"
        touches = previous_end == number.first - 1 or self._is(number.first - 1, "then")
        if self.found and (number.value % 1 or touches):
            return "it follows another temperature"
        ends = end >= len(self.tokens) or bool(self.flags[end] & BREAK)
        if label == "feel" and ends and (number.value % 1 or number.value > 100):
            return "it ends what is said of how the person feels"
        if self.symptoms and self._stands_alone(number, end):
            return "it stands beside a symptom"
        return ""

    def _stands_alone(self, number: Number, end: int) -> bool:
        """ "101.3 and my chest hurts", "dizzy, 38.4": a clause of its own, or right beside the symptom.

        A whole number could be an age or a pulse, and one just below 97 could be oxygen.
        """
        if not number.value % 1 or _OXYGEN[0] <= number.value < _OXYGEN[1]:
            return False
        before, parts = number.first - 1, BREAK | AND | TURN
        begins = before < 0 or bool(self.flags[before] & parts) or before in self.symptoms
        ends = end >= len(self.tokens) or bool(self.flags[end] & (parts | MY | WE)) or end in self.symptoms
        return begins and ends

    def _label_before(self, place: int, previous_end: int) -> str:
        """The list of the nearest naming word before the number; "temperature" holds for later ones too."""
        for at in range(place - 1, max(-1, place - 1 - FARTHEST), -1):
            if self._is(at, "temperature"):
                return "temperature"
            for name in ("not_before", "feel"):
                if at >= previous_end and self._is(at, name):
                    return name
            if self.flags[at] & STOP and not self._is(
                at - 1, "temperature"
            ):  # "temp. 101" is no new sentence
                return ""
        return ""

    def _label_after(self, place: int, following: int | None) -> bool:
        """ "99.9 fever", "38 de fiebre", but not "101 temp 99": there the word belongs to the next number."""
        for at in range(place, place + 3):
            if self._is(at, "temperature"):
                return following is None or any(not self._is(near, "of") for near in range(at + 1, following))
            if not self._is(at, "of"):
                return False
        return False

    def _of_something_else(self, first: int, end: int) -> bool:
        """Weather, an oven, a conversion: named in the same clause, and nobody's body is."""
        other = False
        for places in (
            range(first - 1, max(-1, first - 1 - FARTHEST), -1),
            range(end, min(len(self.tokens), end + 5)),
        ):
            for at in places:
                if self.flags[at] & (BREAK | AND | TURN):
                    break
                if self.flags[at] & (MY | WE):
                    return False
                other = other or self._is(at, "not_of_body")
        return other
