"""End every link about a patient: a telephone was lost, or a link was passed on."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import audit, links


def revoke_links(clinic: Clinic, patient_id: UUID, *, by: str, now: datetime) -> int:
    """How many links of the patient and of caregivers were ended; an audit row says by whom."""
    with clinic.db.write() as tx:
        ended = links.revoke(tx, patient_id, now=now)
        audit.write(tx, by, "link.revoked", f"patient:{patient_id}", {"links": ended}, now)
        return ended
