"""Sets the demonstration up in a folder: configuration, secrets, database, provider, cast, a day of history.

Nothing leaves this machine: the provider listens on 127.0.0.1 and rings phones that are only drawn.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from secrets import token_hex

from symptomcheck import config, wiring
from symptomcheck.clock import RealClock
from symptomcheck.config_secrets import fresh_data_keys, fresh_secret_key
from symptomcheck.core.schedule import utc, zone_named
from symptomcheck.rehearsal.cast import take_their_places
from symptomcheck.rehearsal.clock import RunningClock
from symptomcheck.rehearsal.provider import LoopbackProvider
from symptomcheck.rehearsal.show import Show

ZONE = "America/New_York"
OUR_NUMBER = "+15035550100"
HOST = "127.0.0.1"
ENROLLED_AT = time(6, 30)  # the day before: everybody has a day behind them when the curtain rises
OPENS_AT = time(9)  # the morning's first question has just come


class FolderInUse(Exception):
    """There is a clinic in that folder already."""


@contextmanager
def set_up(folder: Path, port: int) -> Iterator[Show]:
    """A show whose web server is to listen on `port`. FolderInUse when the folder holds a clinic."""
    if (folder / "config.toml").exists():
        raise FolderInUse(f"{folder} holds a clinic already. Name an empty folder, or remove that one.")
    address = f"http://{HOST}:{port}"
    token = token_hex(16)
    clocks: list[RunningClock] = []
    provider = LoopbackProvider(
        number=OUR_NUMBER,
        auth_token=token,
        app_url=address,
        public_url=address,
        clock=lambda: clocks[0].now(),
    )
    with provider:
        settings = _configured(folder, provider, address=address, port=port)
        wiring.migrate(settings)
        built = wiring.build(settings, demo=True)
        try:
            clock = RunningClock(built.clinic.db, RealClock(), zone=ZONE)
            clocks.append(clock)
            show = Show(replace(built, clock=clock), clock, provider, opens_on=_today())
            try:
                yield show
            finally:
                show.close()
        finally:
            built.close()


def seed(show: Show) -> None:
    """Enrol the cast yesterday and let it play by itself until this morning. The web server must listen."""
    enrolled = utc(show.opens_on - timedelta(days=1), ENROLLED_AT, ZONE)
    show.clock.starts_at(enrolled)
    take_their_places(show.house.clinic, opens_on=show.opens_on, now=enrolled)
    show.plays_until(utc(show.opens_on, OPENS_AT, ZONE))


def free_port(wanted: int) -> int:
    """The port to listen on: the wanted one, for 0 any; OSError when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, wanted))
        return int(probe.getsockname()[1])


def _today() -> date:
    return datetime.now(zone_named(ZONE)).date()


def _configured(folder: Path, provider: LoopbackProvider, *, address: str, port: int) -> config.Settings:
    """Write config.toml and its secrets: every other command can be tried on the demonstration too."""
    secrets = folder / "secrets"
    secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    values = {
        "site.name": "Riverside",
        "site.phone_24h": "503-555-0199",
        "site.public_url": address,
        "site.zone": ZONE,
        "database.url": "sqlite:///demo.sqlite",
        "twilio.account_sid": provider.account_sid,
        "twilio.auth_token_file": "secrets/provider.token",
        "twilio.from_number": OUR_NUMBER,
        "twilio.api_base_url": provider.api_base_url,
        "twilio.messages_per_second": 1000,
        "web.host": HOST,
        "web.port": port,
        "worker.tick_seconds": 1,
        "security.require_totp": False,  # the audience has a password, and no authenticator
    }
    for name, words in (
        ("secret.key", fresh_secret_key()),
        ("data.keys", fresh_data_keys()),
        ("provider.token", provider.auth_token + "\n"),
    ):
        _write_private(secrets / name, words)
    _write_private(folder / "config.toml", config.example(values))
    return config.load(folder / "config.toml", environ={})


def _write_private(path: Path, words: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(words)
