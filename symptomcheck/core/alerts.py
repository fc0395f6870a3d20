"""What new findings do to the team's work: open an alert, append to it, or raise it, and page or not.

The entrance of the clockwork's second half: the nouns are in open_alert.py, the numbers in policy.py, the
ladder in escalation.py. Texts to people are decided elsewhere; nothing here may lower or close an alert.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from symptomcheck.core.answers import Reporter, Value
from symptomcheck.core.escalation import PageTo, StepPlan
from symptomcheck.core.levels import Level
from symptomcheck.core.oncall import OnCall
from symptomcheck.core.open_alert import AlertKind, AlertState, CloseOutcome, NoticeReason, OpenAlert
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
    UNKNOWN_SENDER = "unknown_sender"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlan:
    """What to do: the alert to keep, and the pages to send with it (None: page nobody now)."""

    change: Change
    alert: OpenAlert | None
    step: StepPlan | None
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
    """What `findings` do to the open alert.

    `day` is the day since infusion, None for somebody we do not know; `notice_paged_at` is when a notice about
    this phone last paged. Raising, and news on an alert that is already urgent, start the ladder again.
    """
    raise NotImplementedError
