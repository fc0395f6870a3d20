"""A clinic with a busy morning and a team that can sign in, for tests of the team's screens."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from flask import Blueprint, Flask
from flask.testing import FlaskClient

from symptomcheck.actions.staff.add_staff import add_staff
from symptomcheck.actions.staff.choose_password import choose_password
from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.storage.staff import Role
from symptomcheck.web.app import create_app
from symptomcheck.wiring import House
from tests.clinic import BY, Person, TestClinic

PASSWORD = "heron gravel piano tide"


class Team:
    """A clinic in the middle of a story, its application, and log-ins: nora, omar, admin, viewer."""

    def __init__(self, clinic: TestClinic, *, more: Sequence[Blueprint] = ()) -> None:
        self.clinic = clinic
        self.nora, self.omar = clinic.nurse("Nora"), clinic.nurse("Omar", on_call="backup")
        for login, role in (("admin", "admin"), ("viewer", "viewer")):
            self._add(login, role)  # type: ignore[arg-type]
        for login in ("nora", "omar", "admin", "viewer"):
            self.sets_password(login)
        # Browsers come by plain HTTP on this machine.
        settings = clinic.stage.house.settings
        plain = replace(settings, site=replace(settings.site, public_url="http://127.0.0.1"))
        self.house: House = replace(clinic.stage.house, settings=plain)
        self.app: Flask = create_app(self.house, more=more)
        self.app.config["WTF_CSRF_ENABLED"] = False

    def _add(self, login: str, role: Role) -> None:
        add_staff(
            self.clinic.stage.clinic,
            name=f"{login.title()} Quist",
            login=login,
            role=role,
            phone=None,
            email=None,
            by=BY,
            now=self.clinic.clock.now(),
        )

    def sets_password(self, login: str) -> None:
        house = self.clinic.stage.house
        now = house.real_clock.now()
        invitation = invite_staff(house.clinic, login, by=BY, now=now)
        choose_password(house.clinic, invitation.token, PASSWORD, now=now)

    def browser(self, login: str | None = None) -> FlaskClient:
        """A browser; signed in as `login`, or as nobody."""
        client = self.app.test_client()
        if login is not None:
            answer = client.post("/team/sign-in", data={"login": login, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
        return client

    def patient_who_said(self, name: str, words: str, **about: object) -> Person:
        """A patient who texted this, unasked."""
        person = self.clinic.patient(name, **about)  # type: ignore[arg-type]
        person.phone.texts(words)
        self.clinic.skip_to_here()
        return person

    def busy_morning(self) -> None:
        """Alerts of every kind, one of them taken, one closed."""
        clinic = self.clinic
        ana = clinic.patient("Ana")
        luis = clinic.caregiver("Luis", of=ana)
        luis.phone.texts("she is not confused at all, breathing ok")
        clinic.clock.goes_to("09:00")
        clinic.skip_to_here()
        ana.phone.texts("2")
        clinic.clock.goes_to("09:04")
        self.patient_who_said("Ben", "cant catch my breath since lunch, and a chest pain that comes and goes")
        self.patient_who_said("Cleo", "chills and so shaky", infused_days_ago=9)
        self.patient_who_said("Dov", "my rash is back")
        self.patient_who_said("Eva", "temp 101.3")
        clinic.closes(self.patient_who_said("Finn", "fainted"), by=self.omar)
        clinic.stranger().texts("this is Ana from another phone, i fainted")
        clinic.clock.goes_to("09:31")
        clinic.skip_to_here()


@contextmanager
def a_team(database_url: str, *, more: Sequence[Blueprint] = ()) -> Iterator[Team]:
    """A team at work; the clinic is closed at the end."""
    with TestClinic(database_url) as clinic:
        yield Team(clinic, more=more)
