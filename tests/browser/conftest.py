"""A served clinic and a browser for all tests of this folder, and one page for each.

Both end with the folder's last test: while Playwright runs in a thread, that thread can run no other event
loop, and the senders' tests would fail.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Seen, a_browser, look_at
from tests.browser.served import Served, served

PageAt = Callable[..., Seen]


@pytest.fixture(scope="package")
def clinic_served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    copy = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("served") / "clinic.sqlite")
    with served(f"sqlite:///{copy}") as clinic:
        yield clinic


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


@pytest.fixture
def page_at(browser: Browser, clinic_served: Served) -> Iterator[PageAt]:
    """`page_at("/rules", width=390, script=True, language="en")`: that page, open, until the test ends."""
    with ExitStack() as open_pages:

        def at(path: str, *, width: int = 390, script: bool = True, language: str = "en") -> Seen:
            address = clinic_served.address + path
            looking = look_at(browser, address, width=width, script=script, language=language)
            return open_pages.enter_context(looking)

        yield at
