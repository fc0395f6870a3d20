"""A named person takes an alert, inside the transaction of whoever heard them say so."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.escalation import Acknowledgement, acknowledge
from symptomcheck.storage import alerts, audit, outbox
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.database import Transaction


def take_alert(
    tx: Transaction, clinic: Clinic, kept: KeptAlert, *, staff_id: UUID, now: datetime
) -> Acknowledgement:
    """Who has the alert now: `staff_id`, or whoever took it before them.

    1. Ask core whether it is theirs.
    2. Keep who has it, a line of its timeline and an audit row; pages that have not left are not needed.
    """
    taken = acknowledge(kept.alert, clinic.policy, by=staff_id, now=now)
    if taken.already:
        return taken
    alerts.acknowledge(tx, kept, taken.alert, now=now)
    alerts.add_event(tx, kept.id, "acknowledged", now=now, staff_id=staff_id)
    audit.write(tx, str(staff_id), "alert.acknowledged", f"alert:{kept.id}", {"number": kept.number}, now=now)
    outbox.cancel(tx, cause="acknowledged", kinds=("page",), alert_id=kept.id, now=now)
    return taken
