"""The screens of patients and caregivers in a real browser: axe, both widths, both languages, no script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from symptomcheck.core.answers import Reporter
from tests.browser.looking import follow, look_at, press_enter
from tests.browser.people_served import SCREENS, People, PersonScreen, call_now
from tests.browser.served import Served, served

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("people"), demo=True) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def people(house) -> People:
    return People(house)


@pytest.mark.parametrize("language", ["en", "es"])
@each_screen
def test_a_screen_keeps_its_promises(browser, house, people, screen: PersonScreen, language):
    address = f"{house.address}{people.link(screen.role)}?lang={language}"
    with look_at(browser, address, language=language) as seen:
        screen.first(seen.page)
        expect(seen.page.locator("main h1")).to_have_count(1)
        assert seen.page.locator("html").get_attribute("lang") == language
        for width in (320, 390, 1280):
            seen.page.set_viewport_size({"width": width, "height": 800})
            seen.keeps_its_promises(script=True)


@each_screen
def test_a_screen_works_without_script(browser, house, people, screen: PersonScreen):
    with look_at(browser, house.address + people.link(screen.role), script=False) as seen:
        screen.first(seen.page)
        assert seen.status == 200
        expect(seen.page.locator("main h1")).to_have_count(1)
        seen.keeps_its_promises(script=False)


@pytest.mark.parametrize("script", [True, False])
def test_a_call_is_one_touch_away_and_says_no_symptom(browser, house, people, script):
    with look_at(browser, house.address + people.link(), script=script) as seen:
        call_now(seen.page)
        call = seen.page.locator("main a.sc-call")
        assert call.get_attribute("href") == "tel:5550100199"
        assert call.bounding_box()["y"] < 844, "the number to call is on the first screenful"
        assert "confusion" not in seen.page.url


def test_a_check_in_is_answered_by_keyboard_alone(browser, house, people):
    with look_at(browser, house.address + people.link(), script=False) as seen:
        page = seen.page
        page.locator("form[action*='/start'] button").focus()
        press_enter(page)
        page.locator("input[name=confusion]").first.focus()
        for _ in range(3):  # No is the second answer of each group
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
        press_enter(page)
        expect(page.locator("input[name=breath]")).to_have_count(3)


def test_a_caregiver_of_several_chooses_whom(browser, house, people):
    address = house.address + people.link(Reporter.CAREGIVER, cares_for=2)
    with look_at(browser, address) as seen:
        seen.keeps_its_promises(script=True)
        follow(seen.page.get_by_role("button", name="Bo").or_(seen.page.get_by_role("link", name="Bo")))
        expect(seen.page.locator("main")).to_contain_text("About Bo")
        seen.keeps_its_promises(script=True)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_link_that_opens_nothing_ends_kindly(browser, house, language):
    with look_at(browser, f"{house.address}/p/nobody?lang={language}", language=language) as seen:
        assert seen.status == 404
        assert seen.page.locator("main a[href='tel:5550100199']").count() == 1
        seen.keeps_its_promises(script=True)


def pictures(folder: Path) -> None:
    """Picture every screen, for people to look at: python -m tests.browser.test_person_screens FOLDER."""
    from tests.browser.looking import a_browser

    (folder / "clinic").mkdir(parents=True)
    with served(folder / "clinic", demo=True) as clinic, a_browser() as browser:
        people = People(clinic)
        for screen in SCREENS:
            for language, width in (("en", 390), ("es", 390), ("en", 1280)):
                address = f"{clinic.address}{people.link(screen.role)}?lang={language}"
                with look_at(browser, address, width=width) as seen:
                    screen.first(seen.page)
                    picture = folder / f"{screen.name}-{language}-{width}.png"
                    seen.page.screenshot(path=picture, full_page=True)


if __name__ == "__main__":
    import sys

    pictures(Path(sys.argv[1]))
