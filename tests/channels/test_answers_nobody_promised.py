"""Something between us and the provider may answer in its place. No answer may raise anything unforeseen."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from symptomcheck.channels.sender import Cause, OutcomeUnknown, ProviderError, SendFailed
from tests.channels.conftest import text


@contextmanager
def a_server_that_answers(status: int, body: str, **headers: str) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", '"SM1"', "{}", '{"sid": null}', '{"sid', "7"])
def test_a_success_without_an_id_leaves_the_outcome_unknown(twilio, run, body):
    with a_server_that_answers(201, body) as (url, _), pytest.raises(OutcomeUnknown):
        run(twilio(api_base_url=url).send(text()))


def test_a_gateway_that_gave_up_waiting_leaves_the_outcome_unknown(twilio, run):
    with a_server_that_answers(504, "<html>") as (url, _), pytest.raises(OutcomeUnknown):
        run(twilio(api_base_url=url).send(text()))


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"code": "x"}', '{"code": [1], "message": 3}'])
def test_any_other_server_fault_may_be_tried_again(twilio, run, status, body):
    with a_server_that_answers(status, body) as (url, _), pytest.raises(SendFailed) as failed:
        run(twilio(api_base_url=url).send(text()))

    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert not failed.value.permanent


def test_an_error_in_the_newer_format_has_the_same_cause(twilio, run):
    body = json.dumps({"type": "x", "title": "t", "status": 400, "code": 21211})

    with a_server_that_answers(400, body) as (url, _), pytest.raises(SendFailed) as failed:
        run(twilio(api_base_url=url).send(text()))

    assert (failed.value.cause, failed.value.permanent) == (Cause.INVALID_NUMBER, True)


def test_a_redirect_is_not_followed(twilio, run):
    with (
        a_server_that_answers(200, "{}") as (elsewhere, asked_elsewhere),
        a_server_that_answers(307, "", Location=elsewhere) as (url, _),
        pytest.raises(SendFailed) as failed,
    ):
        run(twilio(api_base_url=url).send(text()))

    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert asked_elsewhere == []


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"messages": 3}', '{"messages": ["x"]}'])
def test_a_listing_nobody_can_read_is_a_fault_and_not_an_empty_list(twilio, run, body):
    with a_server_that_answers(200, body) as (url, _):
        sender = twilio(api_base_url=url)
        with pytest.raises(ProviderError):
            run(sender.inbound_since(datetime(2020, 1, 1, tzinfo=UTC)))
        with pytest.raises(OutcomeUnknown):
            run(sender.find(text(), datetime(2020, 1, 1, tzinfo=UTC)))


def test_pages_that_lead_in_a_circle_end(twilio, run):
    page = json.dumps({"messages": [], "next_page_uri": "/2010-04-01/again"})

    with a_server_that_answers(200, page) as (url, asked):
        with pytest.raises(ProviderError):
            run(twilio(api_base_url=url).inbound_since(datetime(2020, 1, 1, tzinfo=UTC)))
        assert len(asked) < 5
