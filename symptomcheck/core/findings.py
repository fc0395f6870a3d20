"""What came to light, which kind of work that is, and when it pages by itself.

A finding is a flag, a silence, or an event of the process (a notice, with its reason). What an alert that is
already open makes of it is decided in alerts.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from symptomcheck.core.answers import Reporter, Value
from symptomcheck.core.levels import Level
from symptomcheck.core.open_alert import PAGE_AT_ONCE, AlertKind, NoticeReason
from symptomcheck.core.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A rule that fired, on whose word, on which value (one Flag per answer that is its evidence)."""

    rule_id: str
    level: Level
    reporter: Reporter
    value: Value


@dataclass(frozen=True, slots=True)
class Silence:
    """An urgent question stayed unanswered too long; has the caregiver answered since?"""

    caregiver_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one reply, one silence or one event of the process brought to light."""

    flags: tuple[Flag, ...] = ()
    silence: Silence | None = None
    notices: tuple[NoticeReason, ...] = ()


def reasons_of(findings: Findings, day: int | None, policy: Policy) -> frozenset[NoticeReason]:
    """The notices, and a silence as the reason it is on that day."""
    match findings.silence:
        case None:
            return frozenset(findings.notices)
        case _ if not _within(day, policy.silence_pages_until_day):
            silent = NoticeReason.SILENT_LATER
        case Silence(caregiver_answered=True):
            silent = NoticeReason.SILENT_CAREGIVER_ANSWERED
        case _:
            silent = NoticeReason.SILENT
    return frozenset((*findings.notices, silent))


def kind_of(flags: Iterable[Flag], reasons: frozenset[NoticeReason]) -> AlertKind | None:
    """The strongest kind of work in the findings."""
    kinds = {AlertKind(flag.level.value) for flag in flags}
    for reason in reasons:
        kinds.add(AlertKind.SILENCE if reason is NoticeReason.SILENT else AlertKind.NOTICE)
    return max(kinds, key=lambda kind: kind.rank, default=None)


def page_time(
    flags: Iterable[Flag],
    reasons: frozenset[NoticeReason],
    *,
    now: datetime,
    day: int | None,
    policy: Policy,
    notice_paged_at: datetime | None,
) -> datetime:
    """When these findings would page if nothing else were known: the earliest of their times."""
    hours = policy.working_hours
    if _within(day, policy.watched_until_day):
        notice_at = now + policy.notice_pages_after
        if notice_paged_at is not None:
            notice_at = max(notice_at, notice_paged_at + policy.notice_pages_every)
    else:
        notice_at = hours.next_working_end(now)

    def flag_at(flag: Flag) -> datetime:
        match flag.level:
            case Level.URGENT:
                return now
            case Level.TODAY:
                return hours.next_end(now)
            case _:
                return notice_at

    def reason_at(reason: NoticeReason) -> datetime:
        if reason in PAGE_AT_ONCE:
            return now
        match reason:
            case NoticeReason.SILENT_LATER:
                return hours.within_an_hour(now)
            case NoticeReason.REMARK:
                return hours.next_working_end(now)
            case _:
                return notice_at

    return min((*map(flag_at, flags), *map(reason_at, reasons)))


def _within(day: int | None, last_day: int) -> bool:
    """Is this one of the closely watched days? A sender we do not know may be in theirs."""
    return day is None or 0 <= day <= last_day
