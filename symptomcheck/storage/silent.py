"""Patients who have not answered: what a shift hands over besides its alerts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import checkins, patient_summaries, patients, people

_AT_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """One active patient who missed check-ins in a row, or has a question open that was asked long ago."""

    patient_id: UUID
    name: str
    missed: int
    last_heard_at: datetime | None
    waiting_since: datetime | None


def silent(tx: Transaction, *, asked_before: datetime) -> tuple[Silent, ...]:
    """Who is silent, the longest first. `asked_before`: a question open since then counts."""
    # By its partial index: only questions that are open at this moment are looked at.
    open_since = (
        select(checkins.c.patient_id, checkins.c.question_at)
        .where(
            checkins.c.question.is_not(None),
            checkins.c.role == "patient",
            checkins.c.question_at <= asked_before,
        )
        .subquery()
    )
    found = (
        select(
            people,
            patient_summaries.c.missed_in_a_row,
            patient_summaries.c.last_heard_at,
            open_since.c.question_at,
        )
        .join(patients, patients.c.id == people.c.id)
        .join(patient_summaries, patient_summaries.c.patient_id == people.c.id)
        .outerjoin(open_since, open_since.c.patient_id == people.c.id)
        .where(
            patients.c.state == "active",
            or_(patient_summaries.c.missed_in_a_row > 0, open_since.c.question_at.is_not(None)),
        )
        .order_by(patient_summaries.c.missed_in_a_row.desc(), people.c.id)
        .limit(_AT_MOST)
    )
    return tuple(
        Silent(
            patient_id=row.id,
            name=persons.opened(tx, row).name,
            missed=row.missed_in_a_row,
            last_heard_at=row.last_heard_at,
            waiting_since=row.question_at,
        )
        for row in tx.execute(found)
    )
