"""The rule book as a value: one fingerprint, its texts, its questions, and what it leaves unsettled."""

import re
from dataclasses import FrozenInstanceError

import pytest

from symptomcheck.core.answers import Answer, Key, Presence, Question, Temperature, Tiredness, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_questions import ATTRIBUTES
from symptomcheck.core.levels import Level
from symptomcheck.core.rulebook import fingerprint, load
from symptomcheck.core.rules import Status
from tests.core.books import shipped, the_book, with_change

NO, YES = Presence.NO, Presence.YES
VALUES = {"site": "Riverside", "phone": "555-010-0199", "emergency": "911"}


def answered(**given: Value) -> list[Answer]:
    return [said(Key(key), value) for key, value in given.items()]


ALL_NO = {key: NO for key in ("confusion", "speech", "sleepiness", "breath", "chest_pain", "fainting")}


def test_the_shipped_book_covers_the_seven_symptoms_and_the_measured_fever() -> None:
    book = the_book()

    assert book.article_rule_ids == {
        "fever-reported", "confusion", "speech", "sleepiness", "breath", "chest-pain", "fainting",
    }  # fmt: skip
    assert {rule.id: str(rule.level) for rule in book.rules if not rule.article} == {
        "fever-measured": "urgent",
        "extreme-fatigue": "today",
        "chills": "today",
        "shaky": "today",
    }
    assert all(rule.status is Status.APPROVED for rule in book.rules)


def test_the_measured_fever_has_a_second_source_for_its_number() -> None:
    quotes = [source.quote for source in the_book().rule("fever-measured").sources]

    assert quotes[0] == "Fever after CAR T-cell therapy"
    assert "Fever (100.4°F/38°C or higher)" in quotes


def test_the_book_shows_the_thirteen_source_attributes() -> None:
    assert [attribute.id for attribute in the_book().attributes] == list(ATTRIBUTES)
    assert len(ATTRIBUTES) == 13


def test_equal_files_make_equal_books_and_any_change_another_fingerprint() -> None:
    first, again = the_book(), load(shipped())
    other = load(with_change("texts.en.toml", "Thank you. Nothing you sent", "Thanks. Nothing you sent"))

    assert first == again
    assert hash(first) == hash(again)
    assert first is not again
    assert first != other
    assert first != first.fingerprint


def test_the_fingerprint_covers_names_and_contents_and_nothing_else() -> None:
    files = shipped()

    assert fingerprint(files) == fingerprint(dict(reversed(files.items())))
    assert fingerprint(files) != fingerprint(files | {"overlays/x.toml": ""})
    assert fingerprint({"a": "b", "c": ""}) != fingerprint({"a": "", "c": "b"})


def test_a_book_cannot_be_changed() -> None:
    book = the_book()

    with pytest.raises(FrozenInstanceError):
        book.rules = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        book.texts["en"]["urgent"] = None  # type: ignore[index]
    with pytest.raises(TypeError):
        book.files["car-t.toml"] = ""  # type: ignore[index]


def test_a_text_is_said_in_the_language_asked_for_and_else_in_english() -> None:
    book = the_book()

    assert book.say("urgent", "es", **VALUES).startswith("Llame ahora a su equipo médico: 555-010-0199.")
    assert book.say("urgent", "fr", **VALUES) == book.say("urgent", "en", **VALUES)


def test_a_text_or_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="emergency"):
        the_book().say("urgent", "en", phone="555-010-0199")
    with pytest.raises(KeyError, match="no-such-text"):
        the_book().say("no-such-text", "en", **VALUES)


def test_a_rule_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="hiccups"):
        the_book().rule("hiccups")


def test_a_choice_answers_everything_its_question_asks_about() -> None:
    book = the_book()

    assert dict(book.choice(Question.THINKING, 2)) == dict.fromkeys(
        (Key.CONFUSION, Key.SPEECH, Key.SLEEPINESS), Presence.ONE_OF
    )
    assert dict(book.choice(Question.FATIGUE, 4)) == {
        Key.FATIGUE: Tiredness.HARD_TO_STAY_AWAKE,
        Key.SLEEPINESS: YES,
    }
    with pytest.raises(KeyError, match="no choice 5"):
        book.choice(Question.FATIGUE, 5)


def test_hard_to_stay_awake_is_urgent_even_when_a_door_forgets_what_it_answers() -> None:
    judgement = the_book().judge(answered(fatigue=Tiredness.HARD_TO_STAY_AWAKE))

    assert judgement.level is Level.URGENT
    assert [verdict.rule.id for verdict in judgement.fired] == ["sleepiness"]


def test_a_text_is_read_in_the_words_of_the_book() -> None:
    reading = the_book().read("38.4 C", language="en", asked=Question.TEMPERATURE)

    assert reading.text == "38.4 C"


@pytest.mark.parametrize(
    ("given", "open_rules"),
    [
        ({}, 8),
        (ALL_NO, 2),
        (ALL_NO | {"temperature": Temperature("98.6", "F")}, 0),
        (ALL_NO | {"fever": NO}, 0),
        (ALL_NO | {"fever": NO, "fatigue": Tiredness.USUAL}, 0),
        ({"temperature": Temperature("98.6", "F"), "confusion": NO}, 5),
    ],
    ids=[
        "nothing was answered",
        "neither a reading nor fever",
        "a reading settles fever",
        "no fever settles the reading that was not taken",
        "tiredness settles nothing urgent",
        "a reading settles nothing but fever",
    ],
)
def test_what_is_left_unsettled(given: dict[str, Value], open_rules: int) -> None:
    book = the_book()

    assert len(book.unsettled(book.judge(answered(**given)))) == open_rules


def test_overlays_are_off_until_a_site_turns_them_on() -> None:
    book = load(shipped("label-text"))
    chills = answered(chills=YES)

    assert the_book().overlays == ()
    assert the_book().judge(chills).level is Level.TODAY
    assert book.overlays == ("rules/overlays/label-text.toml",)
    assert book.judge(chills).level is Level.URGENT


def test_a_third_language_needs_words_for_everything() -> None:
    files = shipped() | {"words.pt.toml": 'language = "pt"'}
    files["texts.pt.toml"] = files["texts.es.toml"].replace('language = "es"', 'language = "pt"')

    with pytest.raises(RuleBookError, match="citation: pt is missing"):
        load(files)

    # Spanish stands in for Portuguese in every title, reason and choice.
    rules = re.sub(r"^(.*)\.es = (.*)$", r"\1.es = \2\n\1.pt = \2", files["car-t.toml"], flags=re.MULTILINE)
    files["car-t.toml"] = re.sub(r'es = ("[^"]*") \}', r"es = \1, pt = \1 }", rules)

    assert load(files).languages == ("en", "es", "pt")


def test_the_shortest_texts_are_read_once_but_never_hoarded() -> None:
    book = load(shipped())
    first = book.read("1", language="en", asked=Question.FATIGUE)
    assert book.read("1", language="en", asked=Question.FATIGUE) is first
    for number in range(5000):
        book.read(f"~{number}", language="en", asked=None)
    assert len(book._short) == 4096
    assert book.read("~4999", language="en", asked=None).text == "~4999"
