"""A phone that rang about an alert was answered: what is said, and what a key does.

The id of the page says whose phone rang. Only a key pressed by somebody acknowledges: a mailbox presses none.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.pass_alert import pass_along
from symptomcheck.actions.alerts.take_alert import take_alert
from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.open_alert import AlertState
from symptomcheck.storage import alerts
from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.calls import Call, call_of
from symptomcheck.storage.database import Transaction

ACKNOWLEDGE, PASS_ON = "1", "2"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said to whoever answered, in which language, and whether a key is waited for."""

    words: str
    language: str
    waits_for_key: bool = False


def what_to_say(clinic: Clinic, page_id: UUID) -> Spoken | None:
    """What the page says now: the alert, or who has it by now. None: there is no such call."""
    with clinic.db.read() as tx:
        call = call_of(tx, page_id)
        if call is None:
            return None
        if call.staff_id is None:  # the fallback's phone: nobody there has a name to acknowledge with
            return Spoken(call.body, call.language)
        kept = alerts.by_number(tx, call.number)
        assert kept is not None  # noqa: S101  # a page is about an alert
        return _over(tx, clinic, call, kept, call.staff_id) or Spoken(
            call.body, call.language, waits_for_key=True
        )


@again_after_deadlock
def press_key(clinic: Clinic, page_id: UUID, key: str, *, now: datetime) -> Spoken | None:
    """Do what the key stands for, in the name of whose phone rang; None: there is no such call.

    1. Find whose phone it is. A closed alert, and one somebody else has, are only spoken of.
    2. Key 1 takes the alert; key 2 passes it on; any other does nothing, and the call waits again.
    """
    with clinic.db.write() as tx:
        call = call_of(tx, page_id)
        if call is None or call.staff_id is None:
            return None
        kept = alerts.by_number(tx, call.number)
        assert kept is not None  # noqa: S101  # a page is about an alert
        if (over := _over(tx, clinic, call, kept, call.staff_id)) is not None:
            return over
        if key == ACKNOWLEDGE:
            take_alert(tx, clinic, kept, staff_id=call.staff_id, now=now)
            return _said(tx, clinic, call, "voice.acknowledged", call.staff_id)
        if key == PASS_ON:
            pass_along(tx, clinic, kept, staff_id=call.staff_id, now=now)
            return _said(tx, clinic, call, "voice.passed")
        again = _said(tx, clinic, call, "voice.again")
        return Spoken(f"{again.words} {call.body}", call.language, waits_for_key=True)


def _over(tx: Transaction, clinic: Clinic, call: Call, kept: KeptAlert, staff_id: UUID) -> Spoken | None:
    """What is said when there is nothing left to take; None while there is."""
    if kept.alert.state is AlertState.CLOSED:
        return _said(tx, clinic, call, "voice.gone")
    holder = kept.alert.acknowledged_by
    if holder is not None and holder != staff_id:
        return _said(tx, clinic, call, "voice.already", holder)
    return None


def _said(tx: Transaction, clinic: Clinic, call: Call, text_id: str, who: UUID | None = None) -> Spoken:
    values = clinic.site.values() | {"number": str(call.number)}
    if who is not None:
        values["who"] = alerts.name_of(tx, who)
    return Spoken(clinic.books.current(tx).say(text_id, call.language, **values), call.language)
