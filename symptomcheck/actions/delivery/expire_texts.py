"""What is over is over: prompts whose window has closed, and reports about texts that are not ours."""

from datetime import datetime, timedelta

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import early_reports, outcomes

_AT_ONCE = 500
_REPORTS_KEPT = timedelta(days=1)


def expire_texts(clinic: Clinic, *, now: datetime) -> int:
    """Cancel routine texts whose time is over, also those far back in a queue that stands still; how many.

    A prompt is cancelled, never sent late. Urgent texts are left to the claim, which starts their fallback.
    """
    # Looked for without the write lock: behind 100,000 prompts the look takes longer than a reply may wait.
    with clinic.db.read() as tx:
        over = outcomes.expired(tx, now=now, limit=_AT_ONCE)
        unasked_for = early_reports.unasked_for(tx, before=now - _REPORTS_KEPT)
    if not over and not unasked_for:
        return 0
    with clinic.db.write() as tx:
        for provider_id in unasked_for:
            early_reports.forget(tx, provider_id)
        return outcomes.expire(tx, over, now=now)
