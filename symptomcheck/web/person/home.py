"""`/p/TOKEN`: the open question of a check-in, or what can be sent without one."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from symptomcheck.actions.checkins.answer_by_web import answer_by_web
from symptomcheck.actions.checkins.from_page import Given
from symptomcheck.actions.checkins.start_by_web import start_by_web
from symptomcheck.core.answers import Question
from symptomcheck.web.person.after import receipt
from symptomcheck.web.person.asked import asked
from symptomcheck.web.person.door import Door, kindly, open_door
from symptomcheck.web.person.forms import PageForm, StepForm, TemperatureForm, step_form
from symptomcheck.web.person.temperature import take_temperature
from symptomcheck.wiring import House


def add_roads(roads: Blueprint, house: House) -> None:
    """The first screen, its answers, and the button that begins a check-in."""

    @roads.get("/<token>", endpoint="home")
    @kindly
    def home(token: str) -> ResponseReturnValue:
        door = open_door(house, token)
        if door.opened.line is None:
            return render_template("caregiver/whom.html", door=door)
        if door.line.round is None:
            return render_template("patient/home.html", door=door, start=PageForm())
        form = _form_of(house, door, door.line.round.open)
        form.checkin.data = str(door.line.checkin_id)
        return _draw(house, door, form, door.line.round.open)

    @roads.post("/<token>", endpoint="answer")
    @kindly
    def answer(token: str) -> ResponseReturnValue:
        door = open_door(house, token)
        try:
            question = Question(request.form.get("question", ""))
        except ValueError:
            abort(400)
        form = _form_of(house, door, question)
        if isinstance(form, TemperatureForm):
            refused = take_temperature(house, door, form, in_checkin=True)
            return refused if refused is not None else _draw(house, door, form, question)
        if not form.validate_on_submit():
            return _draw(house, door, form, question)
        given = Given(question=question, checkin_id=form.checkin_id, values=form.values(door.book))
        now = house.clock.now()
        told = answer_by_web(house.clinic, token, given, about=door.about, form_key=form.one_time, now=now)
        on = told.goes_on and "urgent" not in told.says
        return redirect(door.to() if on else door.to("after", receipt=receipt(token, told, now)), 303)

    @roads.post("/<token>/start", endpoint="start")
    @kindly
    def start(token: str) -> ResponseReturnValue:
        door = open_door(house, token)
        form = PageForm()
        if form.validate_on_submit():
            now = house.clock.now()
            start_by_web(house.clinic, token, about=door.about, form_key=form.one_time, now=now)
        return redirect(door.to(), 303)


def _form_of(house: House, door: Door, question: Question) -> StepForm | TemperatureForm:
    if question is Question.TEMPERATURE:
        return TemperatureForm()
    form = step_form(door.book, question, asks=asked(door, house.clinic.site.values(), question).words)
    form.question.data = question.value
    return form


def _draw(
    house: House, door: Door, form: StepForm | TemperatureForm, question: Question
) -> ResponseReturnValue:
    what = asked(door, house.clinic.site.values(), question)
    template = "patient/temperature.html" if question is Question.TEMPERATURE else "patient/step.html"
    return render_template(template, door=door, form=form, asked=what, in_checkin=True)
