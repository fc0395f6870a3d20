"""Calls by Twilio: a phone rings, and what is said and which key does what is asked of our own signed roads.

Nothing that is spoken passes through here: the address Twilio fetches holds the id of the page alone.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from symptomcheck.channels.provider_errors import failure_of_answer
from symptomcheck.channels.sender import Cause, OutboundMessage, OutcomeUnknown, SendFailed, Sent
from symptomcheck.channels.twilio_http import TWILIO_API, NeverSent, PerhapsSent, TwilioHttp
from symptomcheck.channels.twilio_sms import (
    CLOCKS_MAY_DIFFER,
    NO_ENVIRONMENT,
    UNREADABLE,
    numbers_of,
    raise_as,
    whole_second,
)

# A sleeper needs more than the usual four rings; much longer, and the mailbox of the phone answers.
_RINGS_FOR_S = 35
# Twilio has it and will not ring any more, or never did.
_CAME_TO_NOTHING = frozenset({"failed", "canceled"})


class TwilioVoice:
    """A `Sender` of calls, from one number. The text of a message is spoken when the call is answered."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        from_number: str,
        public_url: str,
        api_base_url: str = TWILIO_API,
        timeout_s: float = 10.0,
    ) -> None:
        self._from_number, self._roads = from_number, f"{public_url.rstrip('/')}/twilio/voice"
        self._http = TwilioHttp(api_base_url=api_base_url, timeout_s=timeout_s)
        client = Client(account_sid, auth_token, http_client=self._http, environment=NO_ENVIRONMENT)
        self._calls: Any = client.calls

    async def send(self, message: OutboundMessage) -> Sent:
        """Let the phone ring. Raises SendFailed or OutcomeUnknown, nothing else."""
        try:
            made = await self._calls.create_async(
                to=message.address,
                from_=message.sender or self._from_number,
                url=f"{self._roads}/page/{message.id}",
                status_callback=f"{self._roads}/status",
                timeout=_RINGS_FOR_S,
                # Whoever answers is told apart from a mailbox before anything is said.
                machine_detection="Enable",
            )
        except NeverSent:
            raise SendFailed(Cause.PROVIDER_DOWN) from None
        except PerhapsSent:
            raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None
        except (TwilioRestException, TwilioServiceException) as refusal:
            status, code = numbers_of(refusal)
            if status == 504:
                raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None
            raise_as(SendFailed, failure_of_answer(status, code), code)
        except UNREADABLE:
            raise OutcomeUnknown(Cause.UNKNOWN) from None
        if not made.sid:
            raise OutcomeUnknown(Cause.UNKNOWN)
        return Sent(provider_id=made.sid)

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """The newest call to that phone since then that is no other page's; None if there was none."""
        since = whole_second(since) - CLOCKS_MAY_DIFFER
        try:
            page = await self._calls.page_async(to=message.address, page_size=50)
            for held in page:
                made_at = held.date_created or held.start_time
                if held.sid in not_these or made_at is None or made_at < since:
                    continue
                if held.direction != "inbound" and held.status not in _CAME_TO_NOTHING:
                    return Sent(provider_id=held.sid)
        except (NeverSent, PerhapsSent):
            raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None
        except TwilioException as refusal:
            status = getattr(refusal.args[-1] if refusal.args else None, "status_code", 500)
            raise OutcomeUnknown(failure_of_answer(status, None).cause) from None
        except UNREADABLE:
            raise OutcomeUnknown(Cause.UNKNOWN) from None
        return None

    async def close(self) -> None:
        """Close the connections of the running event loop."""
        await self._http.close()
