"""What new findings do to the team's work: open an alert, append to it, or raise it, and page or not.

The entrance: what came to light is in findings.py, the alert in open_alert.py, the numbers in policy.py, the
ladder in escalation.py. Texts to people are decided elsewhere. Nothing here may lower or close an alert.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from symptomcheck.core.answers import Temperature, Unit
from symptomcheck.core.escalation import PageTo, StepPlan, due_step
from symptomcheck.core.findings import Findings, Flag, Silence, kind_of, page_time, reasons_of
from symptomcheck.core.levels import Level
from symptomcheck.core.oncall import OnCall
from symptomcheck.core.open_alert import (
    PAGE_AT_ONCE,
    AlertKind,
    AlertState,
    CloseOutcome,
    NoticeReason,
    OpenAlert,
)
from symptomcheck.core.policy import Policy

__all__ = [
    "AlertKind",
    "AlertPlan",
    "AlertState",
    "Change",
    "CloseOutcome",
    "Findings",
    "Flag",
    "News",
    "NoticeReason",
    "OpenAlert",
    "Policy",
    "Silence",
    "plan_alert",
]


class Change(StrEnum):
    """What becomes of the patient's (or the unknown phone's) one open alert."""

    NOTHING = "nothing"
    OPENED = "opened"
    APPENDED = "appended"
    RAISED = "raised"


class News(StrEnum):
    """Why an alert that is already open pages again."""

    NEW_RULE = "new_rule"
    HIGHER_READING = "higher_reading"
    PRESSING = "pressing"  # the alert could wait until now


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlan:
    """What to do: the alert to keep, and the step taken with it (None: nobody is paged now)."""

    change: Change
    alert: OpenAlert | None
    step: StepPlan | None = None
    news: tuple[News, ...] = ()

    @property
    def pages(self) -> tuple[PageTo, ...]:
        """Whom to page now."""
        return self.step.pages if self.step else ()


def plan_alert(
    open_alert: OpenAlert | None,
    findings: Findings,
    *,
    now: datetime,
    day: int | None,
    policy: Policy,
    on_call: OnCall,
    notice_paged_at: datetime | None = None,
) -> AlertPlan:
    """What `findings` do to the open alert, and whom to page now.

    `day` counts from infusion, None for a sender on no list. `notice_paged_at` is when a notice about this
    phone last paged. What is urgent pages in this very call; the rest is given the time at which it will.
    """
    reasons = reasons_of(findings, day, policy)
    kind = kind_of(findings.flags, reasons)
    if kind is None:
        return AlertPlan(change=Change.NOTHING, alert=open_alert)
    page_at = page_time(
        findings.flags, reasons, now=now, day=day, policy=policy, notice_paged_at=notice_paged_at
    )

    news: tuple[News, ...] = ()
    if open_alert is None:
        change = Change.OPENED
        alert = OpenAlert(kind=kind, state=AlertState.OPEN, step=0, next_step_at=page_at)
    else:
        change = Change.RAISED if kind.rank > open_alert.kind.rank else Change.APPENDED
        news = _news(open_alert, findings, reasons, policy)
        alert = _paging_again(open_alert, now) if news else _no_later_than(page_at, open_alert)
        alert = replace(alert, kind=max(kind, alert.kind, key=lambda k: k.rank))
    pages_now = alert.next_step_at <= now
    alert = _with(alert, findings, reasons, pages_now=pages_now)

    if not pages_now:
        return AlertPlan(change=change, alert=alert, news=news)
    # Also when nothing is new: a step that is overdue is taken here rather than at the next tick.
    step = due_step(alert, policy, on_call, now)
    if open_alert is not None and news:
        step = _not_delaying(open_alert, _telling_its_holder(open_alert, step, on_call), now)
    return AlertPlan(change=change, alert=step.alert, step=step, news=news)


def _news(
    alert: OpenAlert, findings: Findings, reasons: frozenset[NoticeReason], policy: Policy
) -> tuple[News, ...]:
    """What the people who have the alert cannot know yet, and should be woken for."""
    urgent = [flag for flag in findings.flags if flag.level is Level.URGENT]
    news: list[News] = []
    if any(flag.rule_id not in alert.rule_ids for flag in urgent):
        news.append(News.NEW_RULE)
    if _is_higher(_highest(urgent), alert.highest_temperature, policy):
        news.append(News.HIGHER_READING)
    if not alert.pressing and (urgent or not reasons.isdisjoint(PAGE_AT_ONCE)):
        news.append(News.PRESSING)
    return tuple(news)


def _is_higher(reading: Temperature | None, before: Temperature | None, policy: Policy) -> bool:
    """Compared in Fahrenheit, into which Celsius converts without a remainder."""
    if reading is None or before is None:
        return reading is not None
    return reading.in_unit(Unit.F) - before.in_unit(Unit.F) >= policy.page_again_rise * 9 / 5


def _highest(flags: Iterable[Flag], before: Temperature | None = None) -> Temperature | None:
    readings = [flag.value for flag in flags if isinstance(flag.value, Temperature)]
    if before is not None:
        readings.append(before)
    return max(readings, key=lambda reading: reading.in_unit(Unit.F), default=None)


def _paging_again(alert: OpenAlert, now: datetime) -> OpenAlert:
    """The last people paged once more; the ladder anew when somebody had the alert, or it could wait."""
    if alert.state is AlertState.OPEN and alert.pressing:
        overdue = alert.next_step_at <= now
        step = alert.step if overdue else max(0, alert.step - 1)
    else:
        step = 0
    return replace(alert, state=AlertState.OPEN, acknowledged_by=None, step=step, next_step_at=now)


def _no_later_than(page_at: datetime, alert: OpenAlert) -> OpenAlert:
    """A pressing alert is on its ladder already, or in somebody's hands; other work may become due sooner."""
    return alert if alert.pressing else replace(alert, next_step_at=min(alert.next_step_at, page_at))


def _with(
    alert: OpenAlert, findings: Findings, reasons: frozenset[NoticeReason], *, pages_now: bool
) -> OpenAlert:
    highest = alert.highest_temperature
    if pages_now or highest is None:
        highest = _highest(findings.flags, highest)
    return replace(
        alert,
        rule_ids=alert.rule_ids.union(flag.rule_id for flag in findings.flags),
        reasons=alert.reasons | reasons,
        highest_temperature=highest,
    )


def _telling_its_holder(before: OpenAlert, step: StepPlan, on_call: OnCall) -> StepPlan:
    """Whoever had the alert hears the news too, on call or not."""
    holder = before.acknowledged_by
    if holder is None or holder in on_call.unreachable or any(page.staff_id == holder for page in step.pages):
        return step
    return replace(step, pages=(*step.pages, PageTo(holder, None)))


def _not_delaying(before: OpenAlert, step: StepPlan, now: datetime) -> StepPlan:
    """Paging the same people again must not push the next rung back: steady news would end the climb."""
    if before.state is AlertState.OPEN and before.pressing and before.next_step_at > now:
        next_step_at = min(before.next_step_at, step.alert.next_step_at)
        return replace(step, alert=replace(step.alert, next_step_at=next_step_at))
    return step
