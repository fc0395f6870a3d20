"""The night clocks go back, in mid-escalation: a quarter of an hour stays one, and nobody is paged twice."""

from datetime import date, time

from symptomcheck.core.schedule import utc
from symptomcheck.rehearsal.settings import ZONE
from tests.clinic import TestClinic


def test_the_ladder_is_climbed_in_real_quarters_of_an_hour(quick_url):
    with TestClinic(quick_url, starts_at=utc(date(2026, 11, 1), time(1, 40), ZONE)) as clinic:
        rosa, tom = clinic.nurse("Rosa"), clinic.nurse("Tom", on_call="backup")
        lee, ana = clinic.nurse("Lee", on_call="lead"), clinic.patient("Ana", infused_days_ago=40)
        ana.phone.texts("cant breathe")  # 01:40, and in twenty minutes it is 01:00 again
        rosa.phone.receives("Alert #1 urgent")
        for nurse in (rosa, tom, lee):
            clinic.clock.moves_on(minutes=14, seconds=59)
            for everybody in (rosa, tom, lee):
                everybody.phone.receives_nothing()
            clinic.clock.moves_on(seconds=1)
            nurse.phone.receives("Alert #1 urgent")
        clinic.nothing_fell_through()
