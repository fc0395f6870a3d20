"""Pages: one step of the ladder as messages to every phone and address of everyone it names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.alerts import AlertKind, NoticeReason, OpenAlert
from symptomcheck.core.escalation import StepPlan
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alerts, calls, contacts, fallback_told
from symptomcheck.storage.alerts import Cover
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import REPEAT_WITHIN, Channel, NewText

# A page that could not leave for so long is overtaken by the next step of the ladder.
PAGE_EXPIRES_AFTER = timedelta(minutes=30)
# Several alerts of one moment ring one after the other: a phone that is busy with one takes no second call.
A_CALL_LASTS = timedelta(seconds=45)
COVER_FAILED = "staff.cover_failed"
_OF_A_STRANGER = "staff.page_unknown"


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
        ways += _fallback(tx, clinic, alert_id, text_id, cover, now)
    values = {**clinic.site.values(), "number": number, "level": step.alert.kind.value}
    values["url"] = f"{clinic.site.public_url}/team/alerts/{number}"
    if clinic.site.posts_to:
        contact_id = contacts.find_or_add(tx, "post", clinic.site.posts_to, now=now)
        ways.append(_Page(contact_id, "post", "en", text_id))
    chosen = [
        page
        for page in dict.fromkeys(ways)
        if (page.kind != "email" or clinic.site.mails)
        and (page.kind != "voice" or (clinic.site.calls and (step.calls or step.fallback)))
    ]
    phones = [page.contact_id for page in chosen if page.kind == "voice"]
    waiting = calls.waiting(tx, phones) if step.fallback else cover.ringing
    rings_at = {each: now + clinic.policy.call_after + waiting.get(each, 0) * A_CALL_LASTS for each in phones}
    return tuple(
        _page(book, page, step, alert_id, values, rings_at.get(page.contact_id, now), now) for page in chosen
    )


def _fallback(
    tx: Transaction, clinic: Clinic, alert_id: UUID, text_id: str, cover: Cover, now: datetime
) -> list["_Page"]:
    """The phones and addresses that stand in for a team nobody of which can be paged.

    Anybody may text us, so alerts about phones on no list are told there once in ten minutes: the page names
    the first of them, and its dashboard has them all.
    """
    alerts.add_event(tx, alert_id, "nobody_on_call", now=now)
    if text_id == _OF_A_STRANGER:
        told = fallback_told.lately(tx, alert_id, since=now - REPEAT_WITHIN)
        if told is not None:
            alerts.add_event(tx, alert_id, "paged_together", now=now, facts={"with": told})
            return []
    # Whoever is on call and cannot be texted may still have a phone that rings, or an address.
    ways = [
        _Page(way.contact_id, way.kind, way.language, text_id, each)
        for each in sorted(cover.on_call.unreachable)
        for way in cover.contacts[each]
    ]
    for kind, address in clinic.site.fallbacks:
        contact_id = contacts.find_or_add(tx, kind, address, now=now)
        ways.append(_Page(contact_id, kind, "en", COVER_FAILED))
    return ways


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
    at: datetime,
    now: datetime,
) -> NewText:
    """One page in its channel's words, not before `at`."""
    match page.kind:
        case "email":
            channel: Channel = "email"
            text_id = "email.page.body"
        case "post":
            return _posted(page, step, alert_id, values, now)
        case "voice":
            channel = "voice"
            text_id = "voice.page" if page.text_id != COVER_FAILED else page.text_id
        case _:
            channel, text_id = "sms", page.text_id
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


def _posted(
    page: _Page, step: StepPlan, alert_id: UUID, values: Mapping[str, int | str], now: datetime
) -> NewText:
    """The page for a machine: which alert, how pressing, which paging of it, and where people read it."""
    body = {
        "alert": values["number"],
        "level": values["level"],
        "paging": step.alert.pagings,
        "nobody_on_call": step.fallback,
        "at": now.isoformat(),
        "url": values["url"],
    }
    return NewText(
        kind="page",
        channel="post",
        contact_id=page.contact_id,
        alert_id=alert_id,
        page_step=step.alert.pagings,
        text_id="page",
        body=json.dumps(body),
        expires_at=now + PAGE_EXPIRES_AFTER,
    )


def _page_text(alert: OpenAlert) -> str:
    if NoticeReason.UNKNOWN_SENDER in alert.reasons and alert.kind is AlertKind.NOTICE:
        return _OF_A_STRANGER
    match alert.kind:
        case AlertKind.SILENCE:
            return "staff.silence"
        case AlertKind.NOTICE:
            return "staff.process"
        case _:
            return "staff.page"
