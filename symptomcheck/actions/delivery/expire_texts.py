"""Prompts whose window is over are cancelled, never sent late."""

from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import outcomes


def expire_texts(clinic: Clinic, *, now: datetime) -> int:
    """Cancel routine texts whose time is over, also those far back in a queue that stands still; how many."""
    with clinic.db.write() as tx:
        return outcomes.expire(tx, now=now)
