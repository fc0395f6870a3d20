"""The team: accounts, verified phones, and who is on call."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.add_staff import AddedStaff, add_staff
from symptomcheck.actions.staff.disable_staff import disable_staff
from symptomcheck.actions.staff.list_staff import list_staff
from symptomcheck.core.oncall import Rung
from symptomcheck.storage import people, shifts, staff
from tests.actions.house import House, bare_house


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with bare_house(database_url) as house:
        yield house


def _add(house: House, **typed: Any) -> AddedStaff:
    usual: dict[str, Any] = {"name": "Nora Quist", "login": "nora", "role": "clinician"}
    usual |= {"phone": "(503) 555-0142", "email": None}
    return add_staff(house.clinic, by="command line", now=house.now, **(usual | typed))


def test_a_clinician_with_a_phone_is_on_call_first_from_now_on(house: House) -> None:
    nora = _add(house)

    assert nora.rung is Rung.FIRST
    (shift,) = house.rows("shifts")
    assert (shift.staff_id, shift.rung, shift.starts_at, shift.ends_at) == (
        nora.staff_id,
        "first",
        house.now,
        None,
    )
    (account,) = house.rows("staff")
    assert (account.login, account.role, account.state, account.password_hash) == (
        "nora",
        "clinician",
        "active",
        None,
    )


def test_the_typed_number_counts_as_verified_and_the_audit_says_by_whom(house: House) -> None:
    nora = _add(house, email="nora@example.org")
    with house.clinic.db.read() as tx:
        ways = people.ways_to(tx, nora.staff_id)
    assert [(way.kind, way.address, way.confirmed) for way in ways] == [
        ("sms", "+15035550142", True),
        ("voice", "+15035550142", True),
        ("email", "nora@example.org", True),
    ]
    (row,) = house.rows("audit")
    assert (row.actor, row.verb, row.subject) == ("command line", "staff.added", f"staff:{nora.staff_id}")
    assert row.facts == {"role": "clinician", "on_call": "first", "phone_verified_by": "command line"}


@pytest.mark.parametrize(
    ("typed", "rung"),
    [
        ({"on_call": "backup"}, Rung.BACKUP),
        ({"on_call": "lead"}, Rung.LEAD),
        ({"on_call": "none"}, None),
        ({"role": "admin"}, None),
        ({"role": "viewer"}, None),
        ({"role": "admin", "on_call": "lead"}, Rung.LEAD),
        ({"phone": None}, None),
        ({"phone": None, "on_call": "none"}, None),
    ],
    ids=str,
)
def test_others_are_on_call_only_when_told(house: House, typed: dict[str, Any], rung: Rung | None) -> None:
    assert _add(house, **typed).rung is rung
    assert [row.rung for row in house.rows("shifts")] == ([] if rung is None else [rung.value])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "The member of staff has no name"),
        ({"login": "n"}, "2 to 64 letters"),
        ({"login": "nora quist"}, "2 to 64 letters"),
        ({"role": "doctor"}, "Choose one of: admin, clinician, viewer"),
        ({"on_call": "second"}, "Choose one of: first, backup, lead, none"),
        ({"phone": None, "on_call": "first"}, "needs a phone"),
        ({"phone": "555-0142"}, "too short"),
        ({"email": "nora@"}, "no e-mail address"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_mistyped_is_named_with_its_remedy(house: House, typed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        _add(house, **typed)
    assert house.rows("staff") == house.rows("people") == house.rows("shifts") == []


def test_a_log_in_belongs_to_one_person_for_ever(house: House) -> None:
    _add(house)
    disable_staff(house.clinic, "NORA ", by="command line", now=house.now)
    with pytest.raises(Refused, match="is or was somebody's"):
        _add(house, name="Nora Vance", login="Nora")


def test_a_disabled_member_is_off_call_at_once_and_the_gap_is_told(house: House) -> None:
    nora = _add(house)
    house.now += timedelta(hours=1)

    disabled = disable_staff(house.clinic, "nora", by="command line", now=house.now)

    (gap,) = disabled.uncovered
    assert (gap.starts_at, gap.ends_at) == (house.now, house.now + timedelta(days=14))
    assert house.rows("staff")[0].state == "disabled"
    assert house.rows("shifts")[0].ends_at == house.now
    assert house.audited()[-1] == ("command line", "staff.disabled")
    with house.clinic.db.read() as tx:
        assert shifts.of_staff(tx, nora.staff_id, since=house.now) == ()


def test_shifts_that_had_not_begun_are_gone_with_the_member(house: House) -> None:
    nora = _add(house, on_call="none")
    later = house.now + timedelta(days=1)
    with house.clinic.db.write() as tx:
        shifts.add(tx, nora.staff_id, rung=Rung.LEAD, starts_at=later, ends_at=None, now=house.now)
    disable_staff(house.clinic, "nora", by="command line", now=house.now)
    assert house.rows("shifts") == []


def test_no_gap_is_told_while_others_are_on_call(house: House) -> None:
    _add(house)
    _add(house, name="Vic Lund", login="vic", phone="503-555-0143")
    assert disable_staff(house.clinic, "nora", by="command line", now=house.now).uncovered == ()


def test_whoever_is_not_there_cannot_be_disabled(house: House) -> None:
    _add(house)
    disable_staff(house.clinic, "nora", by="command line", now=house.now)
    for login in ("nora", "vic"):
        with pytest.raises(Refused, match="symptomcheck staff list"):
            disable_staff(house.clinic, login, by="command line", now=house.now)


def test_the_list_says_who_is_on_call_now(house: House) -> None:
    _add(house)
    _add(house, name="Vic Lund", login="vic", phone=None, role="viewer")
    listed = list_staff(house.clinic, now=house.now)

    assert [(each.member.login, each.member.active, each.on_call) for each in listed] == [
        ("nora", True, (Rung.FIRST,)),
        ("vic", True, ()),
    ]
    assert [len(each.ways) for each in listed] == [2, 0]


def test_a_log_in_finds_its_member(house: House) -> None:
    nora = _add(house)
    with house.clinic.db.read() as tx:
        found = staff.by_login(tx, "nora")
        assert found is not None
        assert (found.id, found.person.name, found.created_at) == (nora.staff_id, "Nora Quist", house.now)
        assert staff.by_login(tx, "vic") is None
