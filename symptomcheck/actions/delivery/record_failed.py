"""Sends that certainly failed: try again or give up, and knock less while the provider is in trouble."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.retry_or_give_up import retry_or_give_up
from symptomcheck.channels.sender import Cause
from symptomcheck.storage import pacing
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.claims import Claimed

_TROUBLE = frozenset({Cause.RATE_LIMITED, Cause.PROVIDER_DOWN, Cause.BAD_CREDENTIALS})
# One failed send is a hiccup; three at once are an outage, and knocking on makes it longer.
_OUTAGE = 3
_HOLD = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Failure:
    """One send that failed: why, and whether trying again can help."""

    text: Claimed
    cause: str
    permanent: bool

    @property
    def id(self) -> UUID:
        return self.text.id


@again_after_deadlock
def record_failed(
    clinic: Clinic, failures: Sequence[Failure], *, owner: str, number: str, now: datetime
) -> None:
    """Record sends that certainly did not go out.

    1. Each is tried again while there is time, or given up, with what follows from that.
    2. Refused for speed, or several at once because the provider is in trouble: routine texts from `number`
       wait a moment. Urgent texts and pages still go.
    """
    with clinic.db.write() as tx:
        for failure in failures:
            retry_or_give_up(
                tx,
                clinic,
                failure.text,
                cause=failure.cause,
                permanent=failure.permanent,
                owner=owner,
                now=now,
            )
        troubles = [failure.cause for failure in failures if failure.cause in _TROUBLE]
        if Cause.RATE_LIMITED in troubles or len(troubles) >= _OUTAGE:
            pacing.hold_routine(tx, number, until=now + _HOLD)
