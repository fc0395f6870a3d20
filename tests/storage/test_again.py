"""A transaction the database ended for another is done again, once, and anything else is not."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from symptomcheck.storage.again import again_after_deadlock
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database


def test_two_that_wait_for_each_other_both_finish_and_each_counts_once(postgresql_url: str) -> None:
    db = Database(postgresql_url, Cipher(keys={1: bytes(32)}, index_key=bytes(32)))
    with db.write() as tx:
        tx.execute(text("INSERT INTO facts (name, value) VALUES ('a', '0'), ('b', '0')"))
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    @again_after_deadlock
    def adds_to(first: str, then: str) -> None:
        with db.write() as tx:
            tx.execute(_ADD, {"name": first})
            tries.append(first)
            if tries.count(first) == 1:
                both_hold_one.wait()
            tx.execute(_ADD, {"name": then})

    threads = [threading.Thread(target=adds_to, args=names) for names in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with db.read() as tx:
        assert tx.execute(text("SELECT value::text FROM facts ORDER BY name")).scalars().all() == ["2", "2"]
    assert len(tries) == 3
    db.close()


def test_any_other_fault_is_told_at_once() -> None:
    tries = []

    @again_after_deadlock
    def breaks() -> None:
        tries.append(1)
        raise IntegrityError("INSERT", {}, Exception("twice"))

    with pytest.raises(DBAPIError):
        breaks()
    assert len(tries) == 1


_ADD = text("UPDATE facts SET value = (value::text::int + 1)::text::jsonb WHERE name = :name")
