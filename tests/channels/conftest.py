"""The real Twilio client, a loopback provider, and one event loop per test."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from symptomcheck.channels.sender import OutboundMessage
from symptomcheck.channels.twilio_sms import TwilioSms
from symptomcheck.rehearsal.provider import LoopbackProvider

OURS = "+15550100001"
ANA = "+16175550123"


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(auth_token="secret", number=OURS) as provider:
        yield provider


@pytest.fixture
def run() -> Iterator[Callable[..., Any]]:
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def twilio(provider: LoopbackProvider, run: Callable[..., Any]) -> Iterator[Callable[..., TwilioSms]]:
    """Makes senders that talk to the provider, and closes them."""
    made: list[TwilioSms] = []

    def make(**settings: Any) -> TwilioSms:
        usual = {
            "account_sid": provider.account_sid,
            "auth_token": "secret",
            "from_number": OURS,
            "api_base_url": provider.api_base_url,
            "timeout_s": 0.2,
        }
        made.append(TwilioSms(**(usual | settings)))
        return made[-1]

    yield make
    for sender in made:
        run(sender.close())


@pytest.fixture
def sms(twilio: Callable[..., TwilioSms]) -> TwilioSms:
    return twilio()


def text(to: str = ANA, body: str = "How are you?", **more: Any) -> OutboundMessage:
    return OutboundMessage(id=UUID(int=7), address=to, text=body, **more)
