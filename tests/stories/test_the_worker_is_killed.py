"""kill -9 of the worker between any two steps: every step of the ladder still pages, and none twice."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select

from symptomcheck.actions.delivery.claim_texts import Room, claim_texts
from symptomcheck.actions.tick import tick
from symptomcheck.rehearsal.stage import LINES
from symptomcheck.storage.tables import outbox


def decided_and_not_sent(clinic):
    tick(clinic.stage.clinic, now=clinic.clock.now())


def claimed_and_not_sent(clinic):
    decided_and_not_sent(clinic)
    room = Room(routine=9, urgent=9)
    return claim_texts(clinic.stage.clinic, owner="dead", lines=LINES, room=room, now=clinic.clock.now())


def sent_and_not_recorded(clinic):
    async def send(texts):
        for text in texts:
            await clinic.stage.outlets.send(text)

    asyncio.run(send(claimed_and_not_sent(clinic).texts))


@pytest.mark.parametrize("dies", [decided_and_not_sent, claimed_and_not_sent, sent_and_not_recorded])
@pytest.mark.parametrize("taken", [0, 1, 3])
def test_no_step_is_lost_and_nobody_is_paged_twice_for_one(quick_clinic, dies, taken):
    clinic = quick_clinic
    for name, rung in (("Rosa", "first"), ("Tom", "backup"), ("Lee", "lead")):
        clinic.nurse(name, on_call=rung)
    ana = clinic.patient("Ana", infused_days_ago=40)
    ana.phone.texts("cant breathe")
    clinic.clock.moves_on(minutes=15 * taken)

    clinic.clock.put(clinic.alert_of(ana).alert.next_step_at)
    dies(clinic)
    clinic.stage.worker_is_killed()
    clinic.clock.moves_on(minutes=46)

    with clinic.stage.clinic.db.read() as tx:
        queued = tx.execute(
            select(outbox).where(outbox.c.kind == "page", outbox.c.channel == "sms").order_by(outbox.c.id)
        ).all()
    assert {row.state for row in queued} == {"delivered"}
    assert {row.page_step for row in queued} == set(range(1, taken + 6))
    arrived = [each for each in clinic.provider.messages if each.body.startswith("Alert #1 urgent")]
    assert len(arrived) == len(queued)  # as many as were decided: none lost, none doubled
    assert max(Counter((row.page_step, row.contact_id) for row in queued).values()) == 1
