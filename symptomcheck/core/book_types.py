"""What a rule book holds besides rules: questions, texts, quoted documents, and facts about itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from symptomcheck.core.answers import Key, Question, Value
from symptomcheck.core.sms import fill, names, plain


class Audience(StrEnum):
    """Who reads a text: it decides the limits the text is held to."""

    PATIENT = "patient"
    CAREGIVER = "caregiver"
    STAFF = "staff"
    EMAIL = "email"
    PHRASE = "phrase"  # words that explanations and screens are made of


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the book in one language, with `$names` still to be filled in."""

    id: str
    language: str
    audience: Audience
    template: str

    @property
    def names(self) -> frozenset[str]:
        """The values it asks for."""
        return names(self.template)

    def say(self, values: Mapping[str, object]) -> str:
        """The text filled in; KeyError names a value that was not given.

        >>> Text("urgent", "en", Audience.PATIENT, "Call $phone now.").say({"phone": "555-010-0199"})
        'Call 555-010-0199 now.'
        """
        said = fill(self.template, values)
        # A quote in an explanation stays letter for letter; only what a phone shows is made plain.
        return said if self.audience in (Audience.PHRASE, Audience.EMAIL) else plain(said)


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer of a question, and all it answers: "4" to fatigue is a yes to sleepiness too."""

    number: int
    words: Mapping[str, str]
    answers: tuple[tuple[Key, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuestion:
    """One question of a check-in: what it asks about, and its numbered answers (none: it asks for a reading).

    `instead_of` names the question that this one stands in for: either answer is enough.
    """

    id: Question
    asks_about: tuple[Key, ...]
    title: Mapping[str, str]
    choices: tuple[Choice, ...]
    instead_of: Question | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that rules quote, and exactly what was read of it."""

    title: str
    url: str
    read_on: date
    sha256: str
    held: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One of the facts that must be shown about decision support (45 CFR 170.315(b)(11)(iv))."""

    id: str
    value: Mapping[str, str]
