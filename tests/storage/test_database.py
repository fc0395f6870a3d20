"""The two doors of the database: nothing is lost, readers never wait, urgent texts wake the dispatcher."""

import multiprocessing
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from symptomcheck.storage import tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import URGENT_CHANNEL, Database

CIPHER = Cipher(keys={1: bytes(32)}, index_key=bytes(32))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _count_in(db: Database) -> int:
    with db.read() as tx:
        value: int = tx.execute(select(tables.facts.c.value).where(tables.facts.c.name == "n")).scalar_one()
    return value


def _start_at_zero(db: Database) -> None:
    with db.write() as tx:
        tx.execute(insert(tables.facts), {"name": "n", "value": 0})


def _add_one(db: Database, times: int) -> None:
    """Read, then write what was read plus one: the update that is lost where transactions only pretend."""
    for _ in range(times):
        with db.write() as tx:
            row = select(tables.facts.c.value).where(tables.facts.c.name == "n").with_for_update()
            n = tx.execute(row).scalar_one()
            tx.execute(update(tables.facts).where(tables.facts.c.name == "n").values(value=n + 1))


def _add_one_in_a_process(url: str, times: int) -> None:
    _add_one(Database(url, CIPHER), times)


def test_400_increments_from_20_threads_lose_nothing(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    _start_at_zero(db)
    threads = [threading.Thread(target=_add_one, args=(db, 20)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _count_in(db) == 400
    db.close()


def test_400_increments_from_4_processes_lose_nothing(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    _start_at_zero(db)
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_add_one_in_a_process, args=(database_url, 100)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert ([process.exitcode for process in processes], _count_in(db)) == ([0] * 4, 400)
    db.close()


def test_two_databases_on_one_file_in_one_process_exclude_each_other(sqlite_url: str) -> None:
    first, second = Database(sqlite_url, CIPHER), Database(sqlite_url, CIPHER)
    _start_at_zero(first)
    threads = [threading.Thread(target=_add_one, args=(db, 50)) for db in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _count_in(first) == 100
    first.close()
    second.close()


def test_an_interrupted_wait_for_the_lock_locks_nobody_out(sqlite_url: str) -> None:
    db, beside = Database(sqlite_url, CIPHER), Database(sqlite_url, CIPHER)

    def interrupt(*_: object) -> None:
        raise InterruptedError

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with beside.write():
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(InterruptedError), db.write():
                pass
    finally:
        signal.signal(signal.SIGALRM, before)
    _start_at_zero(db)
    assert _count_in(db) == 0
    db.close()
    beside.close()


def test_readers_do_not_wait_for_a_writer_and_see_what_was_committed(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    _start_at_zero(db)
    with db.write() as tx:
        tx.execute(update(tables.facts).values(value=1))
        started = time.monotonic()
        assert _count_in(db) == 0
        assert time.monotonic() - started < 1
    assert _count_in(db) == 1
    db.close()


def test_a_fault_inside_the_block_leaves_no_trace_and_the_door_opens_again(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    _start_at_zero(db)
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        tx.execute(update(tables.facts).values(value=1))
        raise ZeroDivisionError
    assert _count_in(db) == 0
    _add_one(db, 1)
    assert _count_in(db) == 1
    db.close()


def test_what_a_read_does_is_not_kept(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    _start_at_zero(db)
    with db.read() as tx:
        tx.execute(update(tables.facts).values(value=1))
    assert _count_in(db) == 0
    db.close()


def test_the_dispatcher_is_woken_after_the_commit_and_only_for_urgent_texts(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    _start_at_zero(db)
    seen: list[int] = []
    db.when_urgent_is_queued(lambda: seen.append(_count_in(db)))
    _add_one(db, 1)
    assert seen == []
    with db.write() as tx:
        tx.execute(update(tables.facts).values(value=7))
        tx.urgent_queued = True
    assert seen == [7]
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        tx.urgent_queued = True
        raise ZeroDivisionError
    assert seen == [7]
    db.close()


def test_other_processes_hear_of_urgent_texts_through_postgresql(postgresql_url: str) -> None:
    db = Database(postgresql_url, CIPHER)
    with psycopg.connect(postgresql_url, autocommit=True) as listener:
        listener.execute(f"LISTEN {URGENT_CHANNEL}")
        with db.write() as tx:
            tx.urgent_queued = True
        assert [heard.channel for heard in listener.notifies(timeout=5, stop_after=1)] == [URGENT_CHANNEL]
    db.close()


def test_a_row_that_points_at_nothing_is_refused(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    with pytest.raises(IntegrityError), db.write() as tx:
        tx.execute(insert(tables.name_tokens), {"token": bytes(32), "person_id": tx.new_id(NOW)})
    db.close()


def test_ids_sort_by_when_they_were_made(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    with db.read() as tx:
        early, late = tx.new_id(NOW), tx.new_id(NOW.replace(hour=13))
    assert early < late
    assert early.version == 7
    db.close()


_OTHERS = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"


def test_a_connection_that_died_is_replaced(postgresql_url: str) -> None:
    db = Database(postgresql_url, CIPHER)
    _start_at_zero(db)
    with psycopg.connect(postgresql_url, autocommit=True) as other:
        other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {_OTHERS}")
        while other.execute(f"SELECT 1 FROM pg_stat_activity WHERE {_OTHERS}").fetchone():
            time.sleep(0.01)  # the word was given, and is being obeyed
    assert _count_in(db) == 0
    db.close()


def test_a_database_in_memory_is_refused() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ValueError, match="Name a file"):
            Database(url, CIPHER)


def test_only_the_owner_may_read_the_lock_file(sqlite_url: str) -> None:
    db = Database(sqlite_url, CIPHER)
    lock = Path(f"{db.url.database}.lock")
    assert lock.stat().st_mode & 0o777 == 0o600
    db.close()
