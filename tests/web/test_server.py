"""The server ends without losing a request that it took."""

import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import pytest

from symptomcheck.web.server import Server


class Slow:
    """An application whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Semaphore(0)

    def __call__(self, environ: object, start_response: Callable[..., object]) -> list[bytes]:
        self.begun.release()
        self.let_go.wait(10)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
        return [b"done"]


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def server(slow: Slow) -> Iterator[Server]:
    server = Server(slow, host="127.0.0.1", port=0, threads=1)
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    slow.let_go.set()
    server.stop()
    thread.join(10)
    assert not thread.is_alive()


def _ask(port: int, answers: list[bytes]) -> threading.Thread:
    def ask() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        answers.append(connection.getresponse().read())
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_a_request_being_answered_when_the_server_stops_is_answered(server, slow):
    answers: list[bytes] = []
    asking = _ask(server.port, answers)
    slow.begun.acquire(timeout=5)
    server.stop()
    time.sleep(0.2)
    slow.let_go.set()
    asking.join(5)
    assert answers == [b"done"]


def test_requests_that_wait_for_a_thread_when_the_server_stops_are_answered_too(server, slow):
    answers: list[bytes] = []
    asking = [_ask(server.port, answers) for _ in range(4)]
    slow.begun.acquire(timeout=5)
    time.sleep(0.3)  # the other three are received and wait for the only thread
    server.stop()
    slow.let_go.set()
    for each in asking:
        each.join(5)
    assert answers == [b"done"] * 4


def test_a_stopped_server_takes_no_new_connection(server, slow):
    answers: list[bytes] = []
    asking = _ask(server.port, answers)
    slow.begun.acquire(timeout=5)
    server.stop()
    time.sleep(0.3)
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", server.port, timeout=2).connect()
    slow.let_go.set()
    asking.join(5)


def test_a_connection_kept_alive_does_not_keep_the_server_from_ending(slow):
    slow.let_go.set()
    server = Server(slow, host="127.0.0.1", port=0)
    serving = threading.Thread(target=server.serve)
    serving.start()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"done"
    server.stop()
    serving.join(3)
    assert not serving.is_alive()
    connection.close()


def test_a_port_that_is_taken_is_known_before_anything_starts(server, slow):
    with pytest.raises(OSError, match="in use"):
        Server(slow, host="127.0.0.1", port=server.port)
