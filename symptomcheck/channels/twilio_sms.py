"""Texts by Twilio: send one, find one that may have been sent, list what came in, delete what must go.

Uses the twilio library's asynchronous client. Reads no environment variable and follows no proxy setting.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from symptomcheck.channels.provider_errors import Failure, failure_of_answer, failure_of_code
from symptomcheck.channels.sender import (
    Cause,
    InboundText,
    OutboundMessage,
    OutcomeUnknown,
    ProviderError,
    SendFailed,
    Sent,
)
from symptomcheck.channels.twilio_http import TWILIO_API, NeverSent, PerhapsSent, TwilioHttp

# {} would be falsy, and the library would read os.environ (TWILIO_REGION moves every call to another host).
NO_ENVIRONMENT = {"TWILIO_REGION": ""}
# Twilio keeps times to the second, by its own clock.
CLOCKS_MAY_DIFFER = timedelta(seconds=30)
_NEVER_LEFT = frozenset({"failed", "undelivered", "canceled"})
# What reading an answer that is not Twilio's raises inside the library: no JSON, or JSON of another shape.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)


class ListingCutShort(Exception):
    """More texts came in than one listing may hold. `texts` are the newest; older ones are still unread."""

    def __init__(self, texts: tuple[InboundText, ...]) -> None:
        self.texts = texts
        super().__init__(f"more than {len(texts)} texts since the watermark: older ones were not listed")


class TwilioSms:
    """A `Sender` for text messages, from one number or one Messaging Service."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        from_number: str | None = None,
        messaging_service_sid: str | None = None,
        more_numbers: Sequence[str] = (),
        public_url: str | None = None,
        api_base_url: str = TWILIO_API,
        timeout_s: float = 10.0,
        page_size: int = 200,
    ) -> None:
        """`more_numbers`: our other numbers, such as the urgent one, whose inbound texts are listed too."""
        if not from_number and not messaging_service_sid:
            raise ValueError("Texts need a sender. Set from_number or messaging_service_sid under [twilio].")
        self._sender = from_number or messaging_service_sid or ""
        # Texts to a Messaging Service arrive at numbers only Twilio knows: list them all.
        self._our_numbers: tuple[str | None, ...] = (
            tuple(dict.fromkeys((from_number, *more_numbers))) if not messaging_service_sid else (None,)
        )
        self._callback = {"status_callback": f"{public_url.rstrip('/')}/twilio/status"} if public_url else {}
        self._page_size = page_size
        self._http = TwilioHttp(api_base_url=api_base_url, timeout_s=timeout_s)
        client = Client(account_sid, auth_token, http_client=self._http, environment=NO_ENVIRONMENT)
        self._messages: Any = client.messages

    async def send(self, message: OutboundMessage) -> Sent:
        """Hand one text to Twilio. Raises SendFailed or OutcomeUnknown, nothing else."""
        sender = message.sender or self._sender
        route = {"messaging_service_sid" if sender.startswith("MG") else "from_": sender}
        try:
            made = await self._messages.create_async(
                to=message.address, body=message.text, **route, **self._callback
            )
        except NeverSent:
            raise SendFailed(Cause.PROVIDER_DOWN) from None
        except PerhapsSent:
            raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None
        except (TwilioRestException, TwilioServiceException) as refusal:
            status, code = numbers_of(refusal)
            if status == 504:  # a gateway gave up waiting; Twilio behind it may not have
                raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None
            raise_as(SendFailed, failure_of_answer(status, code), code)
        except UNREADABLE:  # a 2xx: somebody took the text, but it does not say under which id
            raise OutcomeUnknown(Cause.UNKNOWN) from None
        if not made.sid:
            raise OutcomeUnknown(Cause.UNKNOWN)
        return _sent(made)

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """The text as Twilio holds it, if it was taken since then; None if it was not.

        Raises OutcomeUnknown when Twilio cannot be asked, SendFailed when it took the text and could not
        deliver it.
        """
        since = whole_second(since) - CLOCKS_MAY_DIFFER
        lost = None
        # A text still in Twilio's queue has no DateSent and may be missing from the first listing. The second
        # takes the newest page to that phone, whatever its dates.
        for listing in (
            self._list(to=message.address, date_sent_after=since),
            self._list(to=message.address, limit_pages=1),
        ):
            try:
                async for held in listing:
                    made_at = held.date_created or held.date_sent
                    if (
                        held.direction == "inbound"
                        or held.body != message.text
                        or held.sid in not_these
                        or (made_at is not None and made_at < since)
                    ):
                        continue
                    if held.status not in _NEVER_LEFT:
                        return _sent(held)
                    lost = held
            except ProviderError as error:
                raise OutcomeUnknown(error.cause) from None
        if lost is not None:
            raise_as(SendFailed, failure_of_code(lost.error_code), lost.error_code)
        return None

    async def inbound_since(self, since: datetime, *, at_most: int = 50_000) -> tuple[InboundText, ...]:
        """Every text that reached our numbers since then, oldest first, each once.

        Raises ProviderError when Twilio cannot be asked, ListingCutShort when there are more than `at_most`.
        """
        since = whole_second(since)
        texts: dict[str, InboundText] = {}
        for number in self._our_numbers:
            async for held in self._list(to=number, date_sent_after=since):
                came_at = held.date_sent or held.date_created
                if held.direction != "inbound" or came_at is None or came_at < since:
                    continue
                if len(texts) >= at_most:
                    raise ListingCutShort(_oldest_first(texts))
                texts[held.sid] = InboundText(
                    provider_id=held.sid,
                    from_address=held.from_ or "",
                    to_address=held.to or "",
                    body=held.body or "",
                    received_at=came_at,
                    pictures=int(media) if (media := str(held.num_media or "")).isdecimal() else 0,
                )
        return _oldest_first(texts)

    async def delete_body(self, provider_id: str) -> None:
        """Empty the text at Twilio and keep its record. One that is gone already counts as done.

        Raises ProviderError; a text still on its way cannot be emptied yet and is refused as temporary.
        """
        try:
            await self._messages(provider_id).update_async(body="")
        except (NeverSent, PerhapsSent):
            raise ProviderError(Cause.PROVIDER_DOWN) from None
        except (TwilioRestException, TwilioServiceException) as refusal:
            match numbers_of(refusal):
                case 404, 20404:
                    return
                case _, 20009:  # "resource not complete"
                    raise ProviderError(Cause.UNKNOWN, "20009") from None
                case status, code:
                    raise_as(ProviderError, failure_of_answer(status, code), code)
        except UNREADABLE:
            raise ProviderError(Cause.UNKNOWN) from None

    async def close(self) -> None:
        """Close the connections of the running event loop."""
        await self._http.close()

    async def _list(
        self, *, to: str | None, date_sent_after: datetime | None = None, limit_pages: int | None = None
    ) -> AsyncIterator[Any]:
        """Messages page by page, newest first. Raises ProviderError."""
        given = {"to": to, "date_sent_after": date_sent_after}
        filters = {name: value for name, value in given.items() if value is not None}
        try:
            page = await self._messages.page_async(page_size=self._page_size, **filters)
            seen: set[str | None] = set()
            while page is not None:
                for held in page:
                    yield held
                seen.add(page.next_page_url)
                if len(seen) == limit_pages:
                    return
                page = await page.next_page_async()
                if page is not None and page.next_page_url in seen:
                    raise ProviderError(Cause.UNKNOWN)  # pages that lead in a circle would never end
        except (NeverSent, PerhapsSent):
            raise ProviderError(Cause.PROVIDER_DOWN) from None
        except TwilioException as refusal:  # the library hands the bare answer over as the second argument
            status = getattr(refusal.args[-1] if refusal.args else None, "status_code", 500)
            raise_as(ProviderError, failure_of_answer(status, None), None)
        except UNREADABLE:
            raise ProviderError(Cause.UNKNOWN) from None


def numbers_of(refusal: Any) -> tuple[int, int | None]:
    """HTTP status and Twilio's code. Whatever stands between us and Twilio may have written either."""
    status = refusal.status if isinstance(refusal.status, int) else 500
    return status, refusal.code if isinstance(refusal.code, int) else None


def _sent(held: Any) -> Sent:
    segments = str(held.num_segments or "")
    # A Messaging Service says "0" until it has chosen a number.
    return Sent(provider_id=held.sid, segments=int(segments) or None if segments.isdigit() else None)


def _oldest_first(texts: dict[str, InboundText]) -> tuple[InboundText, ...]:
    return tuple(sorted(texts.values(), key=lambda text: (text.received_at, text.provider_id)))


def whole_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def raise_as(kind: type[ProviderError], failure: Failure, code: object) -> NoReturn:
    # `from None`: Twilio's own message quotes the number, and tracebacks reach the log.
    raise kind(failure.cause, None if code is None else str(code), failure.permanent) from None
