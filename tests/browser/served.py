"""The real application on a loopback port, over a database of its own, for a browser to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from flask import Blueprint, abort

from symptomcheck.config import settings_from
from symptomcheck.config_secrets import fresh_data_keys, fresh_secret_key
from symptomcheck.web.app import create_app
from symptomcheck.web.server import Server
from symptomcheck.wiring import House, build, migrate
from tests.browser.samples import samples

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class StillClock:
    """It is noon."""

    def now(self) -> datetime:
        return NOON


@dataclass(frozen=True)
class Served:
    """Where the application answers, and the house behind it."""

    address: str
    house: House


@contextmanager
def served(folder: Path, *, demo: bool = False) -> Iterator[Served]:
    """Serve a new clinic out of `folder` until the block ends."""
    house = _house(folder, demo=demo)
    server = Server(create_app(house, more=[samples(), _faults()]), host="127.0.0.1", port=0)
    thread = Thread(target=server.serve, name="served", daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.port}", house)
    finally:
        server.stop()
        thread.join(timeout=30)
        house.close()


def _house(folder: Path, *, demo: bool) -> House:
    site = {
        "name": "Riverside",
        "phone_24h": "555-010-0199",
        "public_url": "http://127.0.0.1",
        "zone": "America/New_York",
    }
    environ = {
        "SYMPTOMCHECK_DATABASE_URL": f"sqlite:///{folder / 'clinic.sqlite'}",
        "SYMPTOMCHECK_SECRET_KEY": fresh_secret_key(),
        "SYMPTOMCHECK_DATA_KEYS": fresh_data_keys(),
    }
    settings = settings_from({"site": site}, file=folder / "config.toml", environ=environ)
    migrate(settings)
    return build(settings, clock=StillClock(), senders={}, demo=demo)


def _faults() -> Blueprint:
    """Roads that go wrong in every way a page has words for."""
    roads = Blueprint("faults", __name__)

    @roads.get("/fault/<int:status>")
    def fault(status: int) -> str:
        if status == 500:
            raise KeyError("a fault of ours")
        abort(status)

    return roads
