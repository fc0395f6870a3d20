"""What every answer carries, and what people see when something is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Blueprint, Flask, render_template_string
from flask.testing import FlaskClient

from symptomcheck.config import Settings
from symptomcheck.web.app import create_app
from tests.web.conftest import settings_for


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Which database stands behind it makes no difference to what an answer carries."""
    return settings_for(sqlite_url, tmp_path)


@pytest.fixture
def strange(house) -> Flask:
    """An application with a road that breaks and one that shows what it is given."""
    roads = Blueprint("strange", __name__)

    @roads.get("/breaks")
    def breaks() -> str:
        raise KeyError("Ana Ortiz wrote: cant breathe")

    @roads.get("/who")
    def who() -> str:
        from flask import request

        return f"{request.remote_addr} {request.scheme} {request.host}"

    return create_app(house, more=[roads])


def test_every_answer_carries_the_security_headers(strange):
    client = strange.test_client()
    for path in ("/", "/healthz", "/nowhere", "/breaks", "/twilio/sms", "/metrics", "/team", "/p/nobody"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["Strict-Transport-Security"], path
        assert headers["Cache-Control"] == "no-store", path


def test_a_server_without_https_asks_no_browser_to_insist_on_it(house):
    settings = house.settings
    plain = replace(settings, site=replace(settings.site, public_url="http://127.0.0.1:8000"))
    answer = create_app(replace(house, settings=plain)).test_client().get("/healthz")
    assert "Strict-Transport-Security" not in answer.headers


def test_a_page_that_is_not_there_says_so_and_whom_to_call(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "This page is not here" in answer.text
    assert "555-010-0199" in answer.text and "911" in answer.text


def test_a_fault_of_ours_shows_and_logs_no_word_of_anybody(strange, capsys):
    from symptomcheck import log

    log.configure(json_lines=True)
    answer = strange.test_client().get("/breaks")
    logged = capsys.readouterr().err
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "KeyError" in logged and "/breaks" in logged
    assert "Ana" not in answer.text + logged


def test_machines_get_a_status_and_nothing_to_read(client):
    assert client.get("/metrics").data == b""
    assert client.get("/twilio/sms").data == b""


def test_only_the_names_of_this_server_are_answered(client):
    assert client.get("/healthz", headers={"Host": "checkin.clinic.example"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def _told(client: FlaskClient) -> str:
    return client.get(
        "/who",
        headers={
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "checkin.clinic.example",
        },
    ).text


def test_what_a_stranger_says_about_proxies_is_not_believed(strange):
    assert _told(strange.test_client()) == "127.0.0.1 http localhost"


def test_a_trusted_proxy_is_believed(house):
    settings = house.settings
    behind = replace(settings, web=replace(settings.web, trusted_proxies=1))
    roads = Blueprint("strange", __name__)

    @roads.get("/who")
    def who() -> str:
        from flask import request

        return f"{request.remote_addr} {request.scheme} {request.host}"

    app = create_app(replace(house, settings=behind), more=[roads])
    assert _told(app.test_client()) == "203.0.113.9 https checkin.clinic.example"


def test_peoples_words_are_never_markup_in_any_template(app, tmp_path):
    # Flask escapes .html by itself, and prints everything else raw: macro files end in .jinja.
    (tmp_path / "macro.jinja").write_text("{{ words }}")
    app.jinja_loader.searchpath.append(str(tmp_path))
    with app.test_request_context():
        assert app.jinja_env.get_template("macro.jinja").render(words="<script>") == "&lt;script&gt;"
        assert render_template_string("{{ words }}", words="<script>") == "&lt;script&gt;"
