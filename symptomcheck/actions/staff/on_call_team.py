"""Members of the team who may be put on call."""

from symptomcheck.actions.refused import Refused
from symptomcheck.storage import people, staff
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.staff import Member


def active_member(tx: Transaction, login: str) -> Member:
    """The member who logs in so and can be texted; Refused says what is missing."""
    member = staff.by_login(tx, login.strip().casefold())
    if member is None or not member.active:
        raise Refused(f'No active member of staff logs in as "{login}". See `symptomcheck staff list`.')
    if not any(way.kind == "sms" and way.confirmed for way in people.ways_to(tx, member.id)):
        raise Refused(f"{member.login} has no phone that can be texted, and cannot be on call.")
    return member
