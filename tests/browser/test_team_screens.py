"""What the team does in a real browser: two nurses at once, by keyboard, a queue that lives."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from symptomcheck.actions.alerts.acknowledge_alert import acknowledge_alert
from tests.browser.looking import Seen, look_at, press_enter
from tests.browser.screens import sign_in
from tests.browser.served import Served

Opens = Callable[..., Seen]


@pytest.fixture
def opens(clinic_served: Served, browser: Browser) -> Iterator[Opens]:
    """`opens("/team", login="nora")`: that page in a browser of its own, signed in."""
    with ExitStack() as pages:

        def open_(path: str, *, login: str | None = "nora", **how: object) -> Seen:
            address = clinic_served.address + path
            seen: Seen = pages.enter_context(look_at(browser, address, **how))  # type: ignore[arg-type]
            if login is not None:
                sign_in(seen.page, login)
            return seen

        yield open_


def test_an_alert_is_taken_by_keyboard_alone_and_the_second_nurse_is_told_who_has_it(opens):
    nora, omar = opens("/team/alerts/2", script=False), opens("/team/alerts/2", login="omar", script=False)
    for seen in (nora, omar):
        seen.page.get_by_role("button", name="Acknowledge").focus()
        press_enter(seen.page)
    expect(nora.page.get_by_role("heading", name="You have it")).to_be_visible()
    expect(omar.page.get_by_role("alert")).to_contain_text("Somebody else took it first")
    expect(omar.page.get_by_role("heading", name="Nora Lee has it")).to_be_visible()


def test_the_queue_refreshes_itself_and_says_so_when_it_cannot(opens, clinic_served):
    seen = opens("/team", login=None)
    seen.page.clock.install()
    sign_in(seen.page, "nora")
    page, team = seen.page, clinic_served.team
    now = team.clinic.clock.now()
    acknowledge_alert(team.house.clinic, 5, staff_id=team.omar.id, now=now)
    page.clock.run_for(21_000)
    page.get_by_text("Omar Lee").wait_for()
    page.context.set_offline(True)
    page.clock.run_for(21_000)
    page.get_by_text("could not be refreshed").wait_for()
    expect(page.get_by_role("heading", name="open alerts")).to_be_visible()


def test_a_queue_whose_owner_was_signed_out_shows_no_names_any_more(opens):
    seen = opens("/team", login=None)
    seen.page.clock.install()
    sign_in(seen.page, "omar")
    seen.page.context.clear_cookies(name="team")
    with seen.page.expect_navigation():
        seen.page.clock.run_for(21_000)
    expect(seen.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(seen.page.get_by_text("Ruiz")).to_have_count(0)
