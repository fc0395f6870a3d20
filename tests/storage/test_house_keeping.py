"""Facts, form keys and audit rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from symptomcheck.storage import audit, facts, form_keys, tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    db = Database(database_url, Cipher(keys={1: bytes(32)}, index_key=bytes(32)))
    yield db
    db.close()


def test_a_fact_is_what_was_put_last(db: Database) -> None:
    with db.write() as tx:
        assert facts.get(tx, "watermark") is None
        facts.put(tx, "watermark", {"at": NOW.isoformat(), "ids": [1, 2]})
        facts.put(tx, "watermark", {"at": NOW.isoformat(), "ids": [3]})
        facts.put(tx, "other", "á")
    with db.read() as tx:
        assert facts.get(tx, "watermark") == {"at": NOW.isoformat(), "ids": [3]}
        assert facts.get(tx, "other") == "á"


def test_a_forgotten_fact_is_gone(db: Database) -> None:
    with db.write() as tx:
        facts.put(tx, "watermark", 1)
        facts.forget(tx, "watermark")
        assert facts.get(tx, "watermark") is None


def test_a_form_key_works_once(db: Database) -> None:
    with db.write() as tx:
        assert form_keys.use(tx, b"k" * 16, now=NOW)
    with db.write() as tx:
        assert not form_keys.use(tx, b"k" * 16, now=NOW)
        assert form_keys.use(tx, b"l" * 16, now=NOW)


def test_a_form_that_failed_may_be_sent_again(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        assert form_keys.use(tx, b"k" * 16, now=NOW)
        raise ZeroDivisionError
    with db.write() as tx:
        assert form_keys.use(tx, b"k" * 16, now=NOW)


def test_old_form_keys_are_dropped(db: Database) -> None:
    with db.write() as tx:
        form_keys.use(tx, b"k" * 16, now=NOW)
        form_keys.use(tx, b"l" * 16, now=NOW + timedelta(days=1))
        form_keys.forget_before(tx, NOW + timedelta(days=1))
        assert tx.execute(select(tables.form_keys.c.key)).scalars().all() == [b"l" * 16]


def test_audit_rows_are_numbered_in_order_and_gone_with_what_they_tell_of(db: Database) -> None:
    with db.write() as tx:
        audit.write(tx, "system", "a", "x:1", {"n": 1}, NOW)
        audit.write(tx, "Nora Quist", "b", "x:2", {}, NOW)
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        audit.write(tx, "system", "never", "x:3", {}, NOW)
        raise ZeroDivisionError
    with db.read() as tx:
        rows = tx.execute(select(tables.audit).order_by(tables.audit.c.seq)).all()
    assert [(row.actor, row.verb, row.subject, row.facts, row.at) for row in rows] == [
        ("system", "a", "x:1", {"n": 1}, NOW),
        ("Nora Quist", "b", "x:2", {}, NOW),
    ]
    assert all(row.seal_id is None for row in rows)
