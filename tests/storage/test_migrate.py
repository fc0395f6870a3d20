"""The road from an empty database to the tables the code expects."""

import re
import shutil
import sqlite3
import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, inspect

from symptomcheck.storage import migrate, tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database
from tests.databases import Server, unused_name

CIPHER = Cipher(keys={1: bytes(32)}, index_key=bytes(32))

# What PostgreSQL itself says of columns, constraints and indexes. Comments are left out: they may be reworded
# without a migration.
_DESCRIBED = (
    """SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, is_nullable,
              is_identity, column_default FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT sequencename, start_value, increment_by, max_value, data_type::text, cycle FROM pg_sequences",
)


def _schema_of_sqlite(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: _without_layout(made) for name, made in found if name != "alembic_version"}


def _without_layout(statement: str) -> str:
    head, _, body = statement.partition("(")
    # A column that was added later stands on the line of the one before it.
    parts = (" ".join(part.split()) for part in re.split(r",\s|\n", body))
    # A table that a migration made anew has its name in quotation marks.
    return head.strip().replace('"', "") + "(" + " ".join(sorted(part.rstrip(",") for part in parts if part))


def _schema_of_postgresql(url: str) -> list[list[tuple[object, ...]]]:
    with psycopg.connect(url) as connection:
        answers = [connection.execute(question).fetchall() for question in _DESCRIBED]
    return [sorted((row for row in rows if row[0] != "alembic_version"), key=str) for rows in answers]


def test_a_migrated_sqlite_file_has_the_tables_the_code_expects(tmp_path: Path) -> None:
    migrate.upgrade(f"sqlite:///{tmp_path}/migrated.db")
    engine = create_engine(f"sqlite:///{tmp_path}/made.db")
    tables.metadata.create_all(engine)
    engine.dispose()
    migrated, made = _schema_of_sqlite(tmp_path / "migrated.db"), _schema_of_sqlite(tmp_path / "made.db")
    assert set(migrated) == set(made)
    for name in made:
        assert migrated[name] == made[name]


def test_a_migrated_postgresql_has_the_tables_the_code_expects(
    postgresql_url: str, empty_postgresql_url: str
) -> None:
    engine = create_engine(empty_postgresql_url.replace("postgresql:", "postgresql+psycopg:"))
    tables.metadata.create_all(engine)
    engine.dispose()
    assert _schema_of_postgresql(postgresql_url) == _schema_of_postgresql(empty_postgresql_url)


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    db = Database(database_url, CIPHER)
    migrate.upgrade(database_url)
    assert migrate.head_is_current(db)
    db.close()


def test_an_empty_database_is_not_current(tmp_path: Path, empty_postgresql_url: str) -> None:
    for url in (f"sqlite:///{tmp_path}/empty.db", empty_postgresql_url):
        db = Database(url, CIPHER)
        assert not migrate.head_is_current(db)
        db.close()


def test_a_folder_with_a_percent_sign_is_migrated(tmp_path: Path) -> None:
    (tmp_path / "50%").mkdir()
    migrate.upgrade(f"sqlite:///{tmp_path}/50%/clinic.db")
    assert (tmp_path / "50%" / "clinic.db").stat().st_size > 0


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="Name a file"):
        migrate.upgrade("sqlite://")


def test_two_servers_that_start_at_once_migrate_once(tmp_path: Path, postgres: Server) -> None:
    name = unused_name()
    for url in (f"sqlite:///{tmp_path}/clinic.db", postgres.create(name)):
        faults: list[BaseException] = []

        def start(url: str = url, faults: list[BaseException] = faults) -> None:
            try:
                migrate.upgrade(url)
            except BaseException as fault:  # collected, so that the test names it
                faults.append(fault)

        threads = [threading.Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
    postgres.drop(name)


_LEAVES_AN_ORPHAN = """
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    op.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
    op.execute("INSERT INTO child VALUES (7)")
"""


def test_a_migration_that_breaks_references_is_rolled_back(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "0001_orphan.py").write_text(_LEAVES_AN_ORPHAN)
    shutil.copy(Path(migrate.__file__).parent / "migrations" / "env.py", tmp_path)
    url = f"sqlite:///{tmp_path}/clinic.db"
    with pytest.raises(migrate.BrokenReferences, match="rows of child would point at nothing"):
        migrate.upgrade(url, migrations=tmp_path)
    engine = create_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
