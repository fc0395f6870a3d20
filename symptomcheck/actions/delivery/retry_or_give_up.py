"""A text did not arrive: try it again while there is time, else give it up and do what follows."""

from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.fall_back import fall_back
from symptomcheck.core.retries import FALL_BACK_AFTER, next_try
from symptomcheck.storage import outcomes
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import LAST_URGENT_PRIORITY


def retry_or_give_up(
    tx: Transaction,
    clinic: Clinic,
    text: Claimed,
    *,
    cause: str,
    permanent: bool,
    owner: str | None,
    now: datetime,
) -> None:
    """Queue a text again, or end it as failed; inside the transaction that learnt of it.

    1. Trying again can help and there is time: back into the queue. An urgent text that failed three times
       takes its other ways as well, once, and is still tried.
    2. Otherwise it has failed, and its fallback follows.
    3. A text that is no longer `owner`'s is somebody else's to decide: nothing.
    """
    urgent = text.priority <= LAST_URGENT_PRIORITY
    again_at = next_try(urgent=urgent, attempts=text.attempts, expires_at=text.expires_at, now=now)
    if again_at is not None and not permanent:
        changed = outcomes.try_again(tx, text.id, owner=owner, at=again_at, cause=cause)
        over = text.kind == "urgent" and text.attempts == FALL_BACK_AFTER
    else:
        changed = over = outcomes.failed(tx, text.id, owner=owner, cause=cause, now=now)
    if changed and over:
        fall_back(tx, clinic, text, cause=cause, now=now)
