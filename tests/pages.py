"""A person in front of a page, without a browser: fills what a form offers and presses its buttons."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from symptomcheck.actions.links.make_link import make_link
from symptomcheck.core.answers import Reporter
from symptomcheck.rehearsal.settings import PUBLIC_URL
from symptomcheck.web.app import create_app
from tests.clinic import Person, TestClinic

_TAG = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass
class Page:
    """One tab of one person's browser."""

    app: Flask
    client: Any = field(init=False)
    path: str = ""
    text: str = ""
    status: int = 0

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def opens(self, address: str) -> "Page":
        """Go to an address of ours."""
        parts = urlsplit(address)
        path = parts.path or urlsplit(self.path).path
        return self._shows(self.client.get(f"{path}?{parts.query}", base_url=PUBLIC_URL))

    def another_tab(self) -> "Page":
        """The same page once more, in the same browser."""
        tab = Page(self.app)
        tab.client, tab.path, tab.text, tab.status = self.client, self.path, self.text, self.status
        return tab

    def form(self, action: str = "") -> tuple[str, dict[str, str]]:
        """The first form (or the one posting to an address that ends so), with what it hides."""
        for found in re.finditer(r"<form\b([^>]*)>(.*?)</form>", self.text, re.S):
            to = unescape(dict(_ATTRIBUTE.findall(found[1])).get("action", self.path))
            if urlsplit(to).path.endswith(action):
                inputs = [dict(_ATTRIBUTE.findall(tag)) for tag in _TAG.findall(found[2])]
                hidden = [each for each in inputs if each.get("type") == "hidden"]
                return to, {each["name"]: unescape(each.get("value", "")) for each in hidden}
        raise AssertionError(f"no form to {action!r} on this page:\n{self.text}")

    def sends(self, action: str = "", **typed: str) -> "Page":
        """Fill the form and press its button; where that leads is shown."""
        return self.posts(*self.form(action), **typed)

    def posts(self, to: str, hidden: dict[str, str], **typed: str) -> "Page":
        """Send a form that was on a page before, again or for the first time."""
        referrer = {"Referer": PUBLIC_URL + self.path}
        return self._shows(self.client.post(to, data=hidden | typed, base_url=PUBLIC_URL, headers=referrer))

    def says(self, words: str) -> "Page":
        """These words are on the page."""
        assert words.casefold() in unescape(re.sub(r"<[^>]+>", " ", self.text)).casefold(), self.text
        return self

    def follows(self, words: str) -> "Page":
        """Touch the link with these words."""
        for found in re.finditer(r"<a\b([^>]*)>(.*?)</a>", self.text, re.S):
            if words in unescape(found[2]):
                return self.opens(unescape(dict(_ATTRIBUTE.findall(found[1]))["href"]))
        raise AssertionError(f"no link {words!r} on this page:\n{self.text}")

    def _shows(self, answer: Any) -> "Page":
        if answer.status_code in (302, 303):
            return self.opens(answer.headers["Location"])
        self.text, self.status, self.path = answer.text, answer.status_code, answer.request.full_path
        return self


def link_of(clinic: TestClinic, patient: Person, role: Reporter = Reporter.PATIENT) -> str:
    """The address of a fresh link of the patient, or of the first caregiver."""
    house = clinic.stage.house
    return make_link(house.clinic, patient.id, role=role, by="Nora", now=clinic.clock.now())[0].url


def page_of(clinic: TestClinic, patient: Person, role: Reporter = Reporter.PATIENT) -> Page:
    """A browser at that link."""
    return Page(create_app(clinic.stage.house)).opens(link_of(clinic, patient, role))


NO = {"confusion": "no", "speech": "no", "sleepiness": "no"}
BREATHING_NO = {"breath": "no", "chest_pain": "no", "fainting": "no"}
