"""Texts about the texting, texts that need no answer, and texts that a person must see."""

import pytest

from symptomcheck.core.reading.meaning import Keyword
from tests.core.reader import is_urgent, say

KEYWORDS = {
    Keyword.STOP: ("STOP", "stop", "Stop!", "unsubscribe", "stop texting me", "please don't text me anymore"),
    Keyword.START: ("START", "unstop", "YES"),
    Keyword.HELP: ("HELP", "info", "help?"),
    Keyword.WRONG: ("WRONG", "wrong number", "who is this?", "Who's this", "sorry wrong number"),
}


@pytest.mark.parametrize(
    ("keyword", "text"), [(keyword, text) for keyword, texts in KEYWORDS.items() for text in texts]
)
def test_a_whole_text_is_a_keyword(keyword: Keyword, text: str) -> None:
    assert say(text).keyword is keyword


@pytest.mark.parametrize(
    ("keyword", "text"), [("stop", "baja"), ("help", "AYUDA"), ("wrong", "número equivocado")]
)
def test_keywords_are_known_in_spanish(keyword: str, text: str) -> None:
    assert say(text, language="es").keyword == keyword


@pytest.mark.parametrize(
    "text", ["I can't stop shaking", "stop the bleeding", "help I can't breathe", "end of day"]
)
def test_a_keyword_among_other_words_is_none(text: str) -> None:
    assert say(text).keyword is None


def test_yes_is_an_answer_while_a_question_is_open() -> None:
    assert say("YES", "breathing").keyword is None
    assert say("YES", "breathing").answers
    assert say("YES", "temperature").unclear


def test_stop_stops_while_a_question_is_open() -> None:
    assert say("STOP", "breathing").keyword is Keyword.STOP


CHATTER = (
    "ok", "OK thanks!!", "thx", "👍", "🙏🙏", "lol", "good morning", "Liked “Any shortness of breath?”",
    "Loved an image", "👍 to “Any fever?”", "Emphasized “Any chest pain?”",
    "I'm driving right now, talk later",
    "Sorry, I can't talk right now.", "I'm fine", "ok great thank you so much dear",
)  # fmt: skip


@pytest.mark.parametrize("text", CHATTER)
def test_chatter_needs_no_answer(text: str) -> None:
    reading = say(text)

    assert reading.chatter
    assert not reading.unclear


def test_a_reaction_quotes_our_words_and_says_none_of_them() -> None:
    reading = say("Laughed at “Any shortness of breath, chest pain, or fainting?”", "breathing")

    assert reading.chatter
    assert not reading.symptoms
    assert not reading.answers


@pytest.mark.parametrize("text", ["zxcvbnm", "asdf1234", "gggfhd kjhk", "qwrtp"])
def test_gibberish_goes_to_a_person(text: str) -> None:
    assert say(text).unclear


@pytest.mark.parametrize("text", ["same", "still the same", "worse", "Worse since lunch", "no better"])
def test_the_same_or_worse_is_understood(text: str) -> None:
    reading = say(text)

    assert reading.same_or_worse
    assert not reading.unclear


HEALTH_WORDS = {
    "seizure": "I think I had a seizure",
    "bleeding": "there's blood in the toilet",
    "vomiting": "I keep throwing up",
    "diarrhea": "bad diarrhoea all night",
    "fall": "I fell in the shower",
    "self_harm": "I want to kill myself",
    "headache": "worst headache of my life",
    "weak_side": "I can't lift my arm",
    "heart": "my heart is racing",
    "skin_and_swelling": "my ankles are swollen",
    "cough_and_cold": "coughing a lot",
    "pain": "my stomach hurts",
    "unwell": "I don't feel well",
}


@pytest.mark.parametrize(("word", "text"), HEALTH_WORDS.items())
def test_words_no_rule_covers_are_shown_to_a_person(word: str, text: str) -> None:
    reading = say(text)

    assert word in reading.health_words
    assert not is_urgent(reading)


EMERGENCIES = {
    "en": ("he isn't moving", "no pulse", "heart attack", "stroke", "turning blue", "he's gone quiet",
           "help me he is on the floor", "help help help"),
    "es": ("mi mamá no contesta", "mi papá no se mueve", "sin pulso", "derrame cerebral"),
}  # fmt: skip


@pytest.mark.parametrize("asked", [None, "breathing", "temperature"])
def test_a_cry_for_help_without_a_symptom_reaches_a_person_in_and_out_of_a_check_in(
    asked: str | None,
) -> None:
    for language, texts in EMERGENCIES.items():
        assert [text for text in texts if not say(text, asked, language).health_words] == []


def test_a_denied_health_word_is_none() -> None:
    assert say("no vomiting, no headache").health_words == ()


def test_what_is_over_or_only_asked_about_is_shown_and_is_no_fact() -> None:
    reading = say("had a fever last week. what if I faint?")

    assert reading.shown_to_the_team == ("fever", "fainting")
    assert reading.facts() == ()


MIXED = (
    ("es", "I can't breathe"),
    ("en", "me duele el pecho"),
    ("en", "no puedo respirar"),
    ("es", "chest pain"),
    ("pt", "short of breath"),
)


@pytest.mark.parametrize(("language", "text"), MIXED)
def test_the_other_language_counts_too(language: str, text: str) -> None:
    assert is_urgent(say(text, language=language))


def test_a_word_of_both_languages_is_weighed_in_the_persons_own() -> None:
    assert not is_urgent(say("no new confusion"))
    assert not is_urgent(say("¿Qué coma, doctora?", language="es"))


WRITTEN_ODDLY = (
    "I CAN'T BREATHE", "i cant breathe", "I can’t breathe", "I can t breathe", "i can not breathe",
    "ｉ ｃａｎｔ ｂｒｅａｔｈｅ",
    "i caaan't breeeathe", "can't... breathe", "can't breathe!!!",
    "𝗜 𝗰𝗮𝗻'𝘁 𝗯𝗿𝗲𝗮𝘁𝗵𝗲", "can\u200b't breathe", "cnt brethe",
    "cant breathhe", "can't bre\u0301athe",
)  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN_ODDLY)
def test_odd_writing_changes_nothing(text: str) -> None:
    assert is_urgent(say(text))
