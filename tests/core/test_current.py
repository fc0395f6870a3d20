"""Which answers count now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from symptomcheck.core.answers import Answer, Key, Presence, Reporter
from symptomcheck.core.current import Held, current, keep

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA, BEN, MORNING, EVENING = (UUID(int=number) for number in range(1, 5))


def held(
    key: Key, *, by: UUID = ANA, hours_ago: float = 0, checkin: UUID | None = None, no: bool = True
) -> Held:
    value = Presence.NO if no else Presence.YES
    said_at = NOW - timedelta(hours=hours_ago)
    answer = Answer(key=key, value=value, reporter=Reporter.PATIENT, person_id=by, said_at=said_at)
    return Held(answer, checkin)


def counts(*kept: Held, checkin: UUID | None) -> list[tuple[Key, UUID]]:
    answers = current(kept, person_id=ANA, checkin_id=checkin, now=NOW)
    return [(answer.key, answer.person_id) for answer in answers]


def test_in_a_check_in_only_its_own_answers_of_this_person_count() -> None:
    earlier, mine = (
        held(Key.BREATH, hours_ago=1, checkin=MORNING),
        held(Key.SPEECH, hours_ago=1, checkin=EVENING),
    )
    assert counts(earlier, mine, checkin=EVENING) == [(Key.SPEECH, ANA)]


def test_what_somebody_else_said_counts_for_twelve_hours() -> None:
    fresh, stale = held(Key.BREATH, by=BEN, hours_ago=12), held(Key.SPEECH, by=BEN, hours_ago=12.1)
    assert counts(fresh, stale, checkin=EVENING) == [(Key.BREATH, BEN)]


def test_outside_a_check_in_everything_of_the_last_twelve_hours_counts() -> None:
    given = held(Key.BREATH, hours_ago=3, checkin=MORNING), held(Key.SPEECH, hours_ago=13)
    assert counts(*given, checkin=None) == [(Key.BREATH, ANA)]


def test_the_latest_answer_of_each_person_about_each_key_is_kept() -> None:
    before, after, others = (
        held(Key.BREATH, hours_ago=2),
        held(Key.BREATH, no=False),
        held(Key.BREATH, by=BEN),
    )
    assert keep([before, others], [after], now=NOW) == (after, others)


def test_answers_older_than_a_day_are_let_go() -> None:
    assert keep([held(Key.BREATH, hours_ago=25)], [], now=NOW) == ()
