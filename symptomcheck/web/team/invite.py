"""`/team/invite/<token>`: a one-time link with which a member of the team chooses a password."""

import hmac

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.choose_password import (
    Authenticator,
    CodeRefused,
    LinkIsOver,
    choose_password,
    invited_by,
)
from symptomcheck.actions.staff.one_time_code import address_for_apps, secret_from
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


class AuthenticatorForm(PasswordForm):
    """And the first code of an authenticator."""

    code = StringField(
        lazy("Code the app shows now"), validators=[InputRequired(lazy("Write the code of the app."))]
    )


def add_to(roads: Blueprint, house: House) -> None:
    """Looking uses nothing up, because mail scanners open links; only the form does."""

    @roads.route("/invite/<token>", methods=["GET", "POST"])
    def invite(token: str) -> Response | str:
        now = house.real_clock.now()
        needs_code = house.settings.security.require_totp
        form = AuthenticatorForm() if needs_code else PasswordForm()
        key = _key_for(token)
        try:
            invited = invited_by(house.clinic, token, now=now)
            if form.validate_on_submit():
                app = Authenticator(key, form.code.data) if needs_code else None
                choose_password(house.clinic, token, form.password.data, authenticator=app, now=now)
                flash(gettext("Your password is set. Sign in with it."), "done")
                return redirect(url_for("team.sign_in"), 303)
        except LinkIsOver:
            abort(404)
        except CodeRefused as refused:
            form.code.errors = [refusals.told(refused)]
        except Refused as refused:
            form.password.errors = [refusals.told(refused)]
        opens_app = address_for_apps(key, login=invited.login, site=house.clinic.site.name)
        return render_template(
            "team/invite.html", form=form, invited=invited, key=key if needs_code else "", opens_app=opens_app
        )


def _key_for(token: str) -> str:
    """The authenticator's key of this link: the same whenever the page is drawn, kept nowhere until used."""
    secret = str(current_app.secret_key).encode()
    return secret_from(hmac.digest(secret, b"authenticator " + token.encode(), "sha256"))
