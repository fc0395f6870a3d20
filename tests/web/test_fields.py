"""Form fields and what the components are told about them."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from symptomcheck.web.components import day_options, fault_list, group_options, line_options
from symptomcheck.web.fields import DayField
from symptomcheck.web.language import speak


class Asked(Form):
    infused_on = DayField("Day of the infusion", validators=[InputRequired("Write the date.")])


class Several(Form):
    hidden = HiddenField(validators=[InputRequired("Gone.")])
    name = StringField("Name", description="As on the card.")
    password = PasswordField("Password")
    agreed = BooleanField("I agree")
    breath = RadioField("Breath", choices=[SelectChoice("no", "No"), SelectChoice("yes", "Yes")])
    zone = SelectField("Zone", choices=[SelectChoice("ny", "New York"), SelectChoice("la", "Los Angeles")])


@pytest.fixture(autouse=True)
def in_a_request():
    app = Flask("fields")
    speak(app, site_language="en")
    with app.test_request_context("/"):
        yield


def typed(month: str, day: str, year: str) -> Asked:
    return Asked(MultiDict({"infused_on-month": month, "infused_on-day": day, "infused_on-year": year}))


def test_three_boxes_are_one_date():
    form = typed("11", " 20 ", "2026")
    assert form.validate()
    assert form.infused_on.data == date(2026, 11, 20)


@pytest.mark.parametrize(
    "boxes", [("13", "1", "2026"), ("2", "30", "2026"), ("11", "", "2026"), ("x", "1", "y")]
)
def test_what_is_no_date_is_said_and_stays_as_it_was_typed(boxes):
    form = typed(*boxes)
    assert not form.validate()
    assert form.infused_on.errors == ["Write the month, the day and the four numbers of the year."]
    assert [box["value"] for box in day_options(form.infused_on)["items"]] == list(boxes)


def test_an_empty_date_is_missing_in_the_words_of_the_form():
    form = typed("", "", "")
    assert not form.validate()
    assert form.infused_on.errors == ["Write the date."]
    assert fault_list(form) == [{"text": "Write the date.", "href": "#infused_on-month"}]


def test_a_date_the_form_was_made_with_is_shown_and_what_is_typed_goes_first():
    assert Asked(infused_on=date(2026, 1, 2)).infused_on.typed == {"month": "1", "day": "2", "year": "2026"}
    changed = Asked(MultiDict({"infused_on-month": "3"}), infused_on=date(2026, 1, 2))
    assert changed.infused_on.data is None


def test_a_password_is_never_sent_back():
    form = Several(MultiDict({"name": "Ana", "password": "secret"}))
    assert line_options(form.name, more={})["value"] == "Ana"
    assert line_options(form.password, more={})["value"] is None


def test_a_description_is_the_hint():
    assert line_options(Several().name, more={})["hint"] == {"text": "As on the card."}


def test_one_box_alone_has_no_heading_above_it():
    told = group_options(Several(MultiDict({"agreed": "yes"})).agreed)
    assert told["items"] == [{"value": "yes", "text": "I agree", "checked": True}]
    assert "fieldset" not in told


def test_no_answer_is_chosen_before_a_person_chose():
    assert not any(item["checked"] for item in group_options(Several().breath)["items"])


def test_a_question_can_be_the_heading_of_the_page():
    legend = group_options(Several().breath, page_heading=True)["fieldset"]["legend"]
    assert legend == {"text": "Breath", "isPageHeading": True, "size": "l"}


def test_a_long_list_has_a_label_and_not_a_legend():
    told = group_options(Several(MultiDict({"zone": "la"})).zone)
    assert told["label"]["text"] == "Zone"
    assert [item["selected"] for item in told["items"]] == [False, True]


def test_a_hidden_field_at_fault_is_told_without_a_place_to_go():
    form = Several(MultiDict({"breath": "no", "zone": "la"}))
    form.validate()
    assert fault_list(form) == [{"text": "Gone."}]
