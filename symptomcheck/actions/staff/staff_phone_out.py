"""A phone of somebody on the team takes no more pages: they texted STOP, or it turned out dead."""

from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.alerts.raise_notice import raise_notice
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.oncall import EVERY_RUNG, Rung
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.storage import alerts, audit, contacts, outbox, outcomes, staff
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import NewText

_GOOD_FOR = timedelta(hours=12)


def staff_phone_out(tx: Transaction, clinic: Clinic, contact_id: UUID, *, cause: str, now: datetime) -> None:
    """Tell whoever keeps the rota; inside the transaction that learnt of it. Nobody's phone: nothing.

    The rota counts the phone as no cover from now on: cover is worked out from the phones' states.

    1. Every open alert that paged this phone last takes its next step now.
    2. A notice says it on the queue until somebody has closed it.
    3. The lead is texted at once; without one, whoever else is on call; without anybody, the fallback phone.
    """
    for staff_id in staff.reached_by(tx, contact_id):
        outcomes.hurry_paged(tx, contact_id, now=now)
        alert_id = raise_notice(
            tx,
            clinic,
            reason=NoticeReason.STAFF_UNREACHABLE,
            patient_id=None,
            contact_id=contact_id,
            now=now,
        )
        audit.write(tx, "system", "staff.phone_out", f"staff:{staff_id}", {"cause": cause}, now)
        number = alerts.number_of(tx, alert_id)
        who = alerts.name_of(tx, staff_id)
        book = clinic.books.current(tx)
        texts = [
            NewText(
                kind="page",
                contact_id=told,
                text_id="staff.phone_out",
                body=book.say("staff.phone_out", "en", **clinic.site.values(), number=number, who=who),
                expires_at=now + _GOOD_FOR,
            )
            for told in _to_tell(tx, clinic, contact_id, staff_id, now)
        ]
        outbox.queue(tx, texts, now=now)


def _to_tell(
    tx: Transaction, clinic: Clinic, contact_id: UUID, staff_id: UUID, now: datetime
) -> tuple[UUID, ...]:
    """Phones to text: the leads', else everybody's on call, else the fallback's."""
    cover = alerts.cover(tx, now)
    for rungs in ((Rung.LEAD,), EVERY_RUNG):
        on_call = [one for rung in rungs for one in cover.on_call.people(rung, now) if one != staff_id]
        ways = [way for one in dict.fromkeys(on_call) for way in cover.contacts[one] if way.kind == "sms"]
        if phones := tuple(way.contact_id for way in ways if way.contact_id != contact_id):
            return phones
    fallback = clinic.site.fallback_phone
    return (contacts.find_or_add(tx, "sms", fallback, now=now),) if fallback else ()
