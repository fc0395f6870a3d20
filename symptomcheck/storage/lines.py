"""Who is on a phone and where things stand with each: all a reply needs to know, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.current import Held
from symptomcheck.core.turn import Round
from symptomcheck.storage import alerts
from symptomcheck.storage.answers import read_current
from symptomcheck.storage.conversation_row import LINK_ONLY, PATIENT, ROUND, SPEAKER, WHO, round_of
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.prepared import Prepared
from symptomcheck.storage.tables import (
    adoptions,
    checkins,
    contact_methods,
    conversations,
    inbound_texts,
    patient_summaries,
    patients,
    reaches,
    staff,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One conversation on a phone: who speaks about whom, and where things stand.

    `waits`: its check-in has not had its turn on the phone; only a page knows of it.
    """

    conversation_id: UUID
    person_id: UUID
    role: Reporter
    language: str
    patient_id: UUID
    patient_state: str
    infused_on: date
    zone: str
    tag: str
    checkin_id: UUID | None
    round: Round | None
    awaiting: Question | None
    held: tuple[Held, ...]
    alert: alerts.KeptAlert | None
    link_only: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A contact method a text came from; without lines nobody here owns it, or only staff do."""

    contact_id: UUID
    state: str
    told_unknown_at: datetime | None
    staff_id: UUID | None
    fingerprint: str
    seen_already: bool
    lines: tuple[Line, ...]


def phone_index(tx: Transaction, address: str) -> bytes:
    """The index under which a phone number (E.164) is kept."""
    return tx.cipher.index("sms", address)


def lock_phone(tx: Transaction, index: bytes) -> None:
    """Hold this phone, then its patients in the order of their ids, to the end of the transaction.

    Replies of a patient and a caregiver at the same instant wait here for each other; without it both would
    open an alert. On SQLite the write lock holds everything already.
    """
    if tx.postgresql:
        _LOCK.run(tx, {"index": index})


def lock_contact(tx: Transaction, contact_id: UUID) -> None:
    """The same hold, for whoever comes by a link and not by a text."""
    if tx.postgresql:
        _LOCK_CONTACT.run(tx, {"contact": contact_id})


def lock_stranger(tx: Transaction, contact_id: UUID) -> None:
    """Hold a phone that speaks for no patient."""
    tx.execute(select(contact_methods.c.id).where(contact_methods.c.id == contact_id).with_for_update())


def read_phone(tx: Transaction, index: bytes, *, provider_id: str, now: datetime) -> Phone | None:
    """All there is to know about a phone and everyone it speaks for, in one statement; None if never seen."""
    rows = _READ.rows(tx, {"index": index, "seen": provider_id})
    return _phone(tx, rows, now) if rows else None


def read_contact(tx: Transaction, contact_id: UUID, *, now: datetime) -> Phone:
    """The same about a contact method we have the id of."""
    return _phone(tx, _READ_CONTACT.rows(tx, {"contact": contact_id, "seen": ""}), now)


def _phone(tx: Transaction, rows: Sequence[Any], now: datetime) -> Phone:
    first = rows[0]
    return Phone(
        contact_id=first.contact_id,
        state=first.contact_state,
        told_unknown_at=first.told_unknown_at,
        staff_id=first.staff_id,
        fingerprint=first.fingerprint,
        seen_already=first.seen_already,
        lines=tuple(_line(tx, row, now) for row in rows if row.conversation_id is not None),
    )


def _line(tx: Transaction, row: Any, now: datetime) -> Line:
    round_ = None if row.checkin_id is None else round_of(row, asked_at=row.question_at)
    waits = row.awaiting is not None and now < row.awaiting_until
    return Line(
        conversation_id=row.conversation_id,
        person_id=row.person_id,
        role=Reporter(row.role),
        language=row.language,
        patient_id=row.patient_id,
        patient_state=row.patient_state,
        infused_on=row.infused_on,
        zone=row.zone,
        tag=tx.cipher.open(row.tag, column="people.tag", row=row.patient_id),
        checkin_id=row.checkin_id,
        round=round_,
        awaiting=Question(row.awaiting) if waits else None,
        held=read_current(row.current),
        alert=alerts.from_row(row) if row.alert_id is not None else None,
        link_only=row.messages == LINK_ONLY,
    )


_c, _v, _p = contact_methods.c, conversations.c, patients.c

_BY_NUMBER = (_c.kind == "sms", _c.address_index == bindparam("index"))
_HOLD = (
    select(contact_methods.c.id)
    .select_from(contact_methods)
    .join(conversations, _v.contact_id == _c.id)
    .join(patients, _p.id == _v.patient_id)
    .order_by(_p.id)
    # NO KEY UPDATE: a plain FOR UPDATE would lock out the foreign keys of every row others write meanwhile.
    .with_for_update(of=[contact_methods, patients], key_share=True)
)
_LOCK = Prepared(_HOLD.where(*_BY_NUMBER))
_LOCK_CONTACT = Prepared(_HOLD.where(_c.id == bindparam("contact")))

_KNOWN = (
    select(
        _c.id.label("contact_id"),
        _c.state.label("contact_state"),
        _c.told_unknown_at,
        select(staff.c.id)
        .join(reaches, reaches.c.person_id == staff.c.id)
        .where(reaches.c.contact_id == _c.id, reaches.c.confirmed_at.is_not(None), staff.c.state == "active")
        .order_by(staff.c.id)
        .limit(1)
        .scalar_subquery()
        .label("staff_id"),
        select(adoptions.c.fingerprint)
        .order_by(adoptions.c.adopted_at.desc(), adoptions.c.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("fingerprint"),
        exists(select(inbound_texts.c.id).where(inbound_texts.c.provider_id == bindparam("seen"))).label(
            "seen_already"
        ),
        *WHO,
        _v.awaiting,
        _v.awaiting_until,
        *ROUND,
        patient_summaries.c.current,
        *alerts.COLUMNS,
    )
    .select_from(contact_methods)
    .outerjoin(conversations, (_v.contact_id == _c.id) & _v.ended_at.is_(None))
    .outerjoin(SPEAKER, SPEAKER.c.id == _v.person_id)
    .outerjoin(patients, _p.id == _v.patient_id)
    .outerjoin(PATIENT, PATIENT.c.id == _p.id)
    .outerjoin(
        checkins,
        # By phone, whose open question has an index: by conversation it would walk every check-in there is.
        (checkins.c.contact_id == _c.id)
        & (checkins.c.conversation_id == _v.id)
        & checkins.c.question.is_not(None),
    )
    .outerjoin(patient_summaries, patient_summaries.c.patient_id == _p.id)
    .outerjoin(alerts.TABLE, alerts.is_open_for(_p.id))
    .order_by(_p.id, _v.role.desc(), _v.id)  # a patient's own line before a caregiver's
)
_READ = Prepared(_KNOWN.where(*_BY_NUMBER))
_READ_CONTACT = Prepared(_KNOWN.where(_c.id == bindparam("contact")))
