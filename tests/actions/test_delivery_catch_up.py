"""Texts that came while nobody was listening are read from the provider's list, each once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.actions.delivery.catch_up_inbound import OVERLAP, CaughtUp, catch_up_inbound, listen_since
from symptomcheck.channels.sender import InboundText
from tests.actions.house import House, open_house


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        house.enrol()
        yield house


def _text(house: House, provider_id: str, body: str = "ok", number: str = "+15550100101") -> InboundText:
    return InboundText(
        provider_id=provider_id,
        from_address=number,
        to_address="+15550100100",
        body=body,
        received_at=house.now,
    )


def _catch_up(house: House, *texts: InboundText) -> CaughtUp:
    return catch_up_inbound(house.clinic, texts, listed_at=house.now, now=house.now)


def _kept(house: House) -> set[str]:
    return {row.provider_id for row in house.rows("inbound_texts")}


def test_the_first_start_reads_no_history_and_remembers_when_it_began(house: House) -> None:
    began = house.now
    assert listen_since(house.clinic, now=house.now) == began - OVERLAP
    house.now += timedelta(hours=3)
    assert listen_since(house.clinic, now=house.now) == began - OVERLAP, "the provider was not asked yet"


def test_texts_sent_while_we_were_down_are_received_and_the_watermark_moves(house: House) -> None:
    listen_since(house.clinic, now=house.now)
    house.now += timedelta(hours=1)
    assert _catch_up(house, _text(house, "SM1", "cant breathe"), _text(house, "SM2")) == CaughtUp(
        new=2, failed=0
    )
    assert _kept(house) == {"SM1", "SM2"}
    assert "urgent" in [text_id for text_id, _ in house.texts()]
    assert listen_since(house.clinic, now=house.now) == house.now - OVERLAP


def test_what_came_by_webhook_or_was_caught_up_before_is_not_received_again(house: House) -> None:
    by_webhook = _text(house, "SM1")
    receive_reply(house.clinic, by_webhook, now=house.now)
    assert _catch_up(house, by_webhook, _text(house, "SM2")) == CaughtUp(new=1, failed=0)
    assert _catch_up(house, by_webhook, _text(house, "SM2")) == CaughtUp(new=0, failed=0)
    assert len(house.rows("inbound_texts")) == 2


def test_nothing_new_is_nothing_received(house: House) -> None:
    assert _catch_up(house) == CaughtUp(new=0, failed=0)


def test_more_texts_than_a_statement_takes_parameters_are_compared_in_parts(house: House) -> None:
    known = [_text(house, f"SM{n}") for n in range(3)]
    for text in known:
        receive_reply(house.clinic, text, now=house.now)
    assert _catch_up(house, *known * 400) == CaughtUp(new=0, failed=0)


def test_a_text_that_cannot_be_kept_stops_no_other_and_is_asked_for_again(house: House) -> None:
    listen_since(house.clinic, now=house.now)
    house.now += timedelta(minutes=30)
    poison = _text(house, "SM1", "half an emoji: \ud83d")
    poisoned_at = house.now
    house.now += timedelta(minutes=30)
    caught = _catch_up(house, poison, _text(house, "SM2"))
    assert caught == CaughtUp(new=2, failed=1)
    assert "SM2" in _kept(house)
    assert listen_since(house.clinic, now=house.now) == poisoned_at - OVERLAP
