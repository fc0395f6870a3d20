"""The forms of a check-in: one small form per question, with the words of the rule book."""

import re
from secrets import token_hex
from uuid import UUID

from flask import abort
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from symptomcheck.core.answers import Key, Presence, Question, Value
from symptomcheck.core.reading.meaning import Reading, ReadTemperature
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.web.language import current_language, gettext, lazy

LONGEST_WORDS = 1600
_NUMBER = re.compile(r"\d[\d.,' ]*")
_LETTER = re.compile(r"[a-zá-ú]", re.IGNORECASE)
_COUNTS_AT_ONCE = (Presence.YES.value, Presence.NOT_SURE.value)


def _new_key() -> str:
    return token_hex(16)


class PageForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form that does its work once, drawn for a check-in or outside one.

    It has no token against forgery: its address is the secret, and no cookie speaks for anybody.
    """

    class Meta:
        csrf = False

    key = HiddenField(default=_new_key)
    checkin = HiddenField()

    @property
    def one_time(self) -> bytes:
        """The key of this very form."""
        try:
            key = bytes.fromhex(self.key.data or "")
        except ValueError:
            abort(400)
        return key if len(key) == 16 else abort(400)

    @property
    def checkin_id(self) -> UUID | None:
        """The check-in this form was drawn for."""
        try:
            return UUID(self.checkin.data) if self.checkin.data else None
        except ValueError:
            abort(400)


class StepForm(PageForm):
    """One question of a check-in."""

    question = HiddenField()

    @property
    def keys(self) -> tuple[Key, ...]:
        """What it asks about, each with a group of its own."""
        return tuple(Key(field.name) for field in self if isinstance(field, RadioField))

    def values(self, book: RuleBook) -> tuple[tuple[Key, Value], ...]:
        """Everything that was chosen."""
        question = Question(self.question.data)
        if question is Question.FATIGUE:
            return book.choice(question, int(self[Key.FATIGUE.value].data))
        chosen = ((key, self[key.value].data) for key in self.keys)
        return tuple((key, Presence(value)) for key, value in chosen if value)

    def validate(self, extra_validators: object = None) -> bool:
        """Every group needs an answer; but a yes counts at once, whatever else was left open."""
        valid: bool = super().validate(extra_validators)
        groups = [self[key.value] for key in self.keys]
        if not valid or any(group.data in _COUNTS_AT_ONCE for group in groups):
            return valid
        for group in groups:
            if not group.data:
                # The list above the form says it once per group: it must say which.
                about = {"about": group.label.text}
                group.errors = [
                    gettext("%(about)s: choose one answer.") % about
                    if len(groups) > 1
                    else gettext("Choose one answer.")
                ]
                valid = False
        return valid


class TemperatureForm(PageForm):
    """A reading of a thermometer."""

    number = StringField(
        lazy("The number on the thermometer"),
        description=lazy("Like 98.6 or 37.0"),
        validators=[InputRequired(lazy("Write the number, like 98.6 or 37.0."))],
    )
    unit = RadioField(
        lazy("Which letter does it show?"),
        choices=[SelectChoice("F", "F"), SelectChoice("C", "C"), SelectChoice("", lazy("No letter"))],
        default="",
    )

    def read(self, book: RuleBook) -> ReadTemperature | None:
        """The temperature as the reader of texts finds it; None, and an error, when it has to be asked again.

        A letter that was typed beside the number counts before the one that was chosen.
        """
        typed = (self.number.data or "").strip()
        written = f"{typed} {'' if _LETTER.search(typed) else self.unit.data}".strip()
        reading = self._reading(book, written)
        found = reading.highest
        # "385" is 38.5, and is read back; but a letter that does not fit its number is asked about, and so is
        # whatever else was written here: there is a page for words, where they are judged.
        if found is not None and not found.sure:
            plainly = _NUMBER.sub(f"{found.temperature.value} ", written, count=1)
            found = self._reading(book, plainly).highest
        if found is None or not found.sure or reading.health_words or set(reading.symptoms) - {Key.FEVER}:
            self.number.errors = [gettext("Write the number and its letter as the thermometer shows them.")]
            return None
        return found

    def _reading(self, book: RuleBook, written: str) -> Reading:
        return book.read(written, language=current_language(), asked=Question.TEMPERATURE)


class WordsForm(PageForm):
    """Something in the person's own words."""

    words = TextAreaField(
        lazy("What do you want to tell your care team?"),
        validators=[
            InputRequired(lazy("Write a few words.")),
            Length(max=LONGEST_WORDS, message=lazy("That is too long. Send less at a time.")),
        ],
    )


def step_form(book: RuleBook, question: Question, *, asks: str) -> StepForm:
    """The form of one question; `asks` is the question itself, for one that is a group of its own."""
    language = current_language()
    fields: dict[str, RadioField] = {}
    for key in book.questions[question].asks_about:
        alone = len(book.questions[question].asks_about) == 1
        fields[key.value] = RadioField(
            asks if alone else _begins(book.say(f"key.{key}", language)),
            choices=_choices(book, question, language),
            validators=[Optional()],
        )
    form: StepForm = type("ThisStep", (StepForm,), fields)()
    return form


def _choices(book: RuleBook, question: Question, language: str) -> list[SelectChoice]:
    if question is Question.FATIGUE:
        numbered = book.questions[question].choices
        return [SelectChoice(str(each.number), _begins(each.words[language])) for each in numbered]
    return [
        SelectChoice(each.value, _begins(book.say(f"value.{each}", language)))
        for each in (Presence.YES, Presence.NO, Presence.NOT_SURE)
    ]


def _begins(words: str) -> str:
    return words[:1].upper() + words[1:]
