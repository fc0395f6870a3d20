"""What /rules tells of a book: who signed it, what a site changed, what is not in use, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from symptomcheck.core.rule import Change, Status
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.rule_files import rule_files
from symptomcheck.storage.rulebooks import Adoption
from symptomcheck.web.language import speak
from symptomcheck.web.rules_page import Page, tell

RULES = Path(__file__).parents[2] / "rules"
LATE = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load(rule_files(RULES, ()))


@pytest.fixture
def told(book):
    """`told(book, clinician=..., language=...)`: the page."""
    app = Flask("rules")
    speak(app, site_language="en")

    def page(book: RuleBook = book, *, clinician: bool = False, language: str = "en") -> Page:
        adoption = Adoption(
            fingerprint=book.fingerprint,
            adopted_at=LATE,
            adopted_by="Dr. Rosa Vidal",
            clinician=clinician,
            reason="Read and agreed.",
        )
        with app.test_request_context(f"/?lang={language}"):
            return tell(book, adoption, zone="America/New_York")

    return page


def with_rule(book: RuleBook, rule_id: str, **changes: object) -> RuleBook:
    rules = tuple(replace(rule, **changes) if rule.id == rule_id else rule for rule in book.rules)
    return replace(book, rules=rules)


def test_the_most_urgent_level_comes_first_and_every_rule_in_use_is_told_once(book, told):
    groups = told().groups
    assert [group.level for group in groups] == ["urgent", "today"]
    assert sorted(rule.id for group in groups for rule in group.rules) == sorted(
        rule.id for rule in book.rules if rule.status is Status.APPROVED
    )


def test_a_book_nobody_signed_names_nobody(told):
    assert told().signed_by is None


def test_a_book_a_clinician_adopted_names_her_and_the_day_in_the_clinics_zone(told):
    page = told(clinician=True)
    assert page.signed_by == "Dr. Rosa Vidal"
    assert page.in_use_since.isoformat() == "2026-11-23"


def test_what_a_site_changed_is_shown_with_who_answers_for_it(book, told):
    change = Change(
        file="overlays/site.toml",
        before="38.0 C",
        after="38.5 C",
        weaker=True,
        approved_by="Dr. Rosa Vidal",
        reason="Our own figures.",
    )
    page = told(with_rule(book, "fever-measured", changes=(change,)))
    [rule] = [rule for group in page.groups for rule in group.rules if rule.id == "fever-measured"]
    [shown] = rule.changes
    assert all(part in shown for part in ("38.0 C", "38.5 C", "Dr. Rosa Vidal", "Our own figures."))


def test_a_rule_that_is_not_in_use_is_named_apart(book, told):
    page = told(with_rule(book, "chills", status=Status.DRAFT))
    assert page.not_in_use == (("Chills", "a draft", ()),)
    assert "chills" not in [rule.id for group in page.groups for rule in group.rules]


def test_in_spanish_only_the_quotes_stay_as_they_were_written(book, told):
    english, spanish = told(), told(language="es")
    for ours, theirs in zip(english.groups[0].rules, spanish.groups[0].rules, strict=True):
        assert (ours.title, ours.when, ours.why) != (theirs.title, theirs.when, theirs.why)
        assert ours.sources == theirs.sources


def test_all_thirteen_facts_about_decision_support_are_shown(told):
    assert len(told().about) == 13
    assert all(value for _, value in told().about)
