"""A clinic for tests of single actions: a real database, the shipped rule book, a nurse on call."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from symptomcheck.actions.clinic import Clinic, Site
from symptomcheck.actions.people.enrol import Enrolled, enrol
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
from symptomcheck.actions.rulebook.books import Books
from symptomcheck.actions.rulebook.install_rulebook import install_rulebook
from symptomcheck.actions.staff.add_staff import AddedStaff, add_staff
from symptomcheck.core.policy import Policy, WorkingHours
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.core.verify import Proof, verify
from symptomcheck.rule_files import rule_files
from symptomcheck.storage import tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)  # a Monday, 10:00 in New York
TODAY = date(2026, 11, 23)
NEW_YORK = "America/New_York"
CIPHER = Cipher(keys={1: bytes(32)}, index_key=bytes(32))

SITE = Site(
    name="Riverside",
    phone="555-010-0199",
    emergency="911",
    zone=NEW_YORK,
    language="en",
    public_url="https://checkin.example.org",
    our_number="+15550100100",
    fallback_phone="+15550100177",
    fallback_email="desk@example.org",
)


@cache
def shipped_files() -> dict[str, str]:
    """The rule files of this checkout."""
    return rule_files()


@cache
def prove_once(book: RuleBook) -> Proof:
    """A proof without random sets, once per test process: what a proof is worth, the tests of verify ask."""
    return verify(book, random_sets=0)


@dataclass(slots=True)
class House:
    """One clinic, its clock standing still until a test moves `now`."""

    clinic: Clinic
    now: datetime = NOW

    def add_nurse(
        self, name: str = "Nora Quist", phone: str | None = "555-010-0150", **more: Any
    ) -> AddedStaff:
        """A clinician on call from now on."""
        typed = {"login": name.split()[0].lower(), "role": "clinician", "email": None} | more
        return add_staff(self.clinic, name=name, phone=phone, by="command line", now=self.now, **typed)

    def adopt(self, files: Mapping[str, str] | None = None) -> None:
        """A clinician signs the book."""
        files = files or shipped_files()
        signed = {"by": "Dr. Lee", "reason": "Read and discussed.", "now": self.now}
        adopt_rulebook(self.clinic, files, prove=prove_once, **signed)  # type: ignore[arg-type]

    def enrol(
        self,
        name: str = "Ana Ruiz",
        phone: str = "555-010-0101",
        *,
        infused_on: date = TODAY - timedelta(days=3),
        caregivers: tuple[NewCaregiver, ...] = (),
        **more: Any,
    ) -> Enrolled:
        """A patient, three days after the infusion unless said."""
        new = NewPatient(name=name, phone=phone, infused_on=infused_on, caregivers=caregivers, **more)
        enrolled = enrol(self.clinic, new, by="Nora Quist", now=self.now)
        self.now += timedelta(seconds=1)
        return enrolled

    def rows(self, table: str, **where: Any) -> list[Any]:
        """The rows of a table, in the order of their first column."""
        of = tables.metadata.tables[table]
        found = select(of).where(*(of.c[name] == value for name, value in where.items()))
        with self.clinic.db.read() as tx:
            return list(tx.execute(found.order_by(*of.primary_key.columns)))

    def texts(self, **where: Any) -> list[tuple[str, str]]:
        """Every text in the outbox in the order it was queued: its id in the book, and its words."""
        rows = sorted(self.rows("outbox", **where), key=lambda row: (row.queued_at, row.text_id))
        opened = [CIPHER.open(row.body, column="outbox.body", row=row.id) for row in rows]
        return [(row.text_id, words) for row, words in zip(rows, opened, strict=True)]

    def tags(self) -> set[str]:
        """The short names of everybody kept."""
        return {CIPHER.open(row.tag, column="people.tag", row=row.id) for row in self.rows("people")}

    def audited(self) -> list[tuple[str, str]]:
        """Who did what, in order."""
        return [(row.actor, row.verb) for row in self.rows("audit")]

    def due(self, kind: str = "checkin") -> list[tuple[str, UUID]]:
        """What is due, by the clock on the wall in New York."""
        return [(_wall(row.due_at), row.subject_id) for row in self.rows("due", kind=kind)]


def _wall(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(NEW_YORK)):%a %H:%M}"


@contextmanager
def bare_house(url: str, **site: Any) -> Iterator[House]:
    """A clinic before its first start: no rule book, nobody on call."""
    db = Database(url, CIPHER)
    policy = Policy(working_hours=WorkingHours(zone=NEW_YORK))
    clinic = Clinic(db=db, books=Books(compile_once), site=replace(SITE, **site), policy=policy)
    try:
        yield House(clinic)
    finally:
        db.close()


@contextmanager
def open_house(url: str, **site: Any) -> Iterator[House]:
    """A clinic ready to enrol: a clinician adopted the shipped book, a nurse is on call."""
    with bare_house(url, **site) as house:
        install_rulebook(house.clinic, shipped_files(), now=house.now)
        house.adopt()
        house.add_nurse()
        yield house
