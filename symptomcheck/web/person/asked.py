"""The open question of a check-in as a page asks it: the book's own words, without what is about texting."""

import re
from dataclasses import dataclass

from symptomcheck.core.answers import Question
from symptomcheck.web.language import current_language
from symptomcheck.web.person.door import Door

# "Riverside check-in 1 of 4. Any new confusion? Reply 1 = no." asks in the sentence with the question mark.
_ASKING = re.compile(r"¿[^?]*\?|[^.?:]*\?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and which one of how many it is."""

    question: Question
    words: str
    position: int
    total: int


def asked(door: Door, site_values: dict[str, str], question: Question | None = None) -> Asked:
    """The open question of the door's check-in, or `question` outside one."""
    at = door.line.round
    question = question or (at.open if at else Question.TEMPERATURE)
    planned: list[Question] = (
        [each for each in at.questions if each is not Question.FEVER] if at else [question]
    )
    position = planned.index(question) + 1 if question in planned else len(planned)
    if question is Question.FEVER:
        position = planned.index(Question.TEMPERATURE) + 1 if Question.TEMPERATURE in planned else position
    voice = "caregiver." if door.is_caregiver else ""
    words = door.say(f"ask.{voice}{question}", **site_values, position=str(position), total=str(len(planned)))
    found = _ASKING.search(words)
    title = door.book.questions[question].title[current_language()]
    asks = _begins(found.group().strip()) if found else title
    return Asked(question, asks, position, len(planned))


def _begins(asks: str) -> str:
    """With a capital, where the sentence went on from the site's name."""
    return re.sub(r"^(¿?)(\w)", lambda first: first[1] + first[2].upper(), asks)
