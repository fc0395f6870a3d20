"""Sends nobody knows the outcome of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.retry_or_give_up import retry_or_give_up
from symptomcheck.core.retries import ask_again_at, ask_first_at
from symptomcheck.storage import outcomes
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.outbox import ROUTINE


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that may have gone. `asked`: the provider was asked about it already and could not tell."""

    text: Claimed
    cause: str
    asked: bool = False

    @property
    def id(self) -> UUID:
        return self.text.id


@again_after_deadlock
def record_unsure(clinic: Clinic, doubts: Sequence[Doubt], *, owner: str, now: datetime) -> None:
    """Record sends that may have gone out, so that the provider is asked before any is tried again.

    1. Not asked yet: the row says so, and when to ask.
    2. Asked in vain: a prompt or reminder waits to ask again, and fails once its time is over, because a
       double is worse there than a loss. Anything else is sent again, because a loss is worse.
    """
    with clinic.db.write() as tx:
        for doubt in doubts:
            text, cause = doubt.text, doubt.cause
            routine = text.kind in ROUTINE
            if not doubt.asked:
                ask_at = ask_first_at(urgent=not routine, now=now)
                outcomes.doubt(tx, text.id, owner=owner, ask_at=ask_at, cause=cause)
            elif not routine:
                retry_or_give_up(tx, clinic, text, cause=cause, permanent=False, owner=owner, now=now)
            elif (ask_at_again := ask_again_at(expires_at=text.expires_at, now=now)) is not None:
                outcomes.doubt(tx, text.id, owner=owner, ask_at=ask_at_again, cause=cause)
            else:
                outcomes.failed(tx, text.id, owner=owner, cause="never_known", now=now)
