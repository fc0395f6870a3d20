"""The Flask application of one house."""

from collections.abc import Sequence

from flask import Blueprint, Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from symptomcheck.paths import data_folder
from symptomcheck.web.errors import answer_errors
from symptomcheck.web.front_page import front_page
from symptomcheck.web.health import health_roads
from symptomcheck.web.kit import furnish
from symptomcheck.web.metrics import Counters, metrics_road
from symptomcheck.web.paper import paper_roads
from symptomcheck.web.person import person_roads
from symptomcheck.web.rules_page import rules_page
from symptomcheck.web.security import add_headers, trusted_hosts
from symptomcheck.web.sessions import SessionsForPeople
from symptomcheck.web.team import ROOM_FOR_FILES, team_roads
from symptomcheck.web.twilio_webhook import twilio_roads
from symptomcheck.wiring import House

# A text of ten segments is 1,600 characters; a form of ours is smaller still.
_LARGEST_BODY = 64 * 1024


def create_app(house: House, *, more: Sequence[Blueprint] = (), per_page: int = 40) -> Flask:
    """The application: the provider's roads, health, the rules, and `more` blueprints (the demo's phones).

    `per_page`: how many lines a list of the team shows at once.
    """
    settings = house.settings
    app = Flask("symptomcheck.web", template_folder=str(data_folder("templates")))
    app.config.update(
        PER_PAGE=per_page,
        SECRET_KEY=settings.security.secret_key.reveal(),
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY,
        TRUSTED_HOSTS=trusted_hosts(settings.site.public_url, settings.web.host),
        SESSION_COOKIE_SECURE=settings.site.public_url.startswith("https://"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.session_interface = SessionsForPeople()
    if proxies := settings.web.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]

    @app.before_request
    def _room_for_files() -> None:
        # Before the guard against forged forms, which reads the form: a rule file is larger than any other.
        if request.endpoint in ROOM_FOR_FILES:
            request.max_content_length = request.max_form_memory_size = ROOM_FOR_FILES[request.endpoint]

    counters = Counters()
    provider = twilio_roads(house, counters)
    people = person_roads(house)
    furnish(app, house.clinic.site, unguarded=[provider, people])
    machines = (provider, health_roads(house), metrics_road(house, counters))
    for roads in (*machines, front_page(), rules_page(house), paper_roads(house)):
        app.register_blueprint(roads)
    for roads in (people, team_roads(house), *more):
        app.register_blueprint(roads)
    answer_errors(app)
    add_headers(app, public_url=settings.site.public_url)
    return app
