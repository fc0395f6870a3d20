"""Somebody on the team writes a line on an alert, open or closed."""

from datetime import datetime
from uuid import UUID

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.once import once
from symptomcheck.actions.refused import Refused
from symptomcheck.core.open_alert import AlertState
from symptomcheck.storage import alerts, audit

LONGEST = 2000


def note_alert(
    clinic: Clinic, number: int, *, staff_id: UUID, note: str, form_key: bytes | None = None, now: datetime
) -> bool:
    """Keep a note as a line of the timeline, sealed, with an audit row that does not repeat its words.

    A closed alert takes notes too: what was learnt later belongs to it. Nothing about paging changes, and the
    answer says whether it was still open.
    """
    note = checked_note(note)
    if not note:
        raise Refused("Write the note.")
    with clinic.db.write() as tx:
        kept = alerts.by_number(tx, number)
        if kept is None:
            raise NoSuchAlert(f"No alert has the number {number}.")
        once(tx, form_key, now=now)
        alerts.add_event(tx, kept.id, "note", now=now, staff_id=staff_id, note=note)
        audit.write(tx, str(staff_id), "alert.noted", f"alert:{kept.id}", {"number": number}, now=now)
        return kept.alert.state is not AlertState.CLOSED


def checked_note(typed: str) -> str:
    """A note as it will be kept; it may be empty."""
    note = "\n".join(line.rstrip() for line in typed.strip().splitlines())
    if len(note) > LONGEST:
        raise Refused("Write a shorter note: at most %(count)s letters.", count=LONGEST)
    return note
