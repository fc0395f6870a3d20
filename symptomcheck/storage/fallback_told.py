"""What the fallback phone and address were told lately about phones on no list."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import alerts, outbox


def lately(tx: Transaction, alert_id: UUID, *, since: datetime) -> int | None:
    """The number of another open alert about such a phone whose page went to no person by name since then."""
    found = (
        select(alerts.c.number)
        .join(outbox, outbox.c.alert_id == alerts.c.id)
        .where(
            alerts.c.patient_id.is_(None),
            alerts.c.state == "open",
            alerts.c.id != alert_id,
            outbox.c.kind == "page",
            outbox.c.person_id.is_(None),
            outbox.c.channel != "post",
            outbox.c.queued_at > since,
            outbox.c.state.not_in(["failed", "cancelled"]),
        )
        .order_by(outbox.c.queued_at.desc())
        .limit(1)
    )
    number: int | None = tx.execute(found).scalar_one_or_none()
    return number
