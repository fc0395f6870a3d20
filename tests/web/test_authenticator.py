"""Setting an authenticator up by the one-time link, and signing in with its codes."""

import re
from dataclasses import replace

from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.actions.staff.one_time_code import code_of, step_at
from symptomcheck.web.app import create_app
from tests.team import PASSWORD, a_team


def test_the_link_shows_a_key_and_its_codes_open_the_teams_door(sqlite_url):
    with a_team(sqlite_url) as team:
        house = team.house
        security = replace(house.settings.security, require_totp=True)
        app = create_app(replace(house, settings=replace(house.settings, security=security)))
        app.config["WTF_CSRF_ENABLED"] = False
        browser = app.test_client()
        typed = {"login": "nora", "password": PASSWORD}

        assert "Write the code" in browser.post("/team/sign-in", data=typed).text
        assert "Ask for a new link" in browser.post("/team/sign-in", data=typed | {"code": "123456"}).text

        link = (
            f"/team/invite/{invite_staff(house.clinic, 'nora', by='test', now=house.real_clock.now()).token}"
        )
        page = browser.get(link).text
        key = re.search(r"secret=([A-Z2-7]{32})", page)[1]
        assert key[:4] in page and f"Riverside:nora?secret={key}" in page
        assert key == re.search(r"secret=([A-Z2-7]{32})", browser.get(link).text)[1]

        chosen = {"password": PASSWORD, "again": PASSWORD}
        assert "check the time of the phone" in browser.post(link, data=chosen | {"code": "1"}).text
        now = code_of(key, step_at(house.real_clock.now()))
        assert browser.post(link, data=chosen | {"code": now}).location == "/team/sign-in"

        assert "A code works once" in browser.post("/team/sign-in", data=typed | {"code": "000000"}).text
        now = code_of(key, step_at(house.real_clock.now()))
        assert browser.post("/team/sign-in", data=typed | {"code": now}).location == "/team"
        assert browser.get("/team").status_code == 200
