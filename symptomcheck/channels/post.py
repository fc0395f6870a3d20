"""Pages as signed web requests: for a clinic's own pager, siren or on-call service.

The body is JSON with ids, numbers and states, never words about a person. Whoever receives it checks the
signature over time and body, and knows a request sent twice by its Idempotency-Key.
"""

import hmac
from collections.abc import Callable, Collection
from datetime import datetime

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
)

from symptomcheck.channels.provider_errors import failure_of_answer
from symptomcheck.channels.sender import Cause, OutboundMessage, OutcomeUnknown, SendFailed, Sent

SIGNATURE = "X-Symptomcheck-Signature"


def signature(secret: str, at: int, body: str) -> str:
    """What stands in the header: when (seconds since 1970), and the HMAC-SHA256 of "WHEN.BODY" in hex.

    >>> signature("key", 1795392000, "{}")
    't=1795392000,v1=8140d1bd494b926d1f4c7f5547dfe57cd9898e9fb08414b916258c151de1a244'
    """
    mac = hmac.new(secret.encode(), f"{at}.{body}".encode(), "sha256").hexdigest()
    return f"t={at},v1={mac}"


class PostSender:
    """A `Sender` that posts each message to its address. Redirects are not followed, proxies not asked."""

    def __init__(self, *, secret: str, clock: Callable[[], datetime], timeout_s: float = 10.0) -> None:
        """`clock` is the real one: the receiver compares it with its own."""
        self._secret, self._clock = secret, clock
        self._timeout = ClientTimeout(total=timeout_s, connect=timeout_s / 2)

    async def send(self, message: OutboundMessage) -> Sent:
        """Post one message. Raises SendFailed or OutcomeUnknown, nothing else."""
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(message.id),
            SIGNATURE: signature(self._secret, int(self._clock().timestamp()), message.text),
        }
        try:
            async with (
                ClientSession(timeout=self._timeout, cookie_jar=DummyCookieJar(), trust_env=False) as session,
                session.post(
                    message.address, data=message.text.encode(), headers=headers, allow_redirects=False
                ) as answer,
            ):
                if 200 <= answer.status < 300:
                    return Sent(provider_id=f"post:{message.id}")
                failure = failure_of_answer(answer.status, None)
                raise SendFailed(failure.cause, str(answer.status), failure.permanent)
        except (ClientConnectorError, ConnectionTimeoutError):
            raise SendFailed(Cause.PROVIDER_DOWN) from None
        except (ClientError, TimeoutError, OSError):
            raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """Nobody can be asked; it is posted again, and its key tells that it is the same."""
        return None

    async def close(self) -> None:
        """Each request had a connection of its own."""
