"""An outbox on a database of its own, and a provider that does as it is told."""

from collections.abc import Iterator

import pytest

from tests.actions.outgoing import Outgoing, outgoing_from
from tests.dispatch.provider import ScriptedProvider


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url) as outgoing:
        yield outgoing


@pytest.fixture
def provider() -> ScriptedProvider:
    return ScriptedProvider()
