"""Claim the texts that may have gone, to ask the provider about them."""

from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.claim_texts import ROUTINE_LEASE
from symptomcheck.actions.delivery.retry_or_give_up import retry_or_give_up
from symptomcheck.storage import claims
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.claims import Claimed

_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Unsure:
    """Texts to ask about, and the provider's ids that belong to other texts to the same phones."""

    texts: tuple[Claimed, ...] = ()
    known: frozenset[str] = frozenset()


@again_after_deadlock
def claim_unsure(clinic: Clinic, *, owner: str, now: datetime) -> Unsure:
    """Claim texts whose lease ended: their sender died, or did not hear how it went.

    1. Look whether there is one, without the write lock.
    2. Take them under a new lease, and look up which of the provider's ids are spoken for.
    """
    with clinic.db.read() as tx:
        ends_at = claims.waiting(tx).lease_ends_at
    if ends_at is None or ends_at > now:
        return Unsure()
    with clinic.db.write() as tx:
        texts = claims.claim_unsure(tx, limit=_AT_MOST, owner=owner, now=now, lease=ROUTINE_LEASE)
        for text in texts:
            if not text.readable:
                retry_or_give_up(
                    tx, clinic, text, cause="does_not_open", permanent=True, owner=owner, now=now
                )
        texts = tuple(text for text in texts if text.readable)
        if not texts:
            return Unsure()
        since = min(text.queued_at for text in texts)
        return Unsure(texts, claims.provider_ids(tx, {text.contact_id for text in texts}, since))
