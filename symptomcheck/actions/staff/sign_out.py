"""A member of the team signs out, on this browser only."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.tokens import hash_of
from symptomcheck.storage import audit, sessions


def sign_out(clinic: Clinic, token: str, *, staff_id: UUID, now: datetime) -> None:
    """End the session of this token; `now` is the real time."""
    with clinic.db.write() as tx:
        sessions.end(tx, hash_of(token), now=now)
        audit.write(tx, str(staff_id), "staff.signed_out", f"staff:{staff_id}", {}, now)
