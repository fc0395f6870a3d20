"""A status callback: how far a text came after the provider took it."""

from datetime import datetime
from enum import StrEnum

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.retry_or_give_up import retry_or_give_up
from symptomcheck.channels.provider_errors import failure_of_code
from symptomcheck.storage import claims, outcomes


class Noted(StrEnum):
    """What a callback changed."""

    DELIVERED = "delivered"
    FAILED = "failed"
    NOTHING = "nothing"  # said before, overtaken, or on its way
    UNKNOWN = "unknown"  # an id we never recorded


def record_delivery(
    clinic: Clinic, provider_id: str, status: str, code: str | None = None, *, now: datetime
) -> Noted:
    """Record one status callback. They come twice, late and in any order: the first final word stands.

    1. On its way (queued, sending, sent): nothing.
    2. Delivered: the phone has it, and is not undeliverable any more.
    3. Failed or undelivered: tried again when that can help, else given up, with what follows from that.
    """
    if status not in ("delivered", "read", "failed", "undelivered", "canceled"):
        return Noted.NOTHING
    with clinic.db.write() as tx:
        found = claims.taken_as(tx, provider_id)
        if found is None:
            return Noted.UNKNOWN
        text, state = found
        if state != "sent":
            return Noted.NOTHING
        if status in ("delivered", "read"):
            outcomes.delivered(tx, text.id, now=now)
            if text.contact_state == "undeliverable":
                outcomes.phone_is_back(tx, text.contact_id, now=now)
            return Noted.DELIVERED
        failure = failure_of_code(code)
        retry_or_give_up(
            tx, clinic, text, cause=failure.cause, permanent=failure.permanent, owner=None, now=now
        )
        return Noted.FAILED
