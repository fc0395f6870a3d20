"""Claims: which waiting texts a dispatcher may send now, and the lease under which it holds them.

A row says `sending` in a committed transaction before the provider is called: a crash after the POST must
look unknown, not unsent. Times are the clinic's clock, handed in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, case, false, func, literal, null, select, true, update

from symptomcheck.storage.columns import Utc
from symptomcheck.storage.crypto import CannotOpen
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import BODY, PRIORITY, SUBJECT, Channel, Kind, word
from symptomcheck.storage.tables import contact_methods, outbox

ADDRESS = "contact_methods.address"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Claimed:
    """A text as the one who claimed it needs it: opened, with the state of the phone it goes to."""

    id: UUID
    kind: Kind
    priority: int
    channel: Channel
    contact_id: UUID
    contact_state: str
    person_id: UUID | None
    patient_id: UUID | None
    alert_id: UUID | None
    address: str
    body: str
    subject: str | None
    queued_at: datetime
    expires_at: datetime
    attempts: int
    expired: bool
    readable: bool

    def __repr__(self) -> str:  # a log line or a traceback must show neither address nor words
        return f"Claimed(id={self.id})"


@dataclass(frozen=True, slots=True)
class Waiting:
    """When the earliest text of each priority may go, and when the earliest lease ends."""

    by_priority: Mapping[int, datetime]
    lease_ends_at: datetime | None

    def ripe(self, now: datetime) -> tuple[int, ...]:
        """The priorities that have something to send now, the most urgent first."""
        return tuple(priority for priority, at in sorted(self.by_priority.items()) if at <= now)


def waiting(tx: Transaction) -> Waiting:
    """What waits, in one statement of six index look-ups: the cost is the same behind 100,000 prompts."""
    row = tx.execute(_WAITING).one()
    earliest: Iterable[tuple[int, datetime | None]] = zip(_PRIORITIES, row[:-1], strict=True)
    return Waiting({priority: at for priority, at in earliest if at is not None}, row[-1])


def claim(
    tx: Transaction, *, priority: int, limit: int, owner: str, now: datetime, lease: timedelta
) -> tuple[Claimed, ...]:
    """Take up to `limit` texts of one priority, oldest first, for nobody else until the lease ends.

    An expired one is cancelled instead, in the same statement, and comes back marked so: it never goes late.
    """
    rows = tx.execute(
        _CLAIM,
        {
            "of_priority": priority,
            "at_most": limit,
            "new_owner": owner,
            "until": now + lease,
            "at": now,
        },
    )
    return tuple(sorted((_opened(tx, row) for row in rows), key=lambda text: (text.queued_at, text.id)))


def claim_unsure(
    tx: Transaction, *, limit: int, owner: str, now: datetime, lease: timedelta
) -> tuple[Claimed, ...]:
    """Take texts whose lease ended while `sending`: somebody died, or did not hear how it went."""
    rows = tx.execute(_CLAIM_UNSURE, {"at_most": limit, "new_owner": owner, "until": now + lease, "at": now})
    return tuple(sorted((_opened(tx, row) for row in rows), key=lambda text: (text.priority, text.id)))


def taken_as(tx: Transaction, provider_id: str) -> tuple[Claimed, str] | None:
    """The text a provider took under this id, locked, and its state; None for an id we never recorded."""
    row = tx.execute(
        select(*_COLUMNS).where(outbox.c.provider_id == provider_id).with_for_update(of=outbox)
    ).one_or_none()
    return None if row is None else (_opened(tx, row), row.state)


def provider_ids(tx: Transaction, contact_ids: Collection[UUID], since: datetime) -> frozenset[str]:
    """Ids the provider gave to other texts to these phones: none of them answers for a text in doubt."""
    rows = tx.execute(
        select(outbox.c.provider_id).where(
            outbox.c.contact_id.in_(contact_ids),
            outbox.c.queued_at >= since,
            outbox.c.provider_id.is_not(None),
        )
    )
    return frozenset(rows.scalars())


def _opened(tx: Transaction, row: Row[Any]) -> Claimed:
    try:
        address = tx.cipher.open(row.address, column=ADDRESS, row=row.contact_id)
        body = tx.cipher.open(row.body, column=BODY, row=row.id)
        subject = None if row.subject is None else tx.cipher.open(row.subject, column=SUBJECT, row=row.id)
        readable = True
    except CannotOpen:  # one damaged row must not stop every text behind it
        address, body, subject, readable = "", "", None, False
    return Claimed(
        id=row.id,
        kind=row.kind,
        priority=row.priority,
        channel=row.channel,
        contact_id=row.contact_id,
        contact_state=row.contact_state,
        person_id=row.person_id,
        patient_id=row.patient_id,
        alert_id=row.alert_id,
        address=address,
        body=body,
        subject=subject,
        queued_at=row.queued_at,
        expires_at=row.expires_at,
        attempts=row.attempts,
        expired=row.state == "cancelled",
        readable=readable,
    )


def _of_contact(column: Any) -> Any:
    return (
        select(column).where(contact_methods.c.id == outbox.c.contact_id).correlate(outbox).scalar_subquery()
    )


_PRIORITIES: Sequence[int] = sorted(PRIORITY.values())
_AT = bindparam("at", type_=Utc)
_COLUMNS = (
    outbox.c.id,
    outbox.c.kind,
    outbox.c.priority,
    outbox.c.channel,
    outbox.c.contact_id,
    outbox.c.person_id,
    outbox.c.patient_id,
    outbox.c.alert_id,
    outbox.c.body,
    outbox.c.subject,
    outbox.c.state,
    outbox.c.queued_at,
    outbox.c.expires_at,
    outbox.c.attempts,
    _of_contact(contact_methods.c.address).label("address"),
    _of_contact(contact_methods.c.state).label("contact_state"),
)
_WAITING = select(
    *(
        select(func.min(outbox.c.not_before))
        .where(outbox.c.state == word("queued"), outbox.c.priority == literal(priority, literal_execute=True))
        .scalar_subquery()
        for priority in _PRIORITIES
    ),
    select(func.min(outbox.c.lease_until)).where(outbox.c.state == word("sending")).scalar_subquery(),
)


def _claiming(picked: Any, **values: Any) -> Any:
    """UPDATE the picked rows and return them. Picking is its own step: PostgreSQL skips locked rows there."""
    rows = picked.limit(bindparam("at_most")).with_for_update(skip_locked=True).cte("picked")
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(rows.c.id)))
        .values(owner=bindparam("new_owner"), lease_until=bindparam("until", type_=Utc), **values)
        .returning(*_COLUMNS)
    )


_is_late = outbox.c.expires_at <= _AT
_CLAIM = _claiming(
    select(outbox.c.id)
    .where(
        outbox.c.state == word("queued"),
        outbox.c.priority == bindparam("of_priority"),
        outbox.c.not_before <= _AT,
    )
    .order_by(outbox.c.not_before),
    state=case((_is_late, word("cancelled")), else_=word("sending")),
    cause=case((_is_late, word("expired")), else_=outbox.c.cause),
    ended_at=case((_is_late, _AT), else_=null()),
    attempts=outbox.c.attempts + 1,
    unsure=false(),
)
_CLAIM_UNSURE = _claiming(
    select(outbox.c.id)
    .where(outbox.c.state == word("sending"), outbox.c.lease_until <= _AT)
    .order_by(outbox.c.lease_until),
    unsure=true(),
)
