"""Texts that came while nobody was listening: read from the provider's own list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.actions.clinic import Clinic
from symptomcheck.channels.sender import InboundText
from symptomcheck.storage import facts
from symptomcheck.storage.inbound_seen import seen

_log = structlog.get_logger(__name__)

# A provider's list may show a text later than one that came after it.
OVERLAP = timedelta(minutes=10)
_WATERMARK = "inbound_read_until"


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How many of the listed texts were new to us, and how many of those could not be kept."""

    new: int
    failed: int


def listen_since(clinic: Clinic, *, now: datetime) -> datetime:
    """From when on the provider is to be asked; at the very first start, from now on."""
    with clinic.db.read() as tx:
        kept = facts.get(tx, _WATERMARK)
    if kept is None:
        # Kept before the provider is asked: texts that come while it cannot be are not forgotten.
        with clinic.db.write() as tx:
            facts.put(tx, _WATERMARK, now.isoformat())
        return now - OVERLAP
    return datetime.fromisoformat(kept) - OVERLAP


def catch_up_inbound(
    clinic: Clinic, texts: Sequence[InboundText], *, listed_at: datetime, now: datetime
) -> CaughtUp:
    """Hand over every listed text we have not seen, each in a transaction of its own, oldest first.

    1. Leave out the ones that came by webhook.
    2. Receive each; one that cannot be kept stops nobody else's, and is listed again next time.
    3. Move the watermark.
    """
    with clinic.db.read() as tx:
        known = seen(tx, [text.provider_id for text in texts])
    new = [text for text in texts if text.provider_id not in known]
    unkept = []
    for text in new:
        try:
            receive_reply(clinic, text, now=now)
        except Exception:
            _log.exception("inbound_text_not_kept")
            unkept.append(text.received_at)
    with clinic.db.write() as tx:
        facts.put(tx, _WATERMARK, min([listed_at, *unkept]).isoformat())
    return CaughtUp(new=len(new), failed=len(unkept))
