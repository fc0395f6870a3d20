"""`/p/TOKEN/words`: something in the person's own words, read like a text."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from symptomcheck.actions.checkins.answer_by_web import answer_by_web
from symptomcheck.actions.checkins.from_page import Given
from symptomcheck.web.person.after import receipt
from symptomcheck.web.person.door import kindly, open_door
from symptomcheck.web.person.forms import WordsForm
from symptomcheck.wiring import House


def add_roads(roads: Blueprint, house: House) -> None:
    """The screen of one's own words."""

    @roads.route("/<token>/words", methods=["GET", "POST"], endpoint="words")
    @kindly
    def words(token: str) -> ResponseReturnValue:
        door = open_door(house, token)
        form = WordsForm()
        if not form.validate_on_submit():
            return render_template("patient/words.html", door=door, form=form)
        now = house.clock.now()
        given = Given(checkin_id=None, words=form.words.data.strip())
        told = answer_by_web(house.clinic, token, given, about=door.about, form_key=form.one_time, now=now)
        return redirect(door.to("after", receipt=receipt(token, told, now)), 303)
