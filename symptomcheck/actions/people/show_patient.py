"""One patient with everybody around them, as the command line shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.held_patient import held_patient
from symptomcheck.core.schedule import day_of
from symptomcheck.storage import audit, care, patients, people
from symptomcheck.storage.care import Caregiver
from symptomcheck.storage.patients import Line
from symptomcheck.storage.people import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCaregiver:
    """A caregiver and their phones."""

    caregiver: Caregiver
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A patient: their line of the list, phones, caregivers, and when somebody is asked next."""

    line: Line
    day: int
    ways: tuple[Way, ...]
    caregivers: tuple[ShownCaregiver, ...]
    next_checkin_at: datetime | None


def show_patient(clinic: Clinic, patient_id: UUID, *, by: str, now: datetime) -> Shown:
    """All there is to know about one patient; an audit row in the same transaction says who looked."""
    with clinic.db.write() as tx:
        patient = held_patient(tx, patient_id)
        (line,) = patients.lines(tx, patient_id=patient_id)
        conversations = care.conversations_of(tx, [patient_id])
        shown = Shown(
            line=line,
            day=day_of(patient.infused_on, patient.person.zone, now),
            ways=people.ways_to(tx, patient_id),
            caregivers=tuple(
                ShownCaregiver(caregiver=each, ways=people.ways_to(tx, each.person.id))
                for each in care.caregivers_of(tx, patient_id)
            ),
            next_checkin_at=care.next_checkin_at(tx, [each.id for each in conversations]),
        )
        audit.write(tx, by, "patient.shown", f"patient:{patient_id}", {}, now)
        return shown
