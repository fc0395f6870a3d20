"""A clinic in a temporary folder, and invented patients by the thousand, written in bulk."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from bench.webhooks import OUR_NUMBER, PUBLIC_URL, TOKEN, phone
from symptomcheck.actions.staff.add_staff import add_staff
from symptomcheck.config import load
from symptomcheck.core.answers import Question
from symptomcheck.storage import tables
from symptomcheck.storage.database import Transaction
from symptomcheck.wiring import House, build
from tests.databases import running_server

QUESTIONS = (Question.THINKING, Question.BREATHING, Question.TEMPERATURE, Question.FATIGUE)


@contextmanager
def database(kind: str, *, durable: bool = True) -> Iterator[str]:
    """The address of an empty database: a SQLite file, or a PostgreSQL of our own.

    It syncs every commit unless not `durable`: what only reads need not wait for its data to be written.
    """
    if kind == "sqlite":
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite"
        return
    with running_server(durable=durable) as server:
        yield server.create("bench")


@contextmanager
def clinic(url: str) -> Iterator[tuple[Path, House]]:
    """The configuration file and the house of a clinic on that database, with one nurse on call."""
    os.environ["SYMPTOMCHECK_TWILIO_AUTH_TOKEN"] = TOKEN
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "symptomcheck", "init", folder, "--phone", "555-010-0199"]
        command += ["--zone", "UTC", "--public-url", PUBLIC_URL, "--database", url]
        subprocess.run(command, check=True, capture_output=True)
        path = Path(folder) / "config.toml"
        text = path.read_text()
        text = text.replace('account_sid = ""', 'account_sid = "AC' + "0" * 32 + '"')
        path.write_text(text.replace('from_number = ""', f'from_number = "{OUR_NUMBER}"', 1))
        house = build(load(path))
        add_staff(
            house.clinic,
            name="Rosa Nurse",
            login="rosa",
            role="clinician",
            phone="+16175559999",
            email=None,
            by="bench",
            now=datetime.now(UTC),
        )
        yield path, house
        house.close()


def enrol_in_bulk(house: House, first: int, count: int) -> None:
    """`count` patients from number `first` on, each with a check-in whose first question is open."""
    now = datetime.now(UTC)
    for start in range(first, first + count, 1000):
        with house.clinic.db.write() as tx:
            people = range(start, min(start + 1000, first + count))
            rows: dict[str, list[dict[str, Any]]] = {}
            for number in people:
                for table, row in _rows(tx, number, now):
                    rows.setdefault(table, []).append(row)
            for table, written in rows.items():
                tx.execute(insert(tables.metadata.tables[table]), written)


def _rows(tx: Transaction, number: int, now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    person, contact, conversation, checkin = (tx.new_id(now) for _ in range(4))
    seal = tx.cipher.seal
    yield (
        "people",
        {
            "id": person,
            "name": seal(f"Patient {number}", column="people.name", row=person),
            "tag": seal(f"P{number}", column="people.tag", row=person),
            "language": "en",
            "zone": "America/New_York",
            "created_at": now,
        },
    )
    address = phone(number)
    yield (
        "contact_methods",
        {
            "id": contact,
            "kind": "sms",
            "address": seal(address, column="contact_methods.address", row=contact),
            "address_index": tx.cipher.index("sms", address),
            "state": "ok",
            "state_at": now,
        },
    )
    yield "reaches", {"person_id": person, "contact_id": contact, "rank": 0, "confirmed_at": now}
    yield (
        "patients",
        {
            "id": person,
            "infused_on": (now - timedelta(days=3)).date(),
            "state": "active",
            "state_at": now,
            "messages": "words",
        },
    )
    yield "patient_summaries", {
        "patient_id": person, "current": [], "last_level": "none", "missed_in_a_row": 0
    }  # fmt: skip
    yield (
        "conversations",
        {
            "id": conversation,
            "contact_id": contact,
            "patient_id": person,
            "person_id": person,
            "role": "patient",
        },
    )
    asked = [question.value for question in QUESTIONS]
    yield (
        "checkins",
        {
            "id": checkin,
            "conversation_id": conversation,
            "contact_id": contact,
            "patient_id": person,
            "person_id": person,
            "role": "patient",
            "local_date": now.date(),
            "slot": "morning",
            "asked_at": now,
            "closes_at": now + timedelta(hours=3),
            "state": "asked",
            "questions": asked,
            "remaining": asked,
            "question": asked[0],
            "question_at": now,
            "misfits": 0,
            "skipped": [],
            "today_due": False,
        },
    )
