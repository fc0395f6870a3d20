"""A text message provider on 127.0.0.1 that speaks Twilio's Messages API, behaves, and misbehaves on demand.

The one provider of tests, demo and rehearse. The app talks to it with the real client and hears from it by
really signed webhooks. It knows phone numbers and texts; whose they are is none of its business.
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition, Thread
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

from symptomcheck.rehearsal.provider_api import Behaviour, MessagesApi
from symptomcheck.rehearsal.provider_calls import Call
from symptomcheck.rehearsal.provider_faults import (
    PROVIDER_ANSWERS,
    UNDELIVERED,
    Fault,
    Line,
    OptOut,
    Road,
    opt_out_type,
)
from symptomcheck.rehearsal.provider_http import HttpServer, Request
from symptomcheck.rehearsal.provider_messages import Message, MessageBook
from symptomcheck.rehearsal.provider_webhooks import Post, Webhooks, inbound_form, status_form

OnMessage = Callable[[str, str, str, str], None]  # to, from, body, sid
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TextedIn:
    """A text that a phone sent, and the app's HTTP status for each time the webhook was posted."""

    sid: str
    answered: tuple[int, ...] = ()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LoopbackProvider:
    """`start()`, `stop()`, or `with LoopbackProvider(...) as provider:`. Every method may be called from any
    thread; phones are rung on a thread of their own, in the order the texts were taken."""

    def __init__(
        self,
        *,
        account_sid: str = "AC" + "0" * 32,
        auth_token: str = "loopback",  # noqa: S107 - opens nothing but this loopback server
        number: str = "+15550100001",
        app_url: str | None = None,
        public_url: str | None = None,
        clock: Callable[[], datetime] = _utc_now,
        on_message: OnMessage | None = None,
        choose_fault: Callable[[Request], Fault | None] | None = None,
        latency_s: float = 0.0,
        per_second: float = 0.0,
        unavailable_every: int = 0,
        opt_out: OptOut = OptOut.OFF,
        post: Post | None = None,
        webhook_timeout_s: float = 15.0,
        keep_requests: int = 10_000,
    ) -> None:
        """`app_url` is where the app listens, `public_url` what it believes its address is (same if omitted);
        `per_second`: more sends than that get a 429; `unavailable_every`: every n-th send gets a 503."""
        self.account_sid, self.auth_token, self.number = account_sid, auth_token, number
        self.opt_out = opt_out
        self.behaviour = Behaviour(
            latency_s=latency_s,
            per_second=per_second,
            unavailable_every=unavailable_every,
            choose=choose_fault,
        )
        self.texts_in, self.statuses = Road(), Road()
        self._book, self._clock = MessageBook(account_sid, clock), clock
        self.calls: list[Call] = []
        self._api = MessagesApi(
            account_sid=account_sid,
            auth_token=auth_token,
            number=number,
            book=self._book,
            behaviour=self.behaviour,
            line=self._line,
            taken=self._taken,
            rings=self._rings,
            calls_to=lambda phone: [call for call in self.calls if call.to == phone],
            keep_requests=keep_requests,
        )
        self._http = HttpServer(self._api.handle)
        self._webhooks = Webhooks(auth_token=auth_token, timeout_s=webhook_timeout_s, post=post)
        self.app_at(app_url, public_url=public_url)
        self._lines: dict[str, Line] = {}
        self._opted_out: set[tuple[str, str]] = set()
        self._our_number_for: dict[str, str] = {}
        self._held: list[Message] = []
        self._on_message = on_message
        self._phones: dict[str, OnMessage] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._ringing: ThreadPoolExecutor | None = None
        self._busy, self._quiet = 0, Condition()
        self._failed: BaseException | None = None

    # -- on and off ------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Listen on a port the operating system chooses; after a stop, on the same one as before."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._ringing = ThreadPoolExecutor(1, thread_name_prefix="phones")
            self._thread = Thread(target=self._loop.run_forever, name="loopback-provider", daemon=True)
            self._thread.start()
        self._on_loop(self._http.open())
        return self

    def stop(self) -> None:
        """Hang up on everybody. What was taken stays on record."""
        loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(self._shut(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
        if self._ringing is not None:
            self._ringing.shutdown(wait=False)

    def refuse_connections(self) -> None:
        """The API is gone; phones can still text. `start` brings it back."""
        self._on_loop(self._http.close())

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def api_base_url(self) -> str:
        """What to configure the app with."""
        return f"http://127.0.0.1:{self._http.port}"

    def app_at(self, app_url: str | None, *, public_url: str | None = None) -> None:
        """Where the app listens, once that is known."""
        self._webhooks.app_url, self._webhooks.public_url = app_url or public_url, public_url or app_url

    def settle(self, timeout_s: float = 5.0) -> None:
        """Wait until every text and webhook under way has arrived. Raises what a phone's callback raised."""
        with self._quiet:
            if not self._quiet.wait_for(lambda: self._busy == 0, timeout_s):
                raise TimeoutError(f"{self._busy} texts or webhooks are still under way after {timeout_s} s")
            failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    # -- phones ----------------------------------------------------------------------------------------------

    def connect_phone(self, phone: str, on_message: OnMessage) -> None:
        """Ring this phone with on_message(to, from, body, sid) for every text it gets from now on."""
        self._phones[phone] = on_message

    def line_is(self, phone: str, line: Line) -> None:
        """What kind of line this number is from now on."""
        self._lines[phone] = line

    def text_from(
        self,
        phone: str,
        body: str,
        *,
        to: str | None = None,
        lost: bool = False,
        held: bool = False,
        copies: int = 1,
        delay_s: float = 0.0,
    ) -> TextedIn:
        """A person texts us: the text is on record, and the webhook is posted unless it gets lost.

        `held` webhooks wait for `release_held`. With `delay_s` the call returns before the webhook is posted.
        The number texted is the one that wrote to this phone last.
        """
        ours = to or self._our_number_for.get(phone, self.number)
        keyword = opt_out_type(body) if self.opt_out is not OptOut.OFF else None
        shown = keyword if self.opt_out is OptOut.ADVANCED else None
        message = self._book.add(direction="inbound", to=ours, from_=phone, body=body, status="received")
        message.form = tuple(inbound_form(self.account_sid, message, shown).items())
        if keyword is not None:
            self._obey(keyword, phone, ours)
        if held:
            self._held.append(message)
        copies = 0 if lost or held else copies * self.texts_in.copies()
        delay_s = delay_s or self.texts_in.delay_s
        if copies and delay_s:
            self._in_background(self._post_text(message, copies, delay_s))
            copies = 0
        return TextedIn(message.sid, self._on_loop(self._post_text(message, copies, 0.0)) if copies else ())

    def repeat(self, sid: str) -> int:
        """Post the webhook of a text once more, exactly as before; the app's HTTP status."""
        message = self._book.get(sid)
        if message is None:
            raise KeyError(sid)
        return self._on_loop(self._post_text(message, 1, 0.0))[0]

    def release_held(self, *, newest_first: bool = False) -> tuple[int, ...]:
        """Post the held webhooks; the app's HTTP statuses in that order."""
        held, self._held = self._held, []
        ordered = reversed(held) if newest_first else held
        return tuple(self.repeat(message.sid) for message in ordered)

    # -- faults and records ----------------------------------------------------------------------------------

    def next_faults(self, *faults: Fault) -> None:
        """What happens to the next sends, one after the other."""
        self.behaviour.next.extend(faults)

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every authorized request so far, oldest first, form fields exactly as posted."""
        return tuple(self._api.requests)

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message on record, both ways, oldest first."""
        return tuple(self._book)

    def texts_to(self, phone: str) -> tuple[Message, ...]:
        """What was taken for this phone, oldest first, delivered or not."""
        return tuple(m for m in self._book if m.to == phone and m.direction != "inbound")

    # -- what a text does next -------------------------------------------------------------------------------

    def _line(self, from_: str, to: str) -> Line:
        return Line.OPTED_OUT if (from_, to) in self._opted_out else self._lines.get(to, Line.MOBILE)

    def _taken(self, message: Message, line: Line, callback_url: str | None) -> None:
        self._our_number_for[message.to] = message.from_
        self._in_background(self._carry(message, line, callback_url))
        if line not in UNDELIVERED and line is not Line.STUCK_IN_QUEUE:
            self._ring(message)

    def _rings(self, to: str, from_: str, url: str, status_callback: str) -> Call:
        call = Call(
            sid=f"CA{uuid4().hex}",
            to=to,
            from_=from_,
            url=url,
            status_callback=status_callback,
            created_at=self._clock(),
            ask=lambda url, form: self._on_loop(self._webhooks.ask(url, form)),
        )
        self.calls.append(call)
        return call

    async def _carry(self, message: Message, line: Line, callback_url: str | None) -> None:
        """Report a text's way through the network, and call the app back about each step."""
        code = UNDELIVERED.get(line)
        steps = ["queued", "sent", "delivered" if code is None else "undelivered"]
        forms = []
        for status in steps[:1] if line is Line.STUCK_IN_QUEUE else steps:
            if status != "queued":
                self._book.report(message.sid, status, code if status == "undelivered" else None)
            forms.append(status_form(self.account_sid, message, status, message.error_code))
        await asyncio.sleep(self.behaviour.latency_s)  # the sender has its answer before the first callback
        for form in reversed(forms) if self.statuses.out_of_order else forms:
            for _ in range(self.statuses.copies() if callback_url else 0):
                await asyncio.sleep(self.statuses.delay_s)
                await self._webhooks.send(callback_url, form)

    async def _post_text(self, message: Message, copies: int, delay_s: float) -> tuple[int, ...]:
        await asyncio.sleep(delay_s)
        form = dict(message.form)
        return tuple([await self._webhooks.send(self._webhooks.text_url(), form) for _ in range(copies)])

    def _obey(self, keyword: str, phone: str, ours: str) -> None:
        if keyword == "STOP":
            self._opted_out.add((ours, phone))
        elif keyword == "START":
            self._opted_out.discard((ours, phone))
        if self.opt_out is OptOut.DEFAULT:
            words = PROVIDER_ANSWERS[keyword]
            self._ring(
                self._book.add(
                    direction="outbound-reply", to=phone, from_=ours, body=words, status="delivered"
                )
            )

    def _ring(self, message: Message) -> None:
        def ring() -> None:
            try:
                for phone in (self._on_message, self._phones.get(message.to)):
                    if phone is not None:
                        phone(message.to, message.from_, message.body, message.sid)
            except BaseException as error:  # for settle(): a failed expectation must not vanish in a thread
                self._failed = self._failed or error
            finally:
                self._count(-1)

        if self._ringing is not None:
            self._count(+1)
            self._ringing.submit(ring)

    # -- threads ---------------------------------------------------------------------------------------------

    def _on_loop(self, work: Coroutine[object, object, T]) -> T:
        return self._begin(work).result()

    def _in_background(self, work: Coroutine[object, object, object]) -> None:
        future = self._begin(work)
        self._count(+1)
        future.add_done_callback(lambda _: self._count(-1))

    def _begin(self, work: Coroutine[object, object, T]) -> Future[T]:
        if self._loop is None:
            work.close()
            raise RuntimeError("The provider is not running. Call start() first.")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _count(self, change: int) -> None:
        with self._quiet:
            self._busy += change
            self._quiet.notify_all()

    async def _shut(self) -> None:
        await self._http.close()
        await self._webhooks.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
