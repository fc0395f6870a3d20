"""The messages a provider keeps, as it shows them: one by one, or newest first in pages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from threading import RLock
from urllib.parse import urlencode
from uuid import uuid4

API = "2010-04-01"


@dataclass(slots=True, kw_only=True)
class Message:
    """One text at the provider. `form` is what was posted: by the app if outbound, to the app if inbound."""

    sid: str
    direction: str
    to: str
    from_: str
    body: str
    status: str
    created_at: datetime
    sent_at: datetime | None = None
    error_code: int | None = None
    messaging_service_sid: str | None = None
    form: tuple[tuple[str, str], ...] = ()

    def as_json(self, account_sid: str) -> dict[str, object]:
        """The Message resource of Twilio's API."""
        return {
            "account_sid": account_sid,
            "api_version": API,
            "body": self.body,
            "date_created": _date(self.created_at),
            "date_sent": _date(self.sent_at),
            "date_updated": _date(self.sent_at or self.created_at),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.from_,
            "messaging_service_sid": self.messaging_service_sid,
            "num_media": "0",
            # A Messaging Service has chosen no number yet when it answers, so it cannot say.
            "num_segments": "0" if self.messaging_service_sid else str(_segments(self.body)),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"/{API}/Accounts/{account_sid}/Messages/{self.sid}/Media.json"},
            "to": self.to,
            "uri": f"/{API}/Accounts/{account_sid}/Messages/{self.sid}.json",
        }


class MessageBook:
    """Every message of one account, in order of arrival. Safe to use from several threads."""

    def __init__(self, account_sid: str, clock: Callable[[], datetime]) -> None:
        self._account_sid, self._clock = account_sid, clock
        self._by_sid: dict[str, Message] = {}
        self._lock = RLock()

    def add(
        self,
        *,
        direction: str,
        to: str,
        from_: str,
        body: str,
        status: str,
        form: Iterable[tuple[str, str]] = (),
        messaging_service_sid: str | None = None,
    ) -> Message:
        """Keep a new message under a new sid."""
        message = Message(
            # By chance and not by counting: a provider started again must not repeat what the app has seen.
            sid=f"SM{uuid4().hex}",
            direction=direction,
            to=to,
            from_=from_,
            body=body,
            status=status,
            created_at=self._clock(),
            messaging_service_sid=messaging_service_sid,
            form=tuple(form),
        )
        if direction == "inbound":
            message.sent_at = message.created_at
        with self._lock:
            self._by_sid[message.sid] = message
        return message

    def report(self, sid: str, status: str, error_code: int | None = None) -> None:
        """What became of a message."""
        with self._lock:
            message = self._by_sid.get(sid)
            if message is not None:
                message.status, message.error_code = status, error_code
                message.sent_at = message.sent_at or self._clock()

    def get(self, sid: str) -> Message | None:
        with self._lock:
            return self._by_sid.get(sid)

    def delete(self, sid: str) -> None:
        with self._lock:
            self._by_sid.pop(sid, None)

    def __iter__(self) -> Iterator[Message]:
        """All messages, oldest first, as they are now."""
        with self._lock:
            return iter(tuple(self._by_sid.values()))

    def page(self, query: dict[str, str]) -> dict[str, object]:
        """One page of the list, by Twilio's filters To, From, DateSent, DateSent< and DateSent>."""
        size = max(1, min(int(query.get("PageSize") or 50), 1000))
        number, token = int(query.get("Page") or 0), query.get("PageToken")
        kept = [message for message in reversed(tuple(self)) if _matches(message, query)]
        # A page starts after the last message of the one before: a text that comes meanwhile shifts nothing.
        after = next((place + 1 for place, message in enumerate(kept) if f"PA{message.sid}" == token), 0)
        shown = kept[after : after + size]
        uri = f"/{API}/Accounts/{self._account_sid}/Messages.json"
        filters = {name: value for name, value in query.items() if name not in ("Page", "PageToken")}
        following = None
        if after + size < len(kept):
            place = {"Page": str(number + 1), "PageToken": f"PA{shown[-1].sid}"}
            following = f"{uri}?{urlencode(filters | {'PageSize': str(size)} | place)}"
        return {
            "messages": [message.as_json(self._account_sid) for message in shown],
            "page": number,
            "page_size": size,
            "start": after,
            "end": after + max(0, len(shown) - 1),
            "uri": f"{uri}?{urlencode(query)}",
            "first_page_uri": f"{uri}?{urlencode(filters)}",
            "next_page_uri": following,
            "previous_page_uri": None,
        }


def _matches(message: Message, query: dict[str, str]) -> bool:
    if query.get("To") not in (None, "", message.to) or query.get("From") not in (None, "", message.from_):
        return False
    asked = {name: value for name, value in query.items() if name.startswith("DateSent") and value}
    if not asked:
        return True
    if message.sent_at is None:  # still queued: no date, so no filter by date finds it
        return False
    sent_at = message.sent_at.replace(microsecond=0)
    for name, value in asked.items():
        first, last = _span(value)
        if (name in ("DateSent", "DateSent>") and sent_at < first) or (
            name in ("DateSent", "DateSent<") and sent_at > last
        ):
            return False
    return True


def _span(written: str) -> tuple[datetime, datetime]:
    """The first and last instant a DateSent names: a whole day, or one second."""
    if len(written) == 10:
        day = datetime.combine(datetime.fromisoformat(written).date(), time(), UTC)
        return day, day + timedelta(days=1, seconds=-1)
    instant = datetime.fromisoformat(written).astimezone(UTC)
    return instant, instant


def _segments(body: str) -> int:
    # Close enough for a stage: the exact count is core's, and the app must not take ours on trust.
    single, joined = (160, 153) if body.isascii() else (70, 67)
    return 1 if len(body) <= single else -(-len(body) // joined)


def _date(at: datetime | None) -> str | None:
    return format_datetime(at.astimezone(UTC)) if at else None
