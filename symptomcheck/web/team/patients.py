"""`/team/patients`: the list, and a search by surname.

The search is a form that posts: a name in an address would stand in histories and logs.
"""

from flask import Blueprint, current_app, render_template, request
from flask_wtf import FlaskForm
from wtforms import StringField

from symptomcheck.actions.people.browse_patients import browse_patients
from symptomcheck.web.language import lazy
from symptomcheck.web.team import words
from symptomcheck.web.team.who import member
from symptomcheck.wiring import House


class SearchForm(FlaskForm):  # type: ignore[misc]
    """A surname."""

    surname = StringField(lazy("Surname"), description=lazy("The whole surname, or its first three letters."))


def add_to(roads: Blueprint, house: House) -> None:
    """The list of patients."""

    @roads.route("/patients", methods=["GET", "POST"])
    def patients() -> str:
        form = SearchForm()
        surname = form.surname.data.strip()[:120] if form.validate_on_submit() and form.surname.data else None
        per_page: int = current_app.config["PER_PAGE"]
        page = 1 if surname else max(request.args.get("page", 1, type=int), 1)
        now = house.clock.now()
        listed = browse_patients(
            house.clinic,
            surname=surname,
            first=(page - 1) * per_page,
            limit=per_page,
            by=str(member().staff_id),
            now=now,
        )
        return render_template(
            "team/patients.html",
            form=form,
            listed=listed,
            searched=surname is not None,
            page=page,
            is_last=page * per_page >= listed.count,
            now=now,
            words=words,
        )
