"""The outbox of a test clinic: texts put in, claimed and looked at, with its clock in the test's hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from symptomcheck.actions.delivery.claim_texts import Claim, Line, Lines, Room, claim_texts
from symptomcheck.storage import tables
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.outbox import Kind, NewText, queue
from symptomcheck.storage.outcomes import Taken
from tests.actions.house import House, open_house

WORKER = "this worker"
NUMBER = "+15550100100"
UNLIMITED = Lines(usual=Line(number=NUMBER), urgent=Line(number=NUMBER))
HOUR = timedelta(hours=1)
ROOM = Room(routine=32, urgent=40)


def paced(per_second: float, *, urgent_number: str = NUMBER) -> Lines:
    """One number with a rate, or another for urgent texts with the same."""
    return Lines(
        usual=Line(number=NUMBER, per_second=per_second),
        urgent=Line(number=urgent_number, per_second=per_second),
    )


@dataclass(slots=True)
class Outgoing:
    """A clinic with a patient, Ana, and what leaves it."""

    house: House
    ana_id: UUID
    phone_id: UUID

    @property
    def now(self) -> datetime:
        return self.house.now

    def passes(self, **time: float) -> None:
        self.house.now += timedelta(**time)

    def queue(self, kind: Kind = "prompt", body: str = "How are you?", **more: Any) -> UUID:
        """One text to Ana's phone, unless said otherwise."""
        return self.queue_all(self.text(kind, body, **more))[0]

    def text(self, kind: Kind = "prompt", body: str = "How are you?", **more: Any) -> NewText:
        typed = {
            "contact_id": self.phone_id,
            "person_id": self.ana_id,
            "patient_id": self.ana_id,
            "text_id": kind,
            "expires_at": self.now + HOUR,
        } | more
        return NewText(kind=kind, body=body, **typed)

    def queue_all(self, *texts: NewText) -> tuple[UUID, ...]:
        with self.house.clinic.db.write() as tx:
            return queue(tx, texts, now=self.now)

    def claim(self, *, lines: Lines = UNLIMITED, room: Room = ROOM, owner: str = WORKER) -> Claim:
        return claim_texts(self.house.clinic, owner=owner, lines=lines, room=room, now=self.now)

    def claims(self, **how: Any) -> list[str]:
        """The words that may leave now, in their order."""
        return [text.body for text in self.claim(**how).texts]

    def claim_one(self, **how: Any) -> Claimed:
        (text,) = self.claim(**how).texts
        return text

    def row(self, text_id: UUID) -> Any:
        (row,) = self.house.rows("outbox", id=text_id)
        return row

    def state(self, text_id: UUID) -> tuple[str, str | None]:
        row = self.row(text_id)
        return row.state, row.cause

    def phone_state(self, contact_id: UUID | None = None) -> str:
        (row,) = self.house.rows("contact_methods", id=contact_id or self.phone_id)
        state: str = row.state
        return state

    def phone_is(self, state: str, contact_id: UUID | None = None) -> None:
        """Something learnt about the phone elsewhere: STOP, WRONG, undeliverable."""
        of = tables.contact_methods
        with self.house.clinic.db.write() as tx:
            tx.execute(update(of).where(of.c.id == (contact_id or self.phone_id)).values(state=state))

    def reasons(self) -> list[str]:
        """Why alerts about Ana are open."""
        return [reason for row in self.house.rows("alerts", patient_id=self.ana_id) for reason in row.reasons]

    def waiting(self) -> list[tuple[str, UUID]]:
        """What waits in the outbox: kind and phone."""
        return [(row.kind, row.contact_id) for row in self.house.rows("outbox", state="queued")]


def taken(text: Claimed, provider_id: str = "SM1") -> Taken:
    return Taken(text.id, provider_id)


@contextmanager
def outgoing_from(url: str, **site: Any) -> Iterator[Outgoing]:
    """A clinic whose patient has been welcomed: nothing waits."""
    with open_house(url, **site) as house:
        ana = house.enrol()
        (reached,) = house.rows("reaches", person_id=ana.patient_id)
        with house.clinic.db.write() as tx:
            tx.execute(tables.outbox.delete())
        yield Outgoing(house, ana.patient_id, reached.contact_id)
