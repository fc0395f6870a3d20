"""`/team/patients/new`: enrol a patient, with a caregiver if there is one, each with their own consent."""

from collections.abc import Callable
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import Field

from symptomcheck.actions.once import AlreadySent
from symptomcheck.actions.people.checks import checked_email, checked_infusion, checked_zone
from symptomcheck.actions.people.enrol import enrol as keep
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.actions.people.phone import normalised, region_of
from symptomcheck.actions.refused import Refused
from symptomcheck.core.answers import Reporter
from symptomcheck.core.schedule import count_texts
from symptomcheck.storage import contacts, people
from symptomcheck.web import refusals
from symptomcheck.web.language import gettext
from symptomcheck.web.team.enrol_fields import EnrolForm
from symptomcheck.web.team.who import for_those_who_act, member
from symptomcheck.web.team.words import LANGUAGES
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The form, and what becomes of it."""
    site = house.clinic.site

    @roads.route("/patients/new", methods=["GET", "POST"])
    @for_those_who_act
    def enrol() -> Response | str:
        form = EnrolForm(
            zone=site.zone, language=site.language, caregiver_language=site.language, messages="words"
        )
        known = None
        if form.validate_on_submit() and _each_field_holds(house, form):
            by = f"{member().name} ({member().login})"[:80]
            now = house.clock.now()
            try:
                enrolled = keep(house.clinic, _typed(form), by=by, form_key=form.one_time, now=now)
            except AlreadySent:
                flash(gettext("That form was sent already, and enrolled its patient then."), "done")
                return redirect(url_for("team.patients"), 303)
            except Refused as refused:
                known = refused.values.get("id")
                twice = gettext("Somebody of that name is enrolled on that phone already.")
                form.form_errors.append(twice if known else refusals.told(refused))
            else:
                flash(gettext("Enrolled. The welcome text is on its way."), "done")
                return redirect(url_for("team.patient", patient_id=enrolled.patient_id), 303)
        return render_template("team/enrol.html", form=form, known=known, **_wording(house))


def _each_field_holds(house: House, form: EnrolForm) -> bool:
    """What the action would refuse of one field, told at that field; the action checks all of it again."""
    region = region_of(house.clinic.site.our_number)
    with house.clinic.db.read() as tx:
        book = house.clinic.books.current(tx)
    checks: list[tuple[Field, Callable[[], object]]] = [
        (form.phone, lambda: normalised(form.phone.data, region=region)),
        (form.zone, lambda: checked_zone(form.zone.data)),
    ]
    if form.infused_on.data is not None and form.zone.data in available_timezones():
        day, zone, now = form.infused_on.data, form.zone.data, house.clock.now()
        checks.append((form.infused_on, lambda: checked_infusion(day, book=book, zone=zone, now=now)))
    if (form.email.data or "").strip():
        checks.append((form.email, lambda: checked_email(form.email.data)))
    if form.has_caregiver:
        checks.append((form.caregiver_phone, lambda: normalised(form.caregiver_phone.data, region=region)))
    for field, check in checks:
        try:
            check()
        except Refused as refused:
            field.errors = [refusals.told(refused)]
    if not form.errors and not form.shared.data and _is_somebody_elses(house, form):
        form.shared.errors = [gettext("This phone is somebody else's here already. Check the number.")]
    return not form.errors


def _is_somebody_elses(house: House, form: EnrolForm) -> bool:
    """Does the patient's phone reach anybody of another name? One wrong digit would text the wrong person."""
    address = normalised(form.phone.data, region=region_of(house.clinic.site.our_number))
    name = " ".join(form.name.data.split()).casefold()
    with house.clinic.db.read() as tx:
        contact_id = contacts.find(tx, "sms", address)
        return contact_id is not None and any(
            each.name.casefold() != name for each in people.reached_by(tx, contact_id)
        )


def _typed(form: EnrolForm) -> NewPatient:
    infused_on = form.infused_on.data
    assert infused_on is not None  # noqa: S101 # the form was validated
    caregivers: tuple[NewCaregiver, ...] = ()
    if form.has_caregiver:
        caregivers = (
            NewCaregiver(
                name=form.caregiver_name.data,
                phone=form.caregiver_phone.data,
                language=form.caregiver_language.data,
                consent=form.caregiver_consent.data,
                may_be_told=form.may_be_told.data,
            ),
        )
    return NewPatient(
        name=form.name.data,
        phone=form.phone.data,
        email=(form.email.data or "").strip() or None,
        messages=form.messages.data,
        infused_on=infused_on,
        language=form.language.data,
        zone=form.zone.data,
        consent=form.consent.data,
        caregivers=caregivers,
    )


def _wording(house: House) -> dict[str, object]:
    """What people agree to, word for word, and which version of it."""
    with house.clinic.db.read() as tx:
        book = house.clinic.books.current(tx)
    values = house.clinic.site.values()
    counts = {reporter: str(count_texts(book.plan, reporter)) for reporter in Reporter}

    def in_each(text_id: str, reporter: Reporter) -> list[tuple[str, str]]:
        # In the language of the texts, whatever the nurse's screen speaks: that is what they agree to.
        return [
            (language, book.say(text_id, language, **values, count=counts[reporter]))
            for language in LANGUAGES
            if language in book.languages
        ]

    return {
        "fingerprint": book.fingerprint,
        "welcome": in_each("welcome", Reporter.PATIENT),
        "welcome_caregiver": in_each("welcome.caregiver", Reporter.CAREGIVER),
        "languages": LANGUAGES,
    }
