"""What holds on every screen: axe finds nothing, nothing breaks the policy, nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import look_at
from tests.browser.screens import WALKS, Walk

# A way of looking: with our scripts in English, without them in Spanish. axe itself is a script, so the page
# without ours is the one whose scripts never arrived.
WAYS = (("en", True), ("es", False))


@pytest.mark.parametrize(("language", "ours"), WAYS, ids=["en", "es-without-script"])
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)
def test_every_screen_keeps_its_promises(browser, clinic_served, walk: Walk, language, ours):
    address = clinic_served.address + walk.begins(clinic_served)
    statuses = dict(walk.statuses)
    with look_at(browser, address, language=language, our_scripts=ours) as seen:
        # Whom a link is for has a language of their own; the switch on the page goes before it.
        follow_in = f"{seen.page.url}{'&' if '?' in seen.page.url else '?'}lang={language}"
        seen.page.goto(follow_in)
        for state in walk.steps(seen.page):
            assert seen.status == statuses.get(state, 200), state
            assert seen.page.locator("html").get_attribute("lang") == language, state
            expect(seen.page.locator("main h1")).to_have_count(1)
            seen.keeps_its_promises(state)


@pytest.mark.parametrize("path", ["/rules", "/nowhere", "/samples/form"])
def test_a_screen_tells_whom_to_call_and_what_it_is_not(page_at, path):
    page = page_at(path).page
    footer = page.locator("body > footer")
    assert footer.get_by_role("link", name="555-010-0199").get_attribute("href") == "tel:5550100199"
    assert footer.get_by_role("link", name="911").get_attribute("href") == "tel:911"
    assert "This is not a diagnosis. Not an emergency service." in footer.inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
