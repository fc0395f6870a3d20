"""The forms on the page of an alert."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from symptomcheck.actions.alerts.note_alert import LONGEST
from symptomcheck.web.language import lazy
from symptomcheck.web.team.forms import OnceForm
from symptomcheck.web.team.words import OUTCOMES

_SHORT_ENOUGH = Length(max=LONGEST, message=lazy("Write a shorter note."))


class NoteForm(OnceForm):
    """A line for the timeline."""

    note = TextAreaField(lazy("Note"), validators=[InputRequired(lazy("Write the note.")), _SHORT_ENOUGH])


class ContactForm(OnceForm):
    """The person was reached: one button."""


class CloseForm(OnceForm):
    """How it ended."""

    outcome = RadioField(
        lazy("What came of it?"),
        choices=[SelectChoice(code, said) for code, said in OUTCOMES.items()],
        validators=[InputRequired(lazy("Choose what came of it."))],
    )
    note = TextAreaField(lazy("Note, if there is more to say"), validators=[_SHORT_ENOUGH])
