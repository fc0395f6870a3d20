"""The provider took texts: record under which id."""

from collections.abc import Sequence
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import outcomes
from symptomcheck.storage.outcomes import Taken


def record_sent(clinic: Clinic, taken: Sequence[Taken], *, now: datetime) -> None:
    """Record that these texts are the provider's now: one transaction, one statement."""
    with clinic.db.write() as tx:
        outcomes.sent(tx, taken, now=now)
