"""Calls at the stage's provider: a phone rings, somebody or a mailbox answers, keys are pressed.

What is said is the app's own answer (TwiML), asked for as Twilio asks: a signed form to the address of the
call. Nobody answers by themselves: whoever plays the phone does.
"""

import html
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import uuid4

from symptomcheck.channels.sender import Cause, OutboundMessage, OutcomeUnknown, SendFailed, Sent
from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, sign

# How a form reaches the app, and what it answers: (path, form, headers) -> (HTTP status, body).
Ask = Callable[[str, Mapping[str, str], Mapping[str, str]], tuple[int, str]]
# The same with the signature seen to: (public address, form) -> (HTTP status, body).
AskSigned = Callable[[str, Mapping[str, str]], tuple[int, str]]

_SAID = re.compile(r"<Say[^>]*>(.*?)</Say>", re.DOTALL)
_KEY_ROAD = re.compile(r'<Gather [^>]*action="([^"]+)"')


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One call to one phone, from the first ring to its end; `heard` is what was said to whoever answered."""

    sid: str
    to: str
    from_: str
    url: str
    status_callback: str
    created_at: datetime
    ask: AskSigned
    status: str = "ringing"
    answered_by: str = "human"
    heard: list[str] = field(default_factory=list)
    _key_road: str | None = None

    def is_answered(self) -> str:
        """Somebody picks up; the first words they hear."""
        self.status = "in-progress"
        return self._converse(urlsplit(self.url).path)

    def presses(self, key: str) -> str:
        """A key, and what is said then; nothing once the call no longer waits for one."""
        if self._key_road is None:
            return ""
        return self._converse(self._key_road, Digits=key)

    def reaches_a_mailbox(self) -> str:
        """A machine answers; what is said to it."""
        self.answered_by = "machine_start"
        said = self.is_answered()
        self.ends("completed")
        return said

    def ends(self, status: str = "completed") -> None:
        """It is over: completed, busy, no-answer, failed."""
        self.status, self._key_road = status, None
        self._post(urlsplit(self.status_callback).path)

    def _converse(self, path: str, **more: str) -> str:
        answer = self._post(path, **more)
        said = html.unescape(" ".join(_SAID.findall(answer)[:1]))
        found = _KEY_ROAD.search(answer)
        self._key_road = found[1] if found else None
        if said:
            self.heard.append(said)
        return said

    def _post(self, path: str, **more: str) -> str:
        parts = urlsplit(self.url)
        form = {
            "CallSid": self.sid,
            "From": self.from_,
            "To": self.to,
            "CallStatus": self.status,
            "AnsweredBy": self.answered_by,
        } | more
        return self.ask(f"{parts.scheme}://{parts.netloc}{path}", form)[1]

    def as_json(self, account_sid: str) -> dict[str, object]:
        """The Call resource of Twilio's API."""
        made = format_datetime(self.created_at.astimezone(UTC))
        return {
            "account_sid": account_sid,
            "answered_by": None,
            "date_created": made,
            "direction": "outbound-api",
            "from": self.from_,
            "sid": self.sid,
            "start_time": None,
            "status": self.status,
            "to": self.to,
            "uri": f"/2010-04-01/Accounts/{account_sid}/Calls/{self.sid}.json",
        }


class InProcessCalls:
    """A `Sender` of calls for stories; every method belongs to the thread that made it."""

    def __init__(
        self, *, number: str, public_url: str, auth_token: str, clock: Callable[[], datetime], ask: Ask
    ) -> None:
        self._number, self._public_url, self._auth_token = number, public_url.rstrip("/"), auth_token
        self._clock, self._ask = clock, ask
        self.is_down = False
        self.calls: list[Call] = []

    async def send(self, message: OutboundMessage) -> Sent:
        """Let the phone ring."""
        if self.is_down:
            raise SendFailed(Cause.PROVIDER_DOWN, "20503")
        roads = f"{self._public_url}/twilio/voice"
        call = Call(
            sid=f"CA{uuid4().hex}",
            to=message.address,
            from_=self._number,
            url=f"{roads}/page/{message.id}",
            status_callback=f"{roads}/status",
            created_at=self._clock(),
            ask=self._signed,
        )
        self.calls.append(call)
        return Sent(provider_id=call.sid)

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """The call as it was placed; None if it was not."""
        if self.is_down:
            raise OutcomeUnknown(Cause.PROVIDER_DOWN)
        found = [each for each in self.calls if each.url.endswith(str(message.id))]
        return Sent(provider_id=found[-1].sid) if found else None

    async def close(self) -> None:
        """Nothing is open."""

    def _signed(self, url: str, form: Mapping[str, str]) -> tuple[int, str]:
        headers = {SIGNATURE_HEADER: sign(self._auth_token, url, form)}
        return self._ask(urlsplit(url).path, form, headers)
