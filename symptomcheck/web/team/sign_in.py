"""`/team/sign-in` and signing out."""

from http import HTTPStatus

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from symptomcheck.actions.staff.sign_in import NotLetIn, SignedIn, TooManyTries
from symptomcheck.actions.staff.sign_in import sign_in as let_in
from symptomcheck.actions.staff.sign_out import sign_out as let_out
from symptomcheck.web.language import gettext, lazy
from symptomcheck.web.team.who import COOKIE, member, place_after_sign_in, remember
from symptomcheck.wiring import House

_LONGEST = 200


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Log-in and password."""

    login = StringField(lazy("Log-in"), validators=[InputRequired(lazy("Write your log-in."))])
    password = PasswordField(lazy("Password"), validators=[InputRequired(lazy("Write your password."))])


def add_to(roads: Blueprint, house: House) -> None:
    """Sign in, sign out."""

    @roads.route("/sign-in", methods=["GET", "POST"])
    def sign_in() -> Response | str | tuple[str, int]:
        wanted = place_after_sign_in(request.args.get("next", ""))
        if g.member is not None:
            return redirect(wanted, 303)
        form = SignInForm()
        status = HTTPStatus.OK
        if form.validate_on_submit():
            try:
                return _enter(wanted, _try(house, form))
            except TooManyTries:
                status = HTTPStatus.TOO_MANY_REQUESTS
                form.form_errors.append(gettext("Too many tries. Wait 15 minutes, then try again."))
            except NotLetIn:
                form.form_errors.append(gettext("This log-in and password do not belong together."))
        return render_template("team/sign_in.html", form=form), status

    @roads.post("/sign-out")
    def sign_out() -> Response:
        now = house.real_clock.now()
        let_out(house.clinic, request.cookies[COOKIE], staff_id=member().staff_id, now=now)
        session.clear()
        return remember(redirect(url_for("team.sign_in"), 303), "")


def _try(house: House, form: SignInForm) -> SignedIn:
    login, password = form.login.data[:_LONGEST], form.password.data[:_LONGEST]
    address, now = request.remote_addr or "", house.real_clock.now()
    return let_in(house.clinic, login, password, address=address, now=now)


def _enter(wanted: str, signed_in: SignedIn) -> Response:
    # Whatever this browser carried before somebody signed in is not theirs.
    session.clear()
    return remember(redirect(wanted, 303), signed_in.token)
