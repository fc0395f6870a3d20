"""What was judged before, for whoever sends the same form again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import judgements


def level_at(tx: Transaction, *, person_id: UUID, patient_id: UUID, at: datetime) -> str | None:
    """The level a reply of this person, saved at exactly this moment, was given."""
    found = select(judgements.c.level).where(
        judgements.c.patient_id == patient_id,
        judgements.c.person_id == person_id,
        judgements.c.judged_at == at,
    )
    return tx.execute(found.limit(1)).scalar_one_or_none()
