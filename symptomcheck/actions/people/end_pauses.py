"""The clock's part of a pause: ask everybody again whose pause is over."""

from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.resume import resume_due
from symptomcheck.storage import due


def end_pauses(clinic: Clinic, *, now: datetime, limit: int = 200) -> int:
    """End up to `limit` pauses that are over, in one transaction; how many were due.

    One that was ended or prolonged meanwhile is found so, and nothing happens.
    """
    with clinic.db.write() as tx:
        rows = due.take(tx, now, kinds=("resume",), limit=limit)
        for row in rows:
            resume_due(tx, clinic, row.subject_id, now=now)
        return len(rows)
