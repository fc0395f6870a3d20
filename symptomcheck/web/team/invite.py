"""`/team/invite/<token>`: a one-time link with which a member of the team chooses a password."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.choose_password import LinkIsOver, choose_password, invited_by
from symptomcheck.actions.staff.passwords import SHORTEST
from symptomcheck.web import refusals
from symptomcheck.web.language import gettext, lazy
from symptomcheck.wiring import House


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A password, twice."""

    password = PasswordField(
        lazy("Password"),
        description=lazy("At least %(count)s letters. Four words are good.") % {"count": SHORTEST},
        validators=[InputRequired(lazy("Write a password."))],
    )
    again = PasswordField(
        lazy("The same password again"),
        validators=[EqualTo("password", lazy("Write the same password in both boxes."))],
    )


def add_to(roads: Blueprint, house: House) -> None:
    """Looking uses nothing up, because mail scanners open links; only the form does."""

    @roads.route("/invite/<token>", methods=["GET", "POST"])
    def invite(token: str) -> Response | str:
        now = house.real_clock.now()
        form = PasswordForm()
        try:
            invited = invited_by(house.clinic, token, now=now)
            if form.validate_on_submit():
                choose_password(house.clinic, token, form.password.data, now=now)
                flash(gettext("Your password is set. Sign in with it."), "done")
                return redirect(url_for("team.sign_in"), 303)
        except LinkIsOver:
            abort(404)
        except Refused as refused:
            form.password.errors = [refusals.told(refused)]
        return render_template("team/invite.html", form=form, invited=invited)
