"""The Messages and Calls API as the app sees it, and the behaviour that decides how well it works today."""

import json
import re
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from symptomcheck.rehearsal.provider_calls import Call
from symptomcheck.rehearsal.provider_faults import REFUSED, Fault, Line
from symptomcheck.rehearsal.provider_http import Reply, Request
from symptomcheck.rehearsal.provider_messages import API, Message, MessageBook

_CALLS = re.compile(rf"/{API}/Accounts/(?P<account>\w+)/Calls\.json")
_PATH = re.compile(rf"/{API}/Accounts/(?P<account>\w+)/Messages(?:/(?P<sid>\w+))?\.json")


@dataclass(slots=True, kw_only=True)
class Behaviour:
    """How requests are met; change any of it while the provider runs."""

    latency_s: float = 0.0
    per_second: float = 0.0  # sends above this rate get a 429; 0 is no limit
    unavailable_every: int = 0  # every n-th send gets a 503; 0 is never
    always: Fault | None = None  # every request of any kind, until it is set back: an outage
    choose: Callable[[Request], Fault | None] | None = None  # asked about each send the others let pass
    next: deque[Fault] = field(default_factory=deque)  # the next sends, one fault each
    _sends: int = 0
    _allowance: float = 1.0
    _allowed_at: float = 0.0

    def of_send(self, request: Request) -> Fault | None:
        """What befalls this request to send."""
        self._sends += 1
        if self.next:
            return self.next.popleft()
        if self.unavailable_every and self._sends % self.unavailable_every == 0:
            return Fault.UNAVAILABLE
        if self.per_second and not self._within_rate():
            return Fault.TOO_MANY
        return self.always or (self.choose(request) if self.choose else None)

    def _within_rate(self) -> bool:
        now = time.monotonic()
        earned = (now - self._allowed_at) * self.per_second
        self._allowance, self._allowed_at = min(max(self.per_second, 1.0), self._allowance + earned), now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True


class MessagesApi:
    """Answers requests to /2010-04-01/Accounts/{sid}/Messages…; called on one event loop."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        number: str,
        book: MessageBook,
        behaviour: Behaviour,
        line: Callable[[str, str], Line],
        taken: Callable[[Message, Line, str | None], None],
        rings: Callable[[str, str, str, str], Call],
        calls_to: Callable[[str], Iterable[Call]],
        keep_requests: int,
    ) -> None:
        """`line(from, to)` says what kind of line a text meets; `taken` hears of every text that is kept.

        `rings(to, from, url, status callback)` places a call, `calls_to` knows those of before.
        """
        self._rings, self._calls_to = rings, calls_to
        self._account_sid, self._number, self._book = account_sid, number, book
        self._behaviour, self._line, self._taken = behaviour, line, taken
        self._authorization = "Basic " + b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self.requests: deque[Request] = deque(maxlen=keep_requests)

    def handle(self, request: Request) -> Reply:
        """One request, one answer, or one of the ways to give none."""
        if request.headers.get("authorization") != self._authorization:
            return self._error(401, 20003, "Authenticate")
        self.requests.append(request)
        calls = _CALLS.fullmatch(request.path)
        if calls is not None and calls["account"] == self._account_sid:
            return self._calls(request)
        place = _PATH.fullmatch(request.path)
        if place is None or place["account"] != self._account_sid:
            return self._error(404, 20404, f"The requested resource {request.path} was not found")
        if request.method == "POST" and place["sid"] is None:
            return self._create(request)
        outage = self._behaviour.always
        if outage is not None and not outage.accepts:
            return self._misbehave(outage)
        if place["sid"] is not None:
            return self._one(place["sid"], request)
        if request.method == "GET":
            return self._json(200, self._book.page(request.query))
        return self._error(405, 20004, "Method not allowed")

    def _create(self, request: Request) -> Reply:
        fault = self._behaviour.of_send(request)
        if fault is not None and not fault.accepts:
            return self._misbehave(fault)
        to, body = request.field("To"), request.field("Body")
        service = request.field("MessagingServiceSid")
        from_ = request.field("From") or (self._number if service else None)
        if not to:
            return self._error(400, 21604, "A 'To' phone number is required.")
        if not body:
            return self._error(400, 21602, "Message body is required.")
        if not from_:
            return self._error(400, 21603, "A 'From' phone number is required.")
        line = self._line(from_, to)
        if line in REFUSED:
            return self._error(400, *REFUSED[line])
        message = self._book.add(
            direction="outbound-api",
            to=to,
            from_=from_,
            body=body,
            status="queued",
            form=request.form,
            messaging_service_sid=service,
        )
        reply = self._json(201, message.as_json(self._account_sid))
        self._taken(message, line, request.field("StatusCallback"))
        return reply if fault is None else self._misbehave(fault)

    def _calls(self, request: Request) -> Reply:
        if request.method == "GET":
            held = [each.as_json(self._account_sid) for each in self._calls_to(request.query.get("To", ""))]
            return self._json(200, {"calls": held[::-1], "next_page_uri": None, "page": 0, "page_size": 50})
        fault = self._behaviour.of_send(request)
        if fault is not None and not fault.accepts:
            return self._misbehave(fault)
        to, from_, url = (request.field(name) or "" for name in ("To", "From", "Url"))
        if not to or not url:
            return self._error(400, 21201, "No 'To' number or 'Url' is specified")
        line = self._line(from_, to)
        if line is Line.INVALID:
            return self._error(400, *REFUSED[line])
        call = self._rings(to, from_, url, request.field("StatusCallback") or "")
        reply = self._json(201, call.as_json(self._account_sid))
        return reply if fault is None else self._misbehave(fault)

    def _one(self, sid: str, request: Request) -> Reply:
        message = self._book.get(sid)
        if message is None:
            return self._error(404, 20404, f"The requested resource {request.path} was not found")
        if request.method != "GET" and message.status in ("queued", "sent"):
            return self._error(409, 20009, "Resource not complete")
        if request.method == "DELETE":
            self._book.delete(sid)
            return Reply(status=204)
        if request.method == "POST" and request.field("Body") == "":
            message.body = ""
        return self._json(200, message.as_json(self._account_sid))

    def _misbehave(self, fault: Fault) -> Reply:
        match fault:
            case Fault.TOO_MANY:
                return self._error(429, 20429, "Too Many Requests")
            case Fault.UNAVAILABLE:
                return self._error(503, 20503, "Service is unavailable. Please try again.")
            case Fault.DROP | Fault.ACCEPT_THEN_DROP:
                return Reply(drops=True)
            case Fault.HANG | Fault.ACCEPT_THEN_HANG:
                return Reply(hangs=True)
            case Fault.ACCEPT_WITH_BROKEN_JSON:
                return Reply(status=201, body=b'{"sid": "SM', delay_s=self._behaviour.latency_s)

    def _error(self, status: int, code: int, message: str) -> Reply:
        more = f"https://www.twilio.com/docs/errors/{code}"
        return self._json(status, {"code": code, "message": message, "more_info": more, "status": status})

    def _json(self, status: int, content: Mapping[str, object]) -> Reply:
        return Reply(status=status, body=json.dumps(content).encode(), delay_s=self._behaviour.latency_s)
