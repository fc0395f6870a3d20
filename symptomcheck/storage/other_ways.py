"""Where an urgent text may go when its own phone fails: other phones, e-mail, caregivers who may be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, or_, select, true

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import Channel
from symptomcheck.storage.tables import cares_for, contact_methods, outbox, people, reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A phone or an e-mail address that reaches somebody who may be told."""

    contact_id: UUID
    channel: Channel
    person_id: UUID
    language: str


def other_ways(
    tx: Transaction, *, person_id: UUID | None, patient_id: UUID, since: datetime
) -> tuple[Way, ...]:
    """Where else `person_id`, and the patient's caregivers with recorded permission, can be reached.

    A contact that was sent something urgent about this patient at `since` or later is left out, so that a
    fallback that fails in its turn leads no second time to the same place.
    """
    caregivers = select(cares_for.c.caregiver_id).where(
        cares_for.c.patient_id == patient_id,
        cares_for.c.may_be_told == true(),
        cares_for.c.ended_at.is_(None),
    )
    told = select(outbox.c.contact_id).where(
        outbox.c.patient_id == patient_id, outbox.c.kind == literal("urgent"), outbox.c.queued_at >= since
    )
    rows = tx.execute(
        select(
            contact_methods.c.id, contact_methods.c.kind, people.c.id.label("person_id"), people.c.language
        )
        .select_from(reaches)
        .join(people, people.c.id == reaches.c.person_id)
        .join(contact_methods, contact_methods.c.id == reaches.c.contact_id)
        .where(
            or_(reaches.c.person_id == person_id, reaches.c.person_id.in_(caregivers)),
            contact_methods.c.state == literal("ok"),
            contact_methods.c.kind.in_(("sms", "email")),  # calls are for the team alone
            contact_methods.c.id.not_in(told),
        )
        .order_by(reaches.c.person_id, reaches.c.rank)
    )
    ways: dict[UUID, Any] = {row.id: row for row in rows}
    return tuple(
        Way(contact_id=row.id, channel=row.kind, person_id=row.person_id, language=row.language)
        for row in ways.values()
    )


def tag_of(tx: Transaction, patient_id: UUID) -> str:
    """The patient's short name, as the book's `tag` puts it before a text."""
    sealed = tx.execute(select(people.c.tag).where(people.c.id == patient_id)).scalar_one()
    return tx.cipher.open(sealed, column="people.tag", row=patient_id)
