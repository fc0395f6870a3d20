"""Something about the process needs a person: put it on the open alert, or open one, and queue its pages.

Runs inside the transaction of whoever noticed.
"""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.keep_findings import About, keep_findings
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.core.schedule import day_of
from symptomcheck.storage import alerts, outbox, replies
from symptomcheck.storage.database import Transaction


def raise_notice(
    tx: Transaction,
    clinic: Clinic,
    *,
    reason: NoticeReason,
    patient_id: UUID | None,
    contact_id: UUID | None = None,
    inbound_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """The alert that holds the notice."""
    infused = alerts.infusion_of(tx, patient_id) if patient_id else None
    kept = keep_findings(
        tx,
        clinic,
        clinic.books.current(tx),
        About(
            patient_id=patient_id,
            contact_id=None if patient_id else contact_id,
            day=day_of(*infused, now) if infused else None,
            inbound_id=inbound_id,
        ),
        alerts.open_of(tx, patient_id=patient_id, contact_id=contact_id),
        notices=(reason,),
        cover=alerts.cover(tx, now),
        now=now,
    )
    if patient_id is not None:
        replies.point_at_alert(tx, patient_id, kept.alert_id)
    outbox.queue(tx, kept.pages, now=now)
    return kept.alert_id
