"""The list of patients, as the command line shows it."""

from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.schedule import day_of
from symptomcheck.storage import audit, patients
from symptomcheck.storage.patients import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One patient of the list; `day` counts from the infusion, which is day 0."""

    line: Line
    day: int


def list_patients(clinic: Clinic, *, by: str, now: datetime) -> tuple[Listed, ...]:
    """Every patient, the latest infusion first; an audit row in the same transaction says who looked."""
    with clinic.db.write() as tx:
        listed = tuple(_listed(line, now) for line in patients.lines(tx))
        audit.write(tx, by, "patients.listed", "clinic:patients", {"how_many": len(listed)}, now)
        return listed


def _listed(line: Line, now: datetime) -> Listed:
    patient = line.patient
    return Listed(line=line, day=day_of(patient.infused_on, patient.person.zone, now))
