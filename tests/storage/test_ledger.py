"""Each promise of the ledger, broken by hand: exactly that line counts it, and the others stay at zero."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, update

from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.audit_ledger import audit_ledger
from symptomcheck.storage import ledger
from symptomcheck.storage.tables import (
    alerts,
    checkins,
    due,
    inbound_texts,
    outbox,
    patient_summaries,
)
from tests.actions.house import House, open_house
from tests.actions.texting import ANA, minutes_pass, says

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    """Ana has an urgent alert, Bea an open question; nobody sends anything."""
    with open_house(sqlite_url) as house:
        house.enrol()
        house.enrol("Bea Stone", "555-010-0102")
        minutes_pass(house, 60 * 8)  # 18:00
        says(house, ANA, "cant breathe")
        with house.clinic.db.write() as tx:
            tx.execute(update(outbox).values(state="sent"))
        yield house


def broken(house: House) -> dict[str, int]:
    lines = audit_ledger(house.clinic, now=house.now).lines
    return {line.promise.id: line.broken for line in lines if line.broken}


def test_a_clinic_at_work_stands_at_zero_and_every_line_says_what_to_do(house):
    seen = audit_ledger(house.clinic, now=house.now)
    assert seen.unaccounted == 0
    assert len({line.promise.id for line in seen.lines}) == len(seen.lines) == len(BREAKS)
    assert all(line.promise.holds.endswith(".") and line.promise.remedy.endswith(".") for line in seen.lines)


def test_an_answer_that_still_counts_after_its_alert_was_closed_breaks_no_promise(house):
    (alert,), nurse = house.rows("alerts"), house.rows("staff")[0]
    close_alert(house.clinic, alert.number, staff_id=nurse.id, outcome="advised", note="x", now=house.now)
    minutes_pass(house, 5)
    says(house, ANA, "thank you for calling")
    assert "urgent" in {row.level for row in house.rows("judgements") if row.judged_at == house.now}
    assert broken(house) == {}


def _bea(house):
    return next(row for row in house.rows("checkins") if row.question)


BREAKS = {
    "patient_is_asked": lambda house: delete(due).where(
        due.c.kind == "checkin", due.c.subject_id == house.rows("conversations")[0].id
    ),
    "due_is_done": lambda house: insert(due).values(
        due_at=house.now - LONG_AGO, kind="resume", subject_id=house.rows("patients")[0].id
    ),
    "check_in_ends": lambda house: (
        update(checkins).where(checkins.c.id == _bea(house).id).values(closes_at=house.now - LONG_AGO)
    ),
    "silence_is_noticed": lambda house: delete(due).where(due.c.subject_id == _bea(house).id),
    "text_is_read": lambda house: update(inbound_texts).values(outcome=""),
    "urgent_has_alert": lambda house: update(alerts).values(opened_at=house.now + LONG_AGO),
    "flag_raises_alert": lambda house: update(alerts).values(kind="today"),
    "urgent_is_paged": lambda house: update(alerts).values(pagings=0),
    "page_is_queued": lambda house: update(alerts).values(pagings=9),
    "alert_has_next_step": lambda house: update(alerts).values(next_step_at=None),
    "alert_has_a_name": lambda house: update(alerts).values(state="acknowledged"),
    "lists_show_the_alert": lambda house: update(patient_summaries).values(open_alert_id=None),
    "urgent_text_leaves": lambda house: (
        update(outbox)
        .where(outbox.c.kind == "page")
        .values(state="queued", not_before=house.now - LONG_AGO, expires_at=house.now + LONG_AGO)
    ),
    "text_expires": lambda house: (
        update(outbox)
        .where(outbox.c.kind == "prompt", outbox.c.id == _a_prompt(house))
        .values(state="queued", expires_at=house.now - LONG_AGO)
    ),
    "sending_ends": lambda house: (
        update(outbox)
        .where(outbox.c.kind == "page")
        .values(state="sending", lease_until=house.now - LONG_AGO)
    ),
}


def _a_prompt(house):
    return next(row.id for row in house.rows("outbox", kind="prompt"))


@pytest.mark.parametrize("promise", BREAKS)
def test_what_breaks_a_promise_is_counted_on_its_line(house, promise):
    with house.clinic.db.write() as tx:
        tx.execute(BREAKS[promise](house))
    assert broken(house) == {promise: 1}


def test_a_look_at_the_ledger_reads_no_table_from_end_to_end_that_grows_with_the_years(house):
    grow = {"inbound_texts", "judgements", "flags", "alerts", "checkins", "outbox", "due"}
    asked: list[tuple[str, Any]] = []
    with house.clinic.db.read() as tx:
        event.listen(
            tx.connection,
            "before_cursor_execute",
            lambda _c, _cur, sql, values, *_: asked.append((sql, values)),
        )
        ledger.count(tx, house.now)
        for sql, values in tuple(asked):
            plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            steps = [row.detail for row in plan]
            scanned = {step.split()[1] for step in steps if step.startswith("SCAN") and "INDEX" not in step}
            assert not scanned & grow, (sql, steps)
