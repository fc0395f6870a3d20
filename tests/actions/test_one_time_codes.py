"""The second thing besides a password: codes of an authenticator, each good once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.choose_password import Authenticator, choose_password
from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.actions.staff.one_time_code import code_of, step_at
from symptomcheck.actions.staff.sign_in import (
    TRIES_PER_LOGIN,
    NoAuthenticator,
    NotLetIn,
    TooManyTries,
    sign_in,
)
from tests.actions.house import House, open_house

PASSWORD = "heron gravel piano tide"
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def code(house: House, *, later: int = 0) -> str:
    """What the app shows, so many half minutes from now."""
    return code_of(KEY, step_at(house.now) + later)


def sets_up(house: House, typed: str | None) -> None:
    token = invite_staff(house.clinic, "nora", by="command line", now=house.now).token
    app = None if typed is None else Authenticator(KEY, typed)
    choose_password(house.clinic, token, PASSWORD, authenticator=app, now=house.now)


def enter(house: House, typed: str | None, password: str = PASSWORD) -> str:
    return sign_in(house.clinic, "nora", password, code=typed, address="198.51.100.7", now=house.now).token


def test_a_code_opens_once_and_the_next_one_again(house):
    sets_up(house, code(house))
    house.now += HALF_A_MINUTE
    assert enter(house, f" {code(house)[:3]} {code(house)[3:]} ")
    with pytest.raises(NotLetIn):
        enter(house, code(house))
    house.now += HALF_A_MINUTE
    assert enter(house, code(house))


def test_slow_fingers_and_a_clock_ahead_are_let_in_and_an_old_code_is_not(house):
    sets_up(house, code(house))
    house.now += 10 * HALF_A_MINUTE
    assert enter(house, code(house, later=-1)) and enter(house, code(house, later=1))
    for wrong in (code(house, later=-2), "", "000000x"):
        with pytest.raises(NotLetIn):
            enter(house, wrong)


def test_guessing_codes_locks_like_guessing_passwords_and_a_code_alone_opens_nothing(house):
    sets_up(house, code(house))
    for _ in range(TRIES_PER_LOGIN - 1):
        with pytest.raises(NotLetIn):
            enter(house, "000000")
    with pytest.raises(NotLetIn):
        enter(house, code(house), password="wrong")
    with pytest.raises(TooManyTries):
        enter(house, code(house, later=1))


def test_a_link_is_not_used_up_by_a_wrong_first_code_and_the_key_is_kept_sealed(house):
    token = invite_staff(house.clinic, "nora", by="command line", now=house.now).token
    with pytest.raises(Refused, match="newest one"):
        choose_password(house.clinic, token, PASSWORD, authenticator=Authenticator(KEY, "1"), now=house.now)
    app = Authenticator(KEY, code(house))
    choose_password(house.clinic, token, PASSWORD, authenticator=app, now=house.now)
    assert KEY not in str(house.rows("staff"))


def test_who_has_a_password_from_before_is_told_to_ask_for_a_new_link(house):
    sets_up(house, None)
    with pytest.raises(NoAuthenticator):
        enter(house, "123456")
    with pytest.raises(NotLetIn) as refused:
        enter(house, "123456", password="wrong")
    assert type(refused.value) is NotLetIn
    assert enter(house, None)


def test_a_new_link_takes_the_old_authenticator_away(house):
    sets_up(house, code(house))
    sets_up(house, None)
    house.now += HALF_A_MINUTE
    with pytest.raises(NoAuthenticator):
        enter(house, code(house))
