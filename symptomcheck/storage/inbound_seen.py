"""Which of a provider's inbound texts are kept already."""

from collections.abc import Sequence

from sqlalchemy import select

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import inbound_texts

_AT_ONCE = 500  # SQLite takes 32,766 parameters, PostgreSQL 65,535; a listing may hold more ids


def seen(tx: Transaction, provider_ids: Sequence[str]) -> frozenset[str]:
    """Those of `provider_ids` we have kept a text for."""
    known: set[str] = set()
    for start in range(0, len(provider_ids), _AT_ONCE):
        some = provider_ids[start : start + _AT_ONCE]
        rows = select(inbound_texts.c.provider_id).where(inbound_texts.c.provider_id.in_(some))
        known.update(tx.execute(rows).scalars())
    return frozenset(known)
