"""Has somebody on the team taken what a person sent? The honest status: sent, and seen or not yet."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import alert_view


def seen_since(clinic: Clinic, patient_id: UUID, *, sent_at: datetime) -> tuple[bool, datetime | None]:
    """Is what was sent then on an alert; and when somebody with a name first took, called or closed after it.

    A page that arrived is not "seen", and neither is an alert somebody had before and has not touched since.
    """
    with clinic.db.read() as tx:
        ends = alert_view.alerts_since(tx, patient_id, sent_at)
    touched = [
        at
        for each in ends
        for at in (each.acknowledged_at, each.contacted_at, each.closed_at)
        if at is not None and at >= sent_at
    ]
    return bool(ends), min(touched, default=None)
