"""Texts from what is no phone number, or from a number by another channel: judged, and never lost."""

from collections.abc import Iterator

import pytest

from symptomcheck.actions.checkins.receive_reply import Received
from tests.actions.house import House, open_house
from tests.actions.texting import ANA, says, texts_to


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url) as house:
        yield house


@pytest.mark.parametrize("sender", ["garbage", "22395", "RIVERSIDE", "", "+15550100100", "whatsapp:nobody"])
def test_what_is_no_phone_is_kept_judged_and_paged_about_and_never_texted(house, sender):
    receipt = says(house, sender, "cant breathe")
    assert (receipt.received, receipt.level) == (Received.STRANGER, "urgent")
    assert texts_to(house, sender) == []
    assert [row.kind for row in house.rows("outbox", channel="sms")] == ["page"]
    assert len(house.rows("inbound_texts")) == len(house.rows("alerts")) == 1


def test_a_patient_who_writes_by_another_channel_is_that_patient(house):
    ana = house.enrol()
    assert says(house, f"whatsapp:{ANA}", "cant breathe").received is Received.PERSON
    assert texts_to(house, ANA)[-1] == "urgent"
    assert [row.patient_id for row in house.rows("alerts")] == [ana.patient_id]
