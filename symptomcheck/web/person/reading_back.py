"""What a reading was read as, on its way to the next screen of the same browser.

It travels in the browser's own session: a reading has no place in an address, and whoever else opens the link
is told nothing. Without cookies nothing is read back, and all else is the same.
"""

from flask import session

from symptomcheck.actions.staff.tokens import hash_of

_READ_BACK = "read_back"


def keep_to_read_back(token: str, receipt: str, both: str) -> None:
    """Remember what was read; `receipt` is what was told of it, or "" when the check-in goes on."""
    session[_READ_BACK] = (hash_of(token).hex(), both, receipt)


def read_back(token: str, receipt: str) -> str:
    """What this browser last sent by this link with this receipt; "" when that was something else."""
    whose, both, kept = session.get(_READ_BACK, ("", "", ""))
    return str(both) if (whose, kept) == (hash_of(token).hex(), receipt) else ""
