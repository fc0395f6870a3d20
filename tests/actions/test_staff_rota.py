"""Turns, somebody who steps in, and the gaps of the next 14 days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.disable_staff import disable_staff
from symptomcheck.actions.staff.step_in import step_in
from symptomcheck.actions.staff.take_turns import end_turns, fill_rotations, take_turns
from symptomcheck.actions.staff.view_rota import view_rota
from symptomcheck.actions.tick import tick
from symptomcheck.core.oncall import Rung
from tests.actions.house import NEW_YORK, House, open_house

BY = "Lea Ott"


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        house.add_nurse("Omar Diaz", "555-010-0151", on_call="none")
        yield house


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(NEW_YORK))


def on_first(house: House) -> list[tuple[str, str, str]]:
    """Who is on the first rung, from when to when, on the clinic's clock."""
    rota = view_rota(house.clinic, now=house.now)

    def wall(when: datetime | None) -> str:
        return f"{when.astimezone(ZoneInfo(NEW_YORK)):%m-%d %H:%M}" if when else "open"

    return [
        (rota.names[shift.staff_id].split()[0], wall(shift.starts_at), wall(shift.ends_at))
        for shift in rota.shifts[Rung.FIRST]
    ]


def weekly(house: House, *, starts_on: date = date(2026, 11, 25)) -> None:
    take_turns(
        house.clinic,
        ["nora", "omar"],
        rung=Rung.FIRST,
        handover=time(8),
        days=7,
        starts_on=starts_on,
        by=BY,
        now=house.now,
    )


def test_people_take_turns_after_whoever_stood_there_and_no_minute_is_nobodys(house):
    weekly(house)
    assert on_first(house) == [
        ("Nora", "11-23 10:00", "11-25 08:00"),
        ("Nora", "11-25 08:00", "12-02 08:00"),
        ("Omar", "12-02 08:00", "12-09 08:00"),
    ]
    assert view_rota(house.clinic, now=house.now).gaps == ()


def test_the_tick_writes_the_turns_that_come_nearer_each_once(house):
    weekly(house)
    assert fill_rotations(house.clinic, now=house.now) == 0
    until = house.now + timedelta(days=90)
    while house.now < until:
        house.now += timedelta(days=5)
        tick(house.clinic, now=house.now)
        assert view_rota(house.clinic, now=house.now).gaps == ()
    starts = [row.starts_at for row in house.rows("shifts") if row.rotation_id]
    assert len(starts) == len(set(starts)) > 15


def test_a_rotation_that_began_in_the_past_takes_over_now_and_one_of_before_ends(house):
    weekly(house)
    weekly(house, starts_on=date(2026, 11, 20))
    assert sorted(on_first(house)) == [
        ("Nora", "11-23 10:00", "11-25 08:00"),  # what stood there with an end stays
        ("Nora", "11-23 10:00", "11-27 08:00"),
        ("Nora", "12-04 08:00", "12-11 08:00"),
        ("Omar", "11-27 08:00", "12-04 08:00"),
    ]
    (running,) = view_rota(house.clinic, now=house.now).rotations
    assert end_turns(house.clinic, running.id, by=BY, now=house.now)
    assert not end_turns(house.clinic, running.id, by=BY, now=house.now)
    assert len(on_first(house)) == 2  # the turn that had begun goes on
    assert [gap.starts_at for gap in view_rota(house.clinic, now=house.now).gaps] == [at("2026-11-27 08:00")]


def test_the_turn_of_somebody_who_left_is_a_gap_that_is_seen(house):
    weekly(house)
    disable_staff(house.clinic, "omar", by=BY, now=house.now)
    house.now += timedelta(days=3)
    tick(house.clinic, now=house.now)
    rota = view_rota(house.clinic, now=house.now)
    assert [gap.starts_at for gap in rota.gaps] == [at("2026-12-02 08:00")]


def test_somebody_steps_in_for_a_while_and_before_and_after_it_all_stays(house):
    weekly(house)
    step_in(
        house.clinic,
        "omar",
        rung=Rung.FIRST,
        starts_at=at("2026-11-26 08:00"),
        ends_at=at("2026-11-28 08:00"),
        by=BY,
        now=house.now,
    )
    assert on_first(house)[1:4] == [
        ("Nora", "11-25 08:00", "11-26 08:00"),
        ("Omar", "11-26 08:00", "11-28 08:00"),
        ("Nora", "11-28 08:00", "12-02 08:00"),
    ]


def test_a_span_that_is_over_or_turned_round_is_refused(house):
    for start, end in (("2026-11-20 08:00", "2026-11-21 08:00"), ("2026-11-26 08:00", "2026-11-25 08:00")):
        with pytest.raises(Refused, match="Give a start and a later end"):
            step_in(
                house.clinic,
                "omar",
                rung=Rung.FIRST,
                starts_at=at(start),
                ends_at=at(end),
                by=BY,
                now=house.now,
            )


def test_whoever_cannot_be_texted_or_has_left_is_not_put_on_call(house):
    house.add_nurse("Pia Holm", None)
    for login, says in (("pia", "has no phone that can be texted"), ("ghost", "No active member")):
        with pytest.raises(Refused, match=says):
            take_turns(
                house.clinic,
                [login],
                rung=Rung.LEAD,
                handover=time(8),
                days=7,
                starts_on=date(2026, 11, 25),
                by=BY,
                now=house.now,
            )


@pytest.mark.parametrize(
    ("days", "starts_on", "says"),
    [(0, date(2026, 11, 25), "turns of 1 to 28 days"), (7, date(2027, 3, 1), "Start it earlier")],
)
def test_turns_that_would_never_come_are_refused(house, days, starts_on, says):
    with pytest.raises(Refused, match=says):
        take_turns(
            house.clinic,
            ["omar"],
            rung=Rung.LEAD,
            handover=time(8),
            days=days,
            starts_on=starts_on,
            by=BY,
            now=house.now,
        )
