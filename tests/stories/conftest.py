"""What stories need beyond `clinic`."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clinic import TestClinic

_MEMORY = Path("/dev/shm")  # noqa: S108 - a test's own folder in it, gone with the test


@pytest.fixture
def quick_url(migrated_sqlite: Path) -> Iterator[str]:
    """A migrated SQLite file of this test's own, in memory where there is such a place: for many lives."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        yield f"sqlite:///{shutil.copy(migrated_sqlite, Path(folder) / 'quick.sqlite')}"


@pytest.fixture
def quick_clinic(quick_url: str, request: pytest.FixtureRequest) -> Iterator[TestClinic]:
    """A clinic in memory, for stories that many steps make long; at the end nothing has fallen through."""
    with TestClinic(quick_url) as told:
        yield told
        told.nothing_fell_through()
