"""Everybody at once: replies of two people, the clock, the team and a pause, on the same patient.

PostgreSQL ends one of two transactions that wait for each other, and a webhook that is ended so loses its
text until the provider is asked again. So no two of these may ever wait for each other.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import pytest

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert, acknowledge_alert
from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.actions.people.pause import PauseReason, pause
from symptomcheck.actions.people.resume import resume
from symptomcheck.actions.tick import tick
from symptomcheck.channels.sender import InboundText
from tests.actions.house import NOW, House, open_house

BEN = NewCaregiver(name="Ben Ruiz", phone="555-010-0111")
TIMES = 15


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def _all_at_once(*works: Callable[[int], None]) -> list[Exception]:
    faults: list[Exception] = []

    def repeat(work: Callable[[int], None]) -> None:
        for time in range(TIMES):
            try:
                work(time)
            except Exception as fault:  # collected, so that the test names it
                faults.append(fault)

    threads = [threading.Thread(target=repeat, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_nobody_waits_for_somebody_who_waits_for_them(house: House) -> None:
    ana = house.enrol(caregivers=(BEN,))
    nurse = house.rows("staff")[0].id
    numbers = count(1)

    def says(phone: str, words: str) -> Callable[[int], None]:
        def reply(_: int) -> None:
            text = InboundText(
                provider_id=f"SM{next(numbers)}",
                from_address=phone,
                to_address="+15550100100",
                body=words,
                received_at=house.now,
            )
            receive_reply(house.clinic, text, now=house.now)

        return reply

    def time_passes(turn: int) -> None:
        tick(house.clinic, now=NOW + timedelta(minutes=20 * turn))

    def the_nurse_works(_: int) -> None:
        for alert in house.rows("alerts"):
            try:
                acknowledge_alert(house.clinic, alert.number, staff_id=nurse, now=house.now)
                close_alert(
                    house.clinic, alert.number, staff_id=nurse, outcome="advised", note="x", now=house.now
                )
            except NoSuchAlert:
                continue

    def comes_and_goes(_: int) -> None:
        by, now = "Nora Quist", house.now
        pause(house.clinic, ana.patient_id, reason=PauseReason.ASKED, until=None, by=by, now=now)
        resume(house.clinic, ana.patient_id, by=by, now=now)

    faults = _all_at_once(
        says("+15550100101", "1"),
        says("+15550100111", "she cant breathe"),
        time_passes,
        the_nurse_works,
        comes_and_goes,
    )

    assert faults == []
    assert len(house.rows("inbound_texts")) == 2 * TIMES


def test_a_patient_and_a_caregiver_who_report_at_once_make_one_alert(house: House) -> None:
    house.enrol(caregivers=(BEN,))
    together = threading.Barrier(2)

    def says(phone: str) -> Callable[[int], None]:
        def reply(turn: int) -> None:
            together.wait()
            text = InboundText(
                provider_id=f"SM{turn}{phone}",
                from_address=phone,
                to_address="+15550100100",
                body="cant breathe",
                received_at=house.now,
            )
            receive_reply(house.clinic, text, now=house.now)

        return reply

    assert _all_at_once(says("+15550100101"), says("+15550100111")) == []
    assert [row.kind for row in house.rows("alerts")] == ["urgent"]
    assert {row.reporter for row in house.rows("flags")} == {"patient", "caregiver"}
