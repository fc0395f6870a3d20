"""Is the process up, and may a load balancer send people here?

A late metronome is no reason to send nobody: the webs must keep taking replies. Its age is in `/metrics`.
"""

from flask import Blueprint, Response, jsonify

from symptomcheck.wiring import House, not_ready


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
