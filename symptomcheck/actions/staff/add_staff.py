"""Give a member of the team an account, and put them on call."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_by, checked_email, checked_name
from symptomcheck.actions.people.newcomers import Typed, checked, texted_phones
from symptomcheck.actions.people.short_name import short_name
from symptomcheck.actions.refused import Refused
from symptomcheck.core.oncall import Rung
from symptomcheck.storage import audit, contacts, people, shifts, staff
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.staff import Role

OnCallAs = Literal["first", "backup", "lead", "none"]

_WHOSE = "The member of staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedStaff:
    """Who was added, and the rung they are on call on from now; None: on no call."""

    staff_id: UUID
    rung: Rung | None


def add_staff(
    clinic: Clinic,
    *,
    name: str,
    login: str,
    role: Role,
    phone: str | None,
    email: str | None,
    on_call: OnCallAs | None = None,
    by: str,
    now: datetime,
) -> AddedStaff:
    """Add a member of the team, in one transaction.

    The phone counts as verified by whoever typed it: pages go there, and ACK from there is obeyed.

    1. Check what was typed; a log-in belongs to one person for ever.
    2. Keep person, account, phone and e-mail.
    3. Put them on call until changed: a clinician with a phone on rung "first" unless told otherwise, others
       only when told.
    """
    by, name, login = checked_by(by), checked_name(name, _WHOSE), _checked_login(login)
    _refuse_other_words(role, on_call)
    address = None if email is None else checked_email(email)
    with clinic.db.write() as tx:
        if staff.by_login(tx, login) is not None:
            raise Refused(f'The log-in "{login}" is or was somebody\'s. Choose another.')
        language, zone = clinic.site.language, clinic.site.zone
        typed = None if phone is None else checked(clinic, name, phone, language, whose=_WHOSE)
        rung = _rung(role, on_call, has_phone=typed is not None)

        tag = short_name(name)
        staff_id = people.add(tx, name=name, tag=tag, language=language, zone=zone, now=now)
        staff.add(tx, staff_id, login=login, role=role, now=now)
        _keep_ways(tx, staff_id, typed, address, now=now)

        if rung is not None:
            shifts.add(tx, staff_id, rung=rung, starts_at=now, ends_at=None, now=now)
        facts = {
            "role": role,
            "on_call": rung.value if rung else "none",
            "phone_verified_by": by if typed else None,
        }
        audit.write(tx, by, "staff.added", f"staff:{staff_id}", facts, now)
        return AddedStaff(staff_id=staff_id, rung=rung)


def _checked_login(typed: str) -> str:
    login = typed.strip().casefold()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,63}", login):
        raise Refused("A log-in has 2 to 64 letters a-z, digits, dots, dashes or underscores.")
    return login


def _refuse_other_words(role: str, on_call: str | None) -> None:
    if role not in get_args(Role):
        raise Refused(f'There is no role "{role}". Choose one of: {", ".join(get_args(Role))}.')
    if on_call is not None and on_call not in get_args(OnCallAs):
        raise Refused(f'Nobody is on call as "{on_call}". Choose one of: {", ".join(get_args(OnCallAs))}.')


def _rung(role: Role, on_call: OnCallAs | None, *, has_phone: bool) -> Rung | None:
    match on_call:
        case None:
            return Rung.FIRST if role == "clinician" and has_phone else None
        case "none":
            return None
        case _ if not has_phone:
            raise Refused("Somebody on call needs a phone that can be texted. Give one with --phone.")
        case _:
            return Rung(on_call)


def _keep_ways(
    tx: Transaction, staff_id: UUID, typed: Typed | None, email: str | None, *, now: datetime
) -> None:
    """The phone by text, then by call, then the e-mail: a page takes them in that order."""
    if typed is not None:
        (contact_id,) = texted_phones(tx, [typed], now=now).values()
        people.reach(tx, staff_id, contact_id, rank=0, confirmed_at=now)
        # A way of its own: STOP is about texts, and a phone that takes none may still ring.
        contact_id = contacts.find_or_add(tx, "voice", typed.address, now=now)
        people.reach(tx, staff_id, contact_id, rank=1, confirmed_at=now)
    if email is not None:
        contact_id = contacts.find_or_add(tx, "email", email, now=now)
        people.reach(tx, staff_id, contact_id, rank=2, confirmed_at=now)
