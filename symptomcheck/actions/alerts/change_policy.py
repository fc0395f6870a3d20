"""The clinic changes how soon whom is paged."""

from collections.abc import Mapping
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.refused import Refused
from symptomcheck.core.policy import Policy
from symptomcheck.core.policy_text import LADDERS, read_ladder, with_ladders, write_ladder
from symptomcheck.storage import audit, policies
from symptomcheck.storage.database import Transaction

# What is pressing must reach somebody again within this time, whatever a clinic writes.
_LONGEST_FAST_MINUTES = 60


def policy_now(tx: Transaction, clinic: Clinic) -> Policy:
    """The policy that stands: the shipped one, with the clinic's own ladders if it wrote any."""
    return with_ladders(clinic.policy, policies.newest(tx))


def policy_as_read(clinic: Clinic) -> Policy:
    """The same, for who only looks."""
    with clinic.db.read() as tx:
        return policy_now(tx, clinic)


def change_policy(clinic: Clinic, written: Mapping[str, str], *, by: str, now: datetime) -> Policy:
    """Let these ladders stand from now on, for alerts that are open too, in one transaction.

    1. Read each; refuse what could stand still, and pressing work that nobody would hear of for an hour.
    2. Keep them beside those of before, with an audit row.
    """
    by = checked_by(by)
    try:
        ladders = {name: read_ladder(written[name]) for name in LADDERS}
    except ValueError as wrong:
        raise Refused("%(why)s", why=wrong) from None
    fast = ladders["fast"]
    longest = max(fast.pause_after(step).total_seconds() for step in range(len(fast.steps) + 1)) / 60
    if longest > _LONGEST_FAST_MINUTES:
        raise Refused(
            "Urgent work must page again at least every %(most)s minutes.", most=_LONGEST_FAST_MINUTES
        )
    kept = {name: write_ladder(ladder) for name, ladder in ladders.items()}
    with clinic.db.write() as tx:
        policies.keep(tx, kept, by=by, now=now)
        audit.write(tx, by, "policy.changed", "clinic:policy", kept, now)
        return with_ladders(clinic.policy, kept)
