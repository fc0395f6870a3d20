"""Whom a text is about, when a phone speaks for several people."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from symptomcheck.core.answers import Presence, Question
from symptomcheck.core.reading.meaning import Keyword, Reading
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage.lines import Line, Phone

# A provider's list gives whole seconds, and its clock is not ours.
CLOCKS_DIFFER_BY = timedelta(seconds=2)
# Names that are also words: "will you call me" is about nobody in particular.
ALSO_WORDS = frozenset(
    {"will", "may", "mark", "grace", "hope", "rose", "bill", "art", "joy", "faith", "dawn", "june", "april"}
    | {"sol", "luz", "paz", "mar"}
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as read, and the conversations it belongs to. `ask_which`: nobody can tell whom it is about."""

    reading: Reading
    lines: tuple[Line, ...]
    ask_which: bool


def whose(book: RuleBook, phone: Phone, body: str, received_at: datetime) -> Heard:
    """Read a text and say whom it is about.

    The person whose question was open when it came, or the one who is named. When that does not settle it, a
    symptom is about everybody on this phone: a false page is better than a symptom that belongs to nobody.
    """
    lines = tuple(_as_of(line, received_at) for line in phone.lines)
    one_each = _one_each(lines)
    open_line = next((line for line in lines if line.round is not None), None)
    waiting = next((line for line in lines if line.awaiting is not None), None)
    if len(one_each) == 1:
        line = open_line or waiting or one_each[0]
        return Heard(_read(book, line, body), (line,), False)
    named = tuple(line for line in one_each if _names(line.tag, body))
    if len(named) == 1:
        mine = open_line is not None and open_line.patient_id == named[0].patient_id
        line = open_line if open_line is not None and mine else named[0]
        return Heard(_read(book, line, body), (line,), False)
    if named:
        return Heard(_read(book, named[0], body), named, ask_which=True)
    line = open_line or waiting or one_each[0]
    if (open_line or waiting) and not _names_a_symptom(book, line, body):
        return Heard(_read(book, line, body), (line,), False)
    others = tuple(each for each in one_each if each.patient_id != line.patient_id)
    return Heard(_read(book, line, body), (line, *others), ask_which=open_line is None)


def _as_of(line: Line, received_at: datetime) -> Line:
    """The line as it stood when the text came: one fetched late answers no question asked after it."""
    if line.round is None or received_at >= line.round.asked_at - CLOCKS_DIFFER_BY:
        return line
    return replace(line, round=None, checkin_id=None)


def _names_a_symptom(book: RuleBook, line: Line, body: str) -> bool:
    """Does it say in words, not by a choice, that something is there?"""
    said = book.read(body, language=line.language, asked=None).facts()
    return any(value in (Presence.YES, Presence.NOT_SURE, Presence.ONE_OF) for _, value in said)


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
    wants_number = shown is Question.TEMPERATURE and not reading.facts()
    number = book.read(body, language=line.language, asked=shown) if wants_number else reading
    if number.highest is not None:
        return number
    if reading.keyword is Keyword.START and book.read(body, language=line.language, asked=shown).answers:
        # A "yes" is START to whoever has no question open; here it answers one, and is asked about.
        return replace(reading, keyword=None)
    return reading


def _names(tag: str, body: str) -> bool:
    if tag.casefold() in ALSO_WORDS:
        return False
    return re.search(rf"(?<!\w){re.escape(tag.casefold())}(?!\w)", body.casefold()) is not None
