"""What can go wrong at a provider, each with a name: with a request, with a phone line, with a webhook."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count


class Fault(StrEnum):
    """What the provider does with one request to send a text. Only `accept…` keeps and delivers it."""

    TOO_MANY = "too_many"  # 429
    UNAVAILABLE = "unavailable"  # 503
    DROP = "drop"  # the connection ends without an answer
    HANG = "hang"  # no answer, ever
    ACCEPT_THEN_DROP = "accept_then_drop"
    ACCEPT_THEN_HANG = "accept_then_hang"
    ACCEPT_WITH_BROKEN_JSON = "accept_with_broken_json"  # 201, and a body nobody can read

    @property
    def accepts(self) -> bool:
        """True when the text goes out although the sender is not told so."""
        return self.value.startswith("accept")


class Line(StrEnum):
    """What kind of phone line a number is."""

    MOBILE = "mobile"
    INVALID = "invalid"
    NOT_A_MOBILE = "not_a_mobile"
    OPTED_OUT = "opted_out"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    LANDLINE = "landline"
    FILTERED = "filtered"
    UNREGISTERED = "unregistered"
    LOST_BY_CARRIER = "lost_by_carrier"
    STUCK_IN_QUEUE = "stuck_in_queue"  # taken, and neither sent nor refused


# Refused in the answer to the request: HTTP 400 with this code.
REFUSED: dict[Line, tuple[int, str]] = {
    Line.INVALID: (21211, "The 'To' number is not a valid phone number."),
    Line.NOT_A_MOBILE: (21614, "'To' number is not a valid mobile number"),
    Line.OPTED_OUT: (21610, "Attempt to send to unsubscribed recipient"),
}
# Taken, and reported as undelivered by a status callback with this code.
UNDELIVERED: dict[Line, int] = {
    Line.UNREACHABLE: 30003,
    Line.UNKNOWN: 30005,
    Line.LANDLINE: 30006,
    Line.FILTERED: 30007,
    Line.LOST_BY_CARRIER: 30008,
    Line.UNREGISTERED: 30034,
}


@dataclass(slots=True)
class Road:
    """How webhooks travel to the app; change it while the provider runs. 0 means never."""

    lost_every: int = 0
    doubled_every: int = 0
    delay_s: float = 0.0
    out_of_order: bool = False  # the callbacks about one text arrive newest first
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def copies(self) -> int:
        """How many times the next webhook arrives: 0, 1 or 2."""
        number = next(self._numbers)
        if self.lost_every and number % self.lost_every == 0:
            return 0
        return 2 if self.doubled_every and number % self.doubled_every == 0 else 1


class OptOut(StrEnum):
    """What the provider itself does about STOP, START and HELP.

    `default` answers them with its own words; `advanced` stays silent and adds OptOutType to the webhook.
    Both refuse texts to a phone that sent STOP (21610) until it sends START.
    """

    OFF = "off"
    DEFAULT = "default"
    ADVANCED = "advanced"


_KEYWORDS = {
    "STOP": {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"},
    "START": {"START", "YES", "UNSTOP"},
    "HELP": {"HELP", "INFO"},
}
PROVIDER_ANSWERS = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from this "
    "number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def opt_out_type(body: str) -> str | None:
    """STOP, START or HELP when the whole text is one of the provider's keywords.

    >>> opt_out_type(" stop ")
    'STOP'
    >>> opt_out_type("please stop") is None
    True
    """
    word = body.strip().upper()
    return next((kind for kind, words in _KEYWORDS.items() if word in words), None)
