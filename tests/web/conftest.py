"""A house on a database of its own, its application, and a provider that signs what it sends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.sql.schema import Table
from werkzeug.test import TestResponse

from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, sign
from symptomcheck.config import Settings, settings_from
from symptomcheck.config_secrets import fresh_data_keys, fresh_secret_key
from symptomcheck.web.app import create_app
from symptomcheck.wiring import House, build

PUBLIC_URL = "https://checkin.clinic.example"
TOKEN = "the token of the provider"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class StillClock:
    """It is noon."""

    def now(self) -> datetime:
        return NOON


def settings_for(database_url: str, folder: Path, **sections: dict[str, Any]) -> Settings:
    """Settings of a clinic in `folder`; `sections` adds or replaces keys."""
    data: dict[str, dict[str, Any]] = {
        "site": {
            "name": "Riverside",
            "phone_24h": "555-010-0199",
            "public_url": PUBLIC_URL,
            "zone": "America/New_York",
        },
        "twilio": {"account_sid": "AC1", "from_number": "+15550100100"},
    }
    for section, keys in sections.items():
        data[section] = data.get(section, {}) | keys
    environ = {
        "SYMPTOMCHECK_DATABASE_URL": database_url,
        "SYMPTOMCHECK_SECRET_KEY": fresh_secret_key(),
        "SYMPTOMCHECK_DATA_KEYS": fresh_data_keys(),
        "SYMPTOMCHECK_TWILIO_AUTH_TOKEN": TOKEN,
        "SYMPTOMCHECK_METRICS_TOKEN": "let me see",
    }
    return settings_from(data, file=folder / "config.toml", environ=environ)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    house = build(settings, clock=StillClock(), senders={})
    yield house
    house.close()


@pytest.fixture
def app(house: House) -> Flask:
    return create_app(house)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@dataclass
class Provider:
    """Calls our webhooks as Twilio does."""

    client: FlaskClient
    token: str = TOKEN
    sent: int = 0

    def calls(self, path: str, *, signature: str | None = "", **fields: str) -> TestResponse:
        """POST `fields`, signed; `signature` replaces the right one, and None leaves it out."""
        if signature == "":
            signature = sign(self.token, PUBLIC_URL + path, fields)
        headers = {} if signature is None else {SIGNATURE_HEADER: signature}
        return self.client.post(path, data=fields, headers=headers)

    def texts(self, body: str, *, provider_id: str = "", **fields: str) -> TestResponse:
        """A text of a number nobody here knows reaches us."""
        self.sent += 1
        given = {
            "MessageSid": provider_id or f"SM{self.sent:032x}",
            "From": "+15550100177",
            "To": "+15550100100",
            "Body": body,
            "NumMedia": "0",
        }
        return self.calls("/twilio/sms", **given | fields)


@pytest.fixture
def provider(client: FlaskClient) -> Provider:
    return Provider(client)


def rows_in(house: House, table: Table) -> int:
    """How many rows `table` holds."""
    with house.clinic.db.read() as tx:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())
