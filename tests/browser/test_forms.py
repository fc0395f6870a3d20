"""Forms made by the kit's macros, by keyboard and by hand."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import follow, press_enter


@pytest.mark.parametrize("script", [True, False])
def test_a_form_that_is_refused_says_what_to_correct_and_leads_there(page_at, script):
    page = page_at("/samples/form", script=script).page
    follow(page.get_by_role("button", name="Send"))
    faults = page.get_by_role("alert")
    expect(faults.get_by_role("link")).to_have_text(["Choose one answer.", "Write the number."])
    faults.get_by_role("link", name="Write the number.").click()
    expect(page).to_have_url(re.compile("#temperature$"))


def test_a_refused_form_puts_the_list_of_faults_first_in_the_reading_order(page_at):
    page = page_at("/samples/form").page
    follow(page.get_by_role("button", name="Send"))
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()


def test_what_was_typed_is_still_there_and_is_never_markup(page_at):
    page = page_at("/samples/form").page
    typed = "\"'><script>alert(1)</script>"
    page.get_by_label("In your own words").fill(f"{typed}\n  second line")
    page.get_by_label("Temperature").fill(typed)
    page.get_by_label("Month", exact=True).fill("13")
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_label("In your own words")).to_have_value(f"{typed}\n  second line")
    expect(page.get_by_label("Temperature")).to_have_value(typed)
    expect(page.get_by_label("Month", exact=True)).to_have_value("13")
    expect(page.get_by_role("alert").get_by_role("link", name="Write the month")).to_have_count(1)


def test_a_form_is_filled_by_keyboard_alone(page_at):
    page = page_at("/samples/form").page
    page.get_by_label("No", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Yes")).to_be_checked()
    page.get_by_label("Temperature").focus()
    page.keyboard.type("101.3")
    press_enter(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Yes")).to_be_checked()


def test_two_quick_taps_send_a_form_once(page_at):
    seen = page_at("/samples/form")
    posts = []
    seen.page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    seen.page.get_by_role("button", name="Send").dblclick()
    seen.page.get_by_role("alert").wait_for()
    assert len(posts) == 1


def test_a_form_without_its_token_is_refused_kindly(page_at):
    page = page_at("/samples/form").page
    page.evaluate("document.querySelector('main [name=csrf_token]').remove()")
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", name="This page was open too long")).to_be_visible()
