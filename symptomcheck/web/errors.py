"""What people see when something is not there or went wrong: plain words, and whom to call."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from symptomcheck.actions.clinic import Site

_log = structlog.get_logger(__name__)

# What machines ask for; they get the status and nothing to read.
_FOR_MACHINES = ("/twilio/", "/healthz", "/readyz", "/metrics")

_WORDS = {
    HTTPStatus.BAD_REQUEST: ("We could not read that", "Go back, check what you sent, and try again."),
    HTTPStatus.NOT_FOUND: (
        "This page is not here",
        "Check the address, or open the link in your text again.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("That was too long", "Go back and send less at a time."),
    HTTPStatus.TOO_MANY_REQUESTS: ("Too many tries", "Wait a few minutes, then try again."),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Something went wrong here",
        "It is our fault. Try again in a minute.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ("We cannot answer just now", "Try again in a minute."),
}
_OTHERWISE = ("That did not work", "Go back and try again.")


def answer_errors(app: Flask, site: Site) -> None:
    """Answer every error of `app` with a page of our own, never with a framework's."""

    @app.errorhandler(HTTPException)
    def _known(error: HTTPException) -> Response:
        return _answer(error, site)

    @app.errorhandler(Exception)
    def _fault(error: Exception) -> Response:
        # The message of an exception may quote what somebody sent: the log gets its kind and its place.
        _log.error("request_failed", road=str(request.url_rule), kind=type(error).__name__, exc_info=error)
        return _answer(InternalServerError(), site)


def _answer(error: HTTPException, site: Site) -> Response:
    response = Response(status=error.code)
    # A 405's Allow, a 429's Retry-After; the framework's own page is left behind.
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers.set(name, value)
    if request.path.startswith(_FOR_MACHINES):
        return response
    title, advice = _WORDS.get(HTTPStatus(response.status_code), _OTHERWISE)
    response.data = render_template("errors/error.html", title=title, advice=advice, site=site)
    return response
