"""`/rules/leaflet`, `/rules/card`, `/rules/temperatures`: what a patient takes home on paper.

Printed from the book in use: its rules, its texts, its plan and its quotes. Only headings and empty boxes are
words of the screen, and nothing here is about anybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time

from flask import Blueprint, render_template

from symptomcheck.actions.clinic import Site
from symptomcheck.core.answers import Key, Question, Reporter
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Source
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import Phase
from symptomcheck.web.language import current_language, lazy
from symptomcheck.web.rules_page import Page, ToldRule, tell_current
from symptomcheck.wiring import House

WHO = {Reporter.PATIENT: lazy("patient"), Reporter.CAREGIVER: lazy("caregiver")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A run of days on which the same is asked at the same times: (time, who) each."""

    first_day: int
    last_day: int
    weekday: int | None
    at: tuple[tuple[time, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All that is printed: the page of the rules, and what the book says to a person."""

    page: Page
    urgent: tuple[ToldRule, ...]
    today: tuple[ToldRule, ...]
    quotes: tuple[Source, ...]
    numbers: tuple[Source, ...]
    says: dict[str, str]
    asked: tuple[Asked, ...]
    readings: tuple[Asked, ...]
    limits: tuple[ToldRule, ...]
    changes: tuple[tuple[str, str], ...]


def paper_roads(house: House) -> Blueprint:
    """The roads of the three sheets."""
    roads = Blueprint("paper", __name__)

    @roads.get("/rules/leaflet")
    def leaflet() -> str:
        return render_template("public/leaflet.html", paper=_paper(house))

    @roads.get("/rules/card")
    def card() -> str:
        return render_template("public/card.html", paper=_paper(house))

    @roads.get("/rules/temperatures")
    def temperatures() -> str:
        return render_template("public/temperatures.html", paper=_paper(house))

    return roads


def _paper(house: House) -> Paper:
    book, page = tell_current(house)
    rules = {group.level: group.rules for group in page.groups}
    measured = {rule.id for rule in book.judge.rules if Key.TEMPERATURE in rule.keys}
    article = [rule for rule in book.judge.rules if rule.id in book.article_rule_ids]
    return Paper(
        page=page,
        urgent=rules.get(Level.URGENT, ()),
        today=rules.get(Level.TODAY, ()),
        # One sentence stands behind several rules: it is quoted once.
        quotes=tuple({source.quote: source for rule in article for source in rule.sources[:1]}.values()),
        # The article names no number: what is printed as one says whose it is.
        numbers=tuple(
            source
            for rule in book.judge.rules
            if rule.id in measured and not rule.article
            for source in rule.sources
            if source.quote not in {each.quote for own in article for each in own.sources}
        ),
        says=_says(book, house.clinic.site),
        asked=tuple(_asked(phase, Question) for phase in book.plan.phases),
        readings=tuple(
            _asked(phase, (Question.TEMPERATURE,)) for phase in book.plan.phases if phase.weekday is None
        ),
        limits=tuple(rule for group in page.groups for rule in group.rules if rule.id in measured),
        changes=tuple(_changed(page)),
    )


def _changed(page: Page) -> Iterator[tuple[str, str]]:
    """What a site changed, rules it retired among them: whoever holds the paper must be able to ask why."""
    for rule in (rule for group in page.groups for rule in group.rules):
        yield from ((rule.title, change) for change in rule.changes)
    for title, _, changes in page.not_in_use:
        yield from ((title, change) for change in changes)


def _says(book: RuleBook, site: Site) -> dict[str, str]:
    language, values = current_language(), site.values()
    return {
        each: book.say(each, language, **values) for each in ("urgent", "today", "help", "not_understood")
    }


def _asked(phase: Phase, about: Iterable[Question]) -> Asked:
    wanted = set(about)
    at = sorted((slot.at, slot.reporter) for slot in phase.slots if wanted & set(slot.questions))
    return Asked(
        first_day=phase.first_day,
        last_day=phase.last_day,
        weekday=phase.weekday,
        at=tuple((when, str(WHO[who])) for when, who in at),
    )
