"""A clinic writes its own ladders: who is paged then, and what is refused."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.alerts.change_policy import change_policy, policy_as_read
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.tick import tick
from symptomcheck.core.policy_text import write_ladder
from symptomcheck.storage import shifts
from tests.actions.house import House, open_house
from tests.actions.texting import ANA, says

OURS = {
    "fast": "0 backup call\n20 first+backup\nevery 30 call",
    "slow": "0 first\nevery 600",
    "notice": "0 first\nevery 720",
}


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url, calls=True) as house:
        house.enrol()
        yield house


def paged(house: House, step: int) -> set[tuple[str, str]]:
    names = {row.id: row.login for row in house.rows("staff")}
    return {(names[row.person_id], row.channel) for row in house.rows("outbox", page_step=step)}


def test_the_ladders_that_stand_decide_whom_the_next_step_pages_and_how(house):
    house.add_nurse("Omar Diaz", "555-010-0151", on_call="backup")
    change_policy(house.clinic, OURS, by="Lea Ott", now=house.now)
    says(house, ANA, "cant breathe")
    assert paged(house, 1) == {("omar", "sms"), ("omar", "voice")}
    house.now += timedelta(minutes=20)
    tick(house.clinic, now=house.now)
    assert paged(house, 2) == {("nora", "sms"), ("omar", "sms")}
    (row,) = house.rows("alerts")
    assert row.next_step_at == house.now + timedelta(minutes=30)


def test_they_stand_with_nobody_on_call_too_and_the_newest_wins(house):
    change_policy(house.clinic, OURS, by="Lea Ott", now=house.now)
    newest = OURS | {"fast": "0 lead\nevery 10"}
    change_policy(house.clinic, newest, by="Lea Ott", now=house.now + timedelta(seconds=1))
    with house.clinic.db.write() as tx:
        shifts.end_all(tx, house.rows("staff")[0].id, now=house.now)
    says(house, ANA, "cant breathe")
    (row,) = house.rows("alerts")
    assert row.next_step_at - house.now <= timedelta(minutes=10)
    assert write_ladder(policy_as_read(house.clinic).fast) == "0 lead\nevery 10"
    assert [verb for _, verb in house.audited()].count("policy.changed") == 2


@pytest.mark.parametrize(
    ("fast", "says"),
    [
        ("", '"" cannot be read'),
        ("0 nobody\nevery 15", '"0 nobody" cannot be read'),
        ("0 first bell\nevery 15", '"0 first bell" cannot be read'),
        ("0 first\nevery 99999", '"every 99999" cannot be read'),
        ("0 first\n15 backup", '"15 backup" cannot be read'),
        ("5 first\nevery 15", "A ladder needs a step at 0 minutes"),
        ("0 first\nevery 90", "must page again at least every 60 minutes"),
    ],
)
def test_a_ladder_that_could_stand_still_is_refused_and_nothing_changes(house, fast, says):
    with pytest.raises(Refused, match=says):
        change_policy(house.clinic, OURS | {"fast": fast}, by="Lea Ott", now=house.now)
    assert house.rows("policies") == []
