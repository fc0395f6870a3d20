"""The screen of the demonstration: every simulated phone side by side, and a clock that can be moved.

Only a demonstration registers these roads. What is tapped here leaves a simulated phone and comes back by the
provider's signed webhook, like any text.
"""

import hashlib

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from symptomcheck.core.schedule import zone_named
from symptomcheck.rehearsal.cast import CAREGIVERS, PATIENTS, STAFF, Actor
from symptomcheck.rehearsal.log_ins import PASSWORD
from symptomcheck.rehearsal.show import Move, Show, actor_called
from symptomcheck.rehearsal.shown import answers_to_tap
from symptomcheck.rehearsal.travels import Travels

# A day of the whole cast takes seconds; whoever has no script sees the outcome and not a page half done.
_WAIT_FOR_THE_CLOCK_S = 25.0
_LONGEST_TEXT = 1600


def phones_roads(show: Show) -> Blueprint:
    """The blueprint of `/phones` for one show."""
    roads = Blueprint("phones", __name__, static_folder="static/phones", static_url_path="/phones/files")
    zone = zone_named(show.house.clinic.site.zone)

    @roads.get("/phones")
    def phones() -> Response:
        """All phones; with `since`, nothing at all when nothing has changed since then."""
        page = render_template(
            "rehearsal/phones.html",
            site=show.house.clinic.site,
            now=show.clock.now().astimezone(zone),
            zone=zone,
            phones={phone.actor.key: phone for phone in show.phones()},
            patients=PATIENTS,
            caregivers=CAREGIVERS,
            staff=STAFF,
            password=PASSWORD,
            alerts=show.alerts(),
            moving=show.is_moving,
            patient_pages=show.patient_ids(),
        )
        version = hashlib.sha256(page.encode()).hexdigest()[:16]
        if request.args.get("since") == version:
            return Response(status=204)
        response = Response(page)
        response.headers["X-Version"] = version
        return response

    @roads.post("/phones/<key>/text")
    def text(key: str) -> AnyResponse:
        """A text from this phone: what was typed, else the answer that stands first."""
        actor = _actor(key)
        body = request.form.get("text", "").strip()[:_LONGEST_TEXT]
        if not body:
            body = answers_to_tap(actor, show.thread_of(actor))[0]
        try:
            travels = Travels(request.form.get("travels", Travels.USUALLY))
        except ValueError:
            abort(400)
        show.text(actor, body, travels)
        return _back_to(actor)

    @roads.post("/phones/<key>/call")
    def call(key: str) -> AnyResponse:
        """Answer the call that rings, and press a key."""
        actor = _actor(key)
        show.answer_call(actor, request.form.get("press", "")[:1])
        return _back_to(actor)

    @roads.post("/phones/<key>/line")
    def line(key: str) -> AnyResponse:
        """Make this number a landline, or a mobile again."""
        actor = _actor(key)
        show.switch_line(actor)
        return _back_to(actor)

    @roads.post("/phones/<key>/page")
    def page(key: str) -> AnyResponse:
        """The check-in page of this phone's owner, by a link like the ones in texts."""
        return redirect(show.link_for(_actor(key)) or abort(404), 303)

    @roads.post("/phones/clock")
    def clock() -> AnyResponse:
        """Move the clock."""
        try:
            move = Move(request.form.get("move", ""))
        except ValueError:
            abort(400)
        show.move(move, wait_s=_WAIT_FOR_THE_CLOCK_S)
        return redirect(url_for("phones.phones"), 303)

    @roads.post("/phones/alerts/<int:number>/close")
    def close(number: int) -> AnyResponse:
        """Whoever has the alert reached the patient by phone."""
        show.close_alert(number)
        return redirect(url_for("phones.phones", _anchor="alerts"), 303)

    return roads


def _actor(key: str) -> Actor:
    return actor_called(key) or abort(404)


def _back_to(actor: Actor) -> AnyResponse:
    return redirect(url_for("phones.phones", _anchor=actor.key), 303)
