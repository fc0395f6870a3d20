"""The whole road: a clinic made by `init` and started by `run`, and a provider that speaks Twilio's API."""

import signal
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from symptomcheck.rehearsal.provider import LoopbackProvider
from tests.cli.conftest import ClinicFolder, run_command
from tests.cli.processes import ended, port_of, running
from tests.core.test_overlays_of_a_rulebook import ABOUT, LOWER

ANA, LUIS, NORA, CLINIC = "+12125550141", "+12125550142", "+12125550123", "+12125550100"
PUBLIC_URL = "http://127.0.0.1:8000"


@dataclass
class Phones:
    """What every phone has got so far."""

    got: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def ring(self, to: str, _from: str, body: str, _sid: str) -> None:
        self.got[to].append(body)

    def wait_for(self, phone: str, words: str) -> str:
        """The newest text on `phone` with these words, as soon as it is there."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for body in reversed(self.got[phone]):
                if words in body:
                    return body
            time.sleep(0.05)
        raise AssertionError(f"{phone} never got {words!r}, but {self.got[phone]}")


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def provider(phones: Phones) -> Iterator[LoopbackProvider]:
    with LoopbackProvider(number=CLINIC, public_url=PUBLIC_URL, on_message=phones.ring) as provider:
        yield provider


@pytest.fixture
def wired(open_clinic: ClinicFolder, provider: LoopbackProvider) -> ClinicFolder:
    """The clinic with its account at the provider."""
    (open_clinic.folder / "secrets/twilio.token").write_text(provider.auth_token)
    for key, value in {
        "twilio.account_sid": f'"{provider.account_sid}"',
        "twilio.auth_token_file": '"secrets/twilio.token"',
        "twilio.from_number": f'"{CLINIC}"',
        "twilio.api_base_url": f'"{provider.api_base_url}"',
        "twilio.messages_per_second": "100",
        "web.port": "0",
    }.items():
        open_clinic.change(key, value)
    return open_clinic


def test_prompt_reply_rule_call_now_page_and_acknowledgement(
    wired: ClinicFolder, ana: str, provider: LoopbackProvider, phones: Phones
):
    with running(wired, "run") as process:
        provider.app_at(f"http://127.0.0.1:{port_of(process)}", public_url=PUBLIC_URL)
        phones.wait_for(ANA, "555-010-0199")
        phones.wait_for(LUIS, "555-010-0199")
        wired.does("patient", "check-in", ana)
        phones.wait_for(ANA, "1/4")

        assert provider.text_from(ANA, "1").answered == (204,)
        phones.wait_for(ANA, "2 de 4")
        urgent = provider.text_from(ANA, "my temp is 101.3 and its hard to breathe", copies=2)
        assert urgent.answered == (204, 204)
        phones.wait_for(ANA, "Llame ahora a su equipo")
        page = phones.wait_for(NORA, "Alert #1 urgent")
        assert "Ana" not in page and ANA not in page and "breathe" not in page

        provider.text_from(NORA, "ACK 1")
        assert "Nora Lee" in phones.wait_for(NORA, "Nora Lee")
        assert wired.tells("alert", "list")[0]["acknowledged_by"] == "Nora Lee"
        fired = wired.tells("rules", "explain", "1")
        assert [flag["rule"] for flag in fired] == ["breath", "fever-measured"]
        assert all(flag["identical"] for flag in fired)
        assert "my temp is 101.3" in wired.does("rules", "explain", fired[0]["flag"], "--language", "es")

        # A lower limit, adopted beside the running server, is the limit of the very next text.
        assert provider.text_from(ANA, "now 37.6 C").answered == (204,)
        lower = wired.folder / "our-clinic.toml"
        lower.write_text(ABOUT + LOWER)
        wired.does("rules", "adopt", "--by", "Dr. Kim Park", "--reason", "Page sooner", "--file", lower)
        assert provider.text_from(ANA, "now 37.7 C").answered == (204,)
        values = {flag["value"]: flag["rule_book"] for flag in wired.tells("rules", "explain", "#1")}
        assert "37.6C" not in values and values["37.7C"] != values["101.3F"]
        assert ended(process, signal.SIGTERM) == 0
    assert sum("Alert #1" in body for body in phones.got[NORA]) <= 2  # the page, and what ACK was answered

    with closing(sqlite3.connect(wired.folder / "symptomcheck.sqlite")) as database, database:
        database.execute("UPDATE flags SET value = '39.9C' WHERE value = '37.7C'")
    edited = run_command("--config", wired.config, "rules", "explain", "1")
    assert edited.exit_code == 1
    assert 'DIFFERS: rule "fever-measured": kept as urgent on 39.9C' in edited.stdout
    assert "There is no flag on alert #9" in wired.refuses("rules", "explain", "9")


def test_what_was_on_its_way_is_recorded_before_the_end(
    wired: ClinicFolder, ana: str, provider: LoopbackProvider, phones: Phones
):
    with running(wired, "run") as process:
        phones.wait_for(ANA, "555-010-0199")  # the provider rings a phone before it answers the sender
        assert ended(process, signal.SIGTERM) == 0
    with closing(sqlite3.connect(wired.folder / "symptomcheck.sqlite")) as database:
        states = dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY state"))
    assert "sending" not in states, states


def test_texts_that_came_while_the_server_was_down_are_caught_up(
    wired: ClinicFolder, ana: str, provider: LoopbackProvider, phones: Phones
):
    with running(wired, "run") as process:
        port_of(process)
        phones.wait_for(ANA, "555-010-0199")
        assert ended(process, signal.SIGTERM) == 0
    provider.text_from(ANA, "cant breathe", lost=True)
    with running(wired, "run") as process:
        port_of(process)
        phones.wait_for(ANA, "Llame ahora a su equipo")
        phones.wait_for(NORA, "Alert #1 urgent")
        phones.wait_for(LUIS, "555-010-0199")
    assert wired.tells("alert", "list")[0]["patient"] == ana
