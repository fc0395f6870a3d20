"""People with links into a served clinic: by whom the screens of patients and caregivers are opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from playwright.sync_api import Page

from symptomcheck.actions.links.make_link import make_link
from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.actions.staff.add_staff import add_staff
from symptomcheck.core.answers import Reporter
from tests.browser.looking import follow
from tests.browser.served import NOON, Served


@dataclass(frozen=True)
class PersonScreen:
    """A screen of a patient or a caregiver: whose link, and what is done there before it is looked at."""

    name: str
    first: Callable[[Page], None]
    role: Reporter = Reporter.PATIENT


class People:
    """Enrols somebody new for every link, so that no screen depends on another."""

    def __init__(self, served: Served) -> None:
        self._served, self._phones = served, iter(range(101, 200))
        self._nobody = True

    def link(self, role: Reporter = Reporter.PATIENT, *, cares_for: int = 1) -> str:
        """The address of a new person's link."""
        clinic = self._served.house.clinic
        if self._nobody:
            add_staff(
                clinic,
                name="Nora Lee",
                login="nora",
                role="clinician",
                phone="+12125550100",
                email=None,
                by="test",
                now=NOON,
            )
            self._nobody = False
        patients: list[UUID] = []
        carer = f"+1213555{next(self._phones):04}"
        for name in ("Ana Ortiz", "Bo Lindqvist")[:cares_for]:
            new = NewPatient(
                name=name,
                phone=f"+1212555{next(self._phones):04}",
                infused_on=date(2026, 11, 20),
                caregivers=(NewCaregiver(name="Luis Ortiz", phone=carer),),
            )
            patients.append(enrol(clinic, new, by="test", now=NOON).patient_id)
        made = make_link(clinic, patients[0], role=role, by="test", now=NOON)
        return made[0].url.removeprefix("http://127.0.0.1")


def press(page: Page, words: str) -> None:
    """Touch the button, or the link that looks like one."""
    main = page.locator("main")
    follow(main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first)


def start(page: Page) -> None:
    follow(page.locator("form[action*='/start'] button"))


def choose(page: Page, **answers: str) -> None:
    """Choose one answer per group, then go on."""
    for key, value in answers.items():
        page.locator(f"input[name={key}][value='{value}']").check()
    follow(page.locator("main form button").first)


def breathing(page: Page) -> None:
    start(page)
    choose(page, confusion="no", speech="no", sleepiness="no")


def temperature(page: Page) -> None:
    breathing(page)
    choose(page, breath="no", chest_pain="no", fainting="no")


def refused(page: Page) -> None:
    start(page)
    choose(page, confusion="no")


def fever(page: Page) -> None:
    temperature(page)
    follow(page.locator("button[name=reading]"))


def read_back(page: Page) -> None:
    temperature(page)
    page.locator("input[name=number]").fill("98.6")
    follow(page.locator("main form button").first)


def fatigue(page: Page) -> None:
    fever(page)
    choose(page, fever="no")


def sent(page: Page) -> None:
    fatigue(page)
    choose(page, fatigue="1")


def call_now(page: Page) -> None:
    start(page)
    choose(page, confusion="yes")


def logs_temperature(page: Page) -> None:
    follow(page.locator("main a[href$='/temperature'], main a[href*='/temperature?']").first)


def own_words(page: Page) -> None:
    follow(page.locator("main a[href$='/words'], main a[href*='/words?']").first)


SCREENS = (
    PersonScreen("home", lambda page: None),
    PersonScreen("thinking", start),
    PersonScreen("refused", refused),
    PersonScreen("breathing", breathing),
    PersonScreen("temperature", temperature),
    PersonScreen("read-back", read_back),
    PersonScreen("fever", fever),
    PersonScreen("fatigue", fatigue),
    PersonScreen("sent", sent),
    PersonScreen("call-now", call_now),
    PersonScreen("words", own_words),
    PersonScreen("caregiver-thinking", start, Reporter.CAREGIVER),
    PersonScreen("caregiver-temperature", logs_temperature, Reporter.CAREGIVER),
)
