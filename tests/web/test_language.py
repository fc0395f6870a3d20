"""Which language a page speaks."""

import pytest
from flask import Flask

from symptomcheck.web.language import current_language, gettext, lazy, prefer, switch_links


@pytest.fixture
def language_of(app):
    """`language_of(path, headers)` in a request of the application."""

    def ask(path: str = "/", *, person: str = "", **headers: str) -> str:
        with app.test_request_context(path, headers=headers):
            if person:
                prefer(person)
            return current_language()

    return ask


@pytest.fixture
def app(tmp_path) -> Flask:
    from symptomcheck.web.language import speak

    app = Flask("speaking")
    app.config["SESSION_COOKIE_SECURE"] = True
    speak(app, site_language="en")
    app.add_url_rule("/", view_func=lambda: gettext("Back"))
    return app


def test_the_switch_goes_first_then_what_was_chosen_then_the_person_then_the_browser(language_of):
    cookie = {"Cookie": "language=es"}
    assert language_of("/?lang=en", person="es", **cookie) == "en"
    assert language_of("/", person="en", **cookie) == "es"
    assert language_of("/", person="es", **{"Accept-Language": "en"}) == "es"
    assert language_of("/", **{"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}) == "es"


def test_a_language_nobody_speaks_here_is_the_clinics(language_of):
    assert language_of("/", **{"Accept-Language": "fr"}) == "en"
    assert language_of("/?lang=xx", Cookie="language=../../etc") == "en"


def test_a_clinic_that_speaks_spanish_answers_a_silent_browser_in_spanish():
    from symptomcheck.web.language import speak

    app = Flask("speaking")
    speak(app, site_language="es")
    with app.test_request_context("/"):
        assert current_language() == "es"


def test_what_was_chosen_is_kept_in_a_cookie_no_script_can_read(app):
    client = app.test_client()
    cookie = client.get("/?lang=es").headers["Set-Cookie"]
    assert cookie.startswith("language=es;")
    assert "HttpOnly" in cookie and "Secure" in cookie and "SameSite=Lax" in cookie
    assert "Set-Cookie" not in client.get("/?lang=xx").headers


def test_the_switch_keeps_the_rest_of_the_address_and_leads_nowhere_else(app):
    with app.test_request_context("//evil.example/?day=3&lang=en"):
        links = switch_links()
    assert [(name, is_current) for _, name, _, is_current in links] == [("English", True), ("Español", False)]
    assert links[1][2] == "?lang=es&day=3"


def test_a_label_written_once_is_translated_each_time_it_is_shown(app):
    label = lazy("Back")
    with app.test_request_context("/?lang=es"):
        assert str(label) == "Volver"
    with app.test_request_context("/?lang=en"):
        assert str(label) == "Back"
