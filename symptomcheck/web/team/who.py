"""Who asks: the guard before every page of the team, and what each role may do.

Whoever is not signed in is sent to sign-in from every address alike, and whoever may not see a page is told
what is told about pages that do not exist.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from symptomcheck.actions.staff.recognise import recognise
from symptomcheck.storage.sessions import Session
from symptomcheck.web.language import gettext
from symptomcheck.web.team.kept import seal_this_form
from symptomcheck.wiring import House

COOKIE = "team"
# A page that refreshes itself says so: it keeps nobody signed in.
BY_ITSELF = "X-By-Itself"

_WITHOUT_SESSION = frozenset(("team.sign_in", "team.invite"))
View = TypeVar("View", bound=Callable[..., Any])


def stand_guard(roads: Blueprint, house: House, *, ask_again: Callable[[str], str]) -> None:
    """Let only the team past, and give their pages the links above them.

    `ask_again` draws the sign-in page around a form that came too late.
    """
    idle = timedelta(minutes=house.settings.security.session_minutes)

    @roads.before_request
    def _who() -> Response | str | None:
        token = request.cookies.get(COOKIE, "")
        active = BY_ITSELF not in request.headers
        # The real clock, always: moving the demonstration's clock a day must sign nobody out.
        now = house.real_clock.now()
        g.member = recognise(house.clinic, token, idle=idle, active=active, now=now) if token else None
        if g.member is None and request.endpoint not in _WITHOUT_SESSION:
            if request.method == "POST" and (sealed := seal_this_form()):
                return ask_again(sealed)
            wanted = request.full_path.rstrip("?") if request.method == "GET" else url_for("team.queue")
            return redirect(url_for("team.sign_in", next=wanted), 303)
        return None

    @roads.context_processor
    def _links() -> dict[str, object]:
        if g.get("member") is None:
            return {}
        listed = [(gettext("Queue"), "team.queue"), (gettext("Patients"), "team.patients")]
        if may_act():
            listed.append((gettext("Enrol"), "team.enrol"))
        listed += [(gettext("On call"), "team.rota"), (gettext("Handover"), "team.handover")]
        listed.append((gettext("Rules"), "team.rules"))
        return {
            "team_links": [(words, url_for(road), road == request.endpoint) for words, road in listed],
            "team_sign_out": url_for("team.sign_out"),
            "member": g.member,
            "may_act": may_act(),
        }


def member() -> Session:
    """Who is signed in."""
    signed_in: Session = g.member
    return signed_in


def may_act() -> bool:
    """May this member change anything? Viewers only look."""
    return member().role in ("admin", "clinician")


def for_those_who_act(view: View) -> View:
    """A road that viewers are not told about."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not may_act():
            abort(404)
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def remember(response: Response, token: str) -> Response:
    """Give the browser the token of its session; `token` "" takes it away."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    # Lax, not Strict: the link in a page by e-mail must find its nurse signed in.
    response.set_cookie(
        COOKIE,
        token,
        max_age=None if token else 0,
        path="/team",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def place_after_sign_in(wanted: str) -> str:
    """Where somebody goes who has signed in: back to the page they asked for, if it is one of ours."""
    parts = urlsplit(wanted)
    ours = parts.path == "/team" or parts.path.startswith("/team/")
    if parts.scheme or parts.netloc or not ours or "\\" in wanted:
        return url_for("team.queue")
    return wanted
