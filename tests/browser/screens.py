"""The screens by name: what `./dev shots` pictures and what every screen's common promises are tested on.

A screen that needs a road walked first (signing in, an answer given) says so in `first`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.looking import follow


def _nothing(page: Page) -> None:
    return None


def _send(page: Page) -> None:
    follow(page.get_by_role("button", name="Send"))


@dataclass(frozen=True)
class Screen:
    """A name, where it is, and what is done there before it is looked at."""

    name: str
    path: str
    first: Callable[[Page], None] = _nothing
    status: int = 200


SCREENS = (
    Screen("rules", "/rules"),
    Screen("not-found", "/nowhere", status=404),
    Screen("fault", "/fault/500", status=500),
    Screen("sample-form", "/samples/form"),
    Screen("sample-form-refused", "/samples/form", first=_send),
    Screen("sample-shown", "/samples/shown"),
)
