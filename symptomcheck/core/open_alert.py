"""One open alert as the clockwork sees it, and the words about it.

Holds no patient, no number and no text: whoever keeps alerts joins those on. Decides nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from symptomcheck.core.answers import Temperature


class AlertKind(StrEnum):
    """The four kinds of work for the team. Ordered by `rank`, not by spelling.

    >>> AlertKind.SILENCE.rank < AlertKind.TODAY.rank
    True
    """

    NOTICE = "notice"
    SILENCE = "silence"
    TODAY = "today"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for a notice up to 3 for urgent."""
        return _ORDER.index(self)


_ORDER = (AlertKind.NOTICE, AlertKind.SILENCE, AlertKind.TODAY, AlertKind.URGENT)


class AlertState(StrEnum):
    """Open: somebody must still take it. Acknowledged: a named person has it, for a while. Closed: done."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class NoticeReason(StrEnum):
    """Why a notice exists, each kept apart because each asks for something else."""

    REMARK = "remark"  # one stray text with nothing in it that presses: for the work list
    UNREADABLE = "unreadable"  # a second text that did not fit the question
    GIBBERISH = "gibberish"  # or a sudden loss of the person's usual spelling
    LOOP = "loop"  # too many unreadable texts at once: no more answers are sent
    STOP = "stop"
    HELP = "help"
    WRONG = "wrong"
    UNDELIVERABLE = "undeliverable"
    CANNOT_TELL = "cannot_tell"  # a check-in closed while an urgent rule cannot tell
    HEALTH_WORDS = "health_words"  # health words that no rule covers
    MENTION = "mention"  # a symptom spoken of as past or as a what-if
    UNKNOWN_SENDER = "unknown_sender"  # a symptom from a number on no list: pages at once
    SILENT = "silent"  # neither reporter answers in the closely watched days: pages at once
    SILENT_CAREGIVER_ANSWERED = "silent_caregiver_answered"
    SILENT_LATER = "silent_later"  # after the closely watched days
    STAFF_UNREACHABLE = "staff_unreachable"


# An unknown sender may be a patient with somebody else's phone.
PAGE_AT_ONCE = frozenset((NoticeReason.UNKNOWN_SENDER, NoticeReason.SILENT))


class CloseOutcome(StrEnum):
    """How an alert ended. There is no closing without one."""

    REACHED_BY_PHONE = "reached_by_phone"
    SENT_IN = "sent_in"
    ADVISED = "advised"
    NO_CONTACT = "no_contact"
    NOT_A_CONCERN = "not_a_concern"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """What decides the next step of an alert that is not closed.

    `step` is the step to take at `next_step_at`; while acknowledged, that is when the acknowledgement ends.
    `highest_temperature` is the highest reading that paged, so that small steps up add up to a page.
    `pagings` counts every paging and so numbers its pages: news may take a step again, a crash may not.
    """

    kind: AlertKind
    state: AlertState
    step: int
    next_step_at: datetime
    pagings: int = 0
    acknowledged_by: UUID | None = None
    rule_ids: frozenset[str] = frozenset()
    reasons: frozenset[NoticeReason] = frozenset()
    highest_temperature: Temperature | None = None

    @property
    def pressing(self) -> bool:
        """Is it escalated without a break until a named person has it?"""
        return self.kind is AlertKind.URGENT or not self.reasons.isdisjoint(PAGE_AT_ONCE)
