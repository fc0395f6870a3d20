"""The ledger: every promise that something follows, and the one count of what fell through. The goal is 0.

Each promise is one row here: what it is about, what must hold, what to do when it does not, and one SELECT
that counts the items outside it. What is still open is counted by the partial index of what is open, and what
is only ever added by the newest ids (ids are ordered by time): a look costs what happened lately, not what
was kept over the years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from symptomcheck.core.current import COUNTS_FOR
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import LAST_URGENT_PRIORITY, word
from symptomcheck.storage.tables import (
    alert_events,
    alerts,
    checkins,
    conversations,
    due,
    flags,
    inbound_texts,
    judgements,
    outbox,
    patient_summaries,
    patients,
)

# The metronome turns every few seconds and a lease lasts a minute: what is later than this was forgotten.
GRACE = timedelta(minutes=2)
# What is only ever added was looked at many times before it is older than this.
LOOKS_BACK = timedelta(days=2)
# The plan asks at least weekly up to its last day: whoever is in these days has a next check-in.
_ASKED_FOR_DAYS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """`holds` is the sentence that is kept or broken, `remedy` what to do about each item that breaks it."""

    id: str
    item: str
    holds: str
    remedy: str
    broken: Select[Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """A promise, and how many items broke it."""

    promise: Promise
    broken: int


def count(tx: Transaction, now: datetime, *, since_ever: bool = False) -> tuple[Counted, ...]:
    """The whole table counted, in its order. `since_ever`: also what is older than two days."""
    since = UUID(int=0) if since_ever else UUID(int=int((now - LOOKS_BACK).timestamp() * 1000) << 80)
    return tuple(Counted(each, tx.execute(each.broken).scalar_one()) for each in promises(now, since))


def promises(now: datetime, since: UUID) -> Sequence[Promise]:
    """The table, in the order of a person's way through the house. `since`: the oldest id looked at."""
    late = now - GRACE
    counted_from = datetime.fromtimestamp((since.int >> 80) / 1000, UTC) - 2 * COUNTS_FOR
    return (
        Promise(
            id="patient_is_asked",
            item="patient",
            holds="Every active patient in the days of the plan has a next check-in.",
            remedy="Pause and resume the patient: that plans the next check-in anew.",
            broken=_count(patients.c.id)
            .join(conversations, conversations.c.patient_id == patients.c.id)
            .where(
                patients.c.state == "active",
                patients.c.infused_on > (now - timedelta(days=_ASKED_FOR_DAYS)).date(),
                conversations.c.role == "patient",
                conversations.c.ended_at.is_(None),
                ~_one(due.c.subject_id == conversations.c.id, due.c.kind == "checkin"),
            ),
        ),
        Promise(
            id="due_is_done",
            item="what is due",
            holds="What is due is dealt with within two minutes of its time.",
            remedy="See that symptomcheck worker runs, and what its log says.",
            broken=_count(due.c.due_at).where(due.c.due_at < late),
        ),
        Promise(
            id="check_in_ends",
            item="check-in",
            holds="No question stays open beyond the end of its window.",
            remedy="See that symptomcheck worker runs: its next tick closes the check-in.",
            broken=_count(checkins.c.id).where(checkins.c.question.is_not(None), checkins.c.closes_at < late),
        ),
        Promise(
            id="silence_is_noticed",
            item="check-in",
            holds="Every open question has a timer that reminds, notices silence, or closes.",
            remedy="Call the patient. Then report it: this is a fault of the program.",
            broken=_count(checkins.c.id).where(
                checkins.c.question.is_not(None), ~_one(due.c.subject_id == checkins.c.id)
            ),
        ),
        Promise(
            id="text_is_read",
            item="inbound text",
            holds="Every text that was kept says what was made of it.",
            remedy="Read it on the patient's page. Then report it: this is a fault of the program.",
            broken=_count(inbound_texts.c.id).where(
                inbound_texts.c.id >= since, inbound_texts.c.outcome == ""
            ),
        ),
        Promise(
            id="urgent_has_alert",
            item="judgement",
            holds="Whenever the rules said urgent, the patient had an alert while those answers counted.",
            remedy="Call the patient. Then report it: this is a fault of the program.",
            broken=_count(judgements.c.id).where(
                judgements.c.id >= since,
                judgements.c.level == word("urgent"),
                ~_one(
                    alerts.c.patient_id == judgements.c.patient_id,
                    alerts.c.opened_at <= judgements.c.judged_at,
                    # What was said before a close counts for a while yet, and is judged with the next reply.
                    or_(alerts.c.closed_at.is_(None), alerts.c.closed_at >= counted_from),
                ),
            ),
        ),
        Promise(
            id="flag_raises_alert",
            item="flag",
            holds="Every urgent flag is on an alert that is urgent.",
            remedy="Call the patient. Then report it: this is a fault of the program.",
            broken=_count(flags.c.id)
            .join(alerts, alerts.c.id == flags.c.alert_id)
            .where(flags.c.id >= since, flags.c.level == "urgent", alerts.c.kind != "urgent"),
        ),
        Promise(
            id="urgent_is_paged",
            item="alert",
            holds="Every urgent alert was paged in the transaction that opened or raised it.",
            remedy="Take the alert from the queue and call the patient.",
            broken=_count(alerts.c.id).where(_not_closed, alerts.c.kind == "urgent", alerts.c.pagings == 0),
        ),
        Promise(
            id="page_is_queued",
            item="alert",
            holds="Every paging of an alert nobody has wrote at least one page to somebody.",
            remedy="Nobody could be paged: put somebody on call, and set [oncall] in config.toml.",
            broken=_count(alerts.c.id).where(
                _not_closed,
                alerts.c.state == "open",
                alerts.c.pagings > 0,
                ~_one(outbox.c.alert_id == alerts.c.id, outbox.c.page_step == alerts.c.pagings),
                ~_one(  # or its page named several alerts, and stands with another
                    alert_events.c.alert_id == alerts.c.id,
                    alert_events.c.kind == "paged_together",
                    alert_events.c.at >= alerts.c.last_paged_at,
                ),
            ),
        ),
        Promise(
            id="alert_has_next_step",
            item="alert",
            holds="Every alert that is not closed has a next step, and it is not overdue.",
            remedy="See that symptomcheck worker runs: its next tick takes the step.",
            broken=_count(alerts.c.id).where(
                _not_closed, or_(alerts.c.next_step_at.is_(None), alerts.c.next_step_at < late)
            ),
        ),
        Promise(
            id="alert_has_a_name",
            item="alert",
            holds="An acknowledged alert names who has it; a closed one who closed it, and how.",
            remedy="Open the alert and take or close it by name. Then report it.",
            # Two counts, each by its own index: one with OR would read every alert there ever was.
            broken=_both(
                _count(alerts.c.id).where(
                    _not_closed, alerts.c.state == "acknowledged", alerts.c.acknowledged_by.is_(None)
                ),
                _count(alerts.c.id).where(
                    alerts.c.id >= since,
                    alerts.c.state == "closed",
                    or_(alerts.c.closed_by.is_(None), alerts.c.outcome.is_(None)),
                ),
            ),
        ),
        Promise(
            id="lists_show_the_alert",
            item="alert",
            holds="The list of patients shows every open alert.",
            remedy="Work from the queue until it is mended, and report it: this is a fault of the program.",
            broken=_count(alerts.c.id)
            .join(patient_summaries, patient_summaries.c.patient_id == alerts.c.patient_id)
            .where(_not_closed, patient_summaries.c.open_alert_id.is_distinct_from(alerts.c.id)),
        ),
        Promise(
            id="urgent_text_leaves",
            item="outbound text",
            holds="An urgent text or a page that may go is taken to the provider within two minutes.",
            remedy="See that symptomcheck worker runs. Call whoever has an open alert.",
            broken=_count(outbox.c.id).where(
                outbox.c.state == word("queued"),
                outbox.c.priority <= LAST_URGENT_PRIORITY,
                outbox.c.not_before < late,
            ),
        ),
        Promise(
            id="text_expires",
            item="outbound text",
            holds="No text waits longer than it is good for.",
            remedy="See that symptomcheck worker runs: it cancels what is too late to send.",
            broken=_count(outbox.c.id).where(outbox.c.state == word("queued"), outbox.c.expires_at < late),
        ),
        Promise(
            id="sending_ends",
            item="outbound text",
            holds="A text that is being sent is recorded as sent or failed, or the provider is asked.",
            remedy="See that symptomcheck worker runs: it asks the provider what became of the text.",
            broken=_count(outbox.c.id).where(outbox.c.state == word("sending"), outbox.c.lease_until < late),
        ),
    )


_not_closed = alerts.c.state != word("closed")


def _count(column: ColumnElement[Any]) -> Select[Any]:
    return select(func.count(column))


def _both(one: Select[Any], other: Select[Any]) -> Select[Any]:
    return select(one.scalar_subquery() + other.scalar_subquery())


def _one(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*conditions)
