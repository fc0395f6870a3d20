"""The fields of enrolment."""

from typing import Any

from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from symptomcheck.web.fields import DayField
from symptomcheck.web.language import lazy
from symptomcheck.web.team.forms import OnceForm
from symptomcheck.web.team.words import LANGUAGES

_HOW = (
    ("in person", lazy("In person")),
    ("on paper", lazy("On paper")),
    ("by phone", lazy("By phone")),
)
_NAME = Length(max=120, message=lazy("That name is too long."))


def _languages() -> list[SelectChoice]:
    return [SelectChoice(code, said) for code, said in LANGUAGES.items()]


def _ways() -> list[SelectChoice]:
    return [SelectChoice(code, said) for code, said in _HOW]


class EnrolForm(OnceForm):
    """A patient, and a caregiver if there is one."""

    name = StringField(
        lazy("First name and surname"),
        validators=[InputRequired(lazy("Write the name of the patient.")), _NAME],
    )
    phone = StringField(
        lazy("Mobile phone"),
        description=lazy("Read it back to them: check-ins go to this number."),
        validators=[InputRequired(lazy("Write the phone of the patient."))],
    )
    shared = BooleanField(lazy("The number is right: they share this phone"))
    infused_on = DayField(
        lazy("Day of the infusion"), validators=[InputRequired(lazy("Write the day of the infusion."))]
    )
    language = RadioField(lazy("Language of the texts"), choices=_languages())
    zone = StringField(
        lazy("Time zone"),
        description=lazy("Where the patient lives, like America/New_York."),
        validators=[InputRequired(lazy("Write the time zone."))],
    )
    messages = RadioField(
        lazy("How are they asked?"),
        choices=[
            SelectChoice("words", lazy("By texts with the questions in them")),
            SelectChoice("link", lazy("By texts with a link and no symptom words")),
        ],
    )
    email = StringField(
        lazy("E-mail, if there is one"), description=lazy("For the link, when a text does not arrive.")
    )
    agreed = BooleanField(
        lazy("The patient has heard this and agrees to be texted"),
        validators=[InputRequired(lazy("Without consent nobody is enrolled."))],
    )
    consent = RadioField(
        lazy("How did the patient agree?"),
        choices=_ways(),
        validators=[InputRequired(lazy("Choose how the patient agreed."))],
    )

    caregiver_name = StringField(
        lazy("First name and surname of the caregiver"), validators=[Optional(), _NAME]
    )
    caregiver_phone = StringField(lazy("Mobile phone of the caregiver"))
    caregiver_language = RadioField(lazy("Language of the texts to the caregiver"), choices=_languages())
    caregiver_agreed = BooleanField(lazy("The caregiver has heard this and agrees to be texted"))
    caregiver_consent = RadioField(
        lazy("How did the caregiver agree?"), choices=_ways(), validate_choice=False
    )
    may_be_told = BooleanField(
        lazy("The patient allows that the caregiver is told when the patient cannot be reached")
    )

    @property
    def has_caregiver(self) -> bool:
        """Was anything typed about a caregiver?"""
        return bool((self.caregiver_name.data or "").strip() or (self.caregiver_phone.data or "").strip())

    def validate(self, extra_validators: Any = None) -> bool:
        """A caregiver that was begun must be whole."""
        whole: bool = super().validate(extra_validators)
        if not self.has_caregiver:
            return whole
        needed: tuple[tuple[Field, bool, lazy], ...] = (
            (
                self.caregiver_name,
                bool((self.caregiver_name.data or "").strip()),
                lazy("Write the name of the caregiver, or leave out the phone."),
            ),
            (
                self.caregiver_phone,
                bool((self.caregiver_phone.data or "").strip()),
                lazy("Write the phone of the caregiver, or leave out the name."),
            ),
            (
                self.caregiver_agreed,
                self.caregiver_agreed.data,
                lazy("Without consent the caregiver is not enrolled."),
            ),
            (
                self.caregiver_consent,
                self.caregiver_consent.data in dict(_HOW),
                lazy("Choose how the caregiver agreed."),
            ),
        )
        for field, is_there, fault in needed:
            if not is_there:
                field.errors = [*field.errors, fault]
                whole = False
        return whole
