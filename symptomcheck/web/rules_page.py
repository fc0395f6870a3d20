"""`GET /rules`: the current rule book in plain words, with its sources, for anybody.

Rules are told in the book's own phrases; only headings and labels are words of the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from symptomcheck.core.explain import change_sentence, explain_rule
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Rule, Source, Status
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import rulebooks
from symptomcheck.storage.rulebooks import Adoption
from symptomcheck.web.language import current_language, lazy
from symptomcheck.wiring import House

_TITLES = {
    Level.URGENT: lazy("Call now"),
    Level.TODAY: lazy("Call today"),
    Level.NOTICE: lazy("The team reads it"),
}
# What certified decision support must tell about itself, in the order the regulation lists it.
_ABOUT = {
    "citation": lazy("Rests on"),
    "developer": lazy("Made by"),
    "funding": lazy("Paid for by"),
    "dates": lazy("Written and changed"),
    "race": lazy("Race"),
    "ethnicity": lazy("Ethnicity"),
    "language": lazy("Language"),
    "sexual_orientation": lazy("Sexual orientation"),
    "gender_identity": lazy("Gender identity"),
    "sex": lazy("Sex"),
    "date_of_birth": lazy("Date of birth"),
    "social_determinants": lazy("Living conditions"),
    "health_status": lazy("Health records"),
}
Said = TypeVar("Said")

_NOT_IN_USE = {Status.DRAFT: lazy("a draft"), Status.RETIRED: lazy("retired")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRule:
    """One rule as the page tells it."""

    id: str
    title: str
    when: str
    why: str
    sources: tuple[Source, ...]
    changes: tuple[str, ...]
    false_alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rules of one level, and what the level means."""

    level: Level
    title: str
    means: str
    rules: tuple[ToldRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page; `signed_by` is None while no clinician has adopted the book.

    `not_in_use`: title, why, and who answers for it where a site retired it.
    """

    groups: tuple[Group, ...]
    not_in_use: tuple[tuple[str, str, tuple[str, ...]], ...]
    signed_by: str | None
    in_use_since: date
    about: tuple[tuple[str, str], ...]
    fingerprint: str


def rules_page(house: House) -> Blueprint:
    """The road of the public rules."""
    roads = Blueprint("rules_page", __name__)

    @roads.get("/rules")
    def rules() -> str:
        return render_template("public/rules.html", page=tell_current(house)[1])

    return roads


def tell_current(house: House) -> tuple[RuleBook, Page]:
    """The book in use and its page, in the language of this request."""
    with house.clinic.db.read() as tx:
        book = house.clinic.books.current(tx)
        adoption = rulebooks.current(tx)
    assert adoption is not None  # noqa: S101 # `current` would have said there is no book
    return book, tell(book, adoption, zone=house.clinic.site.zone)


def tell(book: RuleBook, adoption: Adoption, *, zone: str) -> Page:
    """The book as the page tells it, in the language of this request."""
    language = current_language()
    in_use = [rule for rule in book.rules if rule.status is Status.APPROVED]
    return Page(
        groups=tuple(_group(book, level, in_use, language) for level in _levels(in_use)),
        not_in_use=tuple(
            (_in(rule.title, language), str(_NOT_IN_USE[rule.status]), _changes(book, rule, language))
            for rule in book.rules
            if rule.status is not Status.APPROVED
        ),
        signed_by=adoption.adopted_by if adoption.clinician else None,
        in_use_since=adoption.adopted_at.astimezone(ZoneInfo(zone)).date(),
        about=tuple((str(_ABOUT[each.id]), _in(each.value, language)) for each in book.attributes),
        fingerprint=book.fingerprint,
    )


def _levels(rules: list[Rule]) -> list[Level]:
    return sorted({rule.level for rule in rules}, key=lambda level: -level.rank)


def _group(book: RuleBook, level: Level, rules: list[Rule], language: str) -> Group:
    return Group(
        level=level,
        title=str(_TITLES[level]),
        means=book.say(f"means.{level}", language),
        rules=tuple(told_rule(book, rule, language) for rule in rules if rule.level is level),
    )


def told_rule(book: RuleBook, rule: Rule, language: str) -> ToldRule:
    """One rule with its sources and what a site changed in it, in one language."""
    return ToldRule(
        id=rule.id,
        title=_in(rule.title, language),
        when=explain_rule(book, rule, language)[0],
        why=_in(rule.why, language),
        sources=rule.sources,
        changes=_changes(book, rule, language),
        false_alarms=_in(rule.false_alarms, language),
    )


def _changes(book: RuleBook, rule: Rule, language: str) -> tuple[str, ...]:
    return tuple(change_sentence(book, change, language) for change in rule.changes)


def _in(said: Mapping[str, Said], language: str) -> Said:
    return said.get(language) or said["en"]
