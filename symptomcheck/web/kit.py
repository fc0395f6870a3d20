"""What every template may use: components, words, times, files, and the environment that draws them.

Our own templates are strict: a name that does not exist is an error, never an empty place where a telephone
number should stand. The ported components cannot live with that, so they are drawn in an environment of their
own. Both escape everything.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import phonenumbers
from flask import Blueprint, Flask, Response, request, url_for
from flask.templating import Environment
from flask_wtf.csrf import CSRFProtect
from jinja2 import BytecodeCache, ChainableUndefined, PackageLoader, StrictUndefined, Template
from jinja2 import Environment as PlainEnvironment
from jinja2.bccache import Bucket

from symptomcheck.actions.clinic import Site
from symptomcheck.web import components, times
from symptomcheck.web.language import current_language, gettext, ngettext, speak, switch_links

_STATIC = Path(__file__).with_name("static")

# nhsuk-frontend-jinja looks for options its caller did not give. Its files end in .jinja, which neither Jinja
# nor Flask escapes by itself: without autoescape=True here a patient's words would be markup.
_COMPONENTS = PlainEnvironment(
    loader=PackageLoader("nhsuk_frontend_jinja"),
    undefined=ChainableUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Compiled(BytecodeCache):
    """Templates compiled once per process, whoever makes an application in it."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Templates(Environment):
    """Flask's environment, strict, with the ported components beside it under `nhsuk/`."""

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        if isinstance(name, str) and name.startswith("nhsuk/"):
            return _COMPONENTS.get_template(name)
        return super().get_template(name, parent, globals)


def furnish(app: Flask, site: Site, *, unguarded: Sequence[Blueprint]) -> None:
    """Give `app` its templates, its languages and its guard against forged forms.

    `unguarded` roads need no cookie: providers sign what they send, and a person's link is itself the secret.
    A browser lends a forger nothing there, and who has cookies switched off must be heard.
    """
    app.jinja_environment = Templates
    app.jinja_options = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n"],
        "trim_blocks": True,
        "lstrip_blocks": True,
        "bytecode_cache": _COMPILED,
    }
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a page left open over night can still be sent
    speak(app, site_language=site.language)
    guard = CSRFProtect(app)
    for roads in unguarded:
        guard.exempt(roads)
    environment = app.jinja_env
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        site=site,
        file_url=file_url,
        switch_links=switch_links,
        current_language=current_language,
        line_options=components.line_options,
        group_options=components.group_options,
        day_options=components.day_options,
        file_options=components.file_options,
        fault_list=components.fault_list,
        # What layouts/team.html shows until the team's roads say otherwise in a context processor.
        team_links=(),
        team_sign_out="",
    )
    zone = site.zone
    environment.filters.update(
        tel=tel,
        clock_time=lambda moment: times.clock_time(moment, zone),
        date_and_time=lambda moment: times.date_and_time(moment, zone),
        near_time=lambda moment, now: times.near_time(moment, now, zone),
        day=times.day,
        dialled=dialled,
        since=times.since,
    )
    _hash_of("symptomcheck.css")  # a stylesheet that was never built stops the start

    @app.after_request
    def _keep(response: Response) -> Response:
        # Only what was asked for by its content's hash: anything else may change under its name.
        if request.endpoint == "static" and "v" in request.args and response.status_code in (200, 304):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def file_url(name: str) -> str:
    """Where a static file of ours is, with its content's hash: a new release is fetched at once."""
    return url_for("static", filename=name, v=_hash_of(name))


@cache
def _hash_of(name: str) -> str:
    try:
        return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
    except FileNotFoundError:
        raise FileNotFoundError(
            f"The file {name} of the screens was not built. "
            "Run ./dev setup in a checkout, or install the wheel again."
        ) from None


def dialled(address: str) -> str:
    """A number as it is kept, in groups that can be read out; what is no number stays as it is.

    >>> dialled("+15035550113"), dialled("555-010-0199")
    ('+1 503-555-0113', '555-010-0199')
    """
    try:
        parsed = phonenumbers.parse(address, None)
    except phonenumbers.NumberParseException:
        return address
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def tel(number: str) -> str:
    """The address that calls a number as it is printed.

    >>> tel("555-010-0199"), tel("+44 20 7946 0000")
    ('tel:5550100199', 'tel:+442079460000')
    """
    kept = "".join(each for each in number if each.isdigit())
    return f"tel:{'+' if number.lstrip().startswith('+') else ''}{kept}"
