"""A patient and a caregiver reply at the same instant: one alert, and nobody is paged twice for one step."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest


@pytest.mark.parametrize("time", range(5))
def test_two_replies_at_once_make_one_alert(clinic, time):
    ana = clinic.patient("Ana", infused_days_ago=40)
    ben = clinic.caregiver("Ben", of=ana)
    both_ready = Barrier(2)

    def texts(person, words):
        both_ready.wait()
        return clinic.provider.text_from(person.phone.number, words)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(texts, ana, "cant breathe")
        second = threads.submit(texts, ben, "she is confused")
    clinic.stage.settle()

    assert (first.result(), second.result()) == ((204,), (204,))
    ana.phone.receives("Call your care team now")
    ben.phone.receives("Call your care team now")
    nurse = clinic.on_call.nurse.phone
    clinic.on_call.is_paged_about(ana)
    if nurse.unread:  # the second report was news to the alert of the first
        nurse.receives("Alert #1 urgent")
    assert clinic.alert_of(ana).alert.rule_ids == {"breath", "confusion"}


def test_many_texts_of_one_phone_at_once_are_each_kept_once(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(clinic.provider.text_from, ana.phone.number, "cant breathe") for _ in range(8)]
    clinic.stage.settle()

    assert {each.result() for each in done} == {(204,)}
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()
