"""The roads the provider calls: signed or refused, kept once, answered with nothing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from symptomcheck.storage import tables
from symptomcheck.web.app import create_app
from tests.web.conftest import TOKEN, Provider, rows_in


def test_a_signed_text_is_kept_and_answered_with_nothing(house, provider):
    answer = provider.texts("hello there")
    assert (answer.status_code, answer.data) == (204, b"")
    assert rows_in(house, tables.inbound_texts) == 1


def test_the_same_webhook_twice_changes_nothing(house, provider):
    for _ in range(2):
        assert provider.texts("cant breathe", provider_id="SM1").status_code == 204
    assert rows_in(house, tables.inbound_texts) == 1
    assert rows_in(house, tables.alerts) == 1
    assert rows_in(house, tables.outbox) == 1


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(None, id="no header"),
        pytest.param("bm90IGl0", id="another signature"),
        pytest.param("ÿ not even base64", id="no base64"),
    ],
)
@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/status"])
def test_without_the_right_signature_it_is_403_and_nothing_is_stored(house, provider, path, signature):
    answer = provider.calls(path, signature=signature, MessageSid="SM1", From="+15550100177", Body="hi")
    assert answer.status_code == 403
    assert rows_in(house, tables.inbound_texts) == rows_in(house, tables.contact_methods) == 0


def test_a_signature_of_another_account_is_refused(client):
    assert Provider(client, token="somebody else's").texts("hi").status_code == 403


def test_a_changed_word_breaks_the_signature(house, client):
    first = Provider(client)
    signed = first.texts("no fever", provider_id="SM1").request.headers["X-Twilio-Signature"]
    answer = first.calls(
        "/twilio/sms",
        signature=signed,
        MessageSid="SM1",
        From="+15550100177",
        To="+15550100100",
        Body="fever",
    )
    assert answer.status_code == 403


def test_the_query_of_the_address_is_signed_too(house, provider):
    answer = provider.calls("/twilio/sms?site=a", MessageSid="SM1", From="+15550100177", Body="hi")
    assert answer.status_code == 204


def test_a_picture_without_words_is_kept_as_a_text_that_could_not_be_read(house, provider):
    assert provider.texts("", NumMedia="1").status_code == 204
    with house.clinic.db.read() as tx:
        assert tx.execute(select(tables.inbound_texts.c.id)).scalar_one()


def test_a_signed_call_that_is_no_text_is_a_bad_request(provider):
    assert provider.calls("/twilio/sms", Body="hi").status_code == 400
    assert provider.calls("/twilio/status", MessageSid="SM1").status_code == 400


def test_a_body_that_is_far_too_long_is_refused_unread(house, provider):
    assert provider.texts("x" * 70_000).status_code == 413
    assert rows_in(house, tables.inbound_texts) == 0


@pytest.fixture
def broken_house(house) -> Iterator[None]:
    """Somebody took the table of texts away."""
    with house.clinic.db.write() as tx:
        tx.execute(text("ALTER TABLE inbound_texts RENAME TO elsewhere"))
    yield
    with house.clinic.db.write() as tx:
        tx.execute(text("ALTER TABLE elsewhere RENAME TO inbound_texts"))


def test_a_text_that_could_not_be_kept_is_said_to_have_failed(provider, broken_house):
    answer = provider.texts("my temp is 101.3")
    assert (answer.status_code, answer.data) == (500, b"")


def test_what_the_provider_says_about_a_text_we_never_sent_changes_nothing(house, provider):
    answer = provider.calls("/twilio/status", MessageSid="SM9", MessageStatus="delivered")
    assert (answer.status_code, answer.data) == (204, b"")


def test_an_installation_without_an_account_believes_nobody(house, settings):
    from dataclasses import replace

    silent = replace(house, settings=replace(settings, twilio=replace(settings.twilio, auth_token=None)))
    client = create_app(silent).test_client()
    assert Provider(client, token=TOKEN).texts("hi").status_code == 403
    assert Provider(client, token="").texts("hi").status_code == 403


def test_webhooks_are_posted_and_nothing_else(client):
    assert client.get("/twilio/sms").status_code == 405
