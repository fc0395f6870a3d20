"""Which answers count now: the latest of each person about each key, not older than they may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.core.answers import Answer, Key

COUNTS_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Held:
    """An answer and the check-in it was given in; None outside one."""

    answer: Answer
    checkin_id: UUID | None


def keep(held: Iterable[Held], new: Iterable[Held], *, now: datetime) -> tuple[Held, ...]:
    """What to remember after a reply: the latest per (key, person), not older than a check-in can reach."""
    latest: dict[tuple[Key, UUID], Held] = {}
    for each in (*held, *new):
        before = latest.get((each.answer.key, each.answer.person_id))
        # A text fetched late must not undo what was said after it.
        if before is None or before.answer.said_at <= each.answer.said_at:
            latest[each.answer.key, each.answer.person_id] = each
    return tuple(each for each in latest.values() if now - each.answer.said_at <= 2 * COUNTS_FOR)


def current(
    held: Iterable[Held], *, person_id: UUID, checkin_id: UUID | None, now: datetime
) -> tuple[Answer, ...]:
    """The answers to judge for a reply of `person_id`.

    In a check-in their own earlier answers do not count: yesterday's "no" answers nothing today. Other
    people's count for 12 hours, and so do their own outside a check-in.
    """
    return tuple(
        each.answer
        for each in held
        if (checkin_id is not None and each.checkin_id == checkin_id)
        or (
            now - each.answer.said_at <= COUNTS_FOR
            and (checkin_id is None or each.answer.person_id != person_id)
        )
    )
