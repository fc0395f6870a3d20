"""Does everything that should follow follow? The ledger, looked at once."""

from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import ledger
from symptomcheck.storage.ledger import Counted


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every promise and how many items broke it, at one instant."""

    at: datetime
    lines: tuple[Counted, ...]

    @property
    def unaccounted(self) -> int:
        """How many items fell through, of whatever kind. The goal is 0."""
        return sum(line.broken for line in self.lines)


def audit_ledger(clinic: Clinic, *, now: datetime, since_ever: bool = False) -> Ledger:
    """Count what fell through, in one consistent read; nothing is changed and nobody is named."""
    with clinic.db.read() as tx:
        return Ledger(now, ledger.count(tx, now, since_ever=since_ever))
