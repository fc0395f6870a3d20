"""The manual's chapter on alerts: what opens one, whom it pages, and what stops the paging."""

from datetime import datetime
from uuid import UUID

from symptomcheck.core.alerts import (
    AlertKind,
    AlertPlan,
    AlertState,
    Change,
    Findings,
    News,
    NoticeReason,
    OpenAlert,
    Silence,
    plan_alert,
)
from symptomcheck.core.answers import Presence, Reporter
from symptomcheck.core.escalation import acknowledge, due_step, record_contact, seen
from symptomcheck.core.levels import Level
from symptomcheck.core.oncall import OnCall, Rung
from tests.core.clockwork import (
    ALL_ON_CALL,
    BEN,
    LEA,
    NOBODY,
    NORA,
    OTTO,
    POLICY,
    fever,
    flag,
    found,
    local,
    minutes,
    shift,
)

TEN = local("2026-02-04 10:00")  # a Wednesday
NIGHT = local("2026-02-04 02:00")


def decide(
    findings: Findings,
    alert: OpenAlert | None = None,
    *,
    now: datetime = TEN,
    day: int | None = 3,
    on_call: OnCall = ALL_ON_CALL,
    notice_paged_at: datetime | None = None,
) -> AlertPlan:
    return plan_alert(
        alert, findings, now=now, day=day, policy=POLICY, on_call=on_call, notice_paged_at=notice_paged_at
    )


def opened(findings: Findings, *, now: datetime = TEN, day: int | None = 3) -> OpenAlert:
    alert = decide(findings, now=now, day=day).alert
    assert alert is not None
    return alert


def paged(plan: AlertPlan) -> list[UUID]:
    return [page.staff_id for page in plan.pages]


def taken(alert: OpenAlert, *, now: datetime = TEN) -> OpenAlert:
    return acknowledge(alert, POLICY, by=NORA, now=now).alert


HELP = Findings(notices=(NoticeReason.HELP,))
STRANGER = Findings(notices=(NoticeReason.UNKNOWN_SENDER,))
SILENT = Findings(silence=Silence(caregiver_answered=False))
TIRED = found(flag("fatigue", Level.TODAY))


# --- urgent ------------------------------------------------------------------------------------------------


def test_an_urgent_flag_pages_whoever_is_on_call_at_once() -> None:
    plan = decide(found(flag("breath")), now=NIGHT)
    assert plan.change is Change.OPENED
    assert paged(plan) == [NORA]
    assert plan.alert is not None
    assert (plan.alert.kind, plan.alert.next_step_at) == (AlertKind.URGENT, NIGHT + minutes(15))


def test_the_ladder_climbs_until_somebody_acknowledges_by_name() -> None:
    alert, now, seen_rungs = opened(found(flag())), TEN, []
    for _ in range(6):
        now = alert.next_step_at
        step = due_step(alert, POLICY, ALL_ON_CALL, now)
        seen_rungs.append(((now - TEN) // minutes(1), [page.staff_id for page in step.pages]))
        alert = step.alert
    assert seen_rungs == [
        (15, [NORA]),
        (30, [BEN]),
        (45, [LEA]),
        (60, [NORA, BEN, LEA]),
        (75, [NORA, BEN, LEA]),
        (90, [NORA, BEN, LEA]),
    ]
    assert alert.pagings == 7


def test_an_empty_rung_is_skipped_at_once_and_said() -> None:
    plan = decide(found(flag()), on_call=OnCall((shift(LEA, Rung.LEAD),)))
    assert paged(plan) == [LEA]
    assert plan.step is not None
    assert [(skip.step, skip.rungs) for skip in plan.step.skipped] == [
        (0, (Rung.FIRST,)),
        (1, (Rung.FIRST,)),
        (2, (Rung.BACKUP,)),
    ]
    assert plan.step.alert.next_step_at == TEN + minutes(15)


def test_with_nobody_on_call_the_fallback_is_paged_every_15_minutes() -> None:
    plan = decide(found(flag()), on_call=NOBODY)
    assert plan.step is not None
    assert (paged(plan), plan.step.fallback) == ([], True)
    again = due_step(plan.step.alert, POLICY, NOBODY, plan.step.alert.next_step_at)
    assert again.fallback
    assert again.alert.next_step_at == TEN + minutes(30)


# --- acknowledged ------------------------------------------------------------------------------------------


def test_an_acknowledgement_holds_for_an_hour_and_then_the_next_step_is_taken() -> None:
    alert = taken(opened(found(flag())), now=TEN + minutes(5))
    assert (alert.state, alert.acknowledged_by) == (AlertState.ACKNOWLEDGED, NORA)
    assert alert.next_step_at == TEN + minutes(65)
    step = due_step(alert, POLICY, ALL_ON_CALL, TEN + minutes(65))
    assert (step.step, step.timed_out) == (1, NORA)
    assert (step.alert.state, step.alert.acknowledged_by) == (AlertState.OPEN, None)


def test_a_recorded_contact_holds_for_four_hours() -> None:
    alert = record_contact(opened(found(flag())), POLICY, by=BEN, now=TEN)
    assert (alert.acknowledged_by, alert.next_step_at) == (BEN, TEN + minutes(240))


def test_of_two_at_once_one_has_it_and_the_other_is_told_who() -> None:
    alert = taken(opened(found(flag())))
    second = acknowledge(alert, POLICY, by=BEN, now=TEN + minutes(1))
    assert (second.already, second.holder, second.alert) == (True, NORA, alert)


# --- appended and raised -----------------------------------------------------------------------------------


def test_the_same_rule_again_is_appended_and_pages_nobody() -> None:
    alert = opened(found(flag("confusion")))
    plan = decide(found(flag("confusion", reporter=Reporter.CAREGIVER)), alert, now=TEN + minutes(2))
    assert (plan.change, plan.step, plan.alert) == (Change.APPENDED, None, alert)


def test_a_new_rule_pages_again_and_delays_no_rung() -> None:
    alert = opened(found(flag("confusion")))
    plan = decide(found(flag("confusion"), flag("breath")), alert, now=TEN + minutes(10))
    assert (plan.change, plan.news, paged(plan)) == (Change.APPENDED, (News.NEW_RULE,), [NORA])
    assert plan.alert is not None
    assert (plan.alert.step, plan.alert.next_step_at) == (alert.step, TEN + minutes(15))


def test_a_reading_half_a_degree_higher_pages_again() -> None:
    alert = opened(found(fever("38.2")))
    assert decide(found(fever("38.6")), alert, now=TEN + minutes(2)).step is None
    higher = decide(found(fever("38.7")), alert, now=TEN + minutes(2))
    assert (higher.news, paged(higher)) == ((News.HIGHER_READING,), [NORA])


def test_news_on_an_acknowledged_alert_opens_it_and_tells_its_holder() -> None:
    alert = acknowledge(opened(found(flag("confusion"))), POLICY, by=OTTO, now=TEN).alert
    plan = decide(found(flag("breath")), alert, now=TEN + minutes(20))
    assert paged(plan) == [NORA, OTTO]
    assert plan.alert is not None
    assert (plan.alert.state, plan.alert.next_step_at) == (AlertState.OPEN, TEN + minutes(35))


def test_an_urgent_flag_raises_a_notice_and_pages() -> None:
    plan = decide(found(flag()), opened(HELP), now=TEN + minutes(1))
    assert (plan.change, paged(plan)) == (Change.RAISED, [NORA])
    assert plan.alert is not None
    assert plan.alert.kind is AlertKind.URGENT
    assert plan.alert.reasons == {NoticeReason.HELP}


# --- today -------------------------------------------------------------------------------------------------


def test_todays_work_pages_at_the_end_of_working_hours_if_untouched() -> None:
    plan = decide(TIRED)
    assert (plan.step, plan.alert and plan.alert.next_step_at) == (None, local("2026-02-04 17:00"))


def test_todays_work_is_due_within_a_day_on_a_weekend_too() -> None:
    assert opened(TIRED, now=local("2026-02-07 18:00")).next_step_at == local("2026-02-08 17:00")


def test_todays_work_in_somebodys_hands_stays_there_to_the_end_of_working_hours() -> None:
    assert taken(opened(TIRED)).next_step_at == local("2026-02-04 17:00")


# --- silence -----------------------------------------------------------------------------------------------


def test_a_silent_patient_without_an_answering_caregiver_pages_in_the_first_two_weeks() -> None:
    plan = decide(SILENT, day=14)
    assert (plan.alert and plan.alert.kind, paged(plan)) == (AlertKind.SILENCE, [NORA])


def test_a_silent_patient_whose_caregiver_answered_is_a_notice() -> None:
    plan = decide(Findings(silence=Silence(caregiver_answered=True)))
    assert plan.alert is not None
    assert (plan.alert.kind, plan.step) == (AlertKind.NOTICE, None)
    assert plan.alert.reasons == {NoticeReason.SILENT_CAREGIVER_ANSWERED}


def test_later_a_silence_is_a_notice_for_the_next_working_hour() -> None:
    saturday = opened(SILENT, now=local("2026-02-07 12:00"), day=20)
    assert (saturday.kind, set(saturday.reasons)) == (AlertKind.NOTICE, {NoticeReason.SILENT_LATER})
    assert saturday.next_step_at == local("2026-02-09 09:00")
    assert opened(SILENT, day=20).next_step_at == TEN + minutes(60)


# --- notices -----------------------------------------------------------------------------------------------


def test_a_notice_pages_after_30_minutes_unless_somebody_looks() -> None:
    alert = opened(HELP, now=NIGHT)
    assert alert.next_step_at == NIGHT + minutes(30)
    assert seen(alert, POLICY, now=NIGHT + minutes(5)).next_step_at == local("2026-02-04 17:00")


def test_one_phone_gets_a_notice_paged_at_most_once_in_12_hours() -> None:
    plan = decide(HELP, now=TEN, notice_paged_at=NIGHT)
    assert plan.alert and plan.alert.next_step_at == local("2026-02-04 14:00")
    step = due_step(opened(HELP), POLICY, ALL_ON_CALL, TEN + minutes(30))
    assert step.alert.next_step_at == TEN + minutes(30 + 12 * 60)


def test_later_a_notice_waits_on_the_work_list_to_the_end_of_the_working_day() -> None:
    assert opened(HELP, now=local("2026-02-06 18:00"), day=15).next_step_at == local("2026-02-09 17:00")


def test_a_symptom_from_an_unknown_number_pages_at_once_and_climbs_the_ladder() -> None:
    plan = decide(STRANGER, day=None)
    assert plan.alert is not None
    assert (plan.alert.kind, paged(plan)) == (AlertKind.NOTICE, [NORA])
    assert plan.alert.next_step_at == TEN + minutes(15)


def test_nothing_found_changes_nothing() -> None:
    alert = opened(found(flag("confusion", value=Presence.NOT_SURE)))
    assert decide(Findings(), alert) == AlertPlan(change=Change.NOTHING, alert=alert)
    assert decide(Findings()).alert is None
