"""What every channel offers, and the three ways a send can end.

`Sent`: the provider has it. `SendFailed`: it certainly does not. `OutcomeUnknown`: it may have it, so ask
with `find` before trying again. A channel that guesses between the last two loses a text or sends it twice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Cause(StrEnum):
    """Why a message did not arrive: the words staff read, and what they can do about it."""

    INVALID_NUMBER = "invalid_number"
    OPTED_OUT = "opted_out"
    NOT_A_MOBILE = "not_a_mobile"
    UNREACHABLE = "unreachable"
    UNKNOWN_NUMBER = "unknown_number"
    LANDLINE = "landline"
    FILTERED = "filtered"
    UNREGISTERED = "unregistered"
    RATE_LIMITED = "rate_limited"
    PROVIDER_DOWN = "provider_down"
    BAD_CREDENTIALS = "bad_credentials"
    NOT_ANSWERED = "not_answered"
    UNKNOWN = "unknown"

    @property
    def reason(self) -> str:
        """What happened, in one plain sentence.

        >>> Cause.OPTED_OUT.reason
        'This phone replied STOP, so the provider blocks our texts to it.'
        """
        return _PLAIN[self][0]

    @property
    def what_to_do(self) -> str:
        """What a member of staff can do now, in one plain sentence.

        >>> Cause.LANDLINE.what_to_do
        'Call the person and ask for a mobile number, or use the web page.'
        """
        return _PLAIN[self][1]


_PLAIN: dict[Cause, tuple[str, str]] = {
    Cause.INVALID_NUMBER: (
        "The number or address is not a valid one.",
        "Check it with the person and correct it.",
    ),
    Cause.OPTED_OUT: (
        "This phone replied STOP, so the provider blocks our texts to it.",
        "Call the person. Only their own START, sent from that phone, lets texts through again.",
    ),
    Cause.NOT_A_MOBILE: (
        "This number cannot receive texts.",
        "Call the person and ask for a mobile number, or use the web page.",
    ),
    Cause.UNREACHABLE: (
        "The phone is off, out of reach or out of service.",
        "Call the person or the caregiver on another number.",
    ),
    Cause.UNKNOWN_NUMBER: (
        "The number or address does not exist any more.",
        "Ask the person or the caregiver for the current one.",
    ),
    Cause.LANDLINE: (
        "This number is a landline, or its phone company does not accept texts.",
        "Call the person and ask for a mobile number, or use the web page.",
    ),
    Cause.FILTERED: (
        "The phone company or mail provider blocked the message as unwanted.",
        "Call the person, and tell whoever runs the service: other messages may be blocked too.",
    ),
    Cause.UNREGISTERED: (
        "Our sending number or address is not registered or not allowed to send this.",
        "Call the person, and tell whoever runs the service: no message may be getting out.",
    ),
    Cause.RATE_LIMITED: (
        "We sent faster than the provider allows.",
        "Nothing for now: it is sent again by itself. If it keeps happening, ask for a higher rate.",
    ),
    Cause.PROVIDER_DOWN: (
        "The provider could not be reached or had a fault.",
        "Nothing for now: it is sent again by itself. If it lasts, reach people by phone.",
    ),
    Cause.BAD_CREDENTIALS: (
        "The provider refuses our account or its password.",
        "Tell whoever runs the service now: no message is getting out. Reach people by phone.",
    ),
    Cause.NOT_ANSWERED: (
        "The phone rang, and nobody answered, or a mailbox did.",
        "Nothing for now: the next step of the alert calls again.",
    ),
    Cause.UNKNOWN: (
        "The provider gave no reason we know.",
        "Call the person, and look the error code up at the provider.",
    ),
}


class ProviderError(Exception):
    """The provider refused or could not be reached. Carries a cause and a code, never a number or a text."""

    def __init__(self, cause: Cause, code: str | None = None, permanent: bool = False) -> None:
        self.cause, self.code, self.permanent = cause, code, permanent
        super().__init__(f"{cause.value} (provider code {code})" if code else cause.value)


class SendFailed(ProviderError):
    """The message certainly did not go out. `permanent`: trying again cannot help."""


class OutcomeUnknown(Exception):
    """The message may have gone out. Ask with `find` before sending it again."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(f"the message may have been sent ({cause.value})")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OutboundMessage:
    """One message to one address. `id` is the outbox row's; `sender` replaces the usual From."""

    id: UUID
    address: str
    text: str
    subject: str | None = None
    sender: str | None = None

    def __repr__(self) -> str:  # a log line or a traceback must show neither address nor text
        return f"OutboundMessage(id={self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The provider took the message; `segments` is None where it does not say or does not know yet."""

    provider_id: str
    segments: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class InboundText:
    """One text that reached one of our numbers, exactly as the provider kept it, and its pictures' number."""

    provider_id: str
    from_address: str
    to_address: str
    body: str
    received_at: datetime
    pictures: int = 0

    def __repr__(self) -> str:
        return f"InboundText(provider_id={self.provider_id!r})"


class Sender(Protocol):
    """One channel. Safe to share between the tasks of one event loop."""

    async def send(self, message: OutboundMessage) -> Sent:
        """Hand the message over. Raises SendFailed or OutcomeUnknown, nothing else."""
        ...

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """The message as the provider holds it, if it was taken since then; None if it was not.

        `not_these`: provider ids already known to belong to other messages.
        Raises OutcomeUnknown when the provider cannot be asked, SendFailed when it took the message and could
        not deliver it.
        """
        ...

    async def close(self) -> None:
        """Let go of connections; the last call on an event loop."""
        ...
