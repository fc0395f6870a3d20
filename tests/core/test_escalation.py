"""Edges of the ladder and its policy, and a machine of random events that tries to make it stand still."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from symptomcheck.core.alerts import (
    AlertKind,
    AlertPlan,
    AlertState,
    Change,
    CloseOutcome,
    Findings,
    NoticeReason,
    OpenAlert,
    Silence,
    plan_alert,
)
from symptomcheck.core.answers import Presence, Temperature
from symptomcheck.core.escalation import (
    Closing,
    PageTo,
    StepPlan,
    acknowledge,
    close,
    due_step,
    ladder_of,
    record_contact,
    seen,
)
from symptomcheck.core.levels import Level
from symptomcheck.core.oncall import OnCall, Rung
from symptomcheck.core.policy import EVERYONE, Ladder, Step, WorkingHours
from tests.core.clockwork import (
    ALL_ON_CALL,
    BEN,
    LEA,
    NOBODY,
    NORA,
    OTTO,
    POLICY,
    flag,
    local,
    minutes,
    shift,
)

TEN = local("2026-02-04 10:00")


def alert(
    kind: AlertKind = AlertKind.URGENT, step: int = 0, reasons: frozenset[NoticeReason] = frozenset()
) -> OpenAlert:
    return OpenAlert(kind=kind, state=AlertState.OPEN, step=step, next_step_at=TEN, reasons=reasons)


# --- steps -------------------------------------------------------------------------------------------------


def test_each_kind_of_work_has_its_ladder() -> None:
    stranger = frozenset({NoticeReason.UNKNOWN_SENDER})
    assert ladder_of(alert(), POLICY) is POLICY.fast
    assert ladder_of(alert(AlertKind.TODAY), POLICY) is POLICY.slow
    assert ladder_of(alert(AlertKind.NOTICE), POLICY) is POLICY.notice
    assert ladder_of(alert(AlertKind.NOTICE, reasons=stranger), POLICY) is POLICY.fast


def test_somebody_on_two_rungs_is_paged_once() -> None:
    on_call = OnCall((shift(NORA, Rung.FIRST), shift(NORA, Rung.LEAD), shift(BEN, Rung.BACKUP)))
    assert due_step(alert(step=9), POLICY, on_call, TEN).pages == (
        PageTo(NORA, Rung.FIRST),
        PageTo(BEN, Rung.BACKUP),
    )


def test_with_nobody_on_call_todays_work_tries_again_soon_and_a_notice_does_not() -> None:
    today = due_step(alert(AlertKind.TODAY), POLICY, NOBODY, TEN)
    notice = due_step(alert(AlertKind.NOTICE), POLICY, NOBODY, TEN)
    assert (today.fallback, today.alert.next_step_at) == (True, TEN + minutes(15))
    assert (notice.fallback, notice.alert.next_step_at) == (True, TEN + minutes(720))


# --- acknowledgement and closing ---------------------------------------------------------------------------


def test_saying_it_again_renews_and_a_lapsed_one_can_be_taken_over() -> None:
    first = acknowledge(alert(), POLICY, by=NORA, now=TEN).alert
    again = acknowledge(first, POLICY, by=NORA, now=TEN + minutes(30))
    assert (again.already, again.alert.next_step_at) == (False, TEN + minutes(90))
    late = acknowledge(first, POLICY, by=BEN, now=TEN + minutes(60))
    assert (late.already, late.holder) == (False, BEN)


def test_contact_on_todays_work_holds_to_the_end_of_working_hours_at_least() -> None:
    held = record_contact(alert(AlertKind.TODAY), POLICY, by=NORA, now=TEN)
    assert held.next_step_at == local("2026-02-04 17:00")
    evening = local("2026-02-04 16:00")
    assert record_contact(alert(), POLICY, by=NORA, now=evening).next_step_at == evening + minutes(240)


@pytest.mark.parametrize("kind", [AlertKind.URGENT, AlertKind.TODAY])
def test_looking_at_it_stops_no_page_but_that_of_a_notice(kind: AlertKind) -> None:
    assert seen(alert(kind), POLICY, now=TEN) == alert(kind)


def test_looking_at_a_notice_that_pressing_reasons_hold_up_or_somebody_has_changes_nothing() -> None:
    stranger = alert(AlertKind.NOTICE, reasons=frozenset({NoticeReason.UNKNOWN_SENDER}))
    held = acknowledge(alert(AlertKind.NOTICE), POLICY, by=NORA, now=TEN).alert
    assert seen(stranger, POLICY, now=TEN) == stranger
    assert seen(held, POLICY, now=TEN) == held


@pytest.mark.parametrize("outcome", list(CloseOutcome))
def test_an_outcome_and_a_name_close_an_alert(outcome: CloseOutcome) -> None:
    assert close(by=NORA, outcome=outcome.value, now=TEN) == Closing(outcome, NORA, TEN)


def test_nothing_closes_without_an_outcome_and_a_name() -> None:
    with pytest.raises(ValueError, match="Only a named person closes an alert"):
        close(by=None, outcome="advised", now=TEN)
    with pytest.raises(ValueError, match="Choose reached_by_phone, sent_in, advised, no_contact or not_a"):
        close(by=NORA, outcome="done", now=TEN)


# --- policy ------------------------------------------------------------------------------------------------

NO_PAUSE = timedelta(0)


@pytest.mark.parametrize(
    ("steps", "every_after"),
    [
        ((), minutes(15)),
        ((Step(minutes(5), EVERYONE),), minutes(15)),
        ((Step(NO_PAUSE, EVERYONE), Step(NO_PAUSE, EVERYONE)), minutes(15)),
        ((Step(NO_PAUSE, EVERYONE), Step(minutes(9), EVERYONE), Step(minutes(5), EVERYONE)), minutes(15)),
        ((Step(NO_PAUSE, ()),), minutes(15)),
        ((Step(NO_PAUSE, EVERYONE),), NO_PAUSE),
    ],
)
def test_a_ladder_that_could_stand_still_is_refused(steps: tuple[Step, ...], every_after: timedelta) -> None:
    with pytest.raises(ValueError, match="A ladder needs"):
        Ladder(steps, every_after)


def test_working_hours_that_never_come_are_refused() -> None:
    with pytest.raises(ValueError, match="need a weekday"):
        WorkingHours(zone="UTC", weekdays=frozenset({7}))
    with pytest.raises(ValueError, match="a start before their end"):
        WorkingHours(zone="UTC", starts=time(17), ends=time(8))


def test_before_work_begins_a_working_hour_is_the_first_one_of_the_day() -> None:
    hours = POLICY.working_hours
    assert hours.within_an_hour(local("2026-02-04 05:00")) == local("2026-02-04 09:00")
    assert hours.within_an_hour(local("2026-02-04 17:00")) == local("2026-02-05 09:00")
    assert hours.next_end(local("2026-02-04 17:00")) == local("2026-02-05 17:00")


# --- random events -----------------------------------------------------------------------------------------

STAFF = (NORA, BEN, LEA, OTTO)
# Drawn whole from short lists: composing each finding anew took most of the machine's time.
FLAGS = [
    flag("confusion", Level.URGENT, Presence.YES),
    flag("breath", Level.URGENT, Presence.NOT_SURE),
    *(flag("fever", Level.URGENT, Temperature(reading, "C")) for reading in ("38.0", "38.4", "39.1")),
    flag("fatigue", Level.TODAY, Presence.YES),
    flag("chills", Level.NOTICE, Presence.YES),
]
FINDINGS = st.sampled_from(
    [
        Findings(),
        *(Findings(flags=(one,)) for one in FLAGS),
        *(Findings(flags=pair) for pair in combinations(FLAGS[:5], 2)),
        *(Findings(notices=(reason,)) for reason in NoticeReason),
        *(Findings(silence=Silence(answered)) for answered in (False, True)),
        Findings(flags=(FLAGS[0],), silence=Silence(False), notices=(NoticeReason.STOP,)),
    ]
)
DAYS = st.sampled_from([None, -1, 0, 14, 15, 60])
ROTAS = st.sampled_from(
    [
        ALL_ON_CALL,
        NOBODY,
        OnCall((shift(NORA, Rung.FIRST),)),
        OnCall((shift(BEN, Rung.BACKUP), shift(LEA, Rung.LEAD))),
        OnCall((shift(NORA, Rung.FIRST), shift(NORA, Rung.LEAD))),
        replace(ALL_ON_CALL, unreachable=frozenset({NORA, BEN})),
    ]
)


class Events(RuleBasedStateMachine):
    """One patient's alert, a worker that ticks (at times late), staff who come, go, take it and forget it."""

    def __init__(self) -> None:
        super().__init__()
        # An evening before the clocks go forward, so that the hour that is missing falls into some runs.
        self.now = datetime(2026, 3, 8, 3, 0, tzinfo=UTC)
        self.alert: OpenAlert | None = None
        self.on_call = ALL_ON_CALL
        self.named: UUID | None = None
        self.paged: set[tuple[int, UUID]] = set()
        self.paged_at: datetime | None = None

    def send(self, step: StepPlan) -> None:
        assert step.pages or step.fallback, "a step was taken and reached nobody"
        for page in step.pages:
            assert page.staff_id not in self.on_call.unreachable
            assert (step.alert.pagings, page.staff_id) not in self.paged, "paged twice for one step"
            self.paged.add((step.alert.pagings, page.staff_id))
        self.alert, self.named, self.paged_at = step.alert, None, self.now

    @rule(findings=FINDINGS, day=DAYS)
    def something_is_found(self, findings: Findings, day: int | None) -> None:
        before = self.alert
        plan: AlertPlan = plan_alert(
            before, findings, now=self.now, day=day, policy=POLICY, on_call=self.on_call
        )
        if before and plan.alert:
            assert plan.alert.kind.rank >= before.kind.rank, "an alert was lowered"
            assert plan.alert.pressing or not before.pressing, "an alert stopped pressing"
            assert plan.alert.rule_ids >= before.rule_ids
            assert plan.alert.reasons >= before.reasons
            if before.state is AlertState.OPEN and not plan.step:
                assert plan.alert.next_step_at <= before.next_step_at, "a page was put off"
        if any(
            one.level is Level.URGENT and (not before or one.rule_id not in before.rule_ids)
            for one in findings.flags
        ):
            assert plan.step, "a new urgent flag paged nobody"
        assert (plan.change is Change.NOTHING) == (findings == Findings())
        self.alert = plan.alert
        if plan.step:
            self.send(plan.step)

    @rule(passed=st.integers(1, 300))
    def time_passes_and_the_worker_ticks(self, passed: int) -> None:
        until = self.now + minutes(passed)
        while self.alert and self.alert.next_step_at <= until:
            self.now = max(self.now, self.alert.next_step_at)
            self.send(due_step(self.alert, POLICY, self.on_call, self.now))
        self.now = until

    @rule(passed=st.integers(1, 3000))
    def the_worker_was_down(self, passed: int) -> None:
        self.now += minutes(passed)
        if self.alert and self.alert.next_step_at <= self.now:
            self.send(due_step(self.alert, POLICY, self.on_call, self.now))

    @precondition(lambda self: self.alert is not None)
    @rule(by=st.sampled_from(STAFF))
    def somebody_acknowledges(self, by: UUID) -> None:
        assert self.alert is not None
        done = acknowledge(self.alert, POLICY, by=by, now=self.now)
        assert done.already == (self.named not in (None, by))
        self.alert, self.named = done.alert, done.holder

    @precondition(lambda self: self.alert is not None)
    @rule(by=st.sampled_from(STAFF))
    def somebody_reaches_the_person(self, by: UUID) -> None:
        assert self.alert is not None
        self.alert, self.named = record_contact(self.alert, POLICY, by=by, now=self.now), by

    @precondition(lambda self: self.alert is not None)
    @rule()
    def somebody_looks(self) -> None:
        assert self.alert is not None
        self.alert = seen(self.alert, POLICY, now=self.now)

    @precondition(lambda self: self.alert is not None)
    @rule(by=st.sampled_from(STAFF), outcome=st.sampled_from(CloseOutcome))
    def somebody_closes_it(self, by: UUID, outcome: CloseOutcome) -> None:
        close(by=by, outcome=outcome, now=self.now)
        self.alert, self.named, self.paged = None, None, set()

    @rule(on_call=ROTAS)
    def the_rota_changes(self, on_call: OnCall) -> None:
        self.on_call = on_call

    @invariant()
    def work_that_is_open_has_a_next_step_in_the_future(self) -> None:
        assert self.alert is None or self.alert.next_step_at > self.now

    @invariant()
    def only_a_named_person_stops_the_ladder(self) -> None:
        if self.alert:
            assert (self.alert.state is AlertState.ACKNOWLEDGED) == (self.named is not None)
            assert self.alert.acknowledged_by == self.named

    @invariant()
    def what_is_pressing_and_in_nobodys_hands_pages_every_quarter_of_an_hour(self) -> None:
        if self.alert and self.alert.pressing and not self.named:
            assert self.paged_at is not None
            assert self.alert.next_step_at - self.now <= minutes(15)


TestEvents = Events.TestCase
TestEvents.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
