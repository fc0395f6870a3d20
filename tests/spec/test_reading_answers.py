"""What a text answers while a question is open: by number, by word, in order, or in words of one's own.

Each line: the open question, the text, the answers, and the symptoms it speaks of.
"""

import pytest

from symptomcheck.core.answers import Key, Presence, Temperature, write_value
from symptomcheck.core.reading.meaning import Reading
from tests.core.reader import say

THINKING = "confusion={0} speech={0} sleepiness={0}"
BREATHING = "breath={0} chest_pain={0} fainting={0}"
NO, ONE_OF, NOT_SURE = (BREATHING.format(value) for value in ("no", "one_of", "not_sure"))

ANSWERS = (
    # a number or a word
    ("thinking", "1", "thinking=no", THINKING.format("no")),
    ("thinking", "2", "thinking=one_of", THINKING.format("one_of")),
    ("thinking", "3", "thinking=not_sure", THINKING.format("not_sure")),
    ("breathing", "1", "breathing=no", NO),
    ("breathing", "2.", "breathing=one_of", ONE_OF),
    ("breathing", "(2)", "breathing=one_of", ONE_OF),
    ("breathing", "2️⃣", "breathing=one_of", ONE_OF),
    ("breathing", "Two", "breathing=one_of", ONE_OF),
    ("breathing", "YES", "breathing=one_of", ONE_OF),
    ("breathing", "y", "breathing=one_of", ONE_OF),
    ("breathing", "a little", "breathing=one_of", ONE_OF),
    ("breathing", "No", "breathing=no", NO),
    ("breathing", "nope", "breathing=no", NO),
    ("breathing", "no no", "breathing=no", NO),
    ("breathing", "none of those", "breathing=no", NO),
    ("breathing", "nope nothing", "breathing=no", NO),
    ("breathing", "all good", "breathing=no", NO),
    ("breathing", "none", "breathing=no", NO),
    # an exception that names a part of the body is never a no
    ("breathing", "no, only my chest", "breathing=one_of", ONE_OF),
    ("breathing", "no but chest", "breathing=one_of", ONE_OF),
    ("breathing", "no, only when i breathe", "breathing=one_of", ONE_OF),
    ("breathing", "i have all three", "breathing=one_of", ONE_OF),
    ("thinking", "no, just my memory", "thinking=one_of", THINKING.format("one_of")),
    ("fatigue", "3 or 4", "", "fatigue=yes sleepiness=yes"),
    ("breathing", "1 no", "breathing=no", NO),
    ("breathing", "2 = yes", "breathing=one_of", ONE_OF),
    ("breathing", "not sure", "breathing=not_sure", NOT_SURE),
    ("breathing", "idk maybe", "breathing=not_sure", NOT_SURE),
    ("breathing", "sí", "breathing=one_of", ONE_OF),
    ("fever", "1", "fever=no", "fever=no"),
    ("fever", "2", "fever=yes", "fever=yes"),
    ("fever", "3", "fever=not_sure", "fever=not_sure"),
    ("fever", "101.3", "temperature=101.3F", ""),
    ("fatigue", "1", "fatigue=usual", "fatigue=no"),
    ("fatigue", "2", "fatigue=more_tired", "fatigue=yes"),
    ("fatigue", "3", "fatigue=too_tired", "fatigue=yes"),
    ("fatigue", "4", "fatigue=hard_to_stay_awake", "fatigue=yes sleepiness=yes"),
    ("fatigue", "same as usual", "fatigue=usual", "fatigue=no"),
    ("fatigue", "exhausted", "fatigue=too_tired", "fatigue=yes"),
    ("fatigue", "I keep nodding off", "fatigue=hard_to_stay_awake", "fatigue=yes sleepiness=yes"),
    ("fatigue", "I'm tired and weak, exhausted", "fatigue=too_tired", "fatigue=yes"),
    ("temperature", "98.6", "temperature=98.6F", ""),
    ("temperature", "NONE", "temperature=-", ""),
    ("temperature", "no", "temperature=-", ""),
    ("temperature", "no thermometer", "temperature=-", ""),
    ("temperature", "I dont have one", "temperature=-", ""),
    ("temperature", "can't find it, sorry", "temperature=-", ""),
    # an answer, then more words
    ("thinking", "No, but I feel a bit confused", "thinking=yes", "confusion=yes"),
    ("breathing", "no, chest hurts", "breathing=yes", "chest_pain=yes"),
    ("breathing", "2 chest pain", "breathing=one_of", "chest_pain=yes"),
    ("breathing", "yes my chest is tight", "breathing=one_of", "chest_pain=yes"),
    ("breathing", "2 headache", "breathing=one_of", ONE_OF),
    ("breathing", "2 since yesterday", "breathing=one_of", ONE_OF),
    ("breathing", "yes since noon", "breathing=one_of", ONE_OF),
    ("breathing", "no i feel fine", "breathing=no", NO),
    ("breathing", "2 tylenol", "", ""),
    ("breathing", "no idea why you ask", "breathing=not_sure", NOT_SURE),
    ("breathing", "1.5 litres", "", ""),
    ("temperature", "2 tylenol", "", ""),
    ("temperature", "no fever", "", "fever=no"),
    ("temperature", "no, 101.2", "temperature=101.2F", ""),
    ("temperature", "none, my thermometer says 38.2", "temperature=38.2C", ""),
    # a symptom in words of one's own
    ("thinking", "he seems confused", "thinking=yes", "confusion=yes"),
    ("thinking", "I might be a bit confused", "thinking=not_sure", "confusion=not_sure"),
    ("thinking", "possibly confused", "thinking=not_sure", "confusion=not_sure"),
    ("breathing", "no chest pain", "", "chest_pain=no"),
    (
        "breathing",
        "no sob, no chest pain, no fainting",
        "breathing=no",
        "breath=no chest_pain=no fainting=no",
    ),
    ("breathing", "short of breath and no chest pain", "breathing=yes", "breath=yes chest_pain=no"),
    ("breathing", "had chest pain last month", "", "chest_pain=resolved"),
    ("thinking", "my chest hurts", "", "chest_pain=yes"),
    # several answers in the order of the questions
    ("thinking", "1 1", "thinking=no breathing=no", f"{THINKING.format('no')} {NO}"),
    (
        "thinking",
        "1 1 98.6 2",
        "thinking=no breathing=no temperature=98.6F fatigue=more_tired",
        f"{THINKING.format('no')} {NO} fatigue=yes",
    ),
    (
        "thinking",
        "no no 99 1",
        "thinking=no breathing=no temperature=99F fatigue=usual",
        f"{THINKING.format('no')} {NO} fatigue=no",
    ),
    (
        "thinking",
        "n n 37.2 usual",
        "thinking=no breathing=no temperature=37.2C fatigue=usual",
        f"{THINKING.format('no')} {NO} fatigue=no",
    ),
    (
        "thinking",
        "1,1,98.6F,2",
        "thinking=no breathing=no temperature=98.6F fatigue=more_tired",
        f"{THINKING.format('no')} {NO} fatigue=yes",
    ),
    (
        "thinking",
        "1. no 2. no 3. 98.6 4. usual",
        "thinking=no breathing=no temperature=98.6F fatigue=usual",
        f"{THINKING.format('no')} {NO} fatigue=no",
    ),
    (
        "thinking",
        "1) 1 2) 2",
        "thinking=no breathing=one_of",
        f"{THINKING.format('no')} {ONE_OF}",
    ),
    ("thinking", "1 no 1 no", "thinking=no breathing=no", f"{THINKING.format('no')} {NO}"),
    ("temperature", "98.6 2", "temperature=98.6F fatigue=more_tired", "fatigue=yes"),
    ("temperature", "none 3", "temperature=- fatigue=too_tired", "fatigue=yes"),
    ("fever", "1 2", "fever=no fatigue=more_tired", "fever=no fatigue=yes"),
    # a list that fits no questions: what could be an alarm counts at once, the rest is asked again
    ("breathing", "1 2 98.6", "", ONE_OF),
    ("temperature", "1 2 98.6", "temperature=98.6F", ONE_OF),
    ("temperature", "2 1", "", THINKING.format("one_of")),
    ("breathing", "1 1 1 1 1", "", ""),
)


def written(reading: Reading) -> tuple[str, str]:
    answers = " ".join(
        f"{question}={'-' if value is None else write_value(value)}"
        for question, value in reading.answers.items()
    )
    return answers, " ".join(f"{key}={mention}" for key, mention in reading.symptoms.items())


@pytest.mark.parametrize(("asked", "text", "answers", "symptoms"), ANSWERS)
def test_an_answer_is_read_like_this(asked: str, text: str, answers: str, symptoms: str) -> None:
    said, spoken_of = written(say(text, asked))

    assert said == answers
    assert sorted(spoken_of.split()) == sorted(symptoms.split())


SPANISH = (
    ("thinking", "sí", "one_of"),
    ("thinking", "no", "no"),
    ("breathing", "no sé", "not_sure"),
    ("breathing", "nada de eso", "no"),
    ("breathing", "para nada", "no"),
    ("temperature", "ninguna", "-"),
    ("temperature", "no tengo termómetro", "-"),
    ("temperature", "38 y medio", "38.5C"),
    ("fatigue", "como siempre", "usual"),
    ("fatigue", "agotada", "too_tired"),
    ("fever", "si tengo fiebre", "yes"),
)


@pytest.mark.parametrize(("asked", "text", "meant"), SPANISH)
def test_a_spanish_answer_is_read_like_this(asked: str, text: str, meant: str) -> None:
    reading = say(text, asked, language="es")

    assert [*reading.answers] == [asked]
    assert {("-" if value is None else write_value(value)) for value in reading.answers.values()} == {meant}


def test_a_misfitting_list_is_asked_about() -> None:
    assert say("1 2 98.6", "breathing").unclear
    assert not say("1 2 98.6", "thinking").unclear


def test_a_lone_late_number_counts_and_is_confirmed() -> None:
    reading = say("101.3", "fatigue")

    assert reading.facts() == ((Key.TEMPERATURE, Temperature("101.3", "F")),)
    assert not reading.temperatures[0].sure
    assert say("98", "fatigue").unclear


def test_a_number_beats_words() -> None:
    assert say("no fever 101.8", "breathing").facts() == (
        (Key.FEVER, Presence.NO),
        (Key.TEMPERATURE, Temperature("101.8", "F")),
    )


def test_the_highest_of_several_readings_is_the_fact() -> None:
    reading = say("99.1 at noon, 101.2 at 3 and 38.5C just now", "temperature")

    assert reading.facts() == ((Key.TEMPERATURE, Temperature("38.5", "C")),)


def test_four_tired_answers_sleepiness_too() -> None:
    reading = say("4", "fatigue")

    assert dict(reading.facts())[Key.SLEEPINESS] is Presence.YES
    assert write_value(dict(reading.facts())[Key.FATIGUE]) == "hard_to_stay_awake"


@pytest.mark.parametrize("text", ["I'm fine", "can I eat before?", "banana", "...", "98 years"])
def test_what_answers_nothing_is_unclear(text: str) -> None:
    reading = say(text, "thinking")

    assert reading.unclear
    assert not reading.answers
