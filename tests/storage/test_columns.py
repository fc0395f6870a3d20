"""Instants and ids mean the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from symptomcheck.storage import tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database

CIPHER = Cipher(keys={1: bytes(32)}, index_key=bytes(32))


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 23, 12, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 23, 12, 0, 0, 999_999, tzinfo=UTC),
        datetime(1969, 7, 20, 20, 17, 40, 123_457, tzinfo=UTC),
        datetime(2026, 11, 1, 1, 30, fold=0, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
    ids=str,
)
def test_an_instant_comes_back_to_the_microsecond_in_utc(database_url: str, instant: datetime) -> None:
    db = Database(database_url, CIPHER)
    with db.write() as tx:
        tx.execute(insert(tables.form_keys), {"key": bytes(16), "used_at": instant})
    with db.read() as tx:
        kept = tx.execute(select(tables.form_keys.c.used_at)).scalar_one()
    db.close()
    assert (kept, kept.tzinfo) == (instant.astimezone(UTC), UTC)


def test_instants_are_ordered_as_they_happened(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    zone = ZoneInfo("America/New_York")
    instants = [
        datetime(2026, 11, 1, 1, 45, fold=1, tzinfo=zone),
        datetime(2026, 11, 1, 1, 50, fold=0, tzinfo=zone),
    ]
    with db.write() as tx:
        rows = [{"key": bytes([n]) * 16, "used_at": at} for n, at in enumerate(instants)]
        tx.execute(insert(tables.form_keys), rows)
    with db.read() as tx:
        kept = tx.execute(select(tables.form_keys.c.used_at).order_by(tables.form_keys.c.used_at)).scalars()
        assert list(kept) == sorted(at.astimezone(UTC) for at in instants)
    db.close()


def test_a_time_without_a_zone_is_refused(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    naive = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - the fault under test
    with pytest.raises(StatementError, match="without a zone"), db.write() as tx:
        tx.execute(insert(tables.form_keys), {"key": bytes(16), "used_at": naive})
    db.close()


def test_ids_and_nothing_come_back(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    subject = UUID("01a205b3-d000-7000-8000-000000000000")
    row = {"at": now, "actor": "system", "verb": "v", "subject": "s:1", "facts": {"a": [1, "b"]}}
    with db.write() as tx:
        tx.execute(insert(tables.due), {"due_at": now, "kind": "close", "subject_id": subject})
        tx.execute(insert(tables.audit), row)
    with db.read() as tx:
        assert tx.execute(select(tables.due.c.subject_id)).scalar_one() == subject
        assert tx.execute(select(tables.audit.c.seal_id, tables.audit.c.facts)).one() == (
            None,
            {"a": [1, "b"]},
        )
    db.close()
