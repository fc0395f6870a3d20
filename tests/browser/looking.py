"""What a test sees of one page: the page itself, what axe says, what the browser complained about."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, sync_playwright

from tests.browser import browsers

# WCAG 2.2 AA and axe's own good practice.
_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not told in detail: a third faster
}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.need(), args=browsers.flags(), chromium_sandbox=False
        )
        try:
            yield browser
        finally:
            browser.close()


def follow(touch: Locator) -> None:
    """Touch what leads to another page, and wait until that page is here.

    A touch alone returns while the old page still stands: what is read next would be read from either.
    """
    with touch.page.expect_navigation():
        touch.click()


def press_enter(page: Page) -> None:
    """Send the form that has the focus by keyboard, and wait until the answer is here."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@dataclass
class Seen:
    """An open page and what the browser complained about since it was opened."""

    page: Page
    status: int = 0
    complaints: list[str] = field(default_factory=list)

    def heed(self, message: ConsoleMessage) -> None:
        """Keep what the console says is wrong; the browser's own line about a 404 is no complaint."""
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def note(self, answer: Response) -> None:
        """Keep the status of the newest page, and complain about a file that is not there."""
        if answer.request.resource_type == "document":
            self.status = answer.status
        elif answer.status >= 400:
            self.complaints.append(f"{answer.status} {answer.url}")

    def has_no_fault_for_axe(self) -> None:
        """axe finds nothing. It is a script: a page without scripts is looked at with them as well."""
        found = Axe().run(self.page, options=_AXE).response["violations"]
        told = [(each["id"], each["help"], [node["html"] for node in each["nodes"]]) for each in found]
        assert not told, json.dumps(told, indent=2, ensure_ascii=False)

    def breaks_no_policy(self) -> None:
        """No violation of the Content-Security-Policy, no script error, no file that is not there."""
        assert not self.complaints, self.complaints

    def scrolls_only_down(self) -> None:
        """Nothing is wider than the window."""
        wide = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide[0] <= wide[1], f"the page is {wide[0]} px wide in a window of {wide[1]} px"

    def keeps_its_promises(self, *, script: bool) -> None:
        """All that holds on every screen."""
        self.breaks_no_policy()
        self.scrolls_only_down()
        if script:
            self.has_no_fault_for_axe()


@contextmanager
def look_at(
    browser: Browser, address: str, *, width: int = 390, script: bool = True, language: str = "en"
) -> Iterator[Seen]:
    """Open `address` as a person with this window, language and scripts allowed or not would."""
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 800 else 900},
        java_script_enabled=script,
        locale=language,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    seen = Seen(page)
    page.on("console", seen.heed)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("requestfailed", lambda request: seen.complaints.append(f"not loaded: {request.url}"))
    page.on("response", seen.note)
    try:
        page.goto(address)
        yield seen
    finally:
        context.close()
