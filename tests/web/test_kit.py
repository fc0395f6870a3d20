"""The kit: nothing a person sent becomes markup, and a misspelt name is an error, not an empty place."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Blueprint, Flask, render_template_string
from jinja2 import UndefinedError

from symptomcheck.config import Settings
from symptomcheck.web.app import create_app
from symptomcheck.web.kit import tel
from symptomcheck.wiring import House, build
from tests.web.conftest import StillClock, settings_for

ATTACK = "\"'><img src=x onerror=alert(1)>&amp;"


@pytest.fixture(scope="module")
def settings(migrated_sqlite, tmp_path_factory) -> Settings:
    folder = tmp_path_factory.mktemp("kit")
    copy = folder / "clinic.sqlite"
    copy.write_bytes(migrated_sqlite.read_bytes())
    return settings_for(f"sqlite:///{copy}", folder)


@pytest.fixture(scope="module")
def house(settings) -> Iterator[House]:
    house = build(settings, clock=StillClock(), senders={})
    yield house
    house.close()


@pytest.fixture(scope="module")
def app(house) -> Flask:
    return create_app(house)


@pytest.fixture
def drawn(app):
    """`drawn(template, **values)`: what a browser would be sent."""

    def draw(template: str, **values: object) -> str:
        with app.test_request_context():
            return render_template_string(template, **values)

    return draw


@pytest.mark.parametrize(
    "template",
    [
        "{{ words }}",
        '{% from "macros/show.html" import said %}{{ said(words) }}',
        '{% from "macros/show.html" import summary %}{{ summary([(words, words)]) }}',
        '{% from "macros/show.html" import tag %}{{ tag(words) }}',
        '{% from "macros/show.html" import quote %}{{ quote(words, words, words) }}',
        '{% from "macros/show.html" import call_now %}{% call call_now(words) %}{{ words }}{% endcall %}',
        '{% from "macros/show.html" import plain_card %}{% call plain_card(words) %}{{ words }}{% endcall %}',
        '{% from "macros/show.html" import folded %}{% call folded(words) %}{{ words }}{% endcall %}',
        '{% from "macros/show.html" import table %}{% call table(words, [words]) %}{{ words }}{% endcall %}',
        '{% from "macros/show.html" import back %}{{ back(words, words) }}',
        '{% from "macros/form.html" import button %}{{ button(words, name=words, value=words) }}',
        '{{ _("Call %(phone)s", phone=words) }}',
        # The ported components as their own documentation has them called.
        '{% from "nhsuk/components/tag/macro.jinja" import tag %}{{ tag({"text": words}) }}',
        '{% from "nhsuk/components/input/macro.jinja" import input %}'
        '{{ input({"name": words, "label": {"text": words}, "value": words, "hint": {"text": words}}) }}',
        '{% from "nhsuk/components/radios/macro.jinja" import radios %}'
        '{{ radios({"name": "n", "items": [{"value": words, "text": words}]}) }}',
        '{% from "nhsuk/components/error-summary/macro.jinja" import errorSummary %}'
        '{{ errorSummary({"titleText": words, "errorList": [{"text": words, "href": words}]}) }}',
    ],
)
def test_what_a_person_sent_is_never_markup(drawn, template):
    drawn_page = drawn(template, words=ATTACK)
    assert "<img" not in drawn_page
    assert "\"'>" not in drawn_page
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;amp;" in drawn_page


@pytest.mark.parametrize(
    "template",
    [
        "{{ pateint }}",
        "{{ person.nam }}",
        "{% if pateint %}{% endif %}",
        "{% for each in pateint %}{% endfor %}",
        '{% from "macros/show.html" import tag %}{{ tag(pateint) }}',
        '{% from "macros/show.html" import level_tag %}{{ level_tag("urgnet") }}',
    ],
)
def test_a_misspelt_name_in_our_templates_is_an_error(drawn, template):
    with pytest.raises(UndefinedError):
        drawn(template, person={"name": "Ana"})


def test_a_static_file_is_kept_for_a_year_and_asked_for_by_its_content(app):
    page = app.test_client().get("/rules").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    without = app.test_client().get(address.split("?")[0])
    assert without.headers["Cache-Control"] == "no-cache"


def test_a_page_with_a_persons_words_is_kept_nowhere(app):
    assert app.test_client().get("/rules").headers["Cache-Control"] == "no-store"


def test_the_stylesheet_fetches_nothing_and_tells_whose_it_is(app):
    sheet = app.test_client().get("/static/symptomcheck.css").text
    assert "url(" not in sheet and "@import" not in sheet
    assert "frutiger" not in sheet.lower().split("*/", 1)[1]
    assert "Copyright (c) 2019 NHS.UK" in sheet.split("*/")[0]


def test_a_form_without_its_token_is_refused_except_where_the_provider_signs(house):
    roads = Blueprint("kept", __name__)

    @roads.post("/kept")
    def keep() -> str:
        raise AssertionError("a forged form came through")

    client = create_app(house, more=[roads]).test_client()
    answer = client.post("/kept")
    assert answer.status_code == 400
    assert "This page was open too long" in answer.text
    assert client.post("/twilio/sms").status_code == 403


@pytest.mark.parametrize(
    ("printed", "address"),
    [("555-010-0199", "tel:5550100199"), ("+1 (555) 010-0199", "tel:+15550100199"), ("911", "tel:911")],
)
def test_a_printed_number_can_be_called(printed, address):
    assert tel(printed) == address


def test_a_demonstration_says_so_on_every_page_and_a_clinic_never_does(house, app):
    site = replace(house.clinic.site, demo=True)
    demo = create_app(replace(house, clinic=replace(house.clinic, site=site)))
    for path in ("/rules", "/nowhere"):
        assert "Everybody here is invented" in demo.test_client().get(path).text
        assert "Everybody here is invented" not in app.test_client().get(path).text
