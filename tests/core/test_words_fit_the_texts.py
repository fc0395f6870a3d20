"""What a text tells people to reply is what the reader understands, in both languages."""

import pytest

from symptomcheck.core.answers import Question
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.rulebook import RuleBook, load
from tests.core.books import shipped

CHOICES = [
    (language, question, number)
    for language in ("en", "es")
    for question, choices in (
        (Question.THINKING, 3),
        (Question.BREATHING, 3),
        (Question.FEVER, 3),
        (Question.FATIGUE, 4),
    )
    for number in range(1, choices + 1)
]


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load(shipped(words=True))


@pytest.mark.parametrize(("language", "question", "number"), CHOICES)
def test_a_choice_is_understood_as_its_number_and_as_its_words(
    book: RuleBook, language: str, question: Question, number: int
) -> None:
    words = book.questions[question].choices[number - 1].words[language]
    meant = set(book.choice(question, number))

    for reply in (str(number), f"{number}.", words, words.upper()):
        facts = set(book.read(reply, language=language, asked=question).facts())
        assert facts == meant, reply


@pytest.mark.parametrize(("language", "words"), [("en", "NONE"), ("es", "NO TENGO")])
def test_no_reading_is_understood_in_the_words_of_the_text(book: RuleBook, language: str, words: str) -> None:
    for text_id in ("ask.temperature", "reask.temperature", "ask.caregiver.temperature"):
        assert words in book.texts[language][text_id].template

    reading = book.read(words, language=language, asked=Question.TEMPERATURE)

    assert dict(reading.answers) == {Question.TEMPERATURE: None}


@pytest.mark.parametrize(
    ("language", "text_id", "word", "keyword"),
    [
        ("en", "confirm_number", "WRONG", Keyword.WRONG),
        ("es", "confirm_number", "EQUIVOCADO", Keyword.WRONG),
        ("en", "welcome", "STOP", Keyword.STOP),
        ("es", "welcome", "STOP", Keyword.STOP),
        ("en", "welcome", "HELP", Keyword.HELP),
        ("es", "welcome", "HELP", Keyword.HELP),
        ("en", "stop", "START", Keyword.START),
        ("es", "stop", "START", Keyword.START),
    ],
)
def test_a_keyword_the_text_offers_is_understood(
    book: RuleBook, language: str, text_id: str, word: str, keyword: Keyword
) -> None:
    assert word in book.texts[language][text_id].template
    assert book.read(word, language=language, asked=None).keyword is keyword
