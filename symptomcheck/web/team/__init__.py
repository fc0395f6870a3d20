"""The team's screens under /team: sign-in, queue, alerts, patients, enrolment. One file per screen."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from symptomcheck.web.team import (
    alert,
    alert_forms,
    enrol,
    flag,
    handover,
    invite,
    ledger,
    patient,
    patients,
    policy,
    queue,
    rota,
    rules,
    rules_proof,
    rules_replay,
    rules_try,
    sign_in,
)
from symptomcheck.web.team.who import stand_guard
from symptomcheck.wiring import House

ROOM_FOR_FILES = {"team.replay": rules_replay.LARGEST_FILE}
"""Roads that take a file, and how large what is sent there may be."""


def team_roads(house: House) -> Blueprint:
    """The blueprint of `/team` for one house."""
    roads = Blueprint("team", __name__, url_prefix="/team")
    stand_guard(roads, house, ask_again=sign_in.asks_again(house))
    for screen in (sign_in, invite, queue, alert, alert_forms, flag, patients, enrol, patient):
        screen.add_to(roads, house)
    for screen in (rota, policy, handover, ledger):
        screen.add_to(roads, house)
    for screen in (rules, rules_proof, rules_try, rules_replay):
        screen.add_to(roads, house)

    @roads.route("/<path:anything>", methods=["GET", "POST"])
    def nothing(anything: str) -> Response:
        # Without this road a stranger would be told which pages there are: the others send to sign-in.
        abort(404)

    return roads
