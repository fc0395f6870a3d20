"""`/p/TOKEN/temperature`: a reading, sent in two taps and read back in both units."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from symptomcheck.actions.checkins.answer_by_web import answer_by_web
from symptomcheck.actions.checkins.from_page import Given
from symptomcheck.core.answers import Key, Question, Value
from symptomcheck.core.dialogue import in_both_units
from symptomcheck.web.person.after import receipt
from symptomcheck.web.person.asked import asked
from symptomcheck.web.person.door import Door, kindly, open_door
from symptomcheck.web.person.forms import TemperatureForm
from symptomcheck.web.person.reading_back import keep_to_read_back, read_back
from symptomcheck.wiring import House


def add_roads(roads: Blueprint, house: House) -> None:
    """The screen of a reading outside a check-in, and of a correction within one."""

    @roads.route("/<token>/temperature", methods=["GET", "POST"], endpoint="temperature")
    @kindly
    def temperature(token: str) -> ResponseReturnValue:
        door = open_door(house, token)
        form = TemperatureForm()
        if request.method == "POST" and (done := take_temperature(house, door, form, in_checkin=False)):
            return done
        if not form.is_submitted():
            form.checkin.data = str(door.line.checkin_id or "")
        what = asked(door, house.clinic.site.values(), Question.TEMPERATURE)
        return render_template("patient/temperature.html", door=door, form=form, asked=what, in_checkin=False)

    @roads.get("/<token>/read", endpoint="read")
    @kindly
    def read(token: str) -> ResponseReturnValue:
        door = open_door(house, token)
        then = request.args.get("then", "")
        following = door.to("after", receipt=then) if then else door.to()
        if not (both := read_back(token, then)):
            return redirect(following, 303)
        return render_template("patient/read_back.html", door=door, both=both, following=following)


def take_temperature(
    house: House, door: Door, form: TemperatureForm, *, in_checkin: bool
) -> ResponseReturnValue | None:
    """Save what the form holds and say what it was read as; None when it has to be written again.

    It is judged before it is read back: whoever closes the page now has sent it all the same.
    """
    nothing = in_checkin and request.form.get("reading") == "none"
    if nothing:
        form.number.validators = []
    found = None
    if not form.validate_on_submit() or (not nothing and (found := form.read(door.book)) is None):
        return None
    values: tuple[tuple[Key, Value], ...] = ((Key.TEMPERATURE, found.temperature),) if found else ()
    given = Given(question=Question.TEMPERATURE, checkin_id=form.checkin_id, values=values)
    now = house.clock.now()
    told = answer_by_web(house.clinic, door.token, given, about=door.about, form_key=form.one_time, now=now)
    goes_on = told.goes_on and "urgent" not in told.says
    then = "" if goes_on else receipt(door.token, told, now)
    following = door.to("after", receipt=then) if then else door.to()
    if found is None:
        return redirect(following, 303)
    keep_to_read_back(door.token, then, in_both_units(found))
    if "urgent" in told.says:
        return redirect(following, 303)
    return redirect(door.to("read", **({"then": then} if then else {})), 303)
