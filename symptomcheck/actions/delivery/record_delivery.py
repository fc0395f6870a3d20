"""A status callback: how far a text came after the provider took it."""

from datetime import datetime
from enum import StrEnum

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.retry_or_give_up import retry_or_give_up
from symptomcheck.channels.provider_errors import failure_of_code
from symptomcheck.storage import claims, early_reports, outcomes
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.early_reports import Report

_ARRIVED = ("delivered", "read")
_LOST = ("failed", "undelivered", "canceled")


class Noted(StrEnum):
    """What a callback changed."""

    DELIVERED = "delivered"
    FAILED = "failed"
    NOTHING = "nothing"  # said before, overtaken, or on its way
    UNKNOWN = "unknown"  # an id we have not recorded


def record_delivery(
    clinic: Clinic, provider_id: str, status: str, code: str | None = None, *, now: datetime
) -> Noted:
    """Record one status callback. They come twice, late and in any order: the first final word stands.

    1. On its way (queued, sending, sent): nothing.
    2. Delivered: the phone has it, and is not undeliverable any more.
    3. Failed or undelivered: tried again when that can help, else given up, with what follows from that.
    4. About a text we have not recorded: kept, because the record may be a moment behind; then looked at once
       more, because it may have been made in that moment.
    """
    if status not in (*_ARRIVED, *_LOST):
        return Noted.NOTHING
    report = Report(provider_id, status, code)
    noted = _heed(clinic, report, now=now)
    if noted is Noted.UNKNOWN:
        with clinic.db.write() as tx:
            early_reports.keep(tx, report, now=now)
        noted = _heed(clinic, report, now=now)
    return noted


@again_after_deadlock
def _heed(clinic: Clinic, report: Report, *, now: datetime) -> Noted:
    with clinic.db.write() as tx:
        found = claims.taken_as(tx, report.provider_id)
        if found is None:
            return Noted.UNKNOWN
        text, state = found
        if state != "sent":
            return Noted.NOTHING
        if report.status in _ARRIVED:
            outcomes.delivered(tx, text.id, now=now)
            if text.contact_state == "undeliverable":
                outcomes.phone_is_back(tx, text.contact_id, now=now)
            return Noted.DELIVERED
        failure = failure_of_code(report.code)
        retry_or_give_up(
            tx, clinic, text, cause=failure.cause, permanent=failure.permanent, owner=None, now=now
        )
        return Noted.FAILED
