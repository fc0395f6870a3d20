"""What a text tells people to reply is what the reader understands, in both languages."""

from dataclasses import replace

import pytest

from symptomcheck.core.answers import Key, Question
from symptomcheck.core.book_asks import check_asks, named_in
from symptomcheck.core.book_entry import Entry
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.reading.mentions import find
from symptomcheck.core.reading.tokens import tokens
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


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_symptom_cut_out_of_any_question_is_refused(book: RuleBook, language: str) -> None:
    texts, vocabulary = book.texts[language], book.vocabularies[language]
    cuts = 0
    for question in (Question.THINKING, Question.BREATHING, Question.FEVER):
        asked = book.questions[question].asks_about
        ids = [f"{ask}{voice}{question}" for ask in ("ask.", "reask.") for voice in ("", "caregiver.")]
        for text_id, key in [(each, key) for each in ids for key in asked] + [(f"key.{k}", k) for k in asked]:
            fewer = without(texts[text_id].template, key, book, language)
            cut = {**texts, text_id: replace(texts[text_id], template=fewer)}
            with pytest.raises(RuleBookError) as refused:
                check_asks(Entry({}, "rules/texts.toml", ""), cut, book.questions, vocabulary)
            assert f'text "{text_id}": it asks about {key} and does not name it' in str(refused.value)
            cuts += 1
    assert cuts == 3 * 5 + 3 * 5 + 5


def without(template: str, key: Key, book: RuleBook, language: str) -> str:
    """The text with every word that names `key` put out of it."""
    vocabulary = book.vocabularies[language]
    words = list(tokens(template).words)
    while key in named_in(" ".join(words), vocabulary):
        weighed = find([vocabulary.look(word) for word in words], vocabulary, at_home=True).weighed
        first = next(each.hit.first for each in weighed if each.hit.entry.key is key)
        del words[first]
    return " ".join(words)


def test_a_book_whose_question_leaves_out_a_symptom_does_not_load() -> None:
    files = shipped(words=True)
    texts = files["texts.en.toml"]
    files["texts.en.toml"] = texts.replace(
        "shortness of breath, chest pain, or fainting?", "shortness of breath?"
    )
    assert files["texts.en.toml"] != texts

    with pytest.raises(RuleBookError) as refused:
        load(files)

    assert str(refused.value) == (
        'rules/texts.en.toml: text "ask.breathing": it asks about chest_pain and does not name it. '
        "Name it in words the reader knows, like “chest pain”."
    )


@pytest.mark.parametrize(
    ("text_id", "en", "es"),
    [
        ("ask.thinking", "unusual sleepiness", "más sueño de lo habitual"),
        ("reask.thinking", "unusually sleepy", "más sueño de lo habitual"),
        ("ask.caregiver.thinking", "unusually sleepy or hard to wake", "más sueño de lo habitual"),
        ("reask.caregiver.thinking", "unusually sleepy", "más sueño de lo habitual"),
    ],
)
def test_both_are_asked_about_sleepiness_as_the_article_has_it(
    book: RuleBook, text_id: str, en: str, es: str
) -> None:
    assert en in book.texts["en"][text_id].template
    assert es in book.texts["es"][text_id].template
