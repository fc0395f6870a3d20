"""Is it up, may people be sent here, and the figures behind the token."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, text

from symptomcheck.storage import measures, tables
from symptomcheck.web.app import create_app
from symptomcheck.wiring import build
from tests.web.conftest import NOON, StillClock


def test_the_process_is_up(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"up": True})


def test_a_whole_house_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "reasons": []})


def test_without_a_current_rule_book_it_is_not_ready(house, client):
    with house.clinic.db.write() as tx:
        tx.execute(delete(tables.adoptions))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["reasons"]) == (503, ["There is no current rule book."])


def test_without_this_releases_tables_it_is_not_ready(house, client):
    with house.clinic.db.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["reasons"] == ["The database does not have this release's tables."]


@pytest.fixture
def client_without_database(settings, database_url: str, request: pytest.FixtureRequest) -> FlaskClient:
    """The database goes away while the server runs."""
    house = build(settings, clock=StillClock(), senders={})
    client = create_app(house).test_client()
    house.close()
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        path.unlink()
        path.mkdir()
    else:
        name = database_url.rpartition("/symptomcheck_")[2].partition("?")[0]
        request.getfixturevalue("postgres").drop(f"symptomcheck_{name}")
    return client


def test_without_a_database_it_is_up_but_not_ready(client_without_database):
    assert client_without_database.get("/healthz").status_code == 200
    answer = client_without_database.get("/readyz")
    assert (answer.status_code, answer.json["reasons"]) == (503, ["The database cannot be reached."])


def test_a_metronome_that_stopped_does_not_turn_replies_away(house, client):
    with house.clinic.db.write() as tx:
        measures.ticked(tx, NOON.replace(year=2020))
    assert client.get("/readyz").status_code == 200


def _figures(client, token: str = "let me see") -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "let me see"}])
def test_the_figures_do_not_exist_for_who_has_no_token(client, header):
    assert client.get("/metrics", headers=header).status_code == 404


def test_the_figures_count_texts_alerts_and_what_waits(house, client, provider):
    provider.texts("cant breathe")
    provider.texts("hi", provider_id="SM1")
    provider.calls("/twilio/sms", signature="wrong", From="+15550100177")
    with house.clinic.db.write() as tx:
        measures.ticked(tx, NOON.replace(hour=11))
        measures.ledger_counted(tx, {"due_is_done": 2, "text_is_read": 0})
    figures = _figures(client)
    received = {key: value for key, value in figures.items() if key[0] == "symptomcheck_texts_received_total"}
    assert sum(received.values()) == 2
    assert figures["symptomcheck_webhooks_refused_total",] == 1
    assert figures["symptomcheck_open_alerts", "notice", "open"] == 1
    assert figures["symptomcheck_outbox", "urgent", "queued"] == 1
    assert figures["symptomcheck_tick_age_seconds",] == 3600
    assert figures["symptomcheck_unaccounted", "due_is_done"] == 2
    assert figures["symptomcheck_unaccounted", "text_is_read"] == 0


def test_no_figure_holds_a_number_or_a_word_of_anybody(client, provider):
    provider.texts("cant breathe")
    answer = client.get("/metrics", headers={"Authorization": "Bearer let me see"})
    assert "15550100177" not in answer.text and "breathe" not in answer.text
