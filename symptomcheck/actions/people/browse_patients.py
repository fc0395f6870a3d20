"""One page of the list of patients, or of those with a surname."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.schedule import day_of
from symptomcheck.storage import audit, patient_view, people
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Line

_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsed:
    """One patient of the list. `waiting_since`: when they were asked what they have not answered yet."""

    line: Line
    day: int
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patients:
    """One page, and how many there are in all."""

    shown: tuple[Browsed, ...]
    count: int


def browse_patients(
    clinic: Clinic, *, surname: str | None, first: int, limit: int, by: str, now: datetime
) -> Patients:
    """Patients from the `first` on; an audit row in the same transaction says who looked.

    A surname is looked up whole, then by its first three letters: names are kept sealed, and only these two
    have an index. Shorter ones find nobody.
    """
    with clinic.db.write() as tx:
        among = None if surname is None else _named(tx, surname)
        lines = patient_view.page(tx, among, first=first, limit=limit)
        waiting = patient_view.waiting_since(tx, [line.patient.id for line in lines])
        shown = tuple(
            Browsed(
                line=line,
                day=day_of(line.patient.infused_on, line.patient.person.zone, now),
                waiting_since=waiting.get(line.patient.id),
            )
            for line in lines
        )
        facts = {"how_many": len(shown), "searched": surname is not None}
        audit.write(tx, by, "patients.listed", "clinic:patients", facts, now)
        return Patients(shown=shown, count=patient_view.count(tx, among))


def _named(tx: Transaction, surname: str) -> tuple[UUID, ...]:
    typed = surname.strip()
    if len(typed) < _FEWEST_LETTERS:
        return people.found_by_surname(tx, typed) if typed else ()
    return people.found_by_surname(tx, typed) or people.found_by_surname(tx, typed[:_FEWEST_LETTERS])
