"""Who cares for whom, who agreed to be texted, and the conversations that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from symptomcheck.core.answers import Reporter
from symptomcheck.storage import people as persons
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.people import Person
from symptomcheck.storage.tables import (
    cares_for,
    checkins,
    consents,
    conversations,
    due,
    patients,
    people,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One person talking about one patient on one phone; `shared`: the phone has other conversations too."""

    id: UUID
    contact_id: UUID
    patient_id: UUID
    person_id: UUID
    role: Reporter
    language: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Caregiver:
    """A caregiver of one patient; `may_be_told`: recorded permission for the fallback text."""

    person: Person
    may_be_told: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That one person agreed to be texted: to which wording, how, and who wrote it down."""

    wording_version: str
    texts_counted: int
    given_at: datetime
    recorded_by: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """Check-ins that were called off; `freed`: the phones that had one of their questions open."""

    checkin_ids: tuple[UUID, ...]
    freed: tuple[UUID, ...]


def add_caregiver(
    tx: Transaction, caregiver_id: UUID, patient_id: UUID, *, may_be_told: bool, now: datetime
) -> None:
    """From now on this person cares for this patient; also when they did before."""
    row = {"caregiver_id": caregiver_id, "patient_id": patient_id, "may_be_told": may_be_told}
    before = update(cares_for).where(
        cares_for.c.caregiver_id == caregiver_id, cares_for.c.patient_id == patient_id
    )
    again = tx.execute(before.values(may_be_told=may_be_told, since=now, ended_at=None))
    if again.rowcount == 0:
        tx.execute(insert(cares_for), row | {"since": now})


def end_care(tx: Transaction, caregiver_id: UUID, patient_id: UUID, *, now: datetime) -> bool:
    """This person no longer cares for this patient; False when they did not."""
    changed = tx.execute(
        update(cares_for)
        .where(
            cares_for.c.caregiver_id == caregiver_id,
            cares_for.c.patient_id == patient_id,
            cares_for.c.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    return changed.rowcount == 1


def caregivers_of(tx: Transaction, patient_id: UUID) -> tuple[Caregiver, ...]:
    """Who cares for this patient now, the longest first."""
    found = (
        select(people, cares_for.c.may_be_told, cares_for.c.since)
        .join(cares_for, cares_for.c.caregiver_id == people.c.id)
        .where(cares_for.c.patient_id == patient_id, cares_for.c.ended_at.is_(None))
        .order_by(cares_for.c.since, people.c.id)
    )
    return tuple(
        Caregiver(person=persons.opened(tx, row), may_be_told=row.may_be_told, since=row.since)
        for row in tx.execute(found)
    )


def add_consent(
    tx: Transaction, person_id: UUID, patient_id: UUID, consent: Consent, *, now: datetime
) -> None:
    """Keep that a person agreed to be texted about a patient."""
    row = {"id": tx.new_id(now), "person_id": person_id, "patient_id": patient_id}
    said = {
        "wording_version": consent.wording_version,
        "texts_counted": consent.texts_counted,
        "given_at": consent.given_at,
        "recorded_by": consent.recorded_by,
        "how": consent.how,
    }
    tx.execute(insert(consents), row | said)


def open_conversation(
    tx: Transaction, *, contact_id: UUID, patient_id: UUID, person_id: UUID, role: Reporter, now: datetime
) -> UUID:
    """The conversation of this person about this patient on this phone, begun or taken up again."""
    row = {"contact_id": contact_id, "patient_id": patient_id, "person_id": person_id}
    same = [conversations.c[name] == value for name, value in row.items()]
    known: UUID | None = tx.execute(select(conversations.c.id).where(*same)).scalar_one_or_none()
    if known is not None:
        tx.execute(update(conversations).where(*same).values(role=role.value, ended_at=None))
        return known
    conversation_id = tx.new_id(now)
    tx.execute(insert(conversations), row | {"id": conversation_id, "role": role.value})
    return conversation_id


def end_conversations(tx: Transaction, conversation_ids: Sequence[UUID], *, now: datetime) -> None:
    """These are over: texts from their phones are no longer about this patient."""
    mine = conversations.c.id.in_(conversation_ids)
    tx.execute(update(conversations).where(mine).values(ended_at=now))


def conversations_of(tx: Transaction, patient_ids: Sequence[UUID]) -> tuple[Conversation, ...]:
    """Every conversation about these patients that is not over, a patient's own before a caregiver's."""
    other = conversations.alias()
    on_phone = (
        select(func.count())
        .where(other.c.contact_id == conversations.c.contact_id, other.c.ended_at.is_(None))
        .scalar_subquery()
    )
    found = (
        select(conversations, people.c.language, (on_phone > 1).label("shared"))
        .join(people, people.c.id == conversations.c.person_id)
        .where(conversations.c.patient_id.in_(patient_ids), conversations.c.ended_at.is_(None))
        .order_by(conversations.c.patient_id, conversations.c.role.desc(), conversations.c.id)
    )
    return tuple(
        Conversation(
            id=row.id,
            contact_id=row.contact_id,
            patient_id=row.patient_id,
            person_id=row.person_id,
            role=Reporter(row.role),
            language=row.language,
            shared=bool(row.shared),
        )
        for row in tx.execute(found)
    )


def unplan(tx: Transaction, conversation_ids: Sequence[UUID], *, after: datetime) -> None:
    """No check-in of these conversations is due later than `after`. One that is overdue stays: the clock
    must still ask it, or say that it was missed."""
    tx.execute(
        delete(due).where(
            due.c.subject_id.in_(conversation_ids), due.c.kind == "checkin", due.c.due_at > after
        )
    )


def next_checkin_at(tx: Transaction, conversation_ids: Sequence[UUID]) -> datetime | None:
    """When the first of these conversations is asked next; None when nothing is due."""
    found = select(func.min(due.c.due_at)).where(
        due.c.kind == "checkin", due.c.subject_id.in_(conversation_ids)
    )
    at: datetime | None = tx.execute(found).scalar_one()
    return at


def tags_on(tx: Transaction, contact_ids: Sequence[UUID]) -> frozenset[str]:
    """The short names of the patients these phones speak about: a new one must differ."""
    found = (
        select(people)
        .join(patients, patients.c.id == people.c.id)
        .join(conversations, conversations.c.patient_id == patients.c.id)
        .where(conversations.c.contact_id.in_(contact_ids), conversations.c.ended_at.is_(None))
    )
    return frozenset(persons.opened(tx, row).tag for row in tx.execute(found))


def cancel_checkins(
    tx: Transaction, conversation_ids: Sequence[UUID], *, reason: str, now: datetime
) -> Cancelled:
    """Cancel what these conversations were asked and had not finished."""
    is_open = checkins.c.conversation_id.in_(conversation_ids), checkins.c.state.in_(("queued", "asked"))
    found = select(checkins.c.id, checkins.c.contact_id, checkins.c.question).where(*is_open)
    rows = tx.execute(found.order_by(checkins.c.id).with_for_update(key_share=True)).all()
    ids = tuple(row.id for row in rows)
    values = {"state": "cancelled", "reason": reason, "question": None, "ended_at": now}
    tx.execute(update(checkins).where(checkins.c.id.in_(ids)).values(values))
    freed = sorted({row.contact_id for row in rows if row.question is not None})
    return Cancelled(checkin_ids=ids, freed=tuple(freed))
