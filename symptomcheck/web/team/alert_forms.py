"""What is sent from the page of an alert: take it, contact, note, close. Each comes back to the page."""

from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert, acknowledge_alert
from symptomcheck.actions.alerts.close_alert import close_alert
from symptomcheck.actions.alerts.note_alert import note_alert
from symptomcheck.actions.alerts.pass_alert import pass_alert
from symptomcheck.actions.alerts.record_contact import record_contact
from symptomcheck.actions.once import AlreadySent
from symptomcheck.actions.refused import Refused
from symptomcheck.web import refusals
from symptomcheck.web.language import gettext
from symptomcheck.web.team.alert import show
from symptomcheck.web.team.alert_fields import CloseForm, ContactForm, NoteForm
from symptomcheck.web.team.who import for_those_who_act, member
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The four things a nurse does with an alert."""
    clinic = house.clinic

    @roads.post("/alerts/<int:number>/take")
    @for_those_who_act
    def take(number: int) -> Response:
        try:
            taken = acknowledge_alert(clinic, number, staff_id=member().staff_id, now=house.clock.now())
        except NoSuchAlert:
            flash(gettext("This alert is closed already. Nothing was changed."), "wrong")
        else:
            # The page itself says who has it: names stay out of the cookie that carries these words.
            if taken.already:
                flash(
                    gettext("Somebody else took it first. You do not have it: see below who does."), "wrong"
                )
            else:
                flash(gettext("You have this alert. Paging has stopped."), "done")
        return _back(number)

    @roads.post("/alerts/<int:number>/pass")
    @for_those_who_act
    def pass_on(number: int) -> Response:
        form = ContactForm(prefix="pass-")
        try:
            passed = pass_alert(
                clinic, number, staff_id=member().staff_id, form_key=form.one_time, now=house.clock.now()
            )
        except NoSuchAlert:
            flash(gettext("This alert is closed already. Nothing was changed."), "wrong")
        except AlreadySent:
            pass
        else:
            if passed:
                flash(gettext("Passed on. The next people are paged now."), "done")
            else:
                flash(gettext("Somebody else has it. Nothing was changed."), "wrong")
        return _back(number)

    @roads.post("/alerts/<int:number>/contact")
    @for_those_who_act
    def contact(number: int) -> Response:
        form = ContactForm(prefix="contact-")
        try:
            record_contact(
                clinic,
                number,
                staff_id=member().staff_id,
                form_key=form.one_time,
                now=house.clock.now(),
            )
            flash(gettext("It is written down that you spoke with the person."), "done")
        except NoSuchAlert:
            flash(gettext("This alert is closed already. Nothing was changed."), "wrong")
        except AlreadySent:
            pass
        return _back(number)

    @roads.post("/alerts/<int:number>/note")
    @for_those_who_act
    def note(number: int) -> Response | str:
        form = NoteForm(prefix="note-")
        if not form.validate_on_submit():
            return show(house, number, note=form)
        try:
            was_open = note_alert(
                clinic,
                number,
                staff_id=member().staff_id,
                note=form.note.data,
                form_key=form.one_time,
                now=house.clock.now(),
            )
            flash(gettext("The note is kept."), "done")
            if not was_open:
                flash(gettext("This alert is closed: see below by whom, and what came of it."), "wrong")
        except NoSuchAlert:
            abort(404)
        except AlreadySent:
            pass
        return _back(number)

    @roads.post("/alerts/<int:number>/close")
    @for_those_who_act
    def close(number: int) -> Response | str:
        form = CloseForm(prefix="close-")
        if not form.validate_on_submit():
            return show(house, number, closing=form)
        try:
            close_alert(
                clinic,
                number,
                staff_id=member().staff_id,
                outcome=form.outcome.data,
                note=form.note.data.strip() or None,
                now=house.clock.now(),
            )
            flash(gettext("The alert is closed."), "done")
        except Refused as refused:
            form.note.errors = [refusals.told(refused)]
            return show(house, number, closing=form)
        except NoSuchAlert:
            flash(gettext("This alert is closed already. Nothing was changed."), "wrong")
            if typed := form.note.data.strip():
                # Somebody else closed it meanwhile: what was typed is no closing note now, and is not lost.
                return show(house, number, late_note=typed)
        return _back(number)


def _back(number: int) -> Response:
    return redirect(url_for("team.alert", number=number), 303)
