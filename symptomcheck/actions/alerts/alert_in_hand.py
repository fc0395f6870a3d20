"""The open alert that somebody on the team is about to write something on."""

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
from symptomcheck.core.open_alert import AlertState
from symptomcheck.storage import alerts
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.database import Transaction


def alert_in_hand(tx: Transaction, number: int) -> KeptAlert:
    """The alert, held to the end of the transaction; NoSuchAlert when there is none, or it is closed."""
    kept = alerts.by_number(tx, number)
    if kept is None or kept.alert.state is AlertState.CLOSED:
        raise NoSuchAlert(f"No open alert has the number {number}.")
    return kept
