"""Whom a text is about, when a phone speaks for several people."""

import re
from dataclasses import dataclass, replace

from symptomcheck.core.answers import Question
from symptomcheck.core.reading.meaning import Keyword, Reading
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage.replies import Line, Phone


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as read, and the conversations it belongs to. `ask_which`: nobody can tell whom it is about."""

    reading: Reading
    lines: tuple[Line, ...]
    ask_which: bool


def whose(book: RuleBook, phone: Phone, body: str) -> Heard:
    """Read a text and say whom it is about.

    The person whose question is open, or whoever is named. When that does not settle it, a symptom is about
    everybody on this phone: a false page is better than a symptom that belongs to nobody.
    """
    one_each = _one_each(phone.lines)
    open_line = next((line for line in phone.lines if line.round is not None), None)
    named = tuple(line for line in one_each if _names(line.tag, body)) if len(one_each) > 1 else ()
    if open_line is not None and (not named or open_line.patient_id in {line.patient_id for line in named}):
        return Heard(_read(book, open_line, body), (open_line,), False)
    if named:
        return Heard(_read(book, named[0], body), named, False)
    waiting = tuple(line for line in phone.lines if line.awaiting is not None)
    if len(one_each) == 1 or waiting:
        line = waiting[0] if waiting else one_each[0]
        return Heard(_read(book, line, body), (line,), False)
    reading = _read(book, one_each[0], body)
    return Heard(reading, one_each, ask_which=True)


def _one_each(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """One line per patient: their own where they have one, else a caregiver's."""
    return tuple({line.patient_id: line for line in reversed(lines)}.values())[::-1]


def _read(book: RuleBook, line: Line, body: str) -> Reading:
    asked: Question | None = line.round.open if line.round is not None else line.awaiting
    if line.round is not None and not line.round.texted:
        return _read_beside_a_page(book, line, body, line.round.open)
    return book.read(body, language=line.language, asked=asked)


def _read_beside_a_page(book: RuleBook, line: Line, body: str, shown: Question) -> Reading:
    """A text while the open question was only shown on a page: words count, a bare choice answers nothing.

    A bare number can only be a temperature, so that one counts too.
    """
    reading = book.read(body, language=line.language, asked=None)
    if not reading.facts() and shown is Question.TEMPERATURE:
        number = book.read(body, language=line.language, asked=shown)
        if number.highest is not None:
            return number
    if reading.keyword is Keyword.START and book.read(body, language=line.language, asked=shown).answers:
        # A "yes" is START to whoever has no question open; here it answers one, and is asked about.
        return replace(reading, keyword=None)
    return reading


def _names(tag: str, body: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(tag.casefold())}(?!\w)", body.casefold()) is not None
