"""Outcomes: how far a text came, as the dispatcher or the provider's callback reports it.

Every change says from which state it may start, so that a late or doubled report changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select, update

from symptomcheck.storage.columns import Id, Utc
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import LAST_URGENT_PRIORITY, word
from symptomcheck.storage.tables import alerts, contact_methods, outbox


@dataclass(frozen=True, slots=True)
class Taken:
    """The provider took this text under this id."""

    id: UUID
    provider_id: str


def sent(tx: Transaction, taken: Sequence[Taken], *, now: datetime) -> None:
    """The provider has these, in one statement.

    Also when the lease ended meanwhile: a text somebody put back into the queue must not go twice.
    """
    tx.execute(_SENT, [{"row_id": each.id, "its_id": each.provider_id, "at": now} for each in taken])


def try_again(tx: Transaction, text_id: UUID, *, owner: str | None, at: datetime, cause: str | None) -> bool:
    """It certainly did not arrive: queued again until `at`. False when that is no longer ours to say."""
    return _change(
        tx, text_id, owner, state="queued", not_before=at, cause=cause, provider_id=None, unsure=False
    )


def failed(tx: Transaction, text_id: UUID, *, owner: str | None, cause: str, now: datetime) -> bool:
    """It did not arrive and will not be tried again. False when that is no longer ours to say."""
    return _change(tx, text_id, owner, state="failed", cause=cause, ended_at=now, unsure=False)


def withdrawn(tx: Transaction, text_id: UUID, *, owner: str, cause: str, now: datetime) -> bool:
    """Claimed, and then found that it may not leave."""
    return _change(tx, text_id, owner, state="cancelled", cause=cause, ended_at=now)


def doubt(tx: Transaction, text_id: UUID, *, owner: str, ask_at: datetime, cause: str) -> bool:
    """It may have gone: nobody sends it again before the provider was asked, at `ask_at` or later."""
    return _change(tx, text_id, owner, unsure=True, lease_until=ask_at, cause=cause)


def give_back(tx: Transaction, text_ids: Sequence[UUID], *, owner: str) -> None:
    """Claimed and not begun, at shutdown: as if the claim had not been."""
    tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(text_ids), outbox.c.state == word("sending"), outbox.c.owner == owner)
        .values(state="queued", owner=None, lease_until=None, attempts=outbox.c.attempts - 1)
    )


def delivered(tx: Transaction, text_id: UUID, *, now: datetime) -> bool:
    """The phone has it. False when it had been reported before."""
    changed = tx.execute(
        update(outbox)
        .where(outbox.c.id == text_id, outbox.c.state == word("sent"))
        .values(state="delivered", ended_at=now)
    )
    return changed.rowcount > 0


def expired(tx: Transaction, *, now: datetime, limit: int) -> tuple[UUID, ...]:
    """Routine texts whose time is over, however far back they wait.

    An urgent text that expires is found by the claim, which starts its fallback.
    """
    rows = tx.execute(
        select(outbox.c.id)
        .where(
            outbox.c.state == word("queued"),
            outbox.c.expires_at <= now,
            outbox.c.priority > LAST_URGENT_PRIORITY,
        )
        .limit(limit)
    )
    return tuple(rows.scalars())


def expire(tx: Transaction, text_ids: Sequence[UUID], *, now: datetime) -> int:
    """Cancel those that still wait; how many."""
    changed = tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(text_ids), outbox.c.state == word("queued"))
        .values(state="cancelled", cause="expired", ended_at=now)
    )
    return changed.rowcount


def phone_is_out(tx: Transaction, contact_id: UUID, *, state: str, now: datetime) -> bool:
    """`state` "undeliverable" or "stopped", learnt from the provider. False when it was known before.

    STOP and WRONG are the person's own word: being undeliverable as well takes neither back.
    """
    known = ("stopped",) if state == "stopped" else ("stopped", "wrong", "undeliverable")
    changed = tx.execute(
        update(contact_methods)
        .where(contact_methods.c.id == contact_id, contact_methods.c.state.not_in(known))
        .values(state=state, state_at=now)
    )
    return changed.rowcount > 0


def phone_is_back(tx: Transaction, contact_id: UUID, *, now: datetime) -> None:
    """A text arrived: the phone is not undeliverable any more."""
    tx.execute(
        update(contact_methods)
        .where(contact_methods.c.id == contact_id, contact_methods.c.state == "undeliverable")
        .values(state="ok", state_at=now)
    )


def hurry(tx: Transaction, alert_id: UUID, *, now: datetime) -> None:
    """A page's phone turned out to be out: the next step of its alert is due now, unless somebody has it."""
    tx.execute(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state == "open", alerts.c.next_step_at > now)
        .values(next_step_at=now)
    )


def hurry_paged(tx: Transaction, contact_id: UUID, *, now: datetime) -> None:
    """The same for every open alert whose last pages went to this phone."""
    last = select(outbox.c.alert_id).where(
        outbox.c.contact_id == contact_id,
        outbox.c.alert_id == alerts.c.id,
        outbox.c.page_step == alerts.c.pagings,
    )
    tx.execute(
        update(alerts)
        .where(alerts.c.state == "open", alerts.c.next_step_at > now, last.exists())
        .values(next_step_at=now)
    )


def _change(tx: Transaction, text_id: UUID, owner: str | None, **values: Any) -> bool:
    """Change a row that is still `owner`'s to speak of; without one, a row the provider had taken."""
    still = outbox.c.state == word("sent")
    if owner is not None:
        still = and_(outbox.c.state == word("sending"), outbox.c.owner == owner)
    let_go = {"owner": None, "lease_until": None}
    changed = tx.execute(update(outbox).where(outbox.c.id == text_id, still).values(let_go | values))
    return changed.rowcount > 0


_SENT = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("row_id", type_=Id),
        outbox.c.state.in_([word("sending"), word("queued")]),
    )
    .values(
        state="sent",
        provider_id=bindparam("its_id"),
        sent_at=bindparam("at", type_=Utc),
        cause=None,
        owner=None,
        lease_until=None,
        unsure=False,
    )
)
