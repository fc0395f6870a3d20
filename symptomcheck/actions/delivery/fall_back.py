"""What follows when a text does not reach its phone: the other ways of an urgent one, and word to the team.

Called inside the transaction that records it, so that neither is ever kept without the other.
"""

from datetime import datetime, timedelta

from symptomcheck.actions.alerts.raise_notice import raise_notice
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.staff_phone_out import staff_phone_out
from symptomcheck.channels.sender import Cause
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.storage import alerts, outcomes
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.other_ways import Way, other_ways, tag_of
from symptomcheck.storage.outbox import NewText, queue

# The phone's own fault, which the next text to it would meet as well.
_PHONE_IS_OUT = frozenset(
    {Cause.INVALID_NUMBER, Cause.NOT_A_MOBILE, Cause.UNREACHABLE, Cause.UNKNOWN_NUMBER, Cause.LANDLINE}
)
_GOOD_FOR = timedelta(hours=1)


def fall_back(tx: Transaction, clinic: Clinic, text: Claimed, *, cause: str, now: datetime) -> None:
    """What a text that did not arrive calls for.

    1. The phone itself is at fault: it is undeliverable (or stopped, as the provider tells us) from now on.
    2. An urgent text: the same words to the person's other phones and e-mail, and to caregivers who may be
       told; the team has its alert, and reads there that the text did not arrive.
    3. A page: a line on its alert; where the phone is out, the next step of the ladder is due now, and
       whoever keeps the rota is told.
    4. Any other text: a notice, the first time the phone turns out to be out, or when our own sender is at
       fault.
    """
    newly_out = _note_phone(tx, text, cause, now)
    match text.kind:
        case "urgent":
            _take_other_ways(tx, clinic, text, now)
            _tell_team(tx, clinic, text, cause, now=now)
        case "page" if text.alert_id is not None:
            facts = {"cause": cause, "contact_id": str(text.contact_id), "channel": text.channel}
            alerts.add_event(tx, text.alert_id, "page_failed", now=now, facts=facts)
            if newly_out:
                # Only then: a fault of our own sender would hurry from step to step without a pause.
                outcomes.hurry(tx, text.alert_id, now=now)
            if newly_out and text.channel == "sms":
                staff_phone_out(tx, clinic, text.contact_id, cause=cause, now=now)
        case _ if newly_out or cause in (Cause.FILTERED, Cause.UNREGISTERED):
            _tell_team(tx, clinic, text, cause, now=now)


def _note_phone(tx: Transaction, text: Claimed, cause: str, now: datetime) -> bool:
    if cause == Cause.OPTED_OUT:
        return outcomes.phone_is_out(tx, text.contact_id, state="stopped", now=now)
    return cause in _PHONE_IS_OUT and outcomes.phone_is_out(
        tx, text.contact_id, state="undeliverable", now=now
    )


def _take_other_ways(tx: Transaction, clinic: Clinic, text: Claimed, now: datetime) -> None:
    if text.patient_id is None:
        return
    ways = other_ways(tx, person_id=text.person_id, patient_id=text.patient_id, since=text.queued_at)
    open_ways = [way for way in ways if way.channel != "email" or clinic.site.mails]
    queue(tx, [_said_to(tx, clinic, text, way, now) for way in open_ways], now=now)


def _said_to(tx: Transaction, clinic: Clinic, text: Claimed, way: Way, now: datetime) -> NewText:
    """The call line in the reader's language: no symptom; to somebody else, with the patient's short name."""
    assert text.patient_id is not None  # noqa: S101  # _take_other_ways asked
    book = clinic.books.current(tx)
    body = book.say("urgent", way.language, **clinic.site.values())
    if way.person_id != text.person_id:
        tag = tag_of(tx, text.patient_id)
        body = book.say("tag", way.language, **clinic.site.values(), tag=tag) + body
    return NewText(
        kind="urgent",
        channel=way.channel,
        contact_id=way.contact_id,
        person_id=way.person_id,
        patient_id=text.patient_id,
        text_id="urgent",
        body=body,
        subject=clinic.site.name if way.channel == "email" else None,
        expires_at=max(text.expires_at, now + _GOOD_FOR),
    )


def _tell_team(tx: Transaction, clinic: Clinic, text: Claimed, cause: str, *, now: datetime) -> None:
    if text.patient_id is not None:
        stopped = cause == Cause.OPTED_OUT
        raise_notice(
            tx,
            clinic,
            reason=NoticeReason.STOP if stopped else NoticeReason.UNDELIVERABLE,
            patient_id=text.patient_id,
            contact_id=text.contact_id,
            now=now,
        )
