"""The outbox, its writing half: a decision and the texts it causes commit together.

What happens to a row afterwards is in `claims.py` and `outcomes.py`. Nothing here asks
whether a text should be said; it only knows which rows may not leave: a phone that said STOP, a phone that is
not theirs, the same words twice within minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Boolean, and_, bindparam, case, exists, literal_column, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.columns import Id, Utc
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.prepared import Prepared
from symptomcheck.storage.tables import contact_methods, outbox

Kind = Literal["urgent", "page", "answer", "reminder", "prompt"]
Channel = Literal["sms", "email", "voice", "post"]

PRIORITY: Mapping[Kind, int] = {"urgent": 0, "page": 1, "answer": 2, "reminder": 3, "prompt": 4}
LAST_URGENT_PRIORITY = 1  # urgent texts and pages share the lane that is kept free, and wake the dispatcher
ROUTINE: tuple[Kind, ...] = ("reminder", "prompt")  # what a phone in one of these states is spared, and why:
NOT_TO_THIS_PHONE = {"stopped": "opted_out", "wrong": "wrong_number", "undeliverable": "undeliverable"}
REPEAT_WITHIN = timedelta(minutes=10)

SEVERAL = "staff.which"  # the text that names several alerts
BODY = "outbox.body"
SUBJECT = "outbox.subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """One text to leave: to whom, about whom, its words as the person will read them.

    `is_question`: said again within minutes it is asked again, never dropped as a repeat.
    `even_if_stopped`: the one confirmation that STOP was heard, and the answer to START.
    """

    kind: Kind
    contact_id: UUID
    text_id: str
    body: str
    expires_at: datetime
    person_id: UUID | None = None
    patient_id: UUID | None = None
    checkin_id: UUID | None = None
    alert_id: UUID | None = None
    page_step: int | None = None
    channel: Channel = "sms"
    subject: str | None = None
    not_before: datetime | None = None
    is_question: bool = False
    even_if_stopped: bool = False


def queue(tx: Transaction, texts: Sequence[NewText], *, now: datetime) -> tuple[UUID, ...]:
    """Keep `texts` in the outbox, in ONE statement, and return their ids in order.

    In the statement itself, so that it costs no look-up:
    - a phone that said STOP: the row is `cancelled`, cause `opted_out`; a prompt or reminder to a phone that
      is wrong or undeliverable likewise. Urgent texts and pages are queued all the same: the dispatcher finds
      the phone stopped, sends nothing there, and starts the fallback;
    - the same words to the same phone within ten minutes: `repeat`, unless they ask a question;
    - a page this phone already had for this step of this alert: nothing is written.
    """
    if not texts:
        return ()
    ids = tuple(sorted(tx.new_id(now) for _ in texts))  # of one moment, yet sent in this order
    rows = [_row(tx, id_, text, now) for id_, text in zip(ids, texts, strict=True)]
    (_QUEUE_POSTGRESQL if tx.postgresql else _QUEUE_SQLITE).run(tx, rows)
    if any(PRIORITY[text.kind] <= LAST_URGENT_PRIORITY for text in texts):
        tx.urgent_queued = True
    return ids


def cancel(
    tx: Transaction,
    *,
    cause: str,
    now: datetime,
    kinds: Sequence[Kind] = ROUTINE,
    checkin_ids: Sequence[UUID] | None = None,
    contact_id: UUID | None = None,
    person_id: UUID | None = None,
    patient_id: UUID | None = None,
    alert_id: UUID | None = None,
) -> int:
    """Take back texts that still wait, in one statement; how many. All given conditions must hold.

    One that is being sent cannot be taken back. Urgent texts and pages only go when `kinds` names them.
    """
    given = (
        checkin_ids is not None and outbox.c.checkin_id.in_(checkin_ids),
        contact_id is not None and outbox.c.contact_id == contact_id,
        person_id is not None and outbox.c.person_id == person_id,
        patient_id is not None and outbox.c.patient_id == patient_id,
        # A page about several alerts stays true when one of them is taken.
        alert_id is not None and and_(outbox.c.alert_id == alert_id, outbox.c.text_id != SEVERAL),
    )
    whose = [condition for condition in given if condition is not False]
    if not whose:
        raise ValueError("cancel needs to know whose texts: it never empties the whole outbox")
    taken_back = tx.execute(
        update(outbox)
        .where(outbox.c.state == word("queued"), outbox.c.kind.in_(kinds), *whose)
        .values(state="cancelled", cause=cause, ended_at=now)
    )
    return taken_back.rowcount


def word(state: str) -> Any:
    """A state, written into the statement: as a bound parameter it would hide the partial indexes."""
    return literal_column(f"'{state}'")


def _row(tx: Transaction, id_: UUID, text: NewText, now: datetime) -> dict[str, Any]:
    urgent = PRIORITY[text.kind] <= LAST_URGENT_PRIORITY
    return {
        "id": id_,
        "kind": text.kind,
        "priority": PRIORITY[text.kind],
        "channel": text.channel,
        "contact_id": text.contact_id,
        "person_id": text.person_id,
        "patient_id": text.patient_id,
        "checkin_id": text.checkin_id,
        "alert_id": text.alert_id,
        "page_step": text.page_step,
        "text_id": text.text_id,
        "body": tx.cipher.seal(text.body, column=BODY, row=id_),
        "body_index": (index := tx.cipher.index(BODY, text.body)),
        "subject": None if text.subject is None else tx.cipher.seal(text.subject, column=SUBJECT, row=id_),
        "queued_at": now,
        "not_before": text.not_before or now,
        "expires_at": text.expires_at,
        "attempts": 0,
        "unsure": False,
        "to_contact": text.contact_id,
        "same_words": index,
        "since": now - REPEAT_WITHIN,
        "heeds_stop": not urgent and not text.even_if_stopped,
        "is_routine": text.kind in ROUTINE,
        "may_be_repeat": text.kind in ("urgent", "answer") and not text.is_question,
    }


def _queueing(insert: Any) -> Any:
    """The statement of `queue`, for one database's INSERT."""
    contact_is = (
        select(contact_methods.c.state)
        .where(contact_methods.c.id == bindparam("to_contact", type_=Id))
        .scalar_subquery()
    )
    heeds = {
        "stopped": bindparam("heeds_stop", type_=Boolean),
        "wrong": bindparam("is_routine", type_=Boolean),
        "undeliverable": bindparam("is_routine", type_=Boolean),
    }
    barred = {state: and_(heeds[state], contact_is == word(state)) for state in NOT_TO_THIS_PHONE}
    earlier = outbox.alias()
    said_already = and_(
        bindparam("may_be_repeat", type_=Boolean),
        exists(
            # Measured from the row that was sent: counting repeats would silence a phone for good.
            select(earlier.c.id).where(
                earlier.c.contact_id == bindparam("to_contact", type_=Id),
                earlier.c.queued_at > bindparam("since", type_=Utc),
                earlier.c.body_index == bindparam("same_words"),
                earlier.c.state.not_in([word(state) for state in ("failed", "cancelled", "repeat")]),
            )
        ),
    )
    statement = insert(outbox).values(
        state=case(
            (or_(*barred.values()), word("cancelled")),
            (said_already, word("repeat")),
            else_=word("queued"),
        ),
        cause=case(
            *((condition, word(NOT_TO_THIS_PHONE[state])) for state, condition in barred.items()),
            else_=null(),
        ),
    )
    return statement.on_conflict_do_nothing(
        index_elements=[outbox.c.alert_id, outbox.c.page_step, outbox.c.contact_id]
    )


_QUEUE_SQLITE = Prepared(_queueing(sqlite.insert))
_QUEUE_POSTGRESQL = Prepared(_queueing(postgresql.insert))
