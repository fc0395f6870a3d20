"""A kept judgement is judged again: identical, or every difference is named."""

from dataclasses import replace

import pytest

from symptomcheck.core.answers import Key, Presence, Reporter, Temperature
from symptomcheck.core.book_cases import said
from symptomcheck.core.findings import Flag
from symptomcheck.core.levels import Level
from symptomcheck.core.rejudge import Kept, differences
from tests.core.books import the_book

NO, YES = Presence.NO, Presence.YES
INPUTS = (
    said(Key.CHILLS, NO),
    said(Key.CONFUSION, NO),
    said(Key.CONFUSION, YES, Reporter.CAREGIVER),
    said(Key.TEMPERATURE, Temperature("101.3", "F")),
)
CONFUSION = Flag(rule_id="confusion", level=Level.URGENT, reporter=Reporter.CAREGIVER, value=YES)
FEVER = Flag(
    rule_id="fever-measured",
    level=Level.URGENT,
    reporter=Reporter.PATIENT,
    value=Temperature("101.3", "F"),
)
KEPT = Kept(
    fingerprint=the_book().fingerprint,
    inputs=INPUTS,
    level=Level.URGENT,
    flags=(CONFUSION, FEVER),
    cannot_tell=tuple(verdict.rule.id for verdict in the_book().judge(INPUTS).cannot_tell),
)


def test_what_was_kept_is_found_again() -> None:
    assert differences(the_book(), KEPT) == ()


def test_a_flag_of_an_earlier_reply_is_not_missed() -> None:
    assert differences(the_book(), replace(KEPT, flags=(FEVER,))) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"level": Level.TODAY}, "the level: kept as today; judged again it is urgent."),
        (
            {"flags": (replace(FEVER, rule_id="measured-fever"),)},
            'rule "measured-fever": kept as urgent on 101.3F of the patient; '
            "judged again it is not in the book.",
        ),
        (
            {"flags": (replace(CONFUSION, reporter=Reporter.PATIENT),)},
            'rule "confusion": kept as urgent on yes of the patient; '
            "judged again it is fires (urgent on yes of the caregiver).",
        ),
        (
            {"flags": (replace(CONFUSION, level=Level.TODAY),)},
            'rule "confusion": kept as today on yes of the caregiver; '
            "judged again it is fires (urgent on yes of the caregiver).",
        ),
        (
            {"flags": (Flag(rule_id="chills", level=Level.TODAY, reporter=Reporter.PATIENT, value=YES),)},
            'rule "chills": kept as today on yes of the patient; '
            "judged again it is quiet (today on no of the patient).",
        ),
        (
            {"flags": (Flag(rule_id="shaky", level=Level.TODAY, reporter=Reporter.PATIENT, value=YES),)},
            'rule "shaky": kept as today on yes of the patient; judged again it is cannot tell (today).',
        ),
        (
            {"cannot_tell": KEPT.cannot_tell[1:]},
            'rule "fever-reported": kept as told; judged again it is cannot tell.',
        ),
        (
            {"cannot_tell": (*KEPT.cannot_tell, "chills")},
            'rule "chills": kept as cannot tell; judged again it is told.',
        ),
    ],
)
def test_what_is_not_found_again_is_named(changed: dict[str, object], told: str) -> None:
    assert [str(each) for each in differences(the_book(), replace(KEPT, **changed))] == [told]  # type: ignore[arg-type]
