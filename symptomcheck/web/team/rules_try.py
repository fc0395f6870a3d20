"""`/team/rules/try`: answers nobody gave, judged by the current book, each verdict with its reasons.

Nothing is kept and nobody is alerted. The form is sent by POST all the same: answers have no place in an
address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from symptomcheck.core.answers import Answer, Key, Reporter, Temperature, read_value, write_value
from symptomcheck.core.book_cases import said
from symptomcheck.core.explain import explain_verdict, key_phrase, value_phrase
from symptomcheck.core.rule import Outcome, Verdict
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Judgement, values_of
from symptomcheck.web.language import current_language, gettext, lazy
from symptomcheck.web.team import words
from symptomcheck.web.team.rules import title_in
from symptomcheck.wiring import House

_READING = re.compile(r"\s*(\d{2,3}(?:[.,]\d{1,2})?)\s*°?\s*([CFcf])\s*")
# As a nurse would read it: what must be acted on, what is open, and the rest.
_ORDER = (Outcome.FIRES, Outcome.CANNOT_TELL, Outcome.QUIET)
_HEADINGS = {
    Outcome.FIRES: lazy("Fires"),
    Outcome.CANNOT_TELL: lazy("Cannot tell"),
    Outcome.QUIET: lazy("Quiet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldVerdict:
    """What one rule says of the answers that were tried."""

    id: str
    title: str
    level: str
    reasons: tuple[str, ...]


def add_to(roads: Blueprint, house: House) -> None:
    """The form, and what the rules say of what was filled in."""

    @roads.route("/rules/try", methods=["GET", "POST"])
    def try_rules() -> str:
        with house.clinic.db.read() as tx:
            book = house.clinic.books.current(tx)
        form, asked = _form(book)
        judgement = None
        if form.validate_on_submit():
            judgement = book.judge(_answers(form, asked))
        return render_template(
            "team/rules_try.html",
            form=form,
            asked=[(key_phrase(book, key, current_language()), _pair(form, key)) for key in asked],
            judgement=judgement,
            told=[] if judgement is None else list(_told(book, judgement)),
        )


def _form(book: RuleBook) -> tuple[FlaskForm, list[Key]]:
    """A field for each reporter about everything this book asks about or judges."""
    named = {key for rule in book.judge.rules for key in rule.keys}
    named |= {key for question in book.questions.values() for key in question.asks_about}
    asked = [key for key in Key if key in named]

    class TryForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
        """Every answer, unanswered unless chosen."""

        def validate(self, extra_validators: object = None) -> bool:
            whole: bool = super().validate(extra_validators)
            for field in _pair(self, Key.TEMPERATURE) if Key.TEMPERATURE in asked else ():
                if field.data and _reading(field.data) is None:
                    field.errors = [gettext("Write a number and its unit, like 38.2 C or 100.8 F.")]
                    whole = False
            return whole

    for key in asked:
        for reporter in Reporter:
            setattr(TryForm, _name(key, reporter), _field(book, key, reporter))
    return TryForm(), asked


def _field(book: RuleBook, key: Key, reporter: Reporter) -> StringField | SelectField:
    label = words.REPORTERS[reporter.value]
    if key is Key.TEMPERATURE:
        return StringField(label)
    language = current_language()
    choices = [SelectChoice("", book.say("value.unanswered", language))]
    choices += [
        SelectChoice(write_value(each), value_phrase(book, each, language)) for each in values_of(key)
    ]
    return SelectField(label, choices=choices, default="")


def _name(key: Key, reporter: Reporter) -> str:
    return f"{reporter}-{key}"


def _pair(form: FlaskForm, key: Key) -> tuple[StringField | SelectField, ...]:
    return tuple(form[_name(key, reporter)] for reporter in Reporter)


def _answers(form: FlaskForm, asked: list[Key]) -> Iterator[Answer]:
    for key in asked:
        for reporter, field in zip(Reporter, _pair(form, key), strict=True):
            if field.data and key is Key.TEMPERATURE:
                reading = _reading(field.data)
                assert reading is not None  # noqa: S101 # the form was validated
                yield said(key, reading, reporter)
            elif field.data:
                yield said(key, read_value(key, field.data), reporter)


def _reading(typed: str) -> Temperature | None:
    found = _READING.fullmatch(typed)
    return Temperature(found[1].replace(",", "."), found[2].upper()) if found else None


def _told(book: RuleBook, judgement: Judgement) -> Iterator[tuple[Outcome, str, list[ToldVerdict]]]:
    for outcome in _ORDER:
        verdicts = [verdict for verdict in judgement.verdicts if verdict.outcome is outcome]
        if verdicts:
            yield outcome, str(_HEADINGS[outcome]), [_verdict(book, verdict) for verdict in verdicts]


def _verdict(book: RuleBook, verdict: Verdict) -> ToldVerdict:
    _, *reasons = explain_verdict(book, verdict, current_language())
    rule = verdict.rule
    return ToldVerdict(id=rule.id, title=title_in(rule), level=rule.level.value, reasons=tuple(reasons))
