"""Is the process up, and may a load balancer send people here?

A late metronome is no reason to send nobody: the webs must keep taking replies. Its age is in `/metrics`.
"""

from flask import Blueprint, Response, jsonify

from symptomcheck.actions.rulebook.books import NoRuleBook
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.storage.migrate import head_is_current
from symptomcheck.storage.server_time import why_unreachable
from symptomcheck.wiring import House


def health_roads(house: House) -> Blueprint:
    """`GET /healthz` and `GET /readyz`."""
    roads = Blueprint("health", __name__)

    @roads.get("/healthz")
    def healthz() -> Response:
        return jsonify(up=True)

    @roads.get("/readyz")
    def readyz() -> Response:
        reasons = not_ready(house)
        response = jsonify(ready=not reasons, reasons=reasons)
        response.status_code = 503 if reasons else 200
        return response

    return roads


def not_ready(house: House) -> list[str]:
    """Why this server cannot take a reply now, as sentences; empty when it can."""
    db = house.clinic.db
    # The driver's own words may name hosts and users: they are for the log and the doctor.
    if why_unreachable(db) is not None:
        return ["The database cannot be reached."]
    if not head_is_current(db):
        return ["The database does not have this release's tables."]
    try:
        with db.read() as tx:
            house.clinic.books.current(tx)
    except NoRuleBook:
        return ["There is no current rule book."]
    except RuleBookError:
        return ["The current rule book cannot be used."]
    return []
