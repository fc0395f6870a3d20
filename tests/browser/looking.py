"""What a test sees of one page: the page itself, what axe says, what the browser complained about."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, sync_playwright

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

    def miss(self, request: Request) -> None:
        """Complain about a file that did not arrive, but not about a script that we held back."""
        if request.resource_type != "script":
            self.complaints.append(f"not loaded: {request.url}")

    def note(self, answer: Response) -> None:
        """Keep the status of the newest page, and complain about a file that is not there."""
        if answer.request.resource_type == "document":
            self.status = answer.status
        elif answer.status >= 400:
            self.complaints.append(f"{answer.status} {answer.url}")

    def has_no_fault_for_axe(self, state: str = "", *, colours: bool = True) -> None:
        """axe finds nothing. `colours` False: contrast was looked at already, and costs half of it all."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(Axe().axe_script)
        options = _AXE | {"rules": {"color-contrast": {"enabled": colours}}}
        found = self.page.evaluate("(options) => axe.run(options).then((told) => told.violations)", options)
        told = [(each["id"], each["help"], [node["html"] for node in each["nodes"]]) for each in found]
        assert not told, f"{state}: {json.dumps(told, indent=2, ensure_ascii=False)}"

    def breaks_no_policy(self, state: str = "") -> None:
        """No violation of the Content-Security-Policy, no script error, no file that is not there."""
        assert not self.complaints, (state, self.complaints)

    def scrolls_only_down(self, state: str = "") -> None:
        """Nothing is wider than the window."""
        wide = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide[0] <= wide[1], f"{state}: {wide[0]} px wide in a window of {wide[1]} px"

    def keeps_its_promises(self, state: str = "") -> None:
        """All that holds on every screen: on a phone, on a desk, and at 320 px, a desk zoomed to 400 %."""
        self.breaks_no_policy(state)
        for width, height in ((320, 256), (1280, 900), (390, 844)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.scrolls_only_down(state)
            if width != 320:
                self.has_no_fault_for_axe(state, colours=width == 390)


@contextmanager
def look_at(
    browser: Browser,
    address: str,
    *,
    width: int = 390,
    script: bool = True,
    our_scripts: bool = True,
    language: str = "en",
) -> Iterator[Seen]:
    """Open `address` as a person with this window, language and scripts allowed or not would.

    Without `our_scripts` scripts are allowed, and ours never arrive.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 800 else 900},
        java_script_enabled=script,
        locale=language,
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
    page = context.new_page()
    seen = Seen(page)
    page.on("console", seen.heed)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("requestfailed", seen.miss)
    if not our_scripts:
        page.route("**/*.js*", lambda route: route.abort())
    page.on("response", seen.note)
    try:
        page.goto(address)
        yield seen
    finally:
        context.close()
