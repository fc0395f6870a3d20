"""Keep-alive connections that post prepared requests as fast as they are answered."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Answers:
    """What came back: seconds per request, and the statuses that were not wanted."""

    took: list[float] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds


def post_all(requests: Sequence[bytes], ports: Sequence[int], *, connections: int) -> Answers:
    """Post every request once, in order, over `connections` spread over `ports`; wait for each answer."""
    answers = Answers()
    queue = iter(requests)
    lock = threading.Lock()

    def work(port: int) -> None:
        connection: socket.socket | None = None
        while True:
            with lock:
                request = next(queue, None)
            if request is None:
                return
            began = time.perf_counter()
            if connection is None:
                connection = socket.create_connection(("127.0.0.1", port))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request)
            head = _head(connection)
            answers.took.append(time.perf_counter() - began)
            if not head.split(b" ", 2)[1].startswith(b"2"):
                answers.refused.append(head)
            if b"connection: close" in head.lower():
                connection.close()
                connection = None

    threads = [
        threading.Thread(target=work, args=(ports[number % len(ports)],)) for number in range(connections)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.seconds = time.perf_counter() - began
    return answers


def _head(connection: socket.socket) -> bytes:
    """Status and headers of one answer, whose body is read to the end they announce."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    announced = 0
    for header in head.split(b"\r\n")[1:]:
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            announced = int(value)
    while len(body) < announced:
        body += connection.recv(65536)
    return head
