"""The fields of the rota: who steps in, and who takes turns."""

from datetime import time

from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from symptomcheck.core.rota import LONGEST_TURN
from symptomcheck.web.fields import DayField
from symptomcheck.web.language import gettext, lazy
from symptomcheck.web.team.forms import OnceForm
from symptomcheck.web.team.words import RUNGS

_DAY = lazy("Write the day.")


class ClockField(StringField):  # type: ignore[misc]  # wtforms ships no types
    """A time of day as people write it: 08:00."""

    def pre_validate(self, form: OnceForm) -> None:
        """A fault when it is no time of day."""
        try:
            time.fromisoformat((self.data or "").strip())
        except ValueError:
            raise ValidationError(gettext("Write the time like 08:00.")) from None

    @property
    def at(self) -> time:
        """The time that was typed."""
        return time.fromisoformat((self.data or "").strip())


def _rungs() -> list[SelectChoice]:
    return [SelectChoice(rung, said) for rung, said in RUNGS.items()]


class StepInForm(OnceForm):
    """Somebody is on call instead, from one moment to another on the clinic's clock."""

    login = SelectField(lazy("Who"))
    rung = SelectField(lazy("Place on call"), choices=_rungs())
    from_day = DayField(lazy("From"), validators=[InputRequired(_DAY)])
    from_time = ClockField(lazy("At"))
    until_day = DayField(lazy("Until"), validators=[InputRequired(_DAY)])
    until_time = ClockField(lazy("At"))


class TurnsForm(OnceForm):
    """People follow each other on a rung."""

    logins = StringField(
        lazy("Log-ins in the order of their turns"),
        description=lazy("With a space between, like nora.lee omar.diaz."),
        validators=[InputRequired(lazy("Write at least one log-in."))],
    )
    rung = SelectField(lazy("Place on call"), choices=_rungs())
    days = IntegerField(
        lazy("Days of one turn"),
        validators=[
            InputRequired(lazy("Write a number of days.")),
            NumberRange(1, LONGEST_TURN, lazy("Write a number from 1 to 28.")),
        ],
    )
    starts_on = DayField(lazy("First hand-over"), validators=[InputRequired(_DAY)])
    handover = ClockField(lazy("Hand-over at"))
