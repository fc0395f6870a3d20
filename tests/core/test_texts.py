"""Every text a person is sent, in both languages, measured with the longest values a clinic may have."""

import pytest

from symptomcheck.core import sms
from symptomcheck.core.book_text_ids import AFTER_ECHO, LONGEST, PREFIXES, TEXT_IDS
from symptomcheck.core.book_types import Audience, Text
from symptomcheck.core.lint import discloses, faults, reading_grade
from tests.core.books import the_book

TEXTS = [text for texts in the_book().texts.values() for text in texts.values()]
PHONES = (Audience.PATIENT, Audience.CAREGIVER, Audience.STAFF)
TO_PHONES = [text for text in TEXTS if text.audience in PHONES]
ENGLISH = [text for text in TO_PHONES if text.language == "en"]
SPANISH = [text for text in TO_PHONES if text.language == "es"]


def named(text: Text) -> str:
    return f"{text.language} {text.id}"


def test_both_languages_have_every_text() -> None:
    assert all(set(texts) == set(TEXT_IDS) for texts in the_book().texts.values())


@pytest.mark.parametrize("text", ENGLISH, ids=named)
def test_an_english_text_fits_one_gsm_7_segment(text: Text) -> None:
    said = text.say(LONGEST)

    assert sms.encoding(said) is sms.Encoding.GSM_7
    assert sms.segments(said) == 1


@pytest.mark.parametrize("text", SPANISH, ids=named)
def test_a_spanish_text_fits_two_ucs_2_segments(text: Text) -> None:
    assert sms.length(text.say(LONGEST)) <= 134


@pytest.mark.parametrize("text", [text for text in ENGLISH if text.audience is not Audience.STAFF], ids=named)
def test_an_english_text_reads_at_grade_six_or_below(text: Text) -> None:
    assert reading_grade(text.template) <= 6


@pytest.mark.parametrize("text", TEXTS, ids=named)
def test_no_text_breaks_the_wording_lint(text: Text) -> None:
    assert faults(text.say(LONGEST | _PHRASE_VALUES), text.language) == ()


@pytest.mark.parametrize("text", TO_PHONES, ids=named)
def test_no_text_message_names_a_disease_a_drug_or_a_product(text: Text) -> None:
    assert discloses(text.template) is None


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text_id", sorted(AFTER_ECHO))
def test_what_follows_an_echoed_temperature_still_fits(language: str, text_id: str) -> None:
    texts = the_book().texts[language]
    said = texts["echo.temperature"].say(LONGEST) + texts[text_id].say(LONGEST)

    assert sms.length(said) <= (160 if language == "en" else 201)


@pytest.mark.parametrize("text", [text for text in TEXTS if text.id in PREFIXES], ids=named)
def test_a_prefix_ends_with_one_space(text: Text) -> None:
    assert text.template.rstrip() + " " == text.template


def test_an_urgent_text_says_to_call_now_and_not_to_wait() -> None:
    said = the_book().say("urgent", "en", site="Riverside", phone="555-010-0199", emergency="911")

    assert said == (
        "Call your care team now: 555-010-0199. Do not wait for us to call. In an emergency call 911. "
        "This is not a diagnosis."
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_to_staff_names_no_patient_number_or_symptom(language: str) -> None:
    said = the_book().say("staff.page", language, number=12, level="urgent", **_SITE)

    assert said in (
        "Alert #12 urgent. Open the dashboard or reply ACK 12.",
        "Alerta #12 urgent. Abra el panel o responda ACK 12.",
    )
    assert TEXT_IDS["staff.page"].names == {"number", "level"}


def test_a_quote_in_an_explanation_stays_letter_for_letter() -> None:
    said = the_book().say("source", "en", document="D", section="S", quote="Fever (100.4°F/38°C or higher)")

    assert said == "Source: D, S: “Fever (100.4°F/38°C or higher)”"


_SITE = {"site": "Riverside", "phone": "555-010-0199", "emergency": "911"}
_PHRASE_VALUES = dict.fromkeys(
    ("key", "value", "lines", "rule", "reporter", "keys", "document", "section", "quote", "before", "after",
     "reason", "list"),
    "x",
)  # fmt: skip
