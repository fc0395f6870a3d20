"""What people see when something is not there or went wrong: plain words, and whom to call."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError, NotFound, Unauthorized

from symptomcheck.web.language import lazy

_log = structlog.get_logger(__name__)

# What machines ask for; they get the status and nothing to read.
_FOR_MACHINES = ("/twilio/", "/healthz", "/readyz", "/metrics")

_WORDS = {
    HTTPStatus.BAD_REQUEST: (
        lazy("We could not read that"),
        lazy("Go back, check what you sent, and try again."),
    ),
    HTTPStatus.NOT_FOUND: (
        lazy("This page is not here"),
        lazy("Check the address, or open the link in your text again. A link may have run out."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        lazy("That did not work here"),
        lazy("Go back to the page you came from and try again."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        lazy("That was too long"),
        lazy("Go back and send less at a time."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (lazy("Too many tries"), lazy("Wait a few minutes, then try again.")),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        lazy("Something went wrong here"),
        lazy("It is our fault. What you sent may not have reached us. Try again in a minute."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        lazy("We cannot answer just now"),
        lazy("What you sent may not have reached us. Try again in a minute."),
    ),
}
_OTHERWISE = (lazy("That did not work"), lazy("Go back and try again."))
_TOO_OLD = (
    lazy("This page was open too long"),
    lazy("What you sent did not reach us. Go back, load the page again and send it once more."),
)

_IN_OWN_WORDS = ("words", "note")


def answer_errors(app: Flask) -> None:
    """Answer every error of `app` with a page of our own, never with a framework's."""

    @app.errorhandler(HTTPException)
    def _known(error: HTTPException) -> Response:
        return _answer(error)

    @app.errorhandler(Exception)
    def _fault(error: Exception) -> Response:
        # The message of an exception may quote what somebody sent: the log gets its kind and its place.
        _log.error("request_failed", road=str(request.url_rule), kind=type(error).__name__, exc_info=error)
        return _answer(InternalServerError())


def _answer(error: HTTPException) -> Response:
    for_machines = request.path.startswith(_FOR_MACHINES)
    if isinstance(error, Forbidden | Unauthorized) and not for_machines:
        # Who may not see a page must not learn that it is there.
        error = NotFound()
    response = Response(status=error.code)
    # A 405's Allow, a 429's Retry-After; the framework's own page is left behind.
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers.set(name, value)
    if for_machines:
        return response
    if response.status_code == HTTPStatus.NOT_FOUND and g.get("member") is not None:
        # A nurse who mistyped an address is no patient with an old link.
        response.data = render_template("errors/team.html")
        return response
    title, advice = _WORDS.get(HTTPStatus(response.status_code), _OTHERWISE)
    typed: list[str] = []
    if isinstance(error, CSRFError):
        title, advice = _TOO_OLD
        # Shown to whoever sent it, and to nobody else: a paragraph must not have to be thought up twice.
        typed = [words for name, words in request.form.items() if name.endswith(_IN_OWN_WORDS) and words]
    response.data = render_template("errors/error.html", title=title, advice=advice, typed=typed)
    return response
