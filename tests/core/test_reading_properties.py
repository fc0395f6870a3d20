"""What must hold for any text at all."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symptomcheck.core.answers import Question
from symptomcheck.core.reading.read import read
from tests.core.reader import is_urgent, say, vocabularies

URGENT = (
    "I can't breathe", "short of breath", "my chest hurts", "chest pain", "I fainted this morning",
    "I passed out", "I am so confused", "he doesn't know where he is", "slurring my words",
    "can't find the right words", "she is very drowsy", "he won't wake up", "I have a fever", "burning up",
    "temp 101.5", "having trouble breathing",
)  # fmt: skip
URGENT_IN_SPANISH = (
    "no puedo respirar",
    "me duele el pecho",
    "me desmayé",
    "está confundido",
    "tengo fiebre",
)
DENIED = (
    "no cough", "I don't have chills", "no nausea or vomiting", "not dizzy", "fever is gone", "no headache",
    "denies any rash", "no more diarrhea", "I am not tired",
)  # fmt: skip
UNRELATED = (
    "I had soup for lunch", "my sister visited", "the weather is nice", "thanks for asking", "it is monday",
    "I watched the game last night", "call me after five", "what time is my visit",
)  # fmt: skip
JOINTS = (". ", "! ", "\n", "; ", " but ", ", but ")

urgent = st.sampled_from(URGENT)
clause = st.sampled_from(DENIED + UNRELATED)
joint = st.sampled_from(JOINTS)
relaxed = settings(deadline=None)  # the first text of a run pays for compiling the words
languages = st.sampled_from(["en", "es", "fr"])
questions = st.sampled_from([None, *Question])


@relaxed
@given(urgent, clause, joint, st.booleans())
def test_another_clause_never_takes_an_urgent_symptom_away(
    text: str, other: str, joint: str, first: bool
) -> None:
    assert is_urgent(say(f"{other}{joint}{text}" if first else f"{text}{joint}{other}"))


@relaxed
@given(
    st.sampled_from(URGENT_IN_SPANISH),
    st.sampled_from(["no tengo tos", "no vomité", "gracias", "comí bien"]),
    joint,
)
def test_nor_does_one_in_spanish(text: str, other: str, joint: str) -> None:
    both = f"{other}{joint.replace('but', 'pero')}{text}"
    assert is_urgent(say(both, language="es"))


@relaxed
@given(urgent, st.integers(0, 2**32), st.sampled_from(["", "!", "...", "!!!", " 😢", "?"]))
def test_capitals_and_punctuation_do_not_change_the_level(text: str, which: int, end: str) -> None:
    mixed = "".join(
        letter.upper() if which >> place % 32 & 1 else letter for place, letter in enumerate(text)
    )
    assert is_urgent(say(mixed + end))


@relaxed
@given(urgent, st.data())
def test_doubled_letters_do_not_change_the_level(text: str, data: st.DataObject) -> None:
    letters = [place for place, letter in enumerate(text) if letter.isalpha() and text[:place].split(" ")[-1]]
    place = data.draw(st.sampled_from(letters))
    times = data.draw(st.integers(1, 5))
    assert is_urgent(say(text[:place] + text[place] * times + text[place:]))


LONG_WORDS = ("breathless", "unconscious", "confused", "delirious", "collapsed", "hallucinating",
              "disoriented", "drowsiness", "slurring", "wheezing", "feverish", "lethargic")  # fmt: skip


def one_edit(word: str, data: st.DataObject) -> str:
    place = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    return data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )


@relaxed
@given(st.sampled_from(LONG_WORDS), st.data())
def test_one_edit_in_a_long_symptom_word_does_not_change_the_level(word: str, data: st.DataObject) -> None:
    typed = one_edit(word, data)
    known = vocabularies()["en"].known.get(typed)
    assert is_urgent(say(f"I am {typed}")) or known is not None  # it may have become another real word


@relaxed
@given(st.text(max_size=400), languages, questions)
def test_any_text_is_read_without_an_error(text: str, language: str, asked: Question | None) -> None:
    reading = read(text, language=language, asked=asked, vocabularies=vocabularies())

    assert reading.text == text
    for step in reading.trace:
        assert step.why


WORDS = st.sampled_from([*sorted(vocabularies()["en"].known), ".", ",", "!", "101.2", "2", "no"])


@relaxed
@given(st.lists(WORDS, max_size=60), questions)
def test_any_words_of_the_vocabulary_are_read_without_an_error(
    words: list[str], asked: Question | None
) -> None:
    reading = read(" ".join(words), language="en", asked=asked, vocabularies=vocabularies())

    assert reading.facts() is not None


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_ten_thousand_characters_are_read_in_bounded_time(words: list[str]) -> None:
    text = (" ".join(words) + " ") * 10_000
    before = time.process_time()
    read(text[:10_000], language="en", asked=Question.THINKING, vocabularies=vocabularies())

    assert time.process_time() - before < 2


@pytest.mark.parametrize("text", [*URGENT, *URGENT_IN_SPANISH])
def test_the_trace_names_what_counted_in_the_persons_own_words(text: str) -> None:
    reading = say(text, language="es" if text in URGENT_IN_SPANISH else "en")
    counted = [step for step in reading.trace if step.counted]

    assert counted
    for step in counted:
        assert step.words in text
        assert step.phrase_id
