"""Claim the texts that may go now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.fall_back import fall_back
from symptomcheck.actions.delivery.retry_or_give_up import retry_or_give_up
from symptomcheck.channels.sender import Cause
from symptomcheck.storage import claims, outcomes, pacing
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import LAST_URGENT_PRIORITY, NOT_TO_THIS_PHONE, PRIORITY, ROUTINE
from symptomcheck.storage.pacing import Paces

_log = structlog.get_logger(__name__)

# While a lease runs nobody else touches the text: longer than the 10 s a provider may take to answer.
LEASE = timedelta(seconds=15)
# Prompts may wait for their turn after the claim, behind a slow provider. Nobody waits for a prompt.
ROUTINE_LEASE = timedelta(seconds=60)
# Expired texts come out of the queue with the others; more of them than this wait for the next claim.
_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number (or Messaging Service) texts leave from, and its rate; None: no limit of ours."""

    number: str
    per_second: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The usual line and the one urgent texts and pages take: often the same."""

    usual: Line
    urgent: Line

    def of(self, priority: int) -> Line:
        return self.urgent if priority <= LAST_URGENT_PRIORITY else self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many more may be in flight; `urgent` counts the lane that is kept free for them."""

    routine: int
    urgent: int

    def of(self, priority: int) -> int:
        return self.urgent if priority <= LAST_URGENT_PRIORITY else self.routine


@dataclass(frozen=True, slots=True)
class Claim:
    """The texts to send now, the most urgent first, and when looking again is worth while (None: when woken).

    `doubts_since`: since when the provider should have been asked about a text that may have gone.
    """

    texts: tuple[Claimed, ...]
    look_again_at: datetime | None
    doubts_since: datetime | None


@again_after_deadlock
def claim_texts(clinic: Clinic, *, owner: str, lines: Lines, room: Room, now: datetime) -> Claim:
    """Claim what may be sent now, under a lease, committed before anybody calls the provider.

    1. Look what waits, without the write lock: an idle dispatcher costs one read.
    2. For each priority that is ripe, the most urgent first: as many as the lane has room for and the sending
       number's pace allows. Prompts leave the kept lane alone.
    3. Give up what may not leave: expired ones, prompts to a phone that said STOP since. An urgent text that
       cannot leave starts its fallback in the same transaction.
    """
    with clinic.db.read() as tx:
        waits = claims.waiting(tx)
    ripe = [priority for priority in waits.ripe(now) if room.of(priority) > 0]
    if not ripe:
        later = [at for at in waits.by_priority.values() if at > now]
        return Claim((), min(later, default=None), waits.lease_ends_at)
    texts: list[Claimed] = []
    look_again: list[datetime | None] = []
    with clinic.db.write() as tx:
        paces = Paces(tx, now=now)
        for priority in ripe:
            urgent = priority <= LAST_URGENT_PRIORITY
            line = lines.of(priority)
            if not urgent and (held_until := pacing.routine_held_until(tx, line.number)) and held_until > now:
                look_again.append(held_until)
                break
            for _ in range(_ROUNDS):
                pace = paces.left(line.number, line.per_second, urgent=urgent)
                limit = min(room.of(priority) - len(texts), pace)
                if limit <= 0:
                    break
                lease = ROUTINE_LEASE if priority >= PRIORITY[ROUTINE[0]] else LEASE
                taken = claims.claim(tx, priority=priority, limit=limit, owner=owner, now=now, lease=lease)
                leaving = [text for text in taken if _may_leave(tx, clinic, text, owner=owner, now=now)]
                paces.take(line.number, len(leaving))
                texts += leaving
                if len(taken) < limit:
                    break
        look_again.append(paces.save())
    return Claim(tuple(texts), min(filter(None, look_again), default=None), waits.lease_ends_at)


def _may_leave(tx: Transaction, clinic: Clinic, text: Claimed, *, owner: str, now: datetime) -> bool:
    """False for a text that must not leave any more; what follows from that is done here."""
    urgent = text.priority <= LAST_URGENT_PRIORITY
    if text.expired:
        if urgent:
            fall_back(tx, clinic, text, cause="expired", now=now)
        return False
    match text.contact_state:
        case _ if not text.readable:
            # Also with a wrong key file, and then every text: mended before they expire, nothing is lost.
            _log.error("text_does_not_open", text_id=text.id)
            retry_or_give_up(tx, clinic, text, cause="does_not_open", permanent=False, owner=owner, now=now)
            return False
        case "stopped" if urgent:
            outcomes.failed(tx, text.id, owner=owner, cause=Cause.OPTED_OUT, now=now)
            fall_back(tx, clinic, text, cause=Cause.OPTED_OUT, now=now)
            return False
        case "stopped" | "wrong" | "undeliverable" if text.kind in ROUTINE:
            cause = NOT_TO_THIS_PHONE[text.contact_state]
            outcomes.withdrawn(tx, text.id, owner=owner, cause=cause, now=now)
            return False
        case _:
            return True
