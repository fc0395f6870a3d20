"""The road from the twilio library to the wire.

Adds what the library's own client lacks: a time-out that is obeyed, one base URL for every call, connections
kept open, no proxy or account taken from the environment, no log of numbers. Above all it tells "never sent"
from "perhaps sent", which decides whether a text may be sent again.
"""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit
from weakref import WeakKeyDictionary

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from yarl import URL

TWILIO_API = "https://api.twilio.com"

# The library writes every query, numbers included, to the logger it is given.
_SILENT = logging.Logger("twilio", logging.CRITICAL + 1)


class NeverSent(Exception):
    """No connection was made: the provider cannot have seen the request."""


class PerhapsSent(Exception):
    """The request, or part of it, went out and no whole answer came back."""


class TwilioHttp(AsyncHttpClient):  # type: ignore[misc]  # the library ships no types
    """An HTTP client for twilio's `Client`: one session per event loop, made at the first request on it."""

    def __init__(self, *, api_base_url: str = TWILIO_API, timeout_s: float = 10.0) -> None:
        super().__init__(_SILENT, True, timeout_s)
        base = urlsplit(api_base_url)
        if base.scheme not in ("http", "https") or not base.netloc:
            raise ValueError(f'api_base_url = "{api_base_url}" is no web address. Write "{TWILIO_API}".')
        self._base = api_base_url.rstrip("/")
        # Connecting gets half the time, so that a connection that never came about is known to be just that.
        self._timeout = ClientTimeout(total=timeout_s, connect=timeout_s / 2)
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, ClientSession] = WeakKeyDictionary()
        self._authorizations: dict[tuple[str, str], str] = {}

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One request, one whole answer; NeverSent or PerhapsSent otherwise. Redirects are never followed:
        they would carry a person's text, and our password, to an address nobody configured."""
        sent_headers = dict(headers or {})
        if auth:
            sent_headers["Authorization"] = self._authorization(auth)
        try:
            async with self._session().request(
                method,
                self._on_our_base(url, params),
                data=urlencode(data, doseq=True).encode() if data else None,
                headers=sent_headers,
                allow_redirects=False,
            ) as answer:
                return Response(answer.status, await answer.text("utf-8", "replace"), answer.headers)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NeverSent(type(error).__name__) from None
        except (ClientError, TimeoutError, OSError) as error:
            raise PerhapsSent(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections of the running event loop."""
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    def _session(self) -> ClientSession:
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None:
            session = self._sessions[loop] = ClientSession(
                connector=TCPConnector(limit=0),  # the dispatcher decides how many are in flight
                timeout=self._timeout,
                cookie_jar=DummyCookieJar(),
                trust_env=False,
            )
        return session

    def _on_our_base(self, url: str, params: Mapping[str, object] | None) -> URL:
        """Whatever host the library chose, the call goes to the configured one."""
        parts = urlsplit(url)
        query = urlencode(params, doseq=True) if params else parts.query
        return URL(f"{self._base}{parts.path}{'?' if query else ''}{query}", encoded=True)

    def _authorization(self, auth: tuple[str, str]) -> str:
        if auth not in self._authorizations:
            self._authorizations[auth] = "Basic " + b64encode(":".join(auth).encode()).decode()
        return self._authorizations[auth]
