"""What is kept of one reply: the text, the judgement, where the check-in stands, the patient's summary.

Every text of every patient passes here, so the statements are counted: one to lock (PostgreSQL only), one to
read all there is to know (`lines.py`), one per kind of row to write. A test holds the count.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from symptomcheck.core.answers import Question
from symptomcheck.core.current import Held
from symptomcheck.core.rules import Judgement
from symptomcheck.core.turn import Round
from symptomcheck.storage.answers import write_answers, write_current
from symptomcheck.storage.conversation_row import ON_A_PAGE
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.lines import Line
from symptomcheck.storage.prepared import Prepared
from symptomcheck.storage.tables import (
    checkins,
    conversations,
    inbound_texts,
    judgements,
    patient_summaries,
)


def keep_text(
    tx: Transaction,
    *,
    provider_id: str,
    contact_id: UUID,
    body: str,
    received_at: datetime,
    outcome: str,
    trace: Sequence[Any],
    now: datetime,
) -> UUID:
    """Keep a text exactly as it came, and what was made of it."""
    inbound_id = tx.new_id(now)
    steps = json.dumps(trace, ensure_ascii=False)
    _KEEP.run(
        tx,
        {
            "id": inbound_id,
            "provider_id": provider_id,
            "contact_id": contact_id,
            "body": tx.cipher.seal(body, column="inbound_texts.body", row=inbound_id),
            "received_at": received_at,
            "outcome": outcome,
            "trace": tx.cipher.seal(steps, column="inbound_texts.trace", row=inbound_id),
        },
    )
    return inbound_id


def save_judgement(
    tx: Transaction,
    line: Line,
    judgement: Judgement,
    *,
    fingerprint: str,
    inbound_id: UUID | None,
    now: datetime,
) -> UUID:
    """One row per reply: on what, by which book, the rules were run, and what they said."""
    judgement_id = tx.new_id(now)
    _JUDGED.run(
        tx,
        {
            "id": judgement_id,
            "patient_id": line.patient_id,
            "person_id": line.person_id,
            "checkin_id": line.checkin_id,
            "inbound_id": inbound_id,
            "fingerprint": fingerprint,
            "level": judgement.level.value,
            "inputs": write_answers(judgement.answers),
            "cannot_tell": [verdict.rule.id for verdict in judgement.cannot_tell],
            "judged_at": now,
        },
    )
    return judgement_id


def save_round(tx: Transaction, checkin_id: UUID, at: Round, *, waits: bool = False) -> None:
    """Where an open check-in stands now; `waits`: the phone it would be texted to is busy with another."""
    question = at.open.value if at.texted else ON_A_PAGE
    _ROUND_ON.run(
        tx,
        {
            "checkin": checkin_id,
            "questions": [question.value for question in at.questions],
            "remaining": [question.value for question in at.remaining],
            "question": None if waits else question,
            "question_at": at.asked_at,
            "misfits": at.misfits,
            "skipped": [question.value for question in at.skipped],
            "today_due": at.today_due,
        },
    )


def start_round(tx: Transaction, checkin_id: UUID, at: Round) -> None:
    """A check-in that queued for a shared phone has its turn."""
    tx.execute(update(checkins).where(checkins.c.id == checkin_id).values(state="asked"))
    save_round(tx, checkin_id, at)


def end_round(tx: Transaction, checkin_id: UUID, *, state: str, reason: str | None, now: datetime) -> None:
    """The check-in is over; its timers find it so and do nothing."""
    _ROUND_OVER.run(tx, {"checkin": checkin_id, "state": state, "reason": reason, "ended_at": now})


def save_summary(
    tx: Transaction,
    patient_id: UUID,
    held: Sequence[Held],
    *,
    level: str,
    open_alert_id: UUID | None,
    now: datetime,
) -> None:
    """What the lists show of this patient from now on."""
    _SUMMARY.run(
        tx,
        {
            "patient": patient_id,
            "current": write_current(held),
            "last_heard_at": now,
            "last_level": level,
            "open_alert_id": open_alert_id,
            "missed_in_a_row": 0,
        },
    )


def point_at_alert(tx: Transaction, patient_id: UUID, alert_id: UUID | None) -> None:
    """The lists show this alert, or none, as the patient's open one."""
    mine = update(patient_summaries).where(patient_summaries.c.patient_id == patient_id)
    tx.execute(mine.values(open_alert_id=alert_id))


def await_answer(tx: Transaction, conversation_id: UUID, question: Question | None, until: datetime) -> None:
    """Until then a bare number or choice on this conversation answers `question`, though none is open."""
    _AWAIT.run(
        tx,
        {"conversation": conversation_id, "awaiting": question.value if question else None}
        | {"awaiting_until": until},
    )


def unreadable_since(tx: Transaction, contact_id: UUID, since: datetime) -> int:
    """How many texts of this phone could not be read since then."""
    found = select(inbound_texts.c.id).where(
        inbound_texts.c.contact_id == contact_id,
        inbound_texts.c.received_at > since,
        inbound_texts.c.outcome == "not_understood",
    )
    return len(tx.execute(found).all())


TEXTS_BEFORE = 20


def texts_before(tx: Transaction, contact_id: UUID) -> tuple[str, ...]:
    """What this phone texted last, the newest first."""
    theirs = select(inbound_texts.c.id, inbound_texts.c.body).where(inbound_texts.c.contact_id == contact_id)
    newest = theirs.order_by(inbound_texts.c.received_at.desc()).limit(TEXTS_BEFORE)
    return tuple(
        tx.cipher.open(row.body, column="inbound_texts.body", row=row.id) for row in tx.execute(newest)
    )


_KEEP = Prepared(insert(inbound_texts))
_JUDGED = Prepared(insert(judgements))
_ROUND = update(checkins).where(checkins.c.id == bindparam("checkin"))
_ROUND_ON = Prepared(
    _ROUND.values(
        {name: bindparam(name) for name in ("questions", "remaining", "question", "question_at")}
        | {name: bindparam(name) for name in ("misfits", "skipped", "today_due")}
    )
)
_ROUND_OVER = Prepared(
    _ROUND.values({name: bindparam(name) for name in ("state", "reason", "ended_at")} | {"question": None})
)
_SUMMARY = Prepared(
    update(patient_summaries)
    .where(patient_summaries.c.patient_id == bindparam("patient"))
    .values(
        {
            name: bindparam(name)
            for name in ("current", "last_heard_at", "last_level", "open_alert_id", "missed_in_a_row")
        }
    )
)
_AWAIT = Prepared(
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(awaiting=bindparam("awaiting"), awaiting_until=bindparam("awaiting_until"))
)
