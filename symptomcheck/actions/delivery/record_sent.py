"""The provider took texts: record under which id."""

from collections.abc import Sequence
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.record_delivery import record_delivery
from symptomcheck.storage import early_reports, outcomes
from symptomcheck.storage.outcomes import Taken


def record_sent(clinic: Clinic, taken: Sequence[Taken], *, now: datetime) -> None:
    """Record that these texts are the provider's now: one transaction, one statement.

    Then, and not before, heed what the provider reported of them meanwhile: it and we both write first and
    look second, so that one of us sees the other.
    """
    with clinic.db.write() as tx:
        outcomes.sent(tx, taken, now=now)
    with clinic.db.read() as tx:
        early = early_reports.among(tx, [each.provider_id for each in taken])
    for report in early:
        record_delivery(clinic, report.provider_id, report.status, report.code, now=now)
        with clinic.db.write() as tx:
            early_reports.forget(tx, report.provider_id)
