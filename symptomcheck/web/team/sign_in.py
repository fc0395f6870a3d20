"""`/team/sign-in` and signing out."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, g, make_response, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from symptomcheck.actions.staff.sign_in import NoAuthenticator, NotLetIn, SignedIn, TooManyTries
from symptomcheck.actions.staff.sign_in import sign_in as let_in
from symptomcheck.actions.staff.sign_out import sign_out as let_out
from symptomcheck.web.language import gettext, lazy
from symptomcheck.web.team.kept import KeptForm, open_sealed
from symptomcheck.web.team.who import COOKIE, member, place_after_sign_in, remember
from symptomcheck.wiring import House

_LONGEST = 200


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Log-in and password."""

    login = StringField(lazy("Log-in"), validators=[InputRequired(lazy("Write your log-in."))])
    password = PasswordField(lazy("Password"), validators=[InputRequired(lazy("Write your password."))])
    kept = HiddenField()


class CodeForm(SignInForm):
    """And a code of the authenticator."""

    code = StringField(
        lazy("Code of your authenticator"), validators=[InputRequired(lazy("Write the code of the app."))]
    )


def form_of(house: House) -> type[SignInForm]:
    """The form this clinic signs in by."""
    return CodeForm if house.settings.security.require_totp else SignInForm


def asks_again(house: House) -> Callable[[str], str]:
    """The sign-in page in place of the answer to a form that was sent after its session had run out."""

    def ask(sealed: str) -> str:
        form = form_of(house)(formdata=None, kept=sealed)
        return render_template("team/sign_in.html", form=form, to=url_for("team.sign_in"), kept=sealed)

    return ask


def add_to(roads: Blueprint, house: House) -> None:
    """Sign in, sign out."""

    @roads.route("/sign-in", methods=["GET", "POST"])
    def sign_in() -> Response | str | tuple[str, int]:
        wanted = place_after_sign_in(request.args.get("next", ""))
        if g.member is not None:
            return redirect(wanted, 303)
        form = form_of(house)()
        status = HTTPStatus.OK
        if form.validate_on_submit():
            try:
                return _enter(wanted, open_sealed(form.kept.data or ""), _try(house, form))
            except TooManyTries:
                status = HTTPStatus.TOO_MANY_REQUESTS
                form.form_errors.append(gettext("Too many tries. Wait 15 minutes, then try again."))
            except NoAuthenticator:
                form.form_errors.append(gettext("A code is needed now. Ask for a new link to set it up."))
            except NotLetIn:
                form.form_errors.append(
                    gettext("Log-in, password and code do not belong together. A code works once.")
                    if isinstance(form, CodeForm)
                    else gettext("This log-in and password do not belong together.")
                )
        return render_template("team/sign_in.html", form=form, to="", kept=form.kept.data), status

    @roads.post("/sign-out")
    def sign_out() -> Response:
        now = house.real_clock.now()
        let_out(house.clinic, request.cookies[COOKIE], staff_id=member().staff_id, now=now)
        session.clear()
        return remember(redirect(url_for("team.sign_in"), 303), "")


def _try(house: House, form: SignInForm) -> SignedIn:
    login, password = form.login.data[:_LONGEST], form.password.data[:_LONGEST]
    address, now = request.remote_addr or "", house.real_clock.now()
    code = form.code.data[:_LONGEST] if isinstance(form, CodeForm) else None
    return let_in(house.clinic, login, password, code=code, address=address, now=now)


def _enter(wanted: str, kept: KeptForm | None, signed_in: SignedIn) -> Response:
    # Whatever this browser carried before somebody signed in is not theirs.
    session.clear()
    if kept is None:
        return remember(redirect(wanted, 303), signed_in.token)
    # Their form is shown, not sent: it may be somebody else who signs in.
    page = make_response(render_template("team/kept.html", kept=kept, leave=wanted))
    return remember(page, signed_in.token)
