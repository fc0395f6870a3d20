"""A call that is being answered: which page it is, whose phone, about which alert."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, literal_column, select

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import BODY, LAST_URGENT_PRIORITY, word
from symptomcheck.storage.tables import alerts, contact_methods, outbox, people, staff


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Call:
    """One page by call. `staff_id` is None on a phone of nobody who may act: the fallback's, or disabled."""

    number: int
    staff_id: UUID | None
    language: str
    body: str


_IS_WAITING = (
    (outbox.c.state == word("queued"))
    & (outbox.c.priority <= literal_column(str(LAST_URGENT_PRIORITY)))  # bound, it would hide the index
    & (outbox.c.channel == "voice")
)
# The same for the contact of an outer query, which then needs no second one.
WAITING = (
    select(func.count())
    .select_from(outbox)
    .where(_IS_WAITING, outbox.c.contact_id == contact_methods.c.id)
    .correlate(contact_methods)
    .scalar_subquery()
)


def waiting(tx: Transaction, contact_ids: Collection[UUID]) -> Counter[UUID]:
    """How many calls wait for each of these phones: a phone that rings for one is busy for the next."""
    found = select(outbox.c.contact_id).where(_IS_WAITING, outbox.c.contact_id.in_(contact_ids))
    return Counter(tx.execute(found).scalars())


def call_of(tx: Transaction, page_id: UUID) -> Call | None:
    """The call with this id; None when it is no call about an alert."""
    found = (
        select(outbox.c.body, alerts.c.number, staff.c.id.label("staff_id"), people.c.language)
        .join(alerts, alerts.c.id == outbox.c.alert_id)
        .outerjoin(people, people.c.id == outbox.c.person_id)
        .outerjoin(staff, and_(staff.c.id == outbox.c.person_id, staff.c.state == "active"))
        .where(outbox.c.id == page_id, outbox.c.channel == "voice")
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    return Call(
        number=row.number,
        staff_id=row.staff_id,
        language=row.language or "en",
        body=tx.cipher.open(row.body, column=BODY, row=page_id),
    )
