"""Somebody on the team has spoken with the person: the alert is theirs, for longer."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.alert_in_hand import alert_in_hand
from symptomcheck.actions.alerts.note_alert import checked_note
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.once import once
from symptomcheck.core.escalation import record_contact as plan
from symptomcheck.storage import alerts, audit, outbox
from symptomcheck.storage.again import again_after_deadlock


@again_after_deadlock
def record_contact(
    clinic: Clinic,
    number: int,
    *,
    staff_id: UUID,
    note: str = "",
    form_key: bytes | None = None,
    now: datetime,
) -> None:
    """Keep that the person was reached, in one transaction. NoSuchAlert when the alert is closed.

    1. Ask core how long the alert is in hand now; whoever spoke with the person has it.
    2. Keep it, with a line of the timeline and an audit row; pages that have not left are not needed.
    """
    note = checked_note(note)
    with clinic.db.write() as tx:
        kept = alert_in_hand(tx, number)
        once(tx, form_key, now=now)
        held = plan(kept.alert, clinic.policy, by=staff_id, now=now)
        alerts.record_contact(tx, kept, held, now=now)
        alerts.add_event(tx, kept.id, "contacted", now=now, staff_id=staff_id, note=note or None)
        audit.write(tx, str(staff_id), "alert.contacted", f"alert:{kept.id}", {"number": number}, now=now)
        outbox.cancel(tx, cause="acknowledged", kinds=("page",), alert_id=kept.id, now=now)
