"""Every text a book must have, who reads it, and the values it may ask for.

A text missing from any language stops the start: a person must never be owed words that nobody wrote.
"""

from dataclasses import dataclass

from symptomcheck.core.answers import Key, Presence, Question, Reporter, Tiredness
from symptomcheck.core.book_types import Audience
from symptomcheck.core.levels import Level

ALWAYS = {
    # The longest value each may have: what limits are measured with, and what settings are held to.
    "site": "Riverside Oncology 1",
    "phone": "+1 555-0101-0199",
    "emergency": "+1 555-0101-0911",
}

LONGEST = ALWAYS | {
    "position": "1",
    "total": "4",
    "both": "101.3 F (38.5 C)",
    "names": "Maria Jose, Bernadette",
    "tag": "Bernadette",
    "count": "999",
    "number": "12345",
    "level": "urgent",
    "who": "Bernadette Washington-Ortiz",
    "numbers": "10012, 10013, 10014, 10015",
    "url": "https://checkin.riverside.example.org/team/alerts/12345",
}


@dataclass(frozen=True, slots=True)
class TextId:
    """One text that must exist in every language, and what it may and must name."""

    audience: Audience
    names: frozenset[str]
    must_name: frozenset[str] = frozenset()


def _ids() -> dict[str, TextId]:
    ids: dict[str, TextId] = {}

    def add(audience: Audience, text_ids: str, *, names: str = "", must: str = "") -> None:
        for text_id in text_ids.split():
            ids[text_id] = TextId(audience, frozenset(names.split()), frozenset(must.split()))

    for prefix, audience in (("", Audience.PATIENT), ("caregiver.", Audience.CAREGIVER)):
        for question in Question:
            must = "phone" if question is Question.FEVER else ""
            add(audience, f"ask.{prefix}{question}", names="position total", must=must)
            add(audience, f"reask.{prefix}{question}", must="phone")
    both = "phone emergency"
    patient, caregiver, staff = Audience.PATIENT, Audience.CAREGIVER, Audience.STAFF
    add(patient, "urgent today incomplete noted still_open not_understood unlisted_words", must=both)
    add(patient, "unlisted_words_passed_on mention_passed_on unknown_number loop_brake late_noted", must=both)
    add(patient, "nothing_on_list", must="phone")
    add(patient, "echo.temperature", names="both", must="both")
    add(patient, "temperature_confirm", names="both", must="both phone")
    add(patient, "too_quick")
    add(patient, "tag", names="tag", must="tag")
    add(patient, "which_person", names="names", must="names phone emergency")
    add(patient, "confirm_number", must="site phone")
    add(patient, "help link reminder paused resumed ended stop start", must="site phone emergency")
    add(patient, "confirmed wrong", must=both)
    add(patient, "welcome", names="count", must="site count phone emergency")
    add(caregiver, "welcome.caregiver", names="count", must="site count phone emergency")
    add(caregiver, "link.caregiver reminder.caregiver silence_caregiver", must="site phone emergency")
    add(staff, "staff.page", names="number level", must="number level")
    add(staff, "staff.page_unknown staff.silence staff.process staff.no_such", names="number", must="number")
    add(staff, "staff.acknowledged staff.already", names="number who", must="number who")
    add(staff, "staff.cover_failed", names="number")
    add(staff, "staff.which", names="numbers", must="numbers")
    add(staff, "staff.passed voice.passed voice.gone", names="number", must="number")
    add(staff, "staff.phone_out voice.acknowledged voice.already", names="number who", must="number who")
    add(staff, "voice.page", names="number level", must="number level")
    add(staff, "staff.none_open staff.help staff.stopped staff.started voice.again")
    add(Audience.EMAIL, "email.page.subject", names="number level", must="number level")
    add(Audience.EMAIL, "email.page.body", names="number level url", must="number level url phone")

    words = (
        *(f"key.{key}" for key in Key),
        *(f"value.{value}" for value in (*Presence, *Tiredness)),
        *(f"level.{level}" for level in Level),
        *(f"reporter.{reporter}" for reporter in Reporter),
        "outcome.fires outcome.quiet outcome.cannot_tell value.unanswered and or",
    )
    add(Audience.PHRASE, " ".join(words))
    lines = "line.is line.is_one_of line.at_least line.above line.at_most line.below"
    add(Audience.PHRASE, lines, names="key value", must="key value")
    add(Audience.PHRASE, "when.any when.all when.one", names="lines", must="lines")
    add(Audience.PHRASE, "means.urgent means.today means.notice")
    add(Audience.PHRASE, "says.fires says.quiet says.cannot_tell", names="rule", must="rule")
    add(Audience.PHRASE, "said", names="reporter key value", must="reporter key value")
    add(Audience.PHRASE, "missing", names="keys", must="keys")
    add(Audience.PHRASE, "false_alarms", names="list", must="list")
    add(Audience.PHRASE, "source", names="document section quote", must="document quote")
    add(Audience.PHRASE, "changed", names="before after", must="before after")
    add(Audience.PHRASE, "changed_by", names="before after who reason", must="before after who reason")
    return ids


TEXT_IDS: dict[str, TextId] = _ids()

# Put before another text in one message, so they must end with a space.
PREFIXES = frozenset({"echo.temperature", "too_quick", "tag"})

# Texts that can follow an echoed temperature in one message.
AFTER_ECHO = frozenset({"ask.fatigue", "nothing_on_list", "incomplete", "noted", "urgent"})
