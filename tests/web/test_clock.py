"""Two clocks: what time it is for the clinic, and what time it really is."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from symptomcheck.clock import DatabaseClock, RealClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Stand:
    """A host clock, a steady tick and a database, all moved by hand."""

    def __init__(self) -> None:
        self.host, self.tick, self.database = NOON, 1000.0, NOON
        self.asked = 0
        self.down = False

    def now(self) -> datetime:
        return self.host

    def pass_(self, **time: float) -> None:
        gone = timedelta(**time)
        self.host += gone
        self.database += gone
        self.tick += gone.total_seconds()

    def ask(self) -> datetime:
        self.asked += 1
        if self.down:
            raise ConnectionError("no database")
        return self.database


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def clock(stand: Stand) -> DatabaseClock:
    return DatabaseClock(stand.ask, host=stand, ticking=lambda: stand.tick)


def test_the_real_clock_is_aware_and_in_utc():
    assert RealClock().now().utcoffset() == timedelta()


def test_the_clinic_goes_by_the_time_of_the_database(stand, clock):
    stand.database = NOON - timedelta(minutes=3)
    assert clock.now() == NOON - timedelta(minutes=3)


def test_between_two_measurements_the_time_goes_on(stand, clock):
    clock.now()
    stand.pass_(seconds=20)
    assert clock.now() == NOON + timedelta(seconds=20)
    assert stand.asked == 1


def test_the_database_is_asked_again_after_a_minute(stand, clock):
    clock.now()
    stand.pass_(seconds=60)
    clock.now()
    assert stand.asked == 2


def test_setting_the_host_clock_an_hour_ahead_moves_nothing(stand, clock):
    clock.now()
    stand.host += timedelta(hours=1)
    stand.pass_(seconds=5)
    assert clock.now() == NOON + timedelta(seconds=5)


def test_a_database_that_is_down_leaves_the_last_known_time_going(stand, clock):
    stand.database = NOON - timedelta(minutes=3)
    clock.now()
    stand.down = True
    stand.pass_(minutes=5)
    assert clock.now() == NOON + timedelta(minutes=2)


def test_a_database_that_never_answered_leaves_the_host_clock(stand, clock):
    stand.down = True
    assert clock.now() == NOON
    assert clock.offset is None


def test_a_database_that_is_down_is_asked_once_a_minute_and_not_for_every_text(stand, clock):
    stand.down = True
    for _ in range(10):
        clock.now()
    assert stand.asked == 1


@pytest.mark.parametrize(("off_by", "alarms"), [(1.9, 0), (2.1, 1), (-2.1, 1)])
def test_more_than_two_seconds_off_is_an_alarm(stand, clock, off_by, alarms):
    stand.database = NOON + timedelta(seconds=off_by)
    with capture_logs() as logs:
        clock.now()
    assert [entry["event"] for entry in logs] == ["clock_is_off"] * alarms
    assert clock.offset == timedelta(seconds=off_by)
