"""An alert ends: by a named person, with what came of it."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.refused import Refused
from symptomcheck.core.escalation import close
from symptomcheck.core.open_alert import AlertKind, AlertState
from symptomcheck.storage import alerts, audit, outbox, replies
from symptomcheck.storage.again import again_after_deadlock


@again_after_deadlock
def close_alert(
    clinic: Clinic,
    number: int,
    *,
    staff_id: UUID,
    outcome: str,
    note: str | None = None,
    now: datetime,
) -> None:
    """Close an alert. ValueError without an outcome; NoSuchAlert when it is closed already.

    1. Ask core whether it may be closed so; an urgent alert nobody had acknowledged needs a note.
    2. Keep how and by whom, a line of the timeline with the note, and an audit row; unsent pages stay here.
    """
    with clinic.db.write() as tx:
        kept = alerts.by_number(tx, number)
        if kept is None or kept.alert.state is AlertState.CLOSED:
            raise NoSuchAlert(f"No open alert has the number {number}.")
        closing = close(by=staff_id, outcome=outcome, now=now)
        if kept.alert.kind is AlertKind.URGENT and kept.alert.state is AlertState.OPEN and not note:
            raise Refused("Nobody acknowledged this urgent alert. Write in the note how it was dealt with.")
        alerts.close(tx, kept.id, by=closing.closed_by, outcome=closing.outcome.value, now=now)
        facts = {"outcome": closing.outcome.value}
        alerts.add_event(tx, kept.id, "closed", now=now, staff_id=staff_id, facts=facts, note=note)
        if kept.patient_id is not None:
            replies.point_at_alert(tx, kept.patient_id, None)
        outbox.cancel(tx, cause="closed", kinds=("page",), alert_id=kept.id, now=now)
        audit.write(tx, str(staff_id), "alert.closed", f"alert:{kept.id}", facts, now=now)
