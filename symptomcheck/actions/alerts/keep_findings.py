"""Findings become work: the one open alert of a patient (or of an unknown phone) and the pages about it.

Runs inside the transaction of whatever found something; the pages it returns are queued there with all the
other texts of that transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.pages import pages
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.alerts import (
    Findings,
    NoticeReason,
    Silence,
    plan_alert,
)
from symptomcheck.core.policy_text import with_ladders
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alerts
from symptomcheck.storage.alerts import Cover, KeptAlert, NewFlag
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import NewText


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom the findings are about: a patient on a day since infusion, or a phone nobody here owns."""

    patient_id: UUID | None
    contact_id: UUID | None
    day: int | None
    inbound_id: UUID | None = None
    judgement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The alert that holds the findings, and the pages to queue."""

    alert_id: UUID
    pages: tuple[NewText, ...]


def keep_findings(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    about: About,
    kept: KeptAlert | None,
    *,
    flags: Sequence[NewFlag] = (),
    silence: Silence | None = None,
    notices: tuple[NoticeReason, ...] = (),
    cover: Cover,
    now: datetime,
) -> Kept:
    """Put findings on the open alert, or open one. There is at least one flag, silence or notice.

    1. Ask core what they do to the alert.
    2. Keep the alert, each flag on it, and a line of its timeline per silence or notice.
    3. Hand back the pages.
    """
    findings = Findings(flags=tuple(each.flag for each in flags), silence=silence, notices=notices)
    paged_at = alerts.notice_paged_at(tx, about.patient_id, about.contact_id) if notices else None
    plan = plan_alert(
        kept.alert if kept else None,
        findings,
        now=now,
        day=about.day,
        policy=with_ladders(clinic.policy, cover.policy),
        on_call=cover.on_call,
        notice_paged_at=paged_at,
    )
    assert plan.alert is not None  # noqa: S101  # only without any finding is there nothing to keep
    if kept is None:
        alert_id, number = alerts.add(
            tx,
            plan.alert,
            patient_id=about.patient_id,
            contact_id=about.contact_id,
            now=now,
        )
    else:
        alert_id, number = kept.id, kept.number
        alerts.save(tx, kept, plan.alert, now=now)
    if about.judgement_id is not None:
        alerts.add_flags(tx, alert_id, about.judgement_id, flags, now=now)
    for reason in notices:
        alerts.add_event(
            tx, alert_id, "notice", now=now, inbound_id=about.inbound_id, facts={"reason": reason.value}
        )
    if silence is not None:
        facts = {"caregiver_answered": silence.caregiver_answered}
        alerts.add_event(tx, alert_id, "silence", now=now, facts=facts)
    if plan.step is None:
        return Kept(alert_id, ())
    to_page = pages(tx, clinic, book, plan.step, alert_id, number, cover=cover, now=now)
    return Kept(alert_id, to_page)
