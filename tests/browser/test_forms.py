"""Forms made by the kit's macros, by keyboard and by hand."""

import pytest


@pytest.mark.parametrize("script", [True, False])
def test_a_form_that_is_refused_says_what_to_correct_and_leads_there(page_at, script):
    page = page_at("/samples/form", script=script).page
    page.get_by_role("button", name="Send").click()
    faults = page.get_by_role("alert")
    assert faults.get_by_role("link").all_inner_texts() == ["Choose one answer.", "Write the number."]
    faults.get_by_role("link", name="Write the number.").click()
    assert page.evaluate("location.hash") == "#temperature" if script else page.url.endswith("#temperature")


def test_a_refused_form_puts_the_list_of_faults_first_in_the_reading_order(page_at):
    page = page_at("/samples/form").page
    page.get_by_role("button", name="Send").click()
    assert "nhsuk-error-summary" in page.evaluate("document.activeElement.className")


def test_what_was_typed_is_still_there_and_is_never_markup(page_at):
    page = page_at("/samples/form").page
    typed = "\"'><script>alert(1)</script>"
    page.get_by_label("In your own words").fill(f"{typed}\n  second line")
    page.get_by_label("Temperature").fill(typed)
    page.get_by_label("Month", exact=True).fill("13")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_label("In your own words").input_value() == f"{typed}\n  second line"
    assert page.get_by_label("Temperature").input_value() == typed
    assert page.get_by_label("Month", exact=True).input_value() == "13"
    assert page.get_by_role("alert").get_by_role("link", name="Write the month").count() == 1


def test_a_form_is_filled_by_keyboard_alone(page_at):
    page = page_at("/samples/form").page
    page.get_by_label("No", exact=True).focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Yes").is_checked()
    page.get_by_label("Temperature").focus()
    page.keyboard.type("101.3")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.get_by_role("alert").count() == 0
    assert page.get_by_label("Yes").is_checked()


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
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("heading", name="This page was open too long").is_visible()
