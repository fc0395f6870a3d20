"""One page of every component, made by the kit's macros: what the components are tested on.

A road of the tests alone; the application does not have it.
"""

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from symptomcheck.web.fields import DayField
from symptomcheck.web.language import lazy

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class SampleForm(FlaskForm):
    """A field of every kind."""

    breath = RadioField(
        lazy("Shortness of breath?"),
        description="Also when you rest.",
        choices=[SelectChoice("no", "No"), SelectChoice("yes", "Yes"), SelectChoice("not_sure", "Not sure")],
        validators=[InputRequired("Choose one answer.")],
    )
    seen = SelectMultipleField(
        "What do you see?", choices=[SelectChoice("chills", "Chills"), SelectChoice("shaky", "Shaky")]
    )
    temperature = StringField("Temperature", validators=[InputRequired("Write the number.")])
    infused_on = DayField("Day of the infusion", validators=[InputRequired("Write the date.")])
    words = TextAreaField("In your own words")
    zone = SelectField("Zone", choices=[SelectChoice("ny", "New York"), SelectChoice("la", "Los Angeles")])
    password = PasswordField("Password")


def samples() -> Blueprint:
    """`/samples/form`, `/samples/shown`."""
    roads = Blueprint("samples", __name__, template_folder="templates")

    @roads.route("/samples/form", methods=["GET", "POST"])
    def form() -> str:
        filled = SampleForm(infused_on=date(2026, 11, 20))
        filled.validate_on_submit()
        return render_template("samples/form.html", form=filled)

    @roads.get("/samples/shown")
    def shown() -> str:
        words = (
            "<script>alert('Ana')</script> \"quoted\" & averyverylongwordwithoutanyspaceatallwhateverhappens"
        )
        later = NOON + timedelta(minutes=130)
        return render_template(
            "samples/shown.html", words=words, noon=NOON, later=later, day=date(2026, 11, 23)
        )

    @roads.context_processor
    def _team() -> dict[str, object]:
        links = (("Queue", "/samples/shown", True), ("Patients", "/samples/form", False))
        return {"team_links": links, "team_sign_out": "/samples/form"}

    return roads
