"""What stories need beyond `clinic`."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")  # noqa: S108 - a test's own folder in it, gone with the test


@pytest.fixture
def quick_url(migrated_sqlite: Path) -> Iterator[str]:
    """A migrated SQLite file of this test's own, in memory where there is such a place: for many lives."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        yield f"sqlite:///{shutil.copy(migrated_sqlite, Path(folder) / 'quick.sqlite')}"
