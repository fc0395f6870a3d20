"""The team's screens in a real browser: axe, widths, both languages, with and without script, by keyboard."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from symptomcheck.actions.alerts.acknowledge_alert import acknowledge_alert
from symptomcheck.web.server import Server
from tests.browser.looking import Seen, follow, look_at, press_enter
from tests.team import PASSWORD, Team, a_team

Opens = Callable[..., Seen]
SCREENS = {
    "queue": "/team",
    "urgent": "/team/alerts/1",
    "no patient": "/team/alerts/7",
    "closed": "/team/alerts/6",
    "patients": "/team/patients",
    "enrol": "/team/patients/new",
}


@dataclass(frozen=True)
class ServedTeam:
    address: str
    team: Team


@pytest.fixture(scope="module")
def served_team(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTeam]:
    copy = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("team") / "clinic.sqlite")
    # On a thread of its own: the stage's event loop cannot run beside Playwright's.
    with ThreadPoolExecutor(1) as stage:
        story = a_team(f"sqlite:///{copy}")
        team = stage.submit(story.__enter__).result()
        stage.submit(team.busy_morning).result()
        team.app.config["WTF_CSRF_ENABLED"] = True
        server = Server(team.app, host="127.0.0.1", port=0)
        thread = Thread(target=server.serve, daemon=True)
        thread.start()
        yield ServedTeam(f"http://127.0.0.1:{server.port}", team)
        server.stop()
        thread.join(timeout=30)
        stage.submit(story.__exit__, None, None, None).result()


@pytest.fixture
def opens(served_team: ServedTeam, browser: Browser) -> Iterator[Opens]:
    """`opens("/team", login="nora")`: that page in a browser of its own, signed in."""
    with ExitStack() as pages:

        def open_(path: str, *, login: str | None = "nora", **how: object) -> Seen:
            address = served_team.address + path
            seen: Seen = pages.enter_context(look_at(browser, address, **how))  # type: ignore[arg-type]
            if login is not None:
                sign_in(seen.page, login)
            return seen

        yield open_


def sign_in(page: Page, login: str) -> None:
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    press_enter(page)
    page.wait_for_url(lambda address: "sign-in" not in address)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_the_team_keeps_its_promises(opens, screen, language):
    seen = opens(SCREENS[screen], language=language)
    assert seen.page.locator("html").get_attribute("lang") == language
    for width in (390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 850})
        seen.keeps_its_promises(script=True)


def test_the_page_of_a_patient_keeps_its_promises(opens):
    seen = opens("/team/patients")
    follow(seen.page.get_by_role("link", name="Ana Ruiz"))
    seen.page.get_by_text("Pause check-ins").first.click()
    for width in (390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 850})
        seen.keeps_its_promises(script=True)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_the_team_works_without_script(opens, screen):
    seen = opens(SCREENS[screen], script=False)
    expect(seen.page.locator("main h1")).to_have_count(1)
    for width in (320, 1280):
        seen.page.set_viewport_size({"width": width, "height": 850})
        seen.keeps_its_promises(script=False)


def test_signing_in_keeps_its_promises_and_a_refusal_is_read_out_first(opens):
    seen = opens("/team", login=None)
    seen.keeps_its_promises(script=True)
    seen.page.get_by_label("Log-in").fill("nora")
    seen.page.get_by_label("Password").fill("wrong")
    follow(seen.page.get_by_role("button", name="Sign in"))
    expect(seen.page.get_by_role("alert")).to_contain_text("do not belong together")
    seen.keeps_its_promises(script=True)


def test_an_enrolment_that_is_refused_keeps_its_promises(opens):
    seen = opens("/team/patients/new")
    follow(seen.page.get_by_role("button", name="Enrol"))
    expect(seen.page.get_by_role("alert").get_by_role("link").nth(3)).to_be_visible()
    for width in (390, 1280):
        seen.page.set_viewport_size({"width": width, "height": 850})
        seen.keeps_its_promises(script=True)


def test_an_alert_is_taken_by_keyboard_alone_and_the_second_nurse_is_told_who_has_it(opens):
    nora, omar = opens("/team/alerts/2", script=False), opens("/team/alerts/2", login="omar", script=False)
    for seen in (nora, omar):
        seen.page.get_by_role("button", name="Acknowledge").focus()
        press_enter(seen.page)
    expect(nora.page.get_by_role("heading", name="You have it")).to_be_visible()
    expect(omar.page.get_by_role("alert")).to_contain_text("Somebody else took it first")
    expect(omar.page.get_by_role("heading", name="Nora Lee has it")).to_be_visible()


def test_the_queue_refreshes_itself_and_says_so_when_it_cannot(opens, served_team):
    seen = opens("/team", login=None)
    seen.page.clock.install()
    sign_in(seen.page, "nora")
    page, team = seen.page, served_team.team
    now = team.clinic.clock.now()
    acknowledge_alert(team.house.clinic, 5, staff_id=team.omar.id, now=now)
    page.clock.run_for(21_000)
    page.get_by_text("Omar Lee").wait_for()
    page.context.set_offline(True)
    page.clock.run_for(21_000)
    page.get_by_text("could not be refreshed").wait_for()
    expect(page.get_by_role("heading", name="6 open alerts")).to_be_visible()


def test_a_queue_whose_owner_was_signed_out_shows_no_names_any_more(opens):
    seen = opens("/team", login=None)
    seen.page.clock.install()
    sign_in(seen.page, "omar")
    seen.page.context.clear_cookies(name="team")
    with seen.page.expect_navigation():
        seen.page.clock.run_for(21_000)
    expect(seen.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(seen.page.get_by_text("Ruiz")).to_have_count(0)
