"""A refusal, an exception and a symptom are never stored as a "no"; in doubt a person is asked again.

Each line: the open question, the text, and what the text then says.
"""

import pytest

from symptomcheck.core.answers import ASKS_ABOUT, Key, Presence, Question, write_value
from symptomcheck.core.reading.meaning import Mention
from tests.core.reader import is_urgent, said_of, say

REFUSALS = (
    ("en", "skip"), ("en", "unknown"), ("en", "unable"), ("en", "can't check"), ("en", "haven't checked"),
    ("en", "i can't answer"), ("en", "i cant read this"), ("en", "n/a"), ("en", "na"), ("en", "can't"),
    ("en", "not now"), ("en", "i don't understand the question"), ("en", "i don't understand"),
    ("es", "no entiendo la pregunta"), ("es", "no puedo contestar"), ("es", "no puedo"),
    ("es", "no contesta"),
)  # fmt: skip

NOT_WELL = (
    ("en", "i'm not ok"), ("en", "he is not well"), ("en", "she is not doing well"), ("es", "no muy bien"),
    ("es", "no estoy bien"), ("en", "no good"), ("en", "no ok"),
)  # fmt: skip

EXCEPTIONS = (
    ("en", "no, only when walking"), ("en", "no only at night"), ("en", "no just tight"),
    ("en", "no but heavy"), ("en", "no unless i walk"), ("en", "no, just the usual shortness"),
    ("en", "no but something is off"), ("en", "no but tight"), ("en", "1 but something is off"),
    ("en", "no, worse"), ("en", "no i mean yes"), ("en", "no call me"), ("en", "no zvhg jdks"),
    ("en", "no english"), ("en", "nothing makes sense"), ("en", "no change"), ("en", "no changes"),
    ("en", "nothing new"), ("en", "no worse than yesterday"), ("en", "no but dizzy, something is off"),
    ("es", "no, solo al caminar"), ("es", "no pero si dolor"), ("es", "nada nuevo"),
    ("es", "ahora no"), ("en", "no i feel so, thanks"),
)  # fmt: skip


@pytest.mark.parametrize("asked", ["thinking", "breathing", "fever"])
@pytest.mark.parametrize(("language", "text"), REFUSALS + NOT_WELL + EXCEPTIONS)
def test_this_is_never_a_no(asked: str, language: str, text: str) -> None:
    reading = say(text, asked, language)

    assert reading.answers.get(Question(asked)) is not Presence.NO
    denied = {key for key, mention in reading.symptoms.items() if mention is Mention.NO}
    assert not denied.issuperset(ASKS_ABOUT[Question(asked)])


@pytest.mark.parametrize(("language", "text"), REFUSALS + NOT_WELL)
def test_a_refusal_is_asked_again(language: str, text: str) -> None:
    reading = say(text, "breathing", language)

    assert reading.unclear or reading.health_words
    assert not reading.facts()


NO = (
    ("en", "no thanks"), ("en", "no thank you"), ("en", "no, all good"), ("en", "no not at all"),
    ("en", "no nothing"), ("en", "no!"), ("en", "no so far so good"), ("en", "thanks, no"),
    ("en", "1 thanks"), ("en", "no, dizzy 🙂"),
    ("en", "1 = no"), ("en", "no, he's fine"), ("en", "no i feel fine, just dizzy"),
    ("en", "no he hasn't"), ("en", "i don't"), ("en", "I have no symptoms"),
    ("en", "no but i do have chills and a headache, thanks"), ("en", "no, no fever or chills"),
    ("en", "no I don't have any of those"), ("en", "none today"), ("en", "no, i'm doing fine"),
    ("en", "no to all of these"), ("es", "no tengo nada de eso"), ("en", "nope, feeling good"),
    ("es", "no gracias"), ("es", "no, estoy bien"), ("es", "1 = no"), ("es", "no, pero tengo escalofrios"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text"), NO)
def test_a_no_stands_if_all_of_the_rest_is_harmless(language: str, text: str) -> None:
    assert say(text, "breathing", language).answers[Question.BREATHING] is Presence.NO


SYMPTOMS = (
    "he hasn't woken up", "she isn't awake", "she hasn't said a word today", "she doesn't talk",
    "i don't remember anything", "no response from him", "not able to stay awake", "not awake", "not talking",
    "she's slumped over",
)  # fmt: skip


@pytest.mark.parametrize("asked", [None, "thinking"])
@pytest.mark.parametrize("text", SYMPTOMS)
def test_a_symptom_with_a_not_in_it_is_urgent(asked: str | None, text: str) -> None:
    assert is_urgent(say(text, asked))


@pytest.mark.parametrize(
    "text",
    [
        "I am ok", "he is fine", "I have no symptoms", "very well thanks", "i am driving", "I have chills",
        "thanks",
    ],
)  # fmt: skip
def test_the_opening_of_a_sentence_is_no_yes(text: str) -> None:
    assert not is_urgent(say(text, "thinking"))


@pytest.mark.parametrize("text", ["i am", "he is", "I have.", "very"])
def test_an_opening_that_is_the_whole_answer_is_a_yes(text: str) -> None:
    assert say(text, "thinking").answers == {Question.THINKING: Presence.ONE_OF}


COPIED = (
    ("fatigue", "en", "1 = usual", "usual"),
    ("fatigue", "en", "2 = more tired", "more_tired"),
    ("fatigue", "en", "3 = too tired for daily tasks", "too_tired"),
    ("fatigue", "en", "4 = hard to stay awake", "hard_to_stay_awake"),
    ("fatigue", "es", "1 = como siempre", "usual"),
    ("fatigue", "es", "2 = más cansado", "more_tired"),
    ("fatigue", "es", "3 = demasiado cansado para lo diario", "too_tired"),
    ("fatigue", "es", "4 = cuesta estar despierto", "hard_to_stay_awake"),
    ("breathing", "en", "2 = yes", "one_of"),
    ("breathing", "en", "3 = not sure", "not_sure"),
    ("breathing", "en", "i can't tell", "not_sure"),
    ("breathing", "es", "2 = sí", "one_of"),
    ("breathing", "es", "3 = no sé", "not_sure"),
    ("fever", "en", "2 = yes", "yes"),
    ("temperature", "en", "101/3", "101F"),
)


@pytest.mark.parametrize(("asked", "language", "text", "meant"), COPIED)
def test_an_option_copied_whole_is_that_option(asked: str, language: str, text: str, meant: str) -> None:
    reading = say(text, asked, language)

    answers = {question: value and write_value(value) for question, value in reading.answers.items()}
    assert answers == {asked: meant}
    assert not reading.unclear


MEANT = (
    ("en", "cant breathe very well", "breath"),
    ("en", "unable to breathe very well", "breath"),
    ("en", "not able to breathe very well", "breath"),
    ("en", "I dont feel like i can breathe", "breath"),
    ("es", "no siento que pueda respirar", "breath"),
    ("en", "breathing is fine except when i walk", "breath"),
    ("en", "chills no chest pain yes", "chest_pain"),
    ("en", "shaky: no chest pain: yes", "chest_pain"),
    ("en", "fever: no Chest pain: yes", "chest_pain"),
    ("en", "fever: no Chest pain: yes dizzy: no", "chest_pain"),
    ("en", "i didnt have chest pain yesterday but i do now", "chest_pain"),
    ("en", "wasnt confused yesterday, is today", "confusion"),
    ("en", "had no fever but now i do", "fever"),
    ("en", "no chest pain until now", "chest_pain"),
    ("en", "no chest pain only when walking", "chest_pain"),
    ("es", "no tenia dolor de pecho hasta hoy", "chest_pain"),
    ("es", "ayer no tenia fiebre pero hoy si", "fever"),
    ("en", "it's not chest pain it's pressure", "chest_pain"),
    ("en", "no pain in chest but pressure", "chest_pain"),
    ("en", "not a little chest pain, a lot", "chest_pain"),
    ("en", "can't say there's no chest pain", "chest_pain"),
    ("es", "no puedo decir que no tengo fiebre", "fever"),
    ("en", "didn't faint but almost", "fainting"),
)


@pytest.mark.parametrize(("language", "text", "symptom"), MEANT)
def test_a_symptom_is_no_denial(language: str, text: str, symptom: str) -> None:
    assert said_of(symptom, text, language=language) == "yes"


DENIED = (
    ("trouble breathing? no. I'm better", "breath"),
    ("no fever but i do have chills", "fever"),
    ("no chest pain, blood pressure 120/80", "chest_pain"),
    ("no chest pain yes chills", "chest_pain"),
    ("no fever, all is good now", "fever"),
    ("no chest pain. only when walking my feet hurt", "chest_pain"),
)


@pytest.mark.parametrize(("text", "symptom"), DENIED)
def test_a_denial_stays_one(text: str, symptom: str) -> None:
    assert said_of(symptom, text) == "no"


CORRECTED = (
    ("breathing", "en", "1 sorry i meant 2", "breath", "one_of"),
    ("breathing", "en", "1 or 2", "breath", "one_of"),
    ("breathing", "en", "1 haha jk 2", "chest_pain", "one_of"),
    ("thinking", "en", "1 sorry i meant 2", "speech", "one_of"),
    ("thinking", "en", "no i mean yes", "speech", "one_of"),
    ("thinking", "en", "1 or 3", "speech", "not_sure"),
    ("fever", "en", "1 or 2", "fever", "yes"),
    ("thinking", "es", "1 perdon quise decir 2", "speech", "one_of"),
    ("thinking", "es", "1 o 2", "speech", "one_of"),
    ("fatigue", "en", "1 or 2", "fatigue", "-"),
)


@pytest.mark.parametrize(("asked", "language", "text", "symptom", "meant"), CORRECTED)
def test_of_two_answers_the_alarm_counts_at_once_and_is_asked_about(
    asked: str, language: str, text: str, symptom: str, meant: str
) -> None:
    reading = say(text, asked, language)

    assert reading.symptoms.get(Key(symptom), "-") == meant
    assert reading.unclear
    assert not reading.answers


@pytest.mark.parametrize(
    ("language", "text", "affirms"),
    [
        ("en", "yes", True), ("en", "Y!", True), ("en", "ok", True), ("en", "yes, correct", True),
        ("es", "sí", True), ("es", "correcto", True), ("en", "no", False), ("en", "not right", False),
        ("en", "ok but no", False), ("en", "101.2", False), ("en", "👍", False), ("en", "thanks", False),
    ],
)  # fmt: skip
def test_a_text_that_only_says_yes_affirms(language: str, text: str, affirms: bool) -> None:
    assert say(text, language=language).affirms is affirms


def test_a_no_that_denies_one_symptom_denies_no_other() -> None:
    assert [*say("I haven't had any chest pain", "breathing").symptoms] == [Key.CHEST_PAIN]
