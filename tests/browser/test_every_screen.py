"""What holds on every screen: axe finds nothing, nothing breaks the policy, nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import SCREENS, Screen

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)


@pytest.mark.parametrize("language", ["en", "es"])
@each_screen
def test_a_screen_keeps_its_promises(page_at, screen: Screen, language):
    seen = page_at(screen.path, language=language)
    screen.first(seen.page)
    assert seen.status == screen.status
    assert seen.page.locator("html").get_attribute("lang") == language
    for width in (320, 390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 800})
        seen.keeps_its_promises(script=True)


@each_screen
def test_a_screen_works_without_script(page_at, screen: Screen):
    seen = page_at(screen.path, script=False)
    screen.first(seen.page)
    assert seen.status == screen.status
    expect(seen.page.locator("main h1")).to_have_count(1)
    for width in (390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 800})
        seen.keeps_its_promises(script=False)


@each_screen
def test_a_screen_tells_whom_to_call_and_what_it_is_not(page_at, screen: Screen):
    page = page_at(screen.path).page
    footer = page.locator("body > footer")
    assert footer.get_by_role("link", name="555-010-0199").get_attribute("href") == "tel:5550100199"
    assert footer.get_by_role("link", name="911").get_attribute("href") == "tel:911"
    assert "This is not a diagnosis. Not an emergency service." in footer.inner_text()


@each_screen
def test_the_first_tab_leads_past_the_header(page_at, screen: Screen):
    page = page_at(screen.path).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


@each_screen
def test_a_screen_survives_400_percent_zoom(page_at, screen: Screen):
    seen = page_at(screen.path, width=320)
    seen.page.set_viewport_size({"width": 320, "height": 256})
    seen.scrolls_only_down()
