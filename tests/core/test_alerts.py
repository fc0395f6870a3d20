"""Edges of what findings do to an open alert; the promises themselves are in the manual (tests/spec)."""

from datetime import datetime

import pytest

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
from symptomcheck.core.answers import Temperature
from symptomcheck.core.escalation import acknowledge, due_step
from symptomcheck.core.levels import Level
from symptomcheck.core.oncall import OnCall, Rung
from tests.core.clockwork import (
    ALL_ON_CALL,
    BEN,
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

TEN = local("2026-02-04 10:00")
HELP = Findings(notices=(NoticeReason.HELP,))
TIRED = found(flag("fatigue", Level.TODAY))
SILENT = Findings(silence=Silence(caregiver_answered=False))


def decide(
    findings: Findings,
    alert: OpenAlert | None = None,
    *,
    now: datetime = TEN,
    day: int | None = 3,
    on_call: OnCall = ALL_ON_CALL,
) -> AlertPlan:
    return plan_alert(alert, findings, now=now, day=day, policy=POLICY, on_call=on_call)


def after(*every: Findings, minutes_apart: float = 1) -> OpenAlert:
    """The alert that findings leave behind, one after the other."""
    alert: OpenAlert | None = None
    for number, findings in enumerate(every):
        alert = decide(findings, alert, now=TEN + minutes(number * minutes_apart)).alert
    assert alert is not None
    return alert


def held(alert: OpenAlert, *, now: datetime = TEN) -> OpenAlert:
    return acknowledge(alert, POLICY, by=OTTO, now=now).alert


def test_kinds_are_ordered_by_rank() -> None:
    assert sorted(AlertKind, key=lambda kind: kind.rank) == ["notice", "silence", "today", "urgent"]


# --- readings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "pages"),
    [
        (("38.0", "C"), ("38.5", "C"), True),
        (("38.0", "C"), ("38.49", "C"), False),
        (("100.4", "F"), ("101.3", "F"), True),
        (("100.4", "F"), ("101.2", "F"), False),
        (("38.0", "C"), ("101.3", "F"), True),
        (("101.3", "F"), ("39.0", "C"), True),
        (("101.3", "F"), ("38.9", "C"), False),
        (("39.0", "C"), ("38.0", "C"), False),
    ],
)
def test_half_a_degree_celsius_is_exact_across_units(
    first: tuple[str, str], second: tuple[str, str], pages: bool
) -> None:
    plan = decide(found(fever(*second)), after(found(fever(*first))), now=TEN + minutes(1))
    assert bool(plan.pages) is pages


def test_small_steps_up_add_up_to_a_page() -> None:
    alert = after(found(fever("38.0")), found(fever("38.3")))
    assert alert.highest_temperature == Temperature("38.0", "C")
    assert decide(found(fever("38.5")), alert, now=TEN + minutes(2)).news == (News.HIGHER_READING,)


def test_the_first_reading_on_an_alert_is_news_and_the_highest_of_several_counts() -> None:
    alert = after(found(flag("fever")))
    plan = decide(
        found(flag("fever", value=Temperature("38.1", "C")), fever("39.0")), alert, now=TEN + minutes(1)
    )
    assert plan.news == (News.NEW_RULE, News.HIGHER_READING)
    assert plan.alert is not None
    assert plan.alert.highest_temperature == Temperature("39.0", "C")


def test_the_reading_of_a_rule_that_is_not_urgent_pages_nobody() -> None:
    plan = decide(found(flag("warm", Level.TODAY, Temperature("37.9", "C"))), after(found(flag())))
    assert (plan.change, plan.step) == (Change.APPENDED, None)
    assert plan.alert is not None
    assert plan.alert.rule_ids == {"confusion", "warm"}


# --- raising -----------------------------------------------------------------------------------------------


def test_todays_flag_on_a_notice_keeps_the_sooner_time() -> None:
    plan = decide(TIRED, after(HELP))
    assert (plan.change, plan.step) == (Change.RAISED, None)
    assert plan.alert is not None
    assert (plan.alert.kind, plan.alert.next_step_at) == (AlertKind.TODAY, TEN + minutes(30))


def test_a_notice_on_todays_work_brings_its_time_forward() -> None:
    plan = decide(HELP, after(TIRED))
    assert (plan.change, plan.alert and plan.alert.next_step_at) == (Change.APPENDED, TEN + minutes(30))


def test_a_silence_on_todays_work_pages_and_stays_todays_work() -> None:
    plan = decide(SILENT, after(TIRED))
    assert plan.news == (News.PRESSING,)
    assert plan.pages
    assert plan.alert is not None
    assert (plan.alert.kind, plan.alert.next_step_at) == (AlertKind.TODAY, TEN + minutes(15))


def test_todays_flag_does_not_slow_a_silence_that_pages() -> None:
    alert = after(SILENT, TIRED)
    assert (alert.kind, alert.next_step_at) == (AlertKind.TODAY, TEN + minutes(15))
    assert due_step(alert, POLICY, ALL_ON_CALL, alert.next_step_at).alert.next_step_at == TEN + minutes(30)


def test_an_urgent_flag_on_a_silence_pages_again_without_starting_over() -> None:
    alert = due_step(after(SILENT), POLICY, ALL_ON_CALL, TEN + minutes(15)).alert
    alert = due_step(alert, POLICY, ALL_ON_CALL, TEN + minutes(30)).alert
    plan = decide(found(flag()), alert, now=TEN + minutes(40))
    assert [page.staff_id for page in plan.pages] == [BEN]
    assert plan.alert is not None
    assert (plan.alert.step, plan.alert.next_step_at) == (3, TEN + minutes(45))


def test_a_rule_whose_level_a_new_book_raised_pages_though_its_id_is_known() -> None:
    alert = after(found(flag("chills", Level.TODAY)))
    plan = decide(found(flag("chills", Level.URGENT)), alert)
    assert (plan.change, plan.news) == (Change.RAISED, (News.PRESSING,))


def test_a_flag_of_level_notice_waits_like_a_notice() -> None:
    assert after(found(flag("dizzy", Level.NOTICE))).next_step_at == TEN + minutes(30)


# --- acknowledged and overdue ------------------------------------------------------------------------------


def test_a_second_silence_leaves_the_alert_with_whoever_has_it() -> None:
    alert = held(after(SILENT))
    assert decide(SILENT, alert, now=TEN + minutes(10)) == AlertPlan(change=Change.APPENDED, alert=alert)


def test_a_notice_on_a_notice_in_somebodys_hands_is_looked_at_within_30_minutes() -> None:
    alert = held(after(HELP))
    plan = decide(Findings(notices=(NoticeReason.STOP,)), alert, now=TEN + minutes(5))
    assert plan.alert is not None
    assert (plan.alert.state, plan.alert.next_step_at) == (AlertState.ACKNOWLEDGED, TEN + minutes(35))


def test_an_overdue_step_is_taken_with_whatever_comes_first() -> None:
    plan = decide(found(flag()), after(found(flag())), now=TEN + minutes(16))
    assert (plan.change, plan.news) == (Change.APPENDED, ())
    assert plan.step is not None
    assert plan.step.step == 1
    assert plan.alert is not None
    assert plan.alert.next_step_at == TEN + minutes(31)


def test_news_on_an_overdue_alert_takes_the_overdue_step_and_repeats_none() -> None:
    plan = decide(found(flag("breath")), after(found(flag())), now=TEN + minutes(16))
    assert plan.step is not None
    assert (plan.step.step, plan.news) == (1, (News.NEW_RULE,))


@pytest.mark.parametrize(
    "on_call",
    [
        OnCall((shift(OTTO, Rung.FIRST),)),
        OnCall((shift(NORA, Rung.FIRST),), unreachable=frozenset({OTTO})),
    ],
)
def test_a_holder_is_told_once_and_only_if_there_is_a_way(on_call: OnCall) -> None:
    plan = decide(found(flag("breath")), held(after(found(flag()))), on_call=on_call)
    assert [page.rung for page in plan.pages] == [Rung.FIRST]


def test_a_day_before_the_infusion_is_not_closely_watched() -> None:
    plan = decide(HELP, day=-1)
    assert plan.alert is not None
    assert plan.alert.next_step_at == local("2026-02-04 17:00")
    assert plan.pages == ()


def test_a_phone_we_do_not_know_is_watched_closely() -> None:
    plan = decide(Findings(notices=(NoticeReason.LOOP,)), day=None)
    assert plan.alert is not None
    assert plan.alert.next_step_at == TEN + minutes(30)
