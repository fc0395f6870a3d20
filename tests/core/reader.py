"""Reads a text with the shipped words, the way the tests say it."""

import tomllib
from functools import cache

from symptomcheck.core.answers import ASKS_ABOUT, Key, Question, Unit
from symptomcheck.core.reading.meaning import Mention, Reading
from symptomcheck.core.reading.read import read
from symptomcheck.core.reading.words import Vocabulary, vocabulary
from symptomcheck.paths import data_folder

URGENT = (*ASKS_ABOUT[Question.THINKING], *ASKS_ABOUT[Question.BREATHING], Key.FEVER)
COUNTS = (Mention.YES, Mention.NOT_SURE, Mention.ONE_OF)


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """The shipped vocabularies, with their own examples checked."""
    return {language: shipped(language) for language in ("en", "es")}


def shipped(language: str) -> Vocabulary:
    """One shipped vocabulary, compiled anew."""
    file = data_folder("rules") / f"words.{language}.toml"
    return vocabulary(language, [(file.name, tomllib.loads(file.read_text(encoding="utf-8")))])


def say(text: str, asked: str | None = None, language: str = "en") -> Reading:
    """What the reader makes of `text`, while the question `asked` is open."""
    question = Question(asked) if asked else None
    return read(text, language=language, asked=question, vocabularies=vocabularies())


def said_of(key: str, text: str, asked: str | None = None, language: str = "en") -> str:
    """How a text speaks of one symptom: "yes", "no", … or "-" if it does not."""
    return say(text, asked, language).symptoms.get(Key(key), "-")


def temperatures(text: str, asked: str | None = None, language: str = "en") -> str:
    """The temperatures of a text: "101.2F", unsure ones with "?", those of no body in brackets."""
    written = []
    for read_one in say(text, asked, language).temperatures:
        shown = f"{read_one.temperature.value}{read_one.temperature.unit}{'' if read_one.sure else '?'}"
        written.append(shown if read_one.of_body else f"({shown})")
    return " ".join(written)


def is_urgent(reading: Reading) -> bool:
    """Does the text hold one of the seven, or a temperature over the shipped limit?"""
    if any(reading.symptoms.get(key) in COUNTS for key in URGENT):
        return True
    return reading.highest is not None and reading.highest.temperature.in_unit(Unit.C) >= 38
