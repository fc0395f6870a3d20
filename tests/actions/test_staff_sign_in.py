"""Who gets in: passwords, one-time links, sessions, and what happens to whoever guesses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.choose_password import LinkIsOver, choose_password, invited_by
from symptomcheck.actions.staff.disable_staff import disable_staff
from symptomcheck.actions.staff.invite_staff import LASTS as LINK_LASTS
from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.actions.staff.passwords import hashed
from symptomcheck.actions.staff.recognise import recognise
from symptomcheck.actions.staff.sign_in import (
    LASTS,
    LOCKED_FOR,
    TRIES_PER_ADDRESS,
    TRIES_PER_LOGIN,
    NotLetIn,
    SignedIn,
    TooManyTries,
    sign_in,
)
from symptomcheck.actions.staff.sign_out import sign_out
from tests.actions.house import House, open_house

PASSWORD = "heron gravel piano tide"
IDLE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        invitation = invite_staff(house.clinic, "nora", by="command line", now=house.now)
        choose_password(house.clinic, invitation.token, PASSWORD, now=house.now)
        yield house


def enter(
    house: House, password: str = PASSWORD, login: str = "nora", address: str = "198.51.100.7"
) -> SignedIn:
    return sign_in(house.clinic, login, password, address=address, now=house.now)


def knows(house: House, token: str, *, active: bool = True) -> bool:
    return recognise(house.clinic, token, idle=IDLE, active=active, now=house.now) is not None


def test_the_right_password_opens_a_session_of_its_owner(house):
    token = enter(house, login=" Nora ").token
    session = recognise(house.clinic, token, idle=IDLE, active=True, now=house.now)
    assert session is not None
    assert (session.login, session.name, session.role) == ("nora", "Nora Quist", "clinician")


@pytest.mark.parametrize(("login", "password"), [("nora", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_a_log_in_nobody_has_are_refused_alike(house, login, password):
    with pytest.raises(NotLetIn) as refused:
        enter(house, password, login)
    assert type(refused.value) is NotLetIn


def test_nothing_that_was_typed_or_given_is_kept_as_it_is(house):
    token = enter(house).token
    kept = str([house.rows(table) for table in ("sessions", "invites", "staff", "attempts", "audit")])
    assert token not in kept and PASSWORD not in kept and "198.51.100.7" not in kept


def test_the_fifth_wrong_password_locks_the_log_in_for_a_quarter_of_an_hour_even_for_the_right_one(house):
    for _ in range(TRIES_PER_LOGIN):
        with pytest.raises(NotLetIn):
            enter(house, "wrong")
    with pytest.raises(TooManyTries):
        enter(house)
    house.now += LOCKED_FOR
    assert enter(house).token


def test_failures_long_ago_or_before_a_success_no_longer_count(house):
    for pause in (LOCKED_FOR, timedelta()):
        for _ in range(TRIES_PER_LOGIN - 1):
            with pytest.raises(NotLetIn):
                enter(house, "wrong")
        house.now += pause
    assert enter(house).token
    for _ in range(TRIES_PER_LOGIN - 1):
        with pytest.raises(NotLetIn):
            enter(house, "wrong")
    assert enter(house).token


def test_one_address_that_guesses_at_many_log_ins_is_locked_as_well(house):
    for number in range(TRIES_PER_ADDRESS):
        with pytest.raises(NotLetIn):
            enter(house, "wrong", f"guess{number}")
    with pytest.raises(TooManyTries):
        enter(house)
    assert enter(house, address="203.0.113.9").token


def test_a_session_ends_when_its_owner_is_idle_and_a_page_that_refreshes_itself_is_no_click(house):
    token = enter(house).token
    house.now += 20 * MINUTE
    assert knows(house, token)
    house.now += 20 * MINUTE
    assert knows(house, token, active=False)
    house.now += 10 * MINUTE
    assert not knows(house, token)


def test_a_session_ends_after_a_shift_however_busy_its_owner_is(house):
    token = enter(house).token
    for _ in range(int(LASTS / (20 * MINUTE)) - 1):
        house.now += 20 * MINUTE
        assert knows(house, token)
    house.now += 20 * MINUTE
    assert not knows(house, token)


def test_signing_out_ends_this_session_and_no_other(house):
    here, elsewhere = enter(house), enter(house)
    sign_out(house.clinic, here.token, staff_id=here.staff_id, now=house.now)
    assert not knows(house, here.token)
    assert knows(house, elsewhere.token)


def test_somebody_who_is_disabled_is_out_at_once_and_stays_out(house):
    token = enter(house).token
    disable_staff(house.clinic, "nora", by="command line", now=house.now)
    assert not knows(house, token)
    with pytest.raises(NotLetIn):
        enter(house)
    with pytest.raises(Refused, match="staff list"):
        invite_staff(house.clinic, "nora", by="command line", now=house.now)


def test_a_new_invitation_closes_the_account_until_a_password_is_chosen(house):
    token = enter(house).token
    first = invite_staff(house.clinic, "nora", by="command line", now=house.now)
    second = invite_staff(house.clinic, "nora", by="command line", now=house.now)
    assert not knows(house, token)
    with pytest.raises(NotLetIn):
        enter(house)
    with pytest.raises(LinkIsOver):
        invited_by(house.clinic, first.token, now=house.now)
    assert choose_password(house.clinic, second.token, PASSWORD + "!", now=house.now).login == "nora"
    assert enter(house, PASSWORD + "!").token


def test_a_link_works_once_and_for_three_days(house):
    invitation = invite_staff(house.clinic, "nora", by="command line", now=house.now)
    house.now += LINK_LASTS - MINUTE
    assert invited_by(house.clinic, invitation.token, now=house.now).name == "Nora Quist"
    choose_password(house.clinic, invitation.token, PASSWORD, now=house.now)
    with pytest.raises(LinkIsOver):
        choose_password(house.clinic, invitation.token, PASSWORD, now=house.now)
    late = invite_staff(house.clinic, "nora", by="command line", now=house.now)
    with pytest.raises(LinkIsOver):
        choose_password(house.clinic, late.token, PASSWORD, now=house.now + LINK_LASTS)


def test_a_link_used_on_another_screen_meanwhile_is_over(house):
    invitation = invite_staff(house.clinic, "nora", by="command line", now=house.now)

    def slowly(password: str) -> str:
        choose_password(house.clinic, invitation.token, "the other screen was quicker", now=house.now)
        return hashed(password)

    with pytest.raises(LinkIsOver):
        choose_password(house.clinic, invitation.token, PASSWORD, hashes=slowly, now=house.now)
    assert enter(house, "the other screen was quicker").token


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 12"),
        ("x" * 201, "at most 200"),
        ("abababababab", "easy to guess"),
        ("Nora works nights", "easy to guess"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_still_works(house, password, says):
    invitation = invite_staff(house.clinic, "nora", by="command line", now=house.now)
    with pytest.raises(Refused, match=says):
        choose_password(house.clinic, invitation.token, password, now=house.now)
    assert choose_password(house.clinic, invitation.token, PASSWORD, now=house.now)
