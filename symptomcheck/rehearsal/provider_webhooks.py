"""How the stage's provider calls the app: signed form posts to where the app really listens."""

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, sign
from symptomcheck.rehearsal.provider_messages import API, Message

# Another way to reach the app than the network: (path, form, headers) -> HTTP status.
Post = Callable[[str, Mapping[str, str], Mapping[str, str]], int]

NOBODY_THERE = 0


class Webhooks:
    """Posts to the app. What it signs is the public address; where it knocks may be another."""

    def __init__(self, *, auth_token: str, timeout_s: float, post: Post | None) -> None:
        self._auth_token, self._timeout_s, self._post = auth_token, timeout_s, post
        self._session: ClientSession | None = None
        self.app_url: str | None = None
        self.public_url: str | None = None

    def text_url(self) -> str | None:
        """The address an inbound text is posted to, as Twilio would know it."""
        return f"{self.public_url.rstrip('/')}/twilio/sms" if self.public_url else None

    async def send(self, url: str | None, form: Mapping[str, str]) -> int:
        """The app's HTTP status; 0 when there is no app, or none that answers in time."""
        return (await self.ask(url, form))[0]

    async def ask(self, url: str | None, form: Mapping[str, str]) -> tuple[int, str]:
        """The same, with what the app answered."""
        if url is None:
            return NOBODY_THERE, ""
        headers = {SIGNATURE_HEADER: sign(self._auth_token, url, form)}
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if self._post is not None:
            return await asyncio.to_thread(self._post, path, form, headers), ""
        if self.app_url is None:
            return NOBODY_THERE, ""
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            async with self._open_session().post(
                self.app_url.rstrip("/") + path, data=urlencode(form).encode(), headers=headers
            ) as answer:
                return answer.status, await answer.text()
        except (ClientError, TimeoutError, OSError):
            return NOBODY_THERE, ""

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open_session(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                timeout=ClientTimeout(total=self._timeout_s), cookie_jar=DummyCookieJar(), trust_env=False
            )
        return self._session


def inbound_form(account_sid: str, message: Message, opt_out_type: str | None) -> dict[str, str]:
    """What is posted about a text that came in."""
    form = {
        "AccountSid": account_sid,
        "ApiVersion": API,
        "Body": message.body,
        "From": message.from_,
        "MessageSid": message.sid,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": "received",
        "To": message.to,
    }
    return form | {"OptOutType": opt_out_type} if opt_out_type else form


def status_form(account_sid: str, message: Message, status: str, code: int | None) -> dict[str, str]:
    """What is posted about a text that went out."""
    form = {
        "AccountSid": account_sid,
        "ApiVersion": API,
        "From": message.from_,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
        "To": message.to,
    }
    return form if code is None else form | {"ErrorCode": str(code)}
