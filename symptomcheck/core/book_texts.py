"""Texts read from TOML and held to their limits: names, length with the longest values, grade, wording.

A text that does not fit, or that is missing from one language, stops the start.
"""

from collections.abc import Mapping
from types import MappingProxyType

from symptomcheck.core import sms
from symptomcheck.core.answers import Question
from symptomcheck.core.book_entry import Entry
from symptomcheck.core.book_text_ids import AFTER_ECHO, ALWAYS, LONGEST, PREFIXES, TEXT_IDS
from symptomcheck.core.book_types import Audience, BookQuestion, Text
from symptomcheck.core.call_lines import call_line_fault
from symptomcheck.core.lint import discloses, reading_grade

HIGHEST_GRADE = 6.0
ENGLISH_LIMIT = 160
OTHER_LIMIT = 134  # what two UCS-2 segments hold: á, í, ó and ú leave GSM-7
EMAIL_LIMIT = 1000
_SENT_TO_PHONES = (Audience.PATIENT, Audience.CAREGIVER, Audience.STAFF)


def read_texts(entry: Entry, language: str) -> Mapping[str, Text]:
    """Every text of one language by id."""
    written = entry.text("language", f'language = "{language}"')
    if written != language:
        raise entry.fault(
            f'language = "{written}" is not that of the file', f'Write language = "{language}".'
        )
    texts: dict[str, Text] = {}
    for audience in Audience:
        section = entry.table(audience, f"a section [{audience}]")
        known = [text_id for text_id, spec in TEXT_IDS.items() if spec.audience is audience]
        for text_id in section.data:
            section.one_of("text", text_id, known)
            template = section.text(text_id, lines=True)
            section.where = f'text "{text_id}"'
            texts[text_id] = Text(text_id, language, audience, template)
            _check(section, texts[text_id])
            section.where = str(audience)
    entry.done()
    for text_id, spec in TEXT_IDS.items():
        if text_id not in texts:
            raise entry.fault(f'the text "{text_id}" is missing', f"Add it to [{spec.audience}].")
    _check_echo(entry, texts)
    return MappingProxyType(texts)


def check_choices(
    entry: Entry, texts: Mapping[str, Text], questions: Mapping[Question, BookQuestion]
) -> None:
    """A fault when a question is asked without showing what each number means, in the book's own words."""
    for question in questions.values():
        for prefix in ("ask.", "reask.", "ask.caregiver.", "reask.caregiver."):
            text = texts[f"{prefix}{question.id}"]
            for choice in question.choices:
                shown = f"{choice.number} = {choice.words[text.language]}"
                if shown not in text.template:
                    entry.where = f'text "{text.id}"'
                    raise entry.fault(f"it does not show “{shown}”", "Show each choice in the book's words.")


def _check(entry: Entry, text: Text) -> None:
    spec = TEXT_IDS[text.id]
    try:
        names = text.names
    except ValueError:
        raise entry.fault(
            "a $ stands for nothing", "Write $$ for a dollar sign, or a name after it."
        ) from None
    for unknown in sorted(names - spec.names - set(ALWAYS)):
        known = ", ".join(f"${name}" for name in sorted(spec.names | set(ALWAYS)))
        raise entry.fault(f"${unknown} has no value here", f"Use only {known}.")
    for missing in sorted(spec.must_name - names):
        raise entry.fault(f"it does not say ${missing}", f"Put ${missing} into it.")
    entry.lint("wording", text.template, text.language)
    if wrong := call_line_fault(text):
        raise entry.fault(*wrong)
    end = " " if text.id in PREFIXES else ""
    if text.template != text.template.strip() + end:
        raise entry.fault(
            "it begins or ends with a space or a new line it should not have",
            "Only a text put before another ends with one space.",
        )
    if text.audience in _SENT_TO_PHONES:
        _check_for_phones(entry, text)
    elif text.audience is Audience.EMAIL and len(text.say(LONGEST)) > EMAIL_LIMIT:
        raise entry.fault(f"it is longer than {EMAIL_LIMIT} characters", "Shorten it.")


def _check_for_phones(entry: Entry, text: Text) -> None:
    longest = text.say(LONGEST)
    limit = ENGLISH_LIMIT if text.language == "en" else OTHER_LIMIT
    length = sms.length(longest)
    if length > limit:
        raise entry.fault(f"it has {length} characters with the longest values", f"Shorten it to {limit}.")
    if text.language == "en" and sms.encoding(longest) is not sms.Encoding.GSM_7:
        strange = next(sign for sign in longest if sms.encoding(sign) is not sms.Encoding.GSM_7)
        raise entry.fault(f"“{strange}” is not in GSM-7", "Write plain signs: “38.0 C”, not “38.0 °C”.")
    if not text.template.isprintable():
        raise entry.fault("it has a line break or a sign nobody sees", "Write it on one line.")
    if word := discloses(text.template):
        raise entry.fault(f"“{word}” tells a bystander what its reader is treated for", "Leave it out.")
    if text.language == "en" and text.audience is not Audience.STAFF:
        grade = reading_grade(text.template)
        if grade > HIGHEST_GRADE:
            raise entry.fault(f"its reading grade is {grade:.1f}", "Use shorter words, to grade 6.")


def _check_echo(entry: Entry, texts: Mapping[str, Text]) -> None:
    if texts["urgent"].language != "en":
        return  # in UCS-2 the echo may cost one more segment
    echo = texts["echo.temperature"].say(LONGEST)
    for text_id in sorted(AFTER_ECHO):
        length = sms.length(echo + texts[text_id].say(LONGEST))
        if length > ENGLISH_LIMIT:
            entry.where = f'text "{text_id}"'
            raise entry.fault(
                f"it has {length} characters after an echoed temperature",
                f"Shorten it so that both fit {ENGLISH_LIMIT}.",
            )
