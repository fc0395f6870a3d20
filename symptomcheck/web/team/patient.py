"""`/team/patients/<id>`: one patient, and the buttons to ask, pause, resume and end."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from symptomcheck.actions.checkins.start_checkin import NobodyToAsk, start_checkin
from symptomcheck.actions.once import AlreadySent
from symptomcheck.actions.people import end as ending
from symptomcheck.actions.people import pause as pausing
from symptomcheck.actions.people.held_patient import NoSuchPatient
from symptomcheck.actions.people.resume import resume
from symptomcheck.actions.people.view_patient import view_patient
from symptomcheck.actions.refused import Refused
from symptomcheck.core.explain import key_phrase, value_phrase
from symptomcheck.web import refusals
from symptomcheck.web.fields import DayField
from symptomcheck.web.language import current_language, gettext, lazy
from symptomcheck.web.team import words
from symptomcheck.web.team.forms import OnceForm
from symptomcheck.web.team.who import for_those_who_act, member
from symptomcheck.wiring import House

_PAUSES = {"in_hospital": lazy("In hospital"), "asked": lazy("They asked"), "other": lazy("Another reason")}
_ENDS = {
    "finished": lazy("Finished"),
    "asked": lazy("They asked"),
    "moved": lazy("Moved"),
    "died": lazy("Died"),
    "other": lazy("Another reason"),
}


class AskForm(OnceForm):
    """One button."""


class PauseForm(OnceForm):
    """Why, and until when."""

    reason = RadioField(
        lazy("Why?"),
        choices=[SelectChoice(code, said) for code, said in _PAUSES.items()],
        validators=[InputRequired(lazy("Choose why."))],
    )
    until = DayField(lazy("First day to ask again"), description=lazy("Empty: until somebody resumes it."))


class EndForm(OnceForm):
    """Why."""

    reason = RadioField(
        lazy("Why?"),
        choices=[SelectChoice(code, said) for code, said in _ENDS.items()],
        validators=[InputRequired(lazy("Choose why."))],
    )


def add_to(roads: Blueprint, house: House) -> None:
    """One patient, and what can be done."""
    clinic = house.clinic

    @roads.get("/patients/<uuid:patient_id>")
    def patient(patient_id: UUID) -> str:
        return _show(house, patient_id)

    @roads.post("/patients/<uuid:patient_id>/ask")
    @for_those_who_act
    def ask(patient_id: UUID) -> Response:
        key = AskForm(prefix="ask-").one_time
        return _done(
            patient_id,
            lambda: start_checkin(
                clinic, patient_id, by=str(member().staff_id), form_key=key, now=house.clock.now()
            ),
            gettext("A check-in has begun."),
        )

    @roads.post("/patients/<uuid:patient_id>/pause")
    @for_those_who_act
    def pause(patient_id: UUID) -> Response | str:
        form = PauseForm(prefix="pause-")
        if not form.validate_on_submit():
            return _show(house, patient_id, pause=form)
        return _done(
            patient_id,
            lambda: pausing.pause(
                clinic,
                patient_id,
                reason=pausing.PauseReason(form.reason.data),
                until=form.until.data,
                by=str(member().staff_id),
                now=house.clock.now(),
            ),
            gettext("Check-ins are paused. What they text is still read and paged about."),
        )

    @roads.post("/patients/<uuid:patient_id>/resume")
    @for_those_who_act
    def resume_(patient_id: UUID) -> Response:
        by = str(member().staff_id)
        return _done(
            patient_id,
            lambda: resume(clinic, patient_id, by=by, now=house.clock.now()),
            gettext("Check-ins go on."),
        )

    @roads.post("/patients/<uuid:patient_id>/end")
    @for_those_who_act
    def end(patient_id: UUID) -> Response | str:
        form = EndForm(prefix="end-")
        if not form.validate_on_submit():
            return _show(house, patient_id, end=form)
        reason, by = ending.EndReason(form.reason.data), str(member().staff_id)
        return _done(
            patient_id,
            lambda: ending.end(clinic, patient_id, reason=reason, by=by, now=house.clock.now()),
            gettext("Check-ins have ended. What they text is still read and paged about."),
        )


def _show(
    house: House, patient_id: UUID, *, pause: PauseForm | None = None, end: EndForm | None = None
) -> str:
    now = house.clock.now()
    try:
        seen = view_patient(house.clinic, patient_id, by=str(member().staff_id), now=now)
    except NoSuchPatient:
        abort(404)
    language = current_language()
    return render_template(
        "team/patient.html",
        now=now,
        seen=seen,
        answers=[
            (
                given,
                key_phrase(seen.book, given.key, language),
                value_phrase(seen.book, given.value, language),
            )
            for given in seen.answers
        ],
        ask_form=AskForm(prefix="ask-", formdata=None),
        resume_form=AskForm(prefix="resume-", formdata=None),
        pause_form=pause or PauseForm(prefix="pause-", formdata=None),
        end_form=end or EndForm(prefix="end-", formdata=None),
        words=words,
    )


def _done(patient_id: UUID, act: Callable[[], object], said: str) -> Response:
    """Do it, and come back to the page that says what became of it."""
    try:
        act()
    except NoSuchPatient:
        abort(404)
    except NobodyToAsk:
        flash(gettext("There is no phone on which this patient can be asked."), "wrong")
    except Refused as refused:
        flash(refusals.told(refused), "wrong")
    except AlreadySent:
        pass
    else:
        flash(said, "done")
    return redirect(url_for("team.patient", patient_id=patient_id), 303)
