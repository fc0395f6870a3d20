"""The smallest HTTP/1.1 server that can also misbehave: answer late, never, or hang up without a word.

Knows requests and replies, nothing of texts. Everything here runs on one event loop.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came; `form` keeps every field in its order, empty ones too."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    form: tuple[tuple[str, str], ...]

    def field(self, name: str) -> str | None:
        """The first value of a form field."""
        return next((value for key, value in self.form if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, after `delay_s`; `hangs` and `drops` are the two ways to give none."""

    status: int = 200
    body: bytes = b""
    delay_s: float = 0.0
    hangs: bool = False
    drops: bool = False

    def as_bytes(self) -> bytes:
        head = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n\r\n"
        )
        return head.encode() + self.body


@dataclass(slots=True)
class HttpServer:
    """Listens on 127.0.0.1. Closing it cuts every open connection; it opens again on the same port."""

    handle: Callable[[Request], Reply]
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.Transport] = field(default_factory=set)

    async def open(self) -> None:
        """Listen; the operating system chooses the port the first time."""
        if self._server is None:
            loop = asyncio.get_running_loop()
            make = lambda: _Connection(self.handle, self._open)  # noqa: E731 - one is made per connection
            self._server = await loop.create_server(make, "127.0.0.1", self.port, backlog=512)
            self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Refuse connections from now on."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for transport in tuple(self._open):
            transport.abort()


class _Connection(asyncio.Protocol):
    def __init__(self, handle: Callable[[Request], Reply], connections: set[asyncio.Transport]) -> None:
        self._handle, self._connections, self._buffer = handle, connections, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a TCP server makes no other kind
        self._transport = transport
        self._connections.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (request := self._next_request()) is not None:
            reply = self._handle(request)
            if reply.drops:
                self._abort()
            elif not reply.hangs and reply.delay_s > 0:
                asyncio.get_running_loop().call_later(reply.delay_s, self._write, reply)
            elif not reply.hangs:
                self._write(reply)

    def _next_request(self) -> Request | None:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            if len(self._buffer) > _MOST_BYTES:
                self._abort()
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length") or 0)
        if len(rest) < length:
            return None
        self._buffer = rest[length:]
        method, target, _ = first.split(" ", 2)
        parts = urlsplit(target)
        return Request(
            method=method,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers=headers,
            form=tuple(parse_qsl(rest[:length].decode(), keep_blank_values=True)),
        )

    def _write(self, reply: Reply) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(reply.as_bytes())

    def _abort(self) -> None:
        self._buffer = b""
        if self._transport is not None:
            self._transport.abort()
