"""Texts to and from a clinic whose clock stands still: for tests of single replies, timers and pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import event

from symptomcheck.actions.checkins.receive_reply import Receipt, receive_reply
from symptomcheck.actions.checkins.start_checkin import start_checkin
from symptomcheck.actions.tick import tick
from symptomcheck.channels.sender import InboundText
from tests.actions.house import CIPHER, House

ANA, BEN, NORA, STRANGER = "+15550100101", "+15550100111", "+15550100150", "+15550100199"
_numbers = count(1)


def says(house: House, phone: str, body: str, *, pictures: int = 0, **how: Any) -> Receipt:
    """A text comes from `phone`, ten seconds after whatever came before."""
    house.now += timedelta(seconds=10)
    text = InboundText(
        provider_id=f"SM{next(_numbers)}",
        from_address=phone,
        to_address="+15550100100",
        body=body,
        received_at=house.now,
        pictures=pictures,
    )
    return receive_reply(house.clinic, text, now=house.now, **how)


def asks(house: House, patient_id: UUID) -> UUID:
    """A nurse starts a check-in with the patient; its id, if it was begun."""
    house.now += timedelta(seconds=10)
    (checkin_id,) = start_checkin(house.clinic, patient_id, by="Nora Quist", now=house.now).checkin_ids
    return checkin_id


def minutes_pass(house: House, minutes: float) -> None:
    """Time passes, and what is due at its end happens."""
    house.now += timedelta(minutes=minutes)
    tick(house.clinic, now=house.now)


def texts_to(house: House, phone: str, *, since: datetime | None = None) -> list[str]:
    """The ids of the texts queued for a phone and not cancelled, oldest first."""
    (contact,) = house.rows("contact_methods", address_index=CIPHER.index("sms", phone))
    rows = [
        row
        for row in house.rows("outbox", contact_id=contact.id)
        if row.state not in ("cancelled", "repeat") and (since is None or row.queued_at > since)
    ]
    return [row.text_id for row in sorted(rows, key=lambda row: (row.queued_at, row.id))]


def timeline(house: House) -> list[str]:
    """What happened to the alerts; what happened in one instant has no order."""
    return [row.kind for row in sorted(house.rows("alert_events"), key=lambda row: row.at)]


@contextmanager
def counted(house: House) -> Iterator[dict[str, int]]:
    """Statements (without BEGIN) and commits while the block runs."""
    counts = {"statements": 0, "commits": 0}
    engine = house.clinic.db.engine

    def statement(_c: object, _cursor: object, sql: str, *_rest: object) -> None:
        counts["statements"] += not sql.startswith("BEGIN")

    def commit(_connection: object) -> None:
        counts["commits"] += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    yield counts
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", commit)
