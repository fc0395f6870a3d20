"""Make links with which a person checks in on a page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.tokens import hash_of, new_token
from symptomcheck.core.answers import Reporter
from symptomcheck.storage import audit, links
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.links import NewLink

LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MadeLink:
    """Where a link leads, and until when. It is shown once: only its hash is kept."""

    url: str
    expires_at: datetime


def make_link(
    clinic: Clinic, patient_id: UUID, *, role: Reporter = Reporter.PATIENT, by: str, now: datetime
) -> tuple[MadeLink, ...]:
    """A link for the patient, or for each caregiver of the patient.

    1. Find whose conversations they open; nobody's is refused.
    2. Keep their hashes; an audit row says who made them.
    """
    with clinic.db.write() as tx:
        theirs = links.conversations_of(tx, patient_id, role)
        if not theirs:
            raise Refused(f"There is no {role} to make a link for. See `symptomcheck patient list`.")
        urls = new_links(tx, clinic, [(each, None) for each in theirs], now=now)
        facts = {"role": role.value, "links": len(urls)}
        audit.write(tx, by, "link.made", f"patient:{patient_id}", facts, now)
        return tuple(MadeLink(url, now + LASTS) for url in urls)


def new_links(
    tx: Transaction,
    clinic: Clinic,
    opens: list[tuple[UUID, UUID | None]],
    *,
    now: datetime,
) -> tuple[str, ...]:
    """An address for each (conversation, check-in), inside the transaction of whoever sends it."""
    tokens = [new_token() for _ in opens]
    links.add(
        tx,
        [
            NewLink(
                token_hash=hash_of(token),
                conversation_id=conversation_id,
                checkin_id=checkin_id,
                expires_at=now + LASTS,
            )
            for token, (conversation_id, checkin_id) in zip(tokens, opens, strict=True)
        ],
        now=now,
    )
    return tuple(f"{clinic.site.public_url.rstrip('/')}/p/{token}" for token in tokens)
