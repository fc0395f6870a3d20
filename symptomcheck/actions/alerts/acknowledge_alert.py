"""A member of the team takes an alert from a screen or the command line (by text: reply_of_staff)."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.take_alert import take_alert
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.escalation import Acknowledgement
from symptomcheck.core.open_alert import AlertState
from symptomcheck.storage import alerts
from symptomcheck.storage.again import again_after_deadlock


class NoSuchAlert(LookupError):
    """No alert with this number is open."""


@again_after_deadlock
def acknowledge_alert(clinic: Clinic, number: int, *, staff_id: UUID, now: datetime) -> Acknowledgement:
    """Who has the alert now; `already` when somebody else took it first. NoSuchAlert when it is closed."""
    with clinic.db.write() as tx:
        kept = alerts.by_number(tx, number)
        if kept is None or kept.alert.state is AlertState.CLOSED:
            raise NoSuchAlert(f"No open alert has the number {number}.")
        return take_alert(tx, clinic, kept, staff_id=staff_id, now=now)
