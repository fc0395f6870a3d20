"""`/team/rota`: who is on call in the next 14 days, when nobody is, and who steps in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.staff.step_in import step_in
from symptomcheck.actions.staff.take_turns import end_turns, take_turns
from symptomcheck.actions.staff.view_rota import Rota, view_rota
from symptomcheck.core.oncall import Rung
from symptomcheck.core.schedule import utc
from symptomcheck.web.fields import DayField
from symptomcheck.web.language import gettext
from symptomcheck.web.team import words
from symptomcheck.web.team.rota_fields import ClockField, StepInForm, TurnsForm
from symptomcheck.web.team.who import for_those_who_act, member
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The page, and the three things that change it."""
    clinic = house.clinic
    zone = clinic.site.zone

    @roads.get("/rota")
    def rota() -> str:
        return _page()

    @roads.post("/rota/step-in")
    @for_those_who_act
    def stand_in() -> Response | str:
        now, form = house.clock.now(), StepInForm(prefix="step-")
        _offer(form, view_rota(clinic, now=now))
        if not form.validate_on_submit():
            return _page(stepping=form)
        try:
            step_in(
                clinic,
                form.login.data,
                rung=Rung(form.rung.data),
                starts_at=_instant(form.from_day, form.from_time, zone),
                ends_at=_instant(form.until_day, form.until_time, zone),
                by=str(member().staff_id),
                now=now,
            )
        except Refused:
            form.until_day.errors = [gettext("That time is over, or ends before it starts.")]
            return _page(stepping=form)
        flash(gettext("It is written down who is on call then."), "done")
        return redirect(url_for("team.rota"), 303)

    @roads.post("/rota/turns")
    @for_those_who_act
    def turns() -> Response | str:
        form = TurnsForm(prefix="turns-")
        if not form.validate_on_submit():
            return _page(turning=form)
        try:
            take_turns(
                clinic,
                form.logins.data.split(),
                rung=Rung(form.rung.data),
                handover=form.handover.at,
                days=form.days.data,
                starts_on=_day(form.starts_on),
                by=str(member().staff_id),
                now=house.clock.now(),
            )
        except Refused:
            form.logins.errors = [
                gettext("Use log-ins of people with a mobile phone, and a start in the next five weeks.")
            ]
            return _page(turning=form)
        flash(gettext("The turns of the next five weeks are written."), "done")
        return redirect(url_for("team.rota"), 303)

    @roads.post("/rota/turns/<uuid:rotation_id>/end")
    @for_those_who_act
    def no_more_turns(rotation_id: UUID) -> Response:
        if end_turns(clinic, rotation_id, by=str(member().staff_id), now=house.clock.now()):
            flash(gettext("These turns have ended. One that has begun goes on to its end."), "done")
        return redirect(url_for("team.rota"), 303)

    def _page(*, stepping: StepInForm | None = None, turning: TurnsForm | None = None) -> str:
        now = house.clock.now()
        seen = view_rota(clinic, now=now)
        if stepping is None:
            stepping = StepInForm(prefix="step-", formdata=None, from_time="08:00", until_time="08:00")
            _offer(stepping, seen)
        return render_template(
            "team/rota.html",
            now=now,
            seen=seen,
            words=words,
            step_form=stepping,
            turns_form=turning or TurnsForm(prefix="turns-", formdata=None, days=7, handover="08:00"),
        )


def _day(field: DayField) -> date:
    day = field.data
    assert day is not None  # noqa: S101  # the form has been validated
    return day


def _instant(day: DayField, clock: ClockField, zone: str) -> datetime:
    return utc(_day(day), clock.at, zone)


def _offer(form: Any, seen: Rota) -> None:
    """Everybody who may be chosen."""
    form.login.choices = [
        SelectChoice(each.login, f"{each.person.name} ({each.login})") for each in seen.members
    ]
