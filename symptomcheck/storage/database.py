"""One database, SQLite or PostgreSQL, behind one pair of doors: `write` and `read`.

SQLite: BEGIN IMMEDIATE under a lock that excludes threads, then processes; readers never wait. PostgreSQL:
plain transactions, rows locked by the queries. The lock matters: without it busy_timeout polls unfairly and
the slowest webhook waits a second.
"""

import fcntl
import os
import select
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError

from symptomcheck.core.ids import new_id
from symptomcheck.storage.crypto import Cipher

URGENT_CHANNEL = "symptomcheck_urgent"
_IDLE_SECONDS = 1.0


class Transaction:
    """An open transaction: statements, the cipher, ids, and the wish to wake the dispatcher after commit."""

    __slots__ = ("_database", "_waiting", "cipher", "connection", "urgent_queued")

    def __init__(self, database: "Database", connection: Connection) -> None:
        self._database = database
        self.connection = connection
        self.cipher = database.cipher
        self.urgent_queued = False
        self._waiting: list[tuple[str, Any]] = []

    @property
    def postgresql(self) -> bool:
        return self._database.postgresql

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """One statement; a list of parameters is one executemany."""
        self.flush()
        return self.connection.execute(statement, parameters)

    def send(self, words: str, bound: Any, *, reads: bool = False) -> Sequence[Any]:
        """A statement in the database's own words, as `Prepared` makes them; its rows where it `reads`.

        On PostgreSQL what reads nothing waits for what does, or for the end of the transaction: they leave in
        their order, together, and cost one journey to the server instead of one each.
        """
        if self.connection.dispatch.before_cursor_execute:  # somebody counts statements: pass where they look
            self.flush()
            result = self.connection.exec_driver_sql(words, bound)
            return result.all() if reads else ()
        self._waiting.append((words, bound))
        return self._leave(reads) if reads or not self.postgresql else ()

    def flush(self) -> None:
        """Whatever waits leaves now."""
        if self._waiting:
            self._leave(reads=False)

    def _leave(self, reads: bool) -> Sequence[Any]:
        """Errors are SQLAlchemy's, but never quote the values."""
        waiting, self._waiting = self._waiting, []
        pooled, dialect = self.connection.connection, self.connection.dialect
        errors = dialect.loaded_dbapi.Error
        cursor = pooled.cursor()
        try:
            with pooled.driver_connection.pipeline() if len(waiting) > 1 else nullcontext():  # type: ignore[union-attr]
                for words, bound in waiting[:-1]:
                    _execute(cursor, words, bound)
                if reads and len(waiting) > 1:
                    cursor = pooled.cursor()  # its rows alone, not those of the ones before it
                _execute(cursor, *waiting[-1])
                return cursor.fetchall() if reads else ()
        except errors as error:
            if dialect.is_disconnect(error, pooled, cursor):
                self.connection.invalidate(error)
            raise DBAPIError.instance(
                waiting[-1][0], None, error, errors, hide_parameters=True, dialect=dialect
            ) from error
        finally:
            cursor.close()

    def new_id(self, now: datetime) -> UUID:
        return new_id(now, os.urandom(10))


def _execute(cursor: Any, words: str, bound: Any) -> None:
    if isinstance(bound, list):
        cursor.executemany(words, bound)
    else:
        cursor.execute(words, bound)


class Database:
    """The engine pair of one database and everything a transaction needs."""

    def __init__(self, url: str, cipher: Cipher, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.cipher = cipher
        self.postgresql = self.url.get_backend_name() == "postgresql"
        self._on_queued: list[Callable[[], None]] = []
        if self.postgresql:
            self._writer = self._reader = create_engine(
                psycopg(self.url),
                pool_size=pool_size,
                max_overflow=pool_size,
            )
            _ping_what_was_idle(self._writer)
            self._lock: WriteLock | None = None
        else:
            self._lock = WriteLock.beside(self.url)
            self._writing: Connection | None = None
            self._writer = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", pool_size=2)
            self._reader = _sqlite_engine(self.url, begin="BEGIN", pool_size=pool_size)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One write transaction: commits at the end of the block, rolls back on any exception."""
        if self._lock is None:
            with self._writer.begin() as connection:
                tx = Transaction(self, connection)
                yield tx
                tx.flush()
                if tx.urgent_queued:
                    # NOTIFY is sent by the commit itself, to every worker's listening connection.
                    connection.execute(text(f"NOTIFY {URGENT_CHANNEL}"))
        else:
            with self._lock, self._kept_writer() as connection:
                tx = Transaction(self, connection)
                yield tx
        if tx.urgent_queued:
            for wake in self._on_queued:
                wake()

    @contextmanager
    def _kept_writer(self) -> Iterator[Connection]:
        """The one connection that writes, in a transaction; whoever calls holds the lock.

        Taking it from the pool and resetting it each time would cost a text as much as three statements.
        """
        connection = self._writing or self._writer.connect()
        self._writing = None  # what breaks here may leave it unusable, and the next one takes a new one
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._writing = connection

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent read; nothing it does is kept."""
        with self._reader.connect() as connection:
            yield Transaction(self, connection)

    def when_urgent_is_queued(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit in this process that queued an urgent text or a page."""
        self._on_queued.append(wake)

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and instruments only."""
        return self._writer

    def close(self) -> None:
        """Give every connection and the lock file back."""
        if self._lock is not None:
            if self._writing is not None:
                self._writing.close()
            self._lock.close()
        self._writer.dispose()
        self._reader.dispose()


class WriteLock:
    """Excludes the threads of this process, then other processes. flock alone does not exclude threads that
    share a descriptor, and the thread lock alone does not see a command running beside the server."""

    def __init__(self, path: str) -> None:
        self._threads = threading.Lock()
        self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    @classmethod
    def beside(cls, url: URL) -> "WriteLock":
        """The lock of the SQLite file at `url`; the same for everyone who opens that file."""
        if not url.database or url.database == ":memory:":
            raise ValueError(
                "a database in memory is gone with its process. Name a file: sqlite:///clinic.db"
            )
        return cls(f"{url.database}.lock")

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()  # else an interrupted wait would lock every other thread out for ever
            raise

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        """Let the lock file go; the lock cannot be taken again."""
        os.close(self._file)


def psycopg(url: URL) -> URL:
    """The same PostgreSQL address, spoken to through psycopg 3."""
    return url.set(drivername="postgresql+psycopg")


def begin_by_hand(engine: Engine, begin: str, *, foreign_keys: bool = True) -> None:
    """Make a SQLite engine durable, and its transactions start with the words of `begin`."""

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: we say BEGIN IMMEDIATE
        keys = "ON" if foreign_keys else "OFF"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"foreign_keys={keys}", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.connection.driver_connection.execute(begin)  # type: ignore[union-attr]


def _ping_what_was_idle(engine: Engine) -> None:
    """Ask a pooled connection whether it still lives, but not one that worked a moment ago and hears nothing.

    A server that ends a connection says so on it; the question itself would be one more journey per text.
    """

    @event.listens_for(engine, "checkin")
    def _left(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("idle_since", time.monotonic())
        if time.monotonic() - since < _IDLE_SECONDS and not _hears(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool drops it and takes another


def _hears(connection: Any) -> bool:
    poll = select.poll()  # select() ends at file descriptor 1024
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _sqlite_engine(url: URL, *, begin: str, pool_size: int) -> Engine:
    engine = create_engine(url, pool_size=pool_size, max_overflow=pool_size, connect_args={"timeout": 10})
    begin_by_hand(engine, begin)
    return engine
