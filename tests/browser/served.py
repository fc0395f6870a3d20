"""One clinic in the middle of a busy morning, on a loopback port: for every screen, in a browser.

On it live the team and its log-ins, alerts of every kind, people with links, and a page of every component.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Thread
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, abort

from symptomcheck.actions.links.make_link import make_link
from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.core.answers import Reporter
from symptomcheck.web.server import Server
from symptomcheck.wiring import House
from tests.browser.samples import samples
from tests.team import Team, a_team


@dataclass(frozen=True)
class Served:
    """Where the application answers, and the team behind it."""

    address: str
    team: Team
    _phones: Iterator[int] = field(default_factory=lambda: count(100_0000))

    @property
    def house(self) -> House:
        return self.team.house

    def link(self, role: Reporter = Reporter.PATIENT, *, cares_for: int = 1) -> str:
        """Where the link of somebody new leads: no screen depends on what another did."""
        clinic, now = self.house.clinic, self.team.clinic.clock.now()
        carer = self._phone()
        patients: list[UUID] = []
        for name in ("Ana Ortiz", "Bo Lindqvist")[:cares_for]:
            new = NewPatient(
                name=name,
                phone=self._phone(),
                infused_on=now.date(),
                caregivers=(NewCaregiver(name="Luis Ortiz", phone=carer),),
            )
            patients.append(enrol(clinic, new, by="test", now=now).patient_id)
        (made, *_) = make_link(clinic, patients[0], role=role, by="test", now=now)
        return urlsplit(made.url).path

    def _phone(self) -> str:
        return f"+1646{next(self._phones)}"


@contextmanager
def served(database_url: str) -> Iterator[Served]:
    """Serve the clinic on this empty, migrated database until the block ends."""
    # On a thread of its own: the stage's event loop cannot run beside Playwright's.
    with ThreadPoolExecutor(1) as stage:
        story = a_team(database_url, more=[samples(), _faults()])
        team = stage.submit(story.__enter__).result()
        stage.submit(team.busy_morning).result()
        team.app.config["WTF_CSRF_ENABLED"] = True
        server = Server(team.app, host="127.0.0.1", port=0)
        thread = Thread(target=server.serve, name="served", daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.port}", team)
        finally:
            server.stop()
            thread.join(timeout=30)
            stage.submit(story.__exit__, None, None, None).result()


def _faults() -> Blueprint:
    """Roads that go wrong in every way a page has words for."""
    roads = Blueprint("faults", __name__)

    @roads.get("/fault/<int:status>")
    def fault(status: int) -> str:
        if status == 500:
            raise KeyError("a fault of ours")
        abort(status)

    return roads
