"""`/team/rules`: the current book for the team, one rule with its cases, and every book there was."""

from collections.abc import Iterable

from flask import Blueprint, abort, render_template

from symptomcheck.core.answers import Answer
from symptomcheck.core.book_cases import answers_of
from symptomcheck.core.explain import key_phrase, value_phrase
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Case, Rule
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import ENGINE_VERSION
from symptomcheck.storage import proofs, rulebooks
from symptomcheck.web.language import current_language, gettext
from symptomcheck.web.rules_page import told_rule
from symptomcheck.web.team import words
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The three screens that only show."""
    clinic = house.clinic

    @roads.get("/rules")
    def rules() -> str:
        with clinic.db.read() as tx:
            book, adoption = clinic.books.current(tx), rulebooks.current(tx)
            proof = proofs.of(tx, book.fingerprint, ENGINE_VERSION)
        language = current_language()
        listed = [
            (rule, rule.title[language], words.in_words(words.STATUSES, rule.status)) for rule in book.rules
        ]
        return render_template(
            "team/rules.html", book=book, adoption=adoption, proof=proof, listed=listed, levels=tuple(Level)
        )

    @roads.get("/rules/rule/<rule_id>")
    def rule(rule_id: str) -> str:
        with clinic.db.read() as tx:
            book = clinic.books.current(tx)
        found = next((each for each in book.rules if each.id == rule_id), None)
        if found is None:
            abort(404)
        language = current_language()
        return render_template(
            "team/rule.html",
            found=found,
            rule=told_rule(book, found, language),
            means=book.say(f"means.{found.level}", language),
            status=words.in_words(words.STATUSES, found.status),
            cases=[
                (case.name, answers_told(book, answers_of(case)), _outcome(book, case))
                for case in found.cases
            ],
            book=book,
        )

    @roads.get("/rules/history")
    def rule_history() -> str:
        with clinic.db.read() as tx:
            adoptions = rulebooks.history(tx)
        return render_template("team/rule_history.html", adoptions=adoptions)


def answers_told(book: RuleBook, answers: Iterable[Answer]) -> str:
    """Answers in the book's own words, with who gave each; no answer at all says so."""
    language = current_language()
    said = []
    for answer in answers:
        about, value = key_phrase(book, answer.key, language), value_phrase(book, answer.value, language)
        said.append(f"{about}: {value} ({words.in_words(words.REPORTERS, answer.reporter).lower()})")
    return "; ".join(said) or gettext("nothing answered")


def title_in(rule: Rule) -> str:
    """What a rule is called, in the language of this request."""
    return rule.title.get(current_language()) or rule.title["en"]


def _outcome(book: RuleBook, case: Case) -> str:
    return book.say(f"outcome.{case.then.name.lower()}", current_language())
