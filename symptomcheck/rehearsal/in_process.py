"""A text message provider without a socket or a thread, for stories that must be quick and always the same.

Phones meet it as they meet `LoopbackProvider`; the clinic meets it as a `Sender`. What the real client makes
of HTTP is not rehearsed here; signed webhooks are, wherever `post` leads to the real road.
"""

from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime

from symptomcheck.channels.provider_errors import failure_of_answer, failure_of_code
from symptomcheck.channels.sender import (
    Cause,
    InboundText,
    OutboundMessage,
    OutcomeUnknown,
    SendFailed,
    Sent,
)
from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, sign
from symptomcheck.rehearsal.provider_faults import REFUSED, UNDELIVERED, Fault, Line
from symptomcheck.rehearsal.provider_messages import Message, MessageBook
from symptomcheck.rehearsal.provider_webhooks import Post, inbound_form, status_form

OnMessage = Callable[[str, str, str, str], None]  # to, from, body, sid


class InProcessProvider:
    """One account with one number; every method belongs to the thread that made it."""

    account_sid = "AC" + "0" * 32
    auth_token = "in-process"  # noqa: S105 - opens nothing but this object

    def __init__(self, *, number: str, public_url: str, clock: Callable[[], datetime], post: Post) -> None:
        """`post` hands a signed form to the app: (path, form, headers) -> HTTP status."""
        self.number, self._public_url, self._post = number, public_url.rstrip("/"), post
        self._book = MessageBook(self.account_sid, clock)
        self._phones: dict[str, OnMessage] = {}
        self._lines: dict[str, Line] = {}
        self._next_faults: deque[Fault] = deque()
        self._outage: Fault | None = None
        self._held: list[Message] = []
        self._callbacks: list[dict[str, str]] = []

    # -- phones ----------------------------------------------------------------------------------------------

    def connect_phone(self, phone: str, on_message: OnMessage) -> None:
        """Ring this phone for every text it gets from now on."""
        self._phones[phone] = on_message

    def line_is(self, phone: str, line: Line) -> None:
        """What kind of line this number is from now on."""
        self._lines[phone] = line

    def text_from(
        self, phone: str, body: str, *, lost: bool = False, held: bool = False, copies: int = 1
    ) -> tuple[int, ...]:
        """A person texts us; the app's HTTP status for each time the webhook was posted."""
        message = self._book.add(
            direction="inbound", to=self.number, from_=phone, body=body, status="received"
        )
        message.form = tuple(inbound_form(self.account_sid, message, None).items())
        if held:
            self._held.append(message)
        copies = 0 if lost or held else copies
        return tuple(self._webhook("/twilio/sms", dict(message.form)) for _ in range(copies))

    def release_held(self, *, newest_first: bool = False) -> tuple[int, ...]:
        """Post the held webhooks; the app's HTTP statuses in that order."""
        held, self._held = self._held, []
        ordered = reversed(held) if newest_first else held
        return tuple(self._webhook("/twilio/sms", dict(message.form)) for message in ordered)

    # -- faults and records ----------------------------------------------------------------------------------

    def next_faults(self, *faults: Fault) -> None:
        """What happens to the next sends, one after the other."""
        self._next_faults.extend(faults)

    def goes_down(self, fault: Fault | None = Fault.UNAVAILABLE) -> None:
        """Every request fails this way until it is called with None."""
        self._outage = fault

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message on record, both ways, oldest first."""
        return tuple(self._book)

    # -- the sender's side -----------------------------------------------------------------------------------

    async def send(self, message: OutboundMessage) -> Sent:
        """Take one text, ring the phone, keep the callbacks for `report`."""
        fault = self._next_faults.popleft() if self._next_faults else self._outage
        if fault is not None and not fault.accepts:
            raise _failed(fault)
        line = self._lines.get(message.address, Line.MOBILE)
        if line in REFUSED:
            code = REFUSED[line][0]
            refusal = failure_of_answer(400, code)
            raise SendFailed(refusal.cause, str(code), refusal.permanent)
        taken = self._book.add(
            direction="outbound-api",
            to=message.address,
            from_=message.sender or self.number,
            body=message.text,
            status="queued",
        )
        self._carry(taken, line)
        if fault is not None:
            raise OutcomeUnknown(Cause.PROVIDER_DOWN)
        return Sent(provider_id=taken.sid)

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """The text as it was taken; None if it was not."""
        if self._outage is not None:
            raise OutcomeUnknown(Cause.PROVIDER_DOWN)
        for held in reversed(self.messages):
            same = held.to == message.address and held.body == message.text and held.created_at >= since
            if not same or held.direction == "inbound" or held.sid in not_these:
                continue
            if held.status == "undelivered":
                lost = failure_of_code(held.error_code)
                raise SendFailed(lost.cause, str(held.error_code), lost.permanent)
            return Sent(provider_id=held.sid)
        return None

    async def close(self) -> None:
        """Nothing is open."""

    def inbound_since(self, since: datetime) -> tuple[InboundText, ...]:
        """Every text that reached us since then, oldest first."""
        return tuple(
            InboundText(
                provider_id=held.sid,
                from_address=held.from_,
                to_address=held.to,
                body=held.body,
                received_at=held.created_at,
            )
            for held in self.messages
            if held.direction == "inbound" and held.created_at >= since
        )

    def report(self) -> int:
        """Post the status callbacks of texts taken since the last time; how many there were.

        Not while sending: the app must have recorded the id under which a text was taken.
        """
        waiting, self._callbacks = self._callbacks, []
        for form in waiting:
            self._webhook("/twilio/status", form)
        return len(waiting)

    # -- what a text does next -------------------------------------------------------------------------------

    def _carry(self, message: Message, line: Line) -> None:
        if line is Line.STUCK_IN_QUEUE:
            return
        code = UNDELIVERED.get(line)
        status = "delivered" if code is None else "undelivered"
        self._book.report(message.sid, status, code)
        for step in ("sent", status):
            self._callbacks.append(status_form(self.account_sid, message, step, message.error_code))
        if code is None and (ring := self._phones.get(message.to)):
            ring(message.to, message.from_, message.body, message.sid)

    def _webhook(self, path: str, form: dict[str, str]) -> int:
        signature = sign(self.auth_token, self._public_url + path, form)
        return self._post(path, form, {SIGNATURE_HEADER: signature})


def _failed(fault: Fault) -> SendFailed | OutcomeUnknown:
    match fault:
        case Fault.TOO_MANY:
            return SendFailed(Cause.RATE_LIMITED, "20429")
        case Fault.UNAVAILABLE:
            return SendFailed(Cause.PROVIDER_DOWN, "20503")
        case _:
            return OutcomeUnknown(Cause.PROVIDER_DOWN)
