"""Who saw, changed or acknowledged what: rows that are only ever added, in the transaction they tell of."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import audit


def write(
    tx: Transaction, actor: str, verb: str, subject: str, facts: Mapping[str, object], now: datetime
) -> None:
    """One row. `subject` is "kind:id"; `facts` hold ids, codes and numbers, never words of patients."""
    row = {"at": now, "actor": actor, "verb": verb, "subject": subject, "facts": dict(facts)}
    tx.execute(insert(audit), row)
