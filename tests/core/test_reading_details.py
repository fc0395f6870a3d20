"""Corners of the reader that the spec chapters pass by."""

import pytest

from symptomcheck.core.answers import Key, Presence, Question, Temperature, Tiredness
from symptomcheck.core.levels import Level
from symptomcheck.core.reading.as_json import as_json
from tests.core.reader import said_of, say, temperatures


def test_a_reading_as_json_has_the_promised_shape() -> None:
    assert as_json(say("1 no rash but vomiting", "thinking"), Level.NOTICE) == {
        "text": "1 no rash but vomiting",
        "language": "en",
        "asked": "thinking",
        "answers": {"thinking": "no"},
        "symptoms": {"confusion": "no", "speech": "no", "sleepiness": "no", "other": "yes"},
        "temperatures": [],
        "keyword": None,
        "level": "notice",
        "unclear": False,
        "trace": [
            {
                "kind": "health_word",
                "phrase": "skin_and_swelling",
                "words": "rash",
                "scope": "no",
                "counted": False,
                "why": '"no" denies it',
            },
            {
                "kind": "health_word",
                "phrase": "vomiting",
                "words": "vomiting",
                "scope": "yes",
                "counted": True,
                "why": "said as so",
            },
            {
                "kind": "choice",
                "phrase": "choice.thinking",
                "words": "1",
                "scope": "no",
                "counted": True,
                "why": "the answer to thinking",
            },
        ],
    }


def test_temperatures_and_keywords_are_written_as_scripts_expect() -> None:
    hot = as_json(say("1012", "temperature"), Level.URGENT)

    assert hot["temperatures"] == [{"value": "101.2", "unit": "F", "sure": False}]
    assert hot["answers"] == {"temperature": "101.2F"}
    assert as_json(say("none", "temperature"), Level.NONE)["answers"] == {"temperature": None}
    assert as_json(say("4", "fatigue"), Level.URGENT)["answers"] == {"fatigue": "hard_to_stay_awake"}
    assert as_json(say("stop"), Level.NOTICE)["keyword"] == "stop"
    assert as_json(say("hello"), Level.NONE)["asked"] is None


@pytest.mark.parametrize(
    ("question", "text", "covered"),
    [
        (Question.BREATHING, "my chest hurts", True),
        (Question.BREATHING, "1", True),
        (Question.BREATHING, "hello", False),
        (Question.THINKING, "my chest hurts", False),
    ],
)
def test_a_reading_knows_what_it_covers(question: Question, text: str, covered: bool) -> None:
    assert say(text, "breathing").covers(question) is covered


def test_facts_hold_only_what_was_said_there_and_now() -> None:
    reading = say("chest hurts, no fever, was confused last month, exhausted, temp 37.2")

    assert dict(reading.facts()) == {
        Key.CHEST_PAIN: Presence.YES,
        Key.FEVER: Presence.NO,
        Key.FATIGUE: Tiredness.TOO_TIRED,
        Key.TEMPERATURE: Temperature("37.2", "C"),
    }


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ("my neighbour has a fever", "fever", "-"),
        ("not afebrile", "fever", "-"),
        ("what if she is afebrile", "fever", "-"),
        ("Denies being confused, dizzy, or faint", "confusion", "no"),
        ("Denies being confused, dizzy", "dizzy", "yes"),
        ("no temp or chills", "chills", "no"),
        ("no cough and chest pain", "chest_pain", "yes"),
        ("no cough, fever and chills", "fever", "no"),
        ("no cough or rash, chest pain", "chest_pain", "yes"),
        ("denies rash, his speech is slurred", "speech", "yes"),
        ("not tired", "fatigue", "no"),
        ("I was exhausted last month", "fatigue", "resolved"),
        ("no fever, cough, sore throat, chest pain", "chest_pain", "no"),
        ("no fever, chest pain then I slept", "chest_pain", "yes"),
        ("no fever, chest pain and", "chest_pain", "yes"),
        ("no chest pain today it is my back", "chest_pain", "no"),
        ("no a bit feverish", "fever", "yes"),
        ("never had chest pain", "chest_pain", "no"),
        ("I have a fever. It is gone. It was bad", "fever", "resolved"),
        ("had a fever. Slept. It is gone", "fever", "yes"),
        ("had a fever, my mom has gone", "fever", "yes"),
        ("I had chest pain, not gone yet", "chest_pain", "yes"),
        ("I had a fever and what if it is gone", "fever", "yes"),
        ("my wife was confused but I am fine now", "confusion", "yes"),
        ("my wife was confused but she is fine now", "confusion", "resolved"),
        ("he was drowsy but is wide awake now", "sleepiness", "resolved"),
        ("I fainted, I am ok now", "fainting", "yes"),
        ("fever ok now", "fever", "resolved"),
        ("fever no, cough yes", "fever", "no"),
        ("fever no cough", "fever", "yes"),
        ("fever really so very much quite still bad", "fever", "yes"),
        ("if I get chest pain, a fever or chills I will call", "fever", "hypothetical"),
        ("what if " + "so " * 70 + "fever", "fever", "yes"),
        ("no " + "so " * 20 + "fever", "fever", "yes"),
        ("I can't walk 2 steps without chest pain", "chest_pain", "yes"),
        ("hope I don't get a fever, my chest hurts", "chest_pain", "hypothetical"),
    ],
)
def test_a_scope_ends_where_it_should(text: str, key: str, meant: str) -> None:
    assert said_of(key, text) == meant


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("temperature", "three thirty", ""),
        ("temperature", "145.000", ""),
        ("temperature", "platelets 145000000", ""),
        ("temperature", "a hundred two five", "102.5F"),
        ("temperature", "one oh one two", "101.2F"),
        ("temperature", "one oh", ""),
        ("temperature", "thirty and 8", ""),
        (None, "temp 99 and 101", "99F 101F"),
        (None, "temp is 101 of course", "101F"),
        (None, "fever: 101 temp 99", "101F 99F"),
        (None, "99.5 de temp: 101", "99.5F 101F"),
        (None, "99 is temp of 101", "101F"),
        (None, "101 - - - so", ""),
        (None, "temp 99 101", "99F 101F"),
        (None, "temp 99 at five. Five and a half hours later it was 101.2", "99F 101.2F"),
        (None, "101 of a", ""),
        (None, "it was 120/80", ""),
        (None, "I feel 100", ""),
        (None, "I feel like 101 dalmatians", ""),
        (None, "me siento 38,2", ""),
        (None, "temp 99. 2 pills", "99F"),
        (None, "38.2 to 39.1 degrees", "38.2C 39.1C"),
        (None, "5 to 39.1 degrees", "39.1C"),
        (None, "38.2, then 39.1 degrees", "39.1C"),
        ("temperature", "38.5 F", "38.5C?"),
        ("temperature", "98 6", "98.6F?"),
        ("temperature", "38.5 degrees and a half", "38.5C"),
    ],
)
def test_a_number_is_read_or_left_alone(asked: str | None, text: str, meant: str) -> None:
    assert temperatures(text, asked) == meant


@pytest.mark.parametrize(
    "text",
    [
        "I'm driving right now and cannot see your message, I will answer as soon as I have arrived at home",
        "I'm in a meeting",
    ],
)
def test_a_phone_that_answers_by_itself_needs_no_answer(text: str) -> None:
    assert say(text, "breathing").chatter


def test_a_long_text_that_begins_like_any_other_is_no_auto_reply() -> None:
    assert not say(
        "I'm so happy to tell you that we went to see my sister in the town where she lives now"
    ).chatter


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b"])
def test_an_empty_text_says_nothing(text: str) -> None:
    assert not say(text).unclear
    assert say(text, "thinking").unclear


@pytest.mark.parametrize("text", ["idk", "none today", "not sure", "unknown"])
def test_no_reading_is_an_answer_to_the_temperature(text: str) -> None:
    assert say(text, "temperature").answers == {Question.TEMPERATURE: None}


@pytest.mark.parametrize(
    ("asked", "text"),
    [("breathing", "((("), ("breathing", "unknown"), ("temperature", "no matter"), ("temperature", "1 1 2")],
)
def test_what_does_not_fit_stays_unanswered(asked: str, text: str) -> None:
    assert say(text, asked).answers == {}
