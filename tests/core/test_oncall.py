"""Who is on call at an instant, and the spans in which nobody is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from symptomcheck.core.oncall import Gap, OnCall, Rung, Shift, gaps, who
from tests.core.clockwork import BEN, LEA, NORA, shift

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def hour(count: float) -> datetime:
    return DAY + timedelta(hours=count)


def test_a_shift_covers_its_first_instant_and_not_its_last() -> None:
    rota = [shift(NORA, Rung.FIRST, hour(8), hour(20)), shift(BEN, Rung.FIRST, hour(20), hour(32))]
    assert who(rota, Rung.FIRST, hour(8)) == (NORA,)
    assert who(rota, Rung.FIRST, hour(20)) == (BEN,)
    assert who(rota, Rung.FIRST, hour(7.99)) == ()
    assert who(rota, Rung.BACKUP, hour(9)) == ()


def test_a_shift_without_an_end_goes_on() -> None:
    assert who([shift(NORA, Rung.LEAD, hour(0))], Rung.LEAD, hour(9000)) == (NORA,)


def test_several_people_are_named_once_each_longest_on_shift_first() -> None:
    rota = [
        shift(BEN, Rung.FIRST, hour(2)),
        shift(NORA, Rung.FIRST, hour(1), hour(5)),
        shift(NORA, Rung.FIRST, hour(3)),
    ]
    assert who(rota, Rung.FIRST, hour(4)) == (NORA, BEN)


def test_somebody_who_cannot_be_reached_is_not_paged() -> None:
    on_call = OnCall((shift(NORA, Rung.FIRST), shift(BEN, Rung.FIRST)), unreachable=frozenset({NORA}))
    assert on_call.people(Rung.FIRST, DAY) == (BEN,)


def test_gaps_are_the_spans_without_anybody_on_any_rung() -> None:
    rota = [
        shift(NORA, Rung.FIRST, hour(2), hour(4)),
        shift(BEN, Rung.BACKUP, hour(3), hour(6)),
        shift(LEA, Rung.LEAD, hour(8), hour(9)),
        shift(NORA, Rung.FIRST, hour(8.5), hour(8.7)),
    ]
    assert gaps(rota, hour(0), hour(10)) == (gap(0, 2), gap(6, 8), gap(9, 10))
    assert gaps(rota, hour(0), hour(10), Rung.BACKUP) == (gap(0, 3), gap(6, 10))


def test_without_shifts_everything_is_a_gap_and_an_endless_shift_leaves_none() -> None:
    assert gaps([], hour(0), hour(1)) == (gap(0, 1),)
    assert gaps([shift(NORA, Rung.FIRST, hour(-5))], hour(0), hour(1)) == ()
    assert gaps([shift(NORA, Rung.FIRST, hour(1))], hour(0), hour(1)) == (gap(0, 1),)


def gap(start: float, end: float) -> Gap:
    return Gap(starts_at=hour(start), ends_at=hour(end))


SHIFTS = st.builds(
    lambda who, rung, start, length: shift(
        who, rung, hour(start), None if length is None else hour(start + length)
    ),
    st.sampled_from([NORA, BEN, LEA]),
    st.sampled_from(Rung),
    st.integers(-5, 30),
    st.none() | st.integers(0, 12),
)


@given(rota=st.lists(SHIFTS, max_size=8), at=st.floats(0, 23.99))
def test_an_instant_is_in_a_gap_exactly_when_nobody_is_on_call(rota: list[Shift], at: float) -> None:
    in_a_gap = any(one.starts_at <= hour(at) < one.ends_at for one in gaps(rota, hour(0), hour(24)))
    assert in_a_gap == (not any(who(rota, rung, hour(at)) for rung in Rung))
