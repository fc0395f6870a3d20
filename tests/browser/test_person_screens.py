"""What a patient does in a real browser: by keyboard, without script, back, twice, out of reach."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import follow, look_at, press_enter
from tests.browser.screens import choose, start, write

NO = {"confusion": "no", "speech": "no", "sleepiness": "no"}


@pytest.mark.parametrize("script", [True, False])
def test_a_call_is_one_touch_away_and_says_no_symptom(browser, clinic_served, script):
    with look_at(browser, clinic_served.address + clinic_served.link(), script=script) as seen:
        start(seen.page)
        choose(seen.page, confusion="yes")
        call = seen.page.locator("main a.sc-call")
        expect(call).to_have_attribute("href", "tel:5550100199")
        assert call.bounding_box()["y"] < 844, "the number to call is on the first screenful"
        assert "confusion" not in seen.page.url


def test_a_check_in_is_answered_by_keyboard_alone_and_without_script(browser, clinic_served):
    with look_at(browser, clinic_served.address + clinic_served.link(), script=False) as seen:
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


def test_the_back_button_and_a_second_tab_lead_to_the_open_question(browser, clinic_served):
    with look_at(browser, clinic_served.address + clinic_served.link(), script=False) as seen:
        page = seen.page
        start(page)
        tab = page.context.new_page()
        tab.goto(page.url)
        choose(page, **NO)
        expect(page.locator("input[name=breath]")).to_have_count(3)
        choose(tab, **NO)
        expect(tab.locator("input[name=breath]")).to_have_count(3)
        choose(page, breath="no", chest_pain="no", fainting="no")
        write(page, number="98.6")
        expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
        follow(page.locator("main a.nhsuk-button"))
        page.go_back()
        expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
        page.go_forward()
        expect(page.locator("input[name=fatigue]")).to_have_count(4)


def test_answers_sent_without_a_network_stay_and_can_be_sent_again(browser, clinic_served):
    with look_at(browser, clinic_served.address + clinic_served.link()) as seen:
        page = seen.page
        start(page)
        for key in NO:
            page.locator(f"input[name={key}][value='no']").check()
        page.context.set_offline(True)
        page.locator("main form button").first.click()
        expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
        expect(page.locator("input:checked")).to_have_count(3)
        seen.has_no_fault_for_axe("offline")
        page.context.set_offline(False)
        expect(page.get_by_text("Nothing was sent")).to_be_hidden()
        follow(page.locator("main form button").first)
        expect(page.locator("input[name=breath]")).to_have_count(3)
