"""Pages for what went wrong: plain words in the reader's language, whom to call, and nothing about us."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, abort, request
from flask.testing import FlaskClient

from symptomcheck.web.app import create_app
from symptomcheck.wiring import build
from tests.web.conftest import StillClock, settings_for


@pytest.fixture(scope="module")
def client(migrated_sqlite, tmp_path_factory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("errors")
    copy = folder / "clinic.sqlite"
    copy.write_bytes(migrated_sqlite.read_bytes())
    house = build(settings_for(f"sqlite:///{copy}", folder), clock=StillClock(), senders={})
    roads = Blueprint("strange", __name__)

    @roads.get("/stops/<int:status>")
    def stops(status: int) -> str:
        abort(status)

    @roads.get("/breaks")
    def breaks() -> str:
        raise KeyError("Ana Ortiz wrote: cant breathe")

    @roads.get("/reads")
    def reads() -> bytes:
        return request.get_data()

    yield create_app(house, more=[roads]).test_client()
    house.close()


@pytest.mark.parametrize(
    ("path", "status", "english", "spanish"),
    [
        ("/stops/400", 400, "We could not read that", "No pudimos leerlo"),
        ("/stops/404", 404, "This page is not here", "Esta página no está aquí"),
        ("/stops/413", 413, "That was too long", "Era demasiado largo"),
        ("/stops/429", 429, "Too many tries", "Demasiados intentos"),
        ("/stops/503", 503, "We cannot answer just now", "No podemos responder en este momento"),
        ("/stops/418", 418, "That did not work", "Eso no funcionó"),
        ("/breaks", 500, "Something went wrong here", "Algo falló aquí"),
    ],
)
def test_an_error_is_told_in_the_readers_language_with_the_numbers_to_call(
    client, path, status, english, spanish
):
    for language, words in (("en", english), ("es", spanish)):
        answer = client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status
        assert f'<h1 class="nhsuk-heading-l">{words}</h1>' in answer.text
        assert 'href="tel:5550100199"' in answer.text and 'href="tel:911"' in answer.text
        assert "Werkzeug" not in answer.text and "Ana" not in answer.text


def test_a_wrong_method_is_told_and_names_the_right_ones(client):
    answer = client.delete("/rules")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "That did not work here" in answer.text


@pytest.mark.parametrize("status", [401, 403])
def test_a_page_one_may_not_see_looks_exactly_like_one_that_is_not_there(client, status):
    refused, missing = client.get(f"/stops/{status}"), client.get("/nowhere")
    assert refused.status_code == missing.status_code == 404
    assert refused.data == missing.data
    assert dict(refused.headers) == dict(missing.headers)


def test_a_body_larger_than_any_form_of_ours_is_refused(client):
    answer = client.get("/reads", data=b"x" * 70_000)
    assert answer.status_code == 413
    assert "That was too long" in answer.text
