"""How soon whom is paged, as the clinic wrote it: the newest row stands, and every one of before is kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import policies

NEWEST = select(policies.c.numbers).order_by(policies.c.id.desc()).limit(1).scalar_subquery()


def newest(tx: Transaction) -> Mapping[str, str] | None:
    """The ladders that stand, as people wrote them; None while the shipped ones do."""
    written: Mapping[str, str] | None = tx.execute(select(NEWEST)).scalar()
    return written


def keep(tx: Transaction, written: Mapping[str, str], *, by: str, now: datetime) -> None:
    """From now on these ladders stand."""
    tx.execute(insert(policies), {"id": tx.new_id(now), "at": now, "by": by, "numbers": dict(written)})
