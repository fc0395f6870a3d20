"""The screens of patients and caregivers under /p: opened by a link, they can only submit."""

from flask import Blueprint

from symptomcheck.web.person import after, home, temperature, words
from symptomcheck.wiring import House


def person_roads(house: House) -> Blueprint:
    """The blueprint of `/p`."""
    roads = Blueprint("person", __name__, url_prefix="/p")
    for screen in (home, temperature, words, after):
        screen.add_roads(roads, house)
    return roads
