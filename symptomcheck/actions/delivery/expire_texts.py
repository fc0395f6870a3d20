"""What is over is over: prompts whose window has closed, and reports about texts that are not ours."""

from datetime import datetime, timedelta

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import early_reports, outcomes

_REPORTS_KEPT = timedelta(days=1)


def expire_texts(clinic: Clinic, *, now: datetime) -> int:
    """Cancel routine texts whose time is over, also those far back in a queue that stands still; how many.

    A prompt is cancelled, never sent late. Urgent texts are left to the claim, which starts their fallback.
    """
    with clinic.db.write() as tx:
        early_reports.sweep(tx, before=now - _REPORTS_KEPT)
        return outcomes.expire(tx, now=now)
