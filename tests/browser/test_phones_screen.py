"""The screen of the demonstration: every phone, and every door a touch away."""

from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from playwright.sync_api import expect

from symptomcheck.rehearsal.cast import take_their_places
from symptomcheck.rehearsal.demo import free_port, set_up
from symptomcheck.web.app import create_app
from symptomcheck.web.phones import phones_roads
from symptomcheck.web.server import Server
from tests.browser.looking import follow, look_at


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The cast in its places, with nothing said yet."""
    port = free_port(0)
    # On a thread of its own: the stage's event loop cannot run beside Playwright's.
    with ThreadPoolExecutor(1) as stage:
        story = set_up(tmp_path_factory.mktemp("phones"), port)
        show = stage.submit(story.__enter__).result()
        take_their_places(show.house.clinic, opens_on=show.opens_on, now=show.clock.now())
        server = Server(create_app(show.house, more=[phones_roads(show)]), host="127.0.0.1", port=port)
        thread = Thread(target=server.serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.stop()
        thread.join(timeout=30)
        stage.submit(story.__exit__, None, None, None).result()


def test_the_phones_keep_their_promises_and_lead_to_every_door(browser, demonstration):
    with look_at(browser, demonstration) as seen:
        page = seen.page
        seen.keeps_its_promises("front of a demonstration")
        follow(page.get_by_role("link", name="The phones of this demonstration"))
        seen.keeps_its_promises("phones")
        with page.expect_popup() as opened:
            page.locator("#luis").get_by_role("button", name="Check-in page").click()
        expect(opened.value.get_by_role("heading", name="¿Qué quiere enviar?")).to_be_visible()
        follow(page.locator("#luis").get_by_role("link", name="As the team sees"))
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
