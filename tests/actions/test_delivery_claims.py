"""Which texts a dispatcher may send now: the most urgent first, each by one of them, at the number's pace."""

import multiprocessing
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.delivery.claim_texts import LEASE, ROUTINE_LEASE, Room, claim_texts
from symptomcheck.actions.delivery.claim_unsure import claim_unsure
from symptomcheck.actions.delivery.expire_texts import expire_texts
from symptomcheck.actions.delivery.give_back_texts import give_back_texts
from symptomcheck.actions.delivery.record_sent import record_sent
from symptomcheck.actions.rulebook.books import Books
from symptomcheck.core.policy import Policy, WorkingHours
from symptomcheck.storage import tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database
from tests.actions.house import CIPHER, NEW_YORK, NOW, SITE
from tests.actions.outgoing import NUMBER, ROOM, UNLIMITED, WORKER, Outgoing, outgoing_from, paced, taken


@pytest.fixture
def outgoing(database_url: str) -> Iterator[Outgoing]:
    with outgoing_from(database_url) as outgoing:
        yield outgoing


def test_the_most_urgent_goes_first_and_within_a_kind_the_oldest(outgoing: Outgoing) -> None:
    for kind in ("prompt", "reminder", "answer", "page", "urgent"):
        for when in ("early", "late"):
            outgoing.queue(kind, f"{kind} {when}")
            outgoing.passes(seconds=1)
    order = [
        f"{kind} {when}"
        for kind in ("urgent", "page", "answer", "reminder", "prompt")
        for when in ("early", "late")
    ]
    assert outgoing.claims(room=Room(routine=3, urgent=3)) == order[:3]
    assert outgoing.claims() == order[3:]
    assert outgoing.claims() == []


def test_a_claimed_row_says_sending_who_holds_it_and_until_when(outgoing: Outgoing) -> None:
    urgent, prompt = outgoing.queue("urgent"), outgoing.queue("prompt")
    outgoing.claim()
    assert outgoing.state(urgent) == ("sending", None)
    assert (outgoing.row(urgent).owner, outgoing.row(urgent).attempts) == (WORKER, 1)
    assert outgoing.row(urgent).lease_until == outgoing.now + LEASE
    assert outgoing.row(prompt).lease_until == outgoing.now + ROUTINE_LEASE


def test_what_is_claimed_shows_neither_address_nor_words_to_a_log(outgoing: Outgoing) -> None:
    outgoing.queue("prompt", "How are you?")
    text = outgoing.claim_one()
    assert (text.address, text.body) == ("+15550100101", "How are you?")
    assert repr(text) == f"Claimed(id={text.id})"


def test_routine_texts_leave_the_kept_lane_to_urgent_ones(outgoing: Outgoing) -> None:
    for n in range(5):
        outgoing.queue("prompt", f"prompt {n}")
    assert len(outgoing.claims(room=Room(routine=2, urgent=3))) == 2
    outgoing.queue("urgent", "Call now.")
    assert outgoing.claims(room=Room(routine=0, urgent=1)) == ["Call now."]
    assert outgoing.claims(room=Room(routine=0, urgent=0)) == []


def test_an_idle_look_takes_no_write_lock_and_says_when_to_look_again(outgoing: Outgoing) -> None:
    assert outgoing.claim().look_again_at is None
    at = outgoing.now + timedelta(minutes=5)
    outgoing.queue("prompt", not_before=at)
    with outgoing.house.clinic.db.write():  # on SQLite a claim that wrote would wait here for ever
        claim = outgoing.claim()
    assert (claim.texts, claim.look_again_at) == ((), at)


def test_a_look_at_100_000_waiting_prompts_scans_none_of_them(sqlite_url: str) -> None:
    with outgoing_from(sqlite_url) as outgoing:
        plans: list[str] = []
        with outgoing.house.clinic.db.read() as tx:

            def explain(
                _connection: object, cursor: object, statement: str, given: object, *_: object
            ) -> None:
                if statement.startswith("SELECT"):
                    plans.extend(
                        row[3]
                        for row in tx.connection.connection.cursor().execute(
                            f"EXPLAIN QUERY PLAN {statement}", given
                        )
                    )

            event.listen(tx.connection, "before_cursor_execute", explain)
            from symptomcheck.storage import claims

            claims.waiting(tx)
        assert [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan] == []
        assert sum("ix_outbox_waiting" in plan for plan in plans) == 5


def test_a_text_whose_time_is_over_is_cancelled_and_never_sent_late(outgoing: Outgoing) -> None:
    late = outgoing.queue("prompt", "late", expires_at=outgoing.now + timedelta(minutes=1))
    outgoing.queue("prompt", "in time")
    outgoing.passes(minutes=1)
    assert outgoing.claims() == ["in time"]
    assert outgoing.state(late) == ("cancelled", "expired")
    assert outgoing.row(late).ended_at == outgoing.now


def test_expired_texts_do_not_stand_in_the_way_of_the_others(outgoing: Outgoing) -> None:
    for _ in range(40):
        outgoing.queue("prompt", "late", expires_at=outgoing.now + timedelta(minutes=1))
    outgoing.queue("prompt", "in time")
    outgoing.passes(minutes=1)
    assert outgoing.claims(room=Room(routine=4, urgent=4)) == ["in time"]


def test_very_many_expired_texts_are_cancelled_over_several_claims(outgoing: Outgoing) -> None:
    for _ in range(45):
        outgoing.queue("prompt", "late", expires_at=outgoing.now + timedelta(minutes=1))
    outgoing.queue("prompt", "in time")
    outgoing.passes(minutes=1)
    one = Room(routine=1, urgent=1)
    assert [outgoing.claims(room=one) for _ in range(3)] == [[], [], ["in time"]]


def test_a_sweep_cancels_what_expired_far_back_in_the_queue_and_leaves_urgent_texts(
    outgoing: Outgoing,
) -> None:
    soon = outgoing.now + timedelta(minutes=1)
    prompt = outgoing.queue("prompt", expires_at=soon)
    urgent = outgoing.queue("urgent", "Call now.", expires_at=soon)
    outgoing.queue("reminder")
    outgoing.passes(minutes=1)
    assert [expire_texts(outgoing.house.clinic, now=outgoing.now) for _ in range(2)] == [1, 0]
    assert outgoing.state(prompt) == ("cancelled", "expired")
    assert outgoing.state(urgent) == ("queued", None), "the claim finds it, and starts its fallback"


@pytest.mark.parametrize("phone", ["stopped", "wrong", "undeliverable"])
def test_a_prompt_queued_before_its_phone_was_out_is_withdrawn(outgoing: Outgoing, phone: str) -> None:
    prompt = outgoing.queue("prompt", "prompt")
    outgoing.queue("answer", "Stopped. You get no more texts.")
    outgoing.phone_is(phone)
    assert outgoing.claims() == ["Stopped. You get no more texts."]
    assert outgoing.state(prompt)[0] == "cancelled"


def test_one_damaged_row_stops_no_other_and_is_tried_until_it_expires(outgoing: Outgoing) -> None:
    damaged = outgoing.queue("prompt", "damaged", expires_at=outgoing.now + timedelta(seconds=15))
    outgoing.queue("prompt", "whole")
    with outgoing.house.clinic.db.write() as tx:
        tx.execute(
            tables.outbox.update().where(tables.outbox.c.id == damaged).values(body=b"\x01" + bytes(40))
        )
    assert outgoing.claims() == ["whole"]
    assert outgoing.state(damaged) == ("queued", "does_not_open")
    outgoing.passes(seconds=10)
    assert outgoing.claims() == []
    assert outgoing.state(damaged) == ("failed", "does_not_open")


def test_a_damaged_row_that_may_have_gone_is_given_up(outgoing: Outgoing) -> None:
    damaged = outgoing.queue("prompt")
    outgoing.claim()
    with outgoing.house.clinic.db.write() as tx:
        tx.execute(tables.outbox.update().values(body=b"\x01" + bytes(40)))
    outgoing.passes(minutes=2)
    assert claim_unsure(outgoing.house.clinic, owner="another", now=outgoing.now).texts == ()
    assert outgoing.state(damaged) == ("failed", "does_not_open")


def test_a_wrong_key_file_fails_no_text(outgoing: Outgoing, database_url: str) -> None:
    text_id = outgoing.queue("prompt")
    wrong = Database(database_url, Cipher(keys={1: bytes(31) + b"x"}, index_key=bytes(32)))
    clinic = Clinic(db=wrong, books=Books(), site=SITE, policy=outgoing.house.clinic.policy)
    claim = claim_texts(clinic, owner=WORKER, lines=UNLIMITED, room=ROOM, now=outgoing.now)
    wrong.close()
    assert claim.texts == ()
    outgoing.passes(seconds=10)
    assert outgoing.claim_one().id == text_id


def test_what_was_claimed_and_not_begun_is_given_back_as_if_never_claimed(outgoing: Outgoing) -> None:
    text_id = outgoing.queue("prompt")
    text = outgoing.claim_one()
    give_back_texts(outgoing.house.clinic, [text], owner="another worker")
    assert outgoing.state(text_id) == ("sending", None), "only its holder may"
    give_back_texts(outgoing.house.clinic, [text], owner=WORKER)
    assert (outgoing.state(text_id), outgoing.row(text_id).attempts) == (("queued", None), 0)


# --- the pace of a number ---


def _bodies_per_tenth(outgoing: Outgoing, per_second: float, *, seconds: float) -> Counter[float]:
    """How many texts leave at each tenth of a second when the dispatcher looks that often."""
    left: Counter[float] = Counter()
    for tenth in range(int(seconds * 10)):
        left[tenth / 10] = len(outgoing.claims(lines=paced(per_second)))
        outgoing.passes(milliseconds=100)
    return left


def test_a_long_code_sends_one_text_a_second(outgoing: Outgoing) -> None:
    for n in range(9):
        outgoing.queue("prompt", f"prompt {n}")
    left = _bodies_per_tenth(outgoing, 1, seconds=4)
    assert {at for at, count in left.items() if count} == {0.0, 1.0, 2.0, 3.0}
    assert left.total() == 4


def test_a_short_code_sends_a_hundred_a_second_in_small_batches(outgoing: Outgoing) -> None:
    for n in range(130):
        outgoing.queue("prompt", f"prompt {n}")
    left = _bodies_per_tenth(outgoing, 100, seconds=1)
    assert max(left.values()) <= 15
    assert 95 <= left.total() <= 105


def test_a_number_that_slept_does_not_burst(outgoing: Outgoing) -> None:
    outgoing.queue("prompt")
    assert len(outgoing.claims(lines=paced(3))) == 1
    outgoing.passes(minutes=30)
    for n in range(9):
        outgoing.queue("prompt", f"prompt {n}")
    assert len(outgoing.claims(lines=paced(3))) == 1


def test_texts_that_expired_cost_no_pace(outgoing: Outgoing) -> None:
    outgoing.queue("prompt", "late", expires_at=outgoing.now + timedelta(minutes=1))
    outgoing.passes(minutes=1)
    assert outgoing.claims(lines=paced(1)) == []
    outgoing.queue("prompt", "in time")
    assert outgoing.claims(lines=paced(1)) == ["in time"]


def test_the_claim_says_when_the_number_may_send_again(outgoing: Outgoing) -> None:
    outgoing.queue_all(outgoing.text("prompt", "one"), outgoing.text("prompt", "two"))
    assert outgoing.claim(lines=paced(1)).look_again_at == outgoing.now + timedelta(seconds=1)
    blocked = outgoing.claim(lines=paced(1))
    assert (blocked.texts, blocked.look_again_at) == ((), outgoing.now + timedelta(seconds=1))


def test_an_urgent_text_and_its_page_leave_at_once_from_the_slowest_number(outgoing: Outgoing) -> None:
    for n in range(3):
        outgoing.queue("prompt", f"prompt {n}")
    assert outgoing.claims(lines=paced(1)) == ["prompt 0"]
    outgoing.queue("urgent", "Call now.")
    outgoing.queue("page", "Alert #1")
    assert outgoing.claims(lines=paced(1)) == ["Call now.", "Alert #1"]


def test_what_urgent_texts_borrow_is_limited_and_paid_back_by_routine_ones(outgoing: Outgoing) -> None:
    outgoing.queue_all(*(outgoing.text("urgent", f"urgent {n}") for n in range(5)))
    outgoing.queue("prompt", "prompt")
    left: list[list[str]] = []
    for _ in range(6):
        left.append(outgoing.claims(lines=paced(1)))
        outgoing.passes(seconds=1)
    assert left == [["urgent 0", "urgent 1", "urgent 2"], ["urgent 3"], ["urgent 4"], [], [], ["prompt"]]


def test_a_number_for_urgent_texts_alone_owes_the_other_nothing(outgoing: Outgoing) -> None:
    lines = paced(1, urgent_number="+15550100111")
    outgoing.queue_all(*(outgoing.text("urgent", f"urgent {n}") for n in range(3)))
    outgoing.queue("prompt", "prompt")
    assert outgoing.claims(lines=lines) == ["urgent 0", "urgent 1", "urgent 2", "prompt"]
    assert sorted(row.name for row in outgoing.house.rows("senders")) == [NUMBER, "+15550100111"]


# --- several dispatchers ---


def _clinic(url: str) -> Clinic:
    policy = Policy(working_hours=WorkingHours(zone=NEW_YORK))
    return Clinic(db=Database(url, CIPHER), books=Books(), site=SITE, policy=policy)


def _claim_all(clinic: Clinic, owner: str, claimed: list[UUID]) -> None:
    room = Room(routine=5, urgent=7)
    while texts := claim_texts(
        clinic, owner=owner, lines=UNLIMITED, room=room, now=NOW + timedelta(minutes=5)
    ).texts:
        claimed += [text.id for text in texts]
        record_sent(clinic, [taken(text, f"SM{text.id.hex}") for text in texts], now=NOW)


def _claim_all_in_a_process(url: str, owner: str, told: "multiprocessing.Queue[list[UUID]]") -> None:
    claimed: list[UUID] = []
    _claim_all(_clinic(url), owner, claimed)
    told.put(claimed)


def _queue_many(outgoing: Outgoing, count: int) -> None:
    kinds = ("prompt", "urgent", "answer")
    outgoing.queue_all(*(outgoing.text(kinds[n % 3], f"text {n}") for n in range(count)))


def test_four_threads_claim_every_text_once(outgoing: Outgoing, database_url: str) -> None:
    _queue_many(outgoing, 300)
    claimed: list[list[UUID]] = [[] for _ in range(4)]
    clinics = [_clinic(database_url) for _ in range(4)]
    threads = [
        threading.Thread(target=_claim_all, args=(clinics[n], f"thread {n}", claimed[n])) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for clinic in clinics:
        clinic.db.close()
    counted = Counter(id_ for each in claimed for id_ in each)
    assert (len(counted), max(counted.values())) == (300, 1)
    assert {row.state for row in outgoing.house.rows("outbox")} == {"sent"}


def test_four_processes_claim_every_text_once(outgoing: Outgoing, database_url: str) -> None:
    _queue_many(outgoing, 200)
    spawn = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[list[UUID]] = spawn.Queue()
    processes = [
        spawn.Process(target=_claim_all_in_a_process, args=(database_url, f"process {n}", told))
        for n in range(4)
    ]
    for process in processes:
        process.start()
    claimed = [told.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    counted = Counter(id_ for each in claimed for id_ in each)
    assert (len(counted), max(counted.values())) == (200, 1)


def test_many_claims_at_one_instant_together_keep_to_the_number_s_rate(database_url: str) -> None:
    with outgoing_from(database_url) as outgoing:
        _queue_many(outgoing, 90)
        claimed: list[int] = []

        def claim() -> None:
            claimed.append(len(outgoing.claim(lines=paced(1), owner=threading.current_thread().name).texts))

        outgoing.passes(minutes=1)
        threads = [threading.Thread(target=claim) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(claimed) == 3, "one, and two seconds borrowed"
