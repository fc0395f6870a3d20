"""Findings become work: the one open alert of a patient (or of an unknown phone) and the pages about it.

Runs inside the transaction of whatever found something; the pages it returns are queued there with all the
other texts of that transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.alerts import (
    AlertKind,
    Findings,
    NoticeReason,
    OpenAlert,
    Silence,
    plan_alert,
)
from symptomcheck.core.escalation import StepPlan
from symptomcheck.core.policy_text import with_ladders
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alerts, contacts
from symptomcheck.storage.alerts import Cover, KeptAlert, NewFlag
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import Channel, NewText

# A page that could not leave for so long is overtaken by the next step of the ladder.
PAGE_EXPIRES_AFTER = timedelta(minutes=30)


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


def pages(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    step: StepPlan,
    alert_id: UUID,
    number: int,
    *,
    cover: Cover,
    now: datetime,
) -> tuple[NewText, ...]:
    """One step's pages, to every phone (by text and call) and e-mail address of everyone it names.

    A rung that was skipped, and nobody at all on call, become lines of the timeline. The alert's count of
    pagings numbers its pages: no phone is paged twice with the same number.
    """
    for skipped in step.skipped:
        rungs = [rung.value for rung in skipped.rungs]
        alerts.add_event(tx, alert_id, "nobody_on_rung", now=now, facts={"rungs": rungs})
    text_id = _page_text(step.alert)
    ways = [
        _Page(way.contact_id, way.kind, way.language, text_id, page.staff_id)
        for page in step.pages
        for way in cover.contacts.get(page.staff_id, ())
    ]
    if step.fallback:
        alerts.add_event(tx, alert_id, "nobody_on_call", now=now)
        # Whoever is on call and cannot be texted may still have a phone that rings, or an address.
        ways += [
            _Page(way.contact_id, way.kind, way.language, text_id, each)
            for each in sorted(cover.on_call.unreachable)
            for way in cover.contacts[each]
        ]
        for kind, address in clinic.site.fallbacks:
            contact_id = contacts.find_or_add(tx, kind, address, now=now)
            ways.append(_Page(contact_id, kind, "en", "staff.cover_failed"))
    values = {**clinic.site.values(), "number": number, "level": step.alert.kind.value}
    values["url"] = f"{clinic.site.public_url}/team/alerts/{number}"
    return tuple(
        _page(book, page, step, alert_id, values, clinic, now)
        for page in dict.fromkeys(ways)
        if (page.kind != "email" or clinic.site.mails)
        and (page.kind != "voice" or (clinic.site.calls and (step.calls or step.fallback)))
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """One page to one phone or address; `staff_id` is None for the fallback's."""

    contact_id: UUID
    kind: str
    language: str
    text_id: str
    staff_id: UUID | None = None


def _page(
    book: RuleBook,
    page: _Page,
    step: StepPlan,
    alert_id: UUID,
    values: Mapping[str, int | str],
    clinic: Clinic,
    now: datetime,
) -> NewText:
    """One page in its channel's words. A phone rings a little after the text: who is awake answers that."""
    match page.kind:
        case "email":
            channel: Channel = "email"
            text_id, at = "email.page.body", now
        case "voice":
            channel, at = "voice", now + clinic.policy.call_after
            text_id = "voice.page" if page.text_id != "staff.cover_failed" else page.text_id
        case _:
            channel, text_id, at = "sms", page.text_id, now
    return NewText(
        kind="page",
        channel=channel,
        contact_id=page.contact_id,
        person_id=page.staff_id,
        alert_id=alert_id,
        page_step=step.alert.pagings,
        text_id=text_id,
        body=book.say(text_id, page.language, **values),
        subject=book.say("email.page.subject", page.language, **values) if channel == "email" else None,
        not_before=at,
        expires_at=now + PAGE_EXPIRES_AFTER,
    )


def _page_text(alert: OpenAlert) -> str:
    if NoticeReason.UNKNOWN_SENDER in alert.reasons and alert.kind is AlertKind.NOTICE:
        return "staff.page_unknown"
    match alert.kind:
        case AlertKind.SILENCE:
            return "staff.silence"
        case AlertKind.NOTICE:
            return "staff.process"
        case _:
            return "staff.page"
