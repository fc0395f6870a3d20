"""Who is paged next, and what stops it: a ladder of steps, a named acknowledgement, an outcome.

An open alert always has a next step. Only a named person stops the ladder, and only for a while;
only an outcome with a name ends it. Nobody on call is a reason to go on, never a reason to stop.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from symptomcheck.core.oncall import OnCall, Rung
from symptomcheck.core.open_alert import AlertKind, AlertState, CloseOutcome, OpenAlert
from symptomcheck.core.policy import Ladder, Policy


@dataclass(frozen=True, slots=True)
class PageTo:
    """One person to page; `rung` is why them, None for the one who had the alert until now."""

    staff_id: UUID
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that was passed over because nobody on its rungs could be paged."""

    step: int
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """One step taken: whom to page now, and the alert to keep, with its next step in the future.

    `alert.pagings` numbers these pages: one person gets at most one page per alert and number.
    `fallback` asks for the site's fallback phone and e-mail, because nobody is on call at all.
    `calls`: phones ring as well, a little after the text.
    """

    alert: OpenAlert
    step: int
    pages: tuple[PageTo, ...]
    fallback: bool
    skipped: tuple[Skipped, ...]
    calls: bool = False
    timed_out: UUID | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who has the alert now; `already` when somebody else took it first and nothing changed."""

    alert: OpenAlert
    holder: UUID
    already: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """An alert's end: how, by whom, when."""

    outcome: CloseOutcome
    closed_by: UUID
    closed_at: datetime


def ladder_of(alert: OpenAlert, policy: Policy) -> Ladder:
    """The ladder an alert climbs: fast when it is pressing."""
    if alert.pressing:
        return policy.fast
    return policy.slow if alert.kind is AlertKind.TODAY else policy.notice


def due_step(alert: OpenAlert, policy: Policy, on_call: OnCall, now: datetime) -> StepPlan:
    """Take the step that is due: page the first rung that has anybody, from this step on.

    An acknowledgement that has timed out is reopened here, at the step after the last one taken.
    """
    ladder = ladder_of(alert, policy)
    step, skipped = alert.step, list[Skipped]()
    while not (pages := _people(ladder.rungs(step), on_call, now)) and step < len(ladder.steps):
        skipped.append(Skipped(step, ladder.rungs(step)))
        step += 1
    pause = ladder.pause_after(step)
    if not pages and ladder is not policy.notice:
        pause = min(pause, policy.fallback_every)  # somebody may come on call before the next step
    return StepPlan(
        alert=replace(
            alert,
            state=AlertState.OPEN,
            acknowledged_by=None,
            step=step + 1,
            next_step_at=now + pause,
            pagings=alert.pagings + 1,
        ),
        step=step,
        pages=pages,
        fallback=not pages,
        skipped=tuple(skipped),
        calls=ladder.calls(step),
        timed_out=alert.acknowledged_by,
    )


def acknowledge(alert: OpenAlert, policy: Policy, *, by: UUID, now: datetime) -> Acknowledgement:
    """`by` takes the alert for a while, unless somebody else has it. Saying it again renews it."""
    holder = alert.acknowledged_by
    if holder is not None and holder != by and now < alert.next_step_at:
        return Acknowledgement(alert, holder, already=True)
    return Acknowledgement(_held(alert, by, _ack_until(alert, policy, now)), by, already=False)


def pass_on(alert: OpenAlert, policy: Policy, on_call: OnCall, *, by: UUID, now: datetime) -> StepPlan | None:
    """`by` cannot take it: the next step is taken at once, to anybody but them. None: somebody else has it.

    They are paged again with everybody when nobody takes it.
    """
    if alert.acknowledged_by not in (None, by) and now < alert.next_step_at:
        return None
    others = OnCall(on_call.shifts, on_call.unreachable | {by})
    return due_step(replace(alert, state=AlertState.OPEN, acknowledged_by=None), policy, others, now)


def seen(alert: OpenAlert, policy: Policy, *, now: datetime) -> OpenAlert:
    """Somebody on the team has looked: a notice need not page before the working day ends."""
    if alert.pressing or alert.kind is not AlertKind.NOTICE or alert.state is not AlertState.OPEN:
        return alert
    return replace(alert, next_step_at=max(alert.next_step_at, policy.working_hours.next_working_end(now)))


def record_contact(alert: OpenAlert, policy: Policy, *, by: UUID, now: datetime) -> OpenAlert:
    """`by` has spoken with the person: the alert is theirs, and stays so for longer."""
    return _held(alert, by, max(now + policy.ack_timeout_contacted, _ack_until(alert, policy, now)))


def close(*, by: UUID | None, outcome: str, now: datetime) -> Closing:
    """Close an alert; ValueError with the remedy when the outcome or the name is missing.

    >>> close(by=None, outcome="advised", now=datetime.min)
    Traceback (most recent call last):
    ValueError: Nobody is named. Only a named person closes an alert.
    >>> close(by=UUID(int=1), outcome="", now=datetime.min)
    Traceback (most recent call last):
    ValueError: No outcome is given. Choose reached_by_phone, sent_in, advised, no_contact or not_a_concern.
    """
    if by is None:
        raise ValueError("Nobody is named. Only a named person closes an alert.")
    if outcome not in tuple(CloseOutcome):
        *most, last = CloseOutcome
        raise ValueError(f"No outcome is given. Choose {', '.join(most)} or {last}.")
    return Closing(CloseOutcome(outcome), by, now)


def _people(rungs: tuple[Rung, ...], on_call: OnCall, now: datetime) -> tuple[PageTo, ...]:
    """Each person once, on the first rung they stand on."""
    first_rung: dict[UUID, Rung] = {}
    for rung in rungs:
        for staff_id in on_call.people(rung, now):
            first_rung.setdefault(staff_id, rung)
    return tuple(PageTo(staff_id, rung) for staff_id, rung in first_rung.items())


def _held(alert: OpenAlert, by: UUID, until: datetime) -> OpenAlert:
    return replace(alert, state=AlertState.ACKNOWLEDGED, acknowledged_by=by, next_step_at=until)


def _ack_until(alert: OpenAlert, policy: Policy, now: datetime) -> datetime:
    """Work that is not pressing stays with its holder at least to the end of working hours."""
    until = now + policy.ack_timeout
    return until if alert.pressing else max(until, policy.working_hours.next_end(now))
