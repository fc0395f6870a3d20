"""A page posted to the clinic's own pager: signed, once per key, and every way it may fail told apart."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from symptomcheck.channels.post import SIGNATURE, PostSender, signature
from symptomcheck.channels.sender import Cause, OutcomeUnknown, SendFailed
from tests.channels.conftest import text

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = '{"alert": 12}'


@contextmanager
def pager(
    status: int = 204, *, hangs_up: bool = False
) -> Iterator[tuple[str, list[tuple[dict[str, str], str]]]]:
    """Where to post, and what came."""
    came: list[tuple[dict[str, str], str]] = []

    class Pager(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])).decode()))
            if not hangs_up:
                self.send_response(status)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pager)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/page", came
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def post() -> PostSender:
    return PostSender(secret="key", clock=lambda: NOON, timeout_s=2)


def test_it_is_signed_over_time_and_body_and_has_a_key_of_its_own(post, run: Callable):
    with pager() as (url, came):
        sent = run(post.send(text(to=url, body=BODY)))
    ((headers, body),) = came
    assert body == BODY
    assert headers[SIGNATURE] == signature("key", int(NOON.timestamp()), BODY)
    assert headers["Idempotency-Key"] == str(text().id)
    assert sent.provider_id == f"post:{text().id}"
    assert run(post.find(text(to=url), NOON)) is None


@pytest.mark.parametrize(
    ("status", "cause", "permanent"),
    [(503, Cause.PROVIDER_DOWN, False), (302, Cause.PROVIDER_DOWN, False), (422, Cause.UNKNOWN, True)],
)
def test_anything_but_a_2xx_did_not_arrive(post, run, status, cause, permanent):
    with pager(status) as (url, _), pytest.raises(SendFailed) as failed:
        run(post.send(text(to=url, body=BODY)))
    assert (failed.value.cause, failed.value.permanent) == (cause, permanent)


def test_nobody_there_is_certain_and_an_answer_cut_off_is_not(post, run):
    with pytest.raises(SendFailed):
        run(post.send(text(to="http://127.0.0.1:9/page", body=BODY)))
    with pager(hangs_up=True) as (url, _), pytest.raises(OutcomeUnknown):
        run(post.send(text(to=url, body=BODY)))
    run(post.close())
