"""Brings a database to the tables this release needs, or says that it is not there yet.

One transaction: a migration that fails leaves the database as it was. Runs from the installed package.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL, make_url

from symptomcheck.storage.database import Database, WriteLock, begin_by_hand, psycopg

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_306_221  # the advisory lock of migrating: two web processes may start at the same instant


class BrokenReferences(Exception):
    """A migration left rows that point at nothing; it was rolled back."""


def upgrade(url: str, *, migrations: Path = _MIGRATIONS) -> None:
    """Run every migration this database has not seen; nothing happens when there is none."""
    parsed = make_url(url)
    connect = _postgresql if parsed.get_backend_name() == "postgresql" else _sqlite
    with connect(parsed) as connection:
        config = _config(migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def head_is_current(db: Database) -> bool:
    """Whether the newest migration of this release has run on this database."""
    with db.read() as tx:
        return MigrationContext.configure(tx.connection).get_current_revision() == _head()


@contextmanager
def _sqlite(url: URL) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 10})
    # With foreign keys on, rebuilding a table would delete every row that points at it, silently.
    begin_by_hand(engine, "BEGIN IMMEDIATE", foreign_keys=False)
    with closing(WriteLock.beside(url)) as lock, lock, engine.begin() as connection:
        yield connection
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            tables = ", ".join(sorted({row[0] for row in broken}))
            raise BrokenReferences(f"rows of {tables} would point at nothing; the database stays as it was")


@contextmanager
def _postgresql(url: URL) -> Iterator[Connection]:
    engine = create_engine(psycopg(url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
        yield connection


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(_config(_MIGRATIONS)).get_current_head()
