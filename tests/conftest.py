"""What every test may ask for: a migrated database of its own, on SQLite, on PostgreSQL, or each in turn."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from symptomcheck import log
from tests.databases import Server, running_server, unused_name

if TYPE_CHECKING:
    from tests.clinic import TestClinic

# A test that forgot to pass its settings must not read the ones of the person who runs it.
for _name in [name for name in os.environ if name.startswith("SYMPTOMCHECK_") and "_TEST_" not in name]:
    del os.environ[_name]


def configure_log_for_tests() -> None:
    """A log call that could carry a person's words fails the test that made it."""
    log.configure(strict=True, json_lines=True)


@pytest.fixture(autouse=True)
def strict_log() -> None:
    """Each test anew: a command that a test ran in this process set its own."""
    configure_log_for_tests()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL, one per test process."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server) -> Iterator[str]:
    """The name of a database with the current schema and no rows, to be copied."""
    from symptomcheck.storage.migrate import upgrade

    name = unused_name()
    upgrade(postgres.create(name))
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the current schema and no rows, to be copied."""
    from symptomcheck.storage.migrate import upgrade

    path = tmp_path_factory.mktemp("migrated") / "template.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def empty_postgresql_url(postgres: Server) -> Iterator[str]:
    """A PostgreSQL database with no schema at all: what migrations start from."""
    name = unused_name()
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture
def postgresql_url(postgres: Server, migrated_postgres: str) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own."""
    name = unused_name()
    yield postgres.create(name, template=migrated_postgres)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'symptomcheck.sqlite')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of this test's own; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture
def clinic(database_url: str, request: pytest.FixtureRequest) -> Iterator["TestClinic"]:
    """A clinic whose people have phones; a text that no line of the story expected fails the story, and so
    does whatever the ledger cannot account for."""
    from tests.clinic import TestClinic

    with TestClinic(database_url) as told:
        yield told
        if not request.node.stash.get(_FAILED, False):
            told.nothing_else_was_sent()
            told.nothing_fell_through()
