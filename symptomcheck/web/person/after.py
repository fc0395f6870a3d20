"""`/p/TOKEN/after/RECEIPT`: what followed from what was just sent.

The receipt is signed and says only which texts of the book to show, and when. What it says is judged by the
alert that is open now: nothing that calms is shown again over it. Of the database it tells one thing more, to
who has the receipt of having sent: whether somebody of the team has taken it by now.
"""

from datetime import datetime, timedelta

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer

from symptomcheck.actions.alerts.seen_since import seen_since
from symptomcheck.actions.checkins.from_page import SHOWN, Told
from symptomcheck.core.open_alert import AlertState
from symptomcheck.web.person.door import Door, kindly, open_door
from symptomcheck.web.person.reading_back import read_back
from symptomcheck.wiring import House

SHOWN_FOR = timedelta(hours=12)


def add_roads(roads: Blueprint, house: House) -> None:
    """The screen after sending."""

    @roads.get("/<token>/after/<receipt>", endpoint="after")
    @kindly
    def after(token: str, receipt: str) -> ResponseReturnValue:
        door = open_door(house, token)
        try:
            says, goes_on, at = _signer(token).loads(receipt)
        except BadData:
            return redirect(door.to(), 303)
        sent_at = datetime.fromisoformat(at)
        if house.clock.now() - sent_at > SHOWN_FOR:
            return redirect(door.to(), 303)
        site = house.clinic.site.values()
        says, goes_on = _as_of_now(door, says, goes_on=goes_on)
        told = [door.say(each, **site) for each in says if each in SHOWN - {"urgent", "today"}]
        waits, seen_at = False, None
        if door.opened.line is not None:
            waits, seen_at = seen_since(house.clinic, door.line.patient_id, sent_at=sent_at)
            if door.urgent_open and door.line.alert and door.line.alert.alert.state is AlertState.OPEN:
                seen_at = None  # of another alert, or of this one before it was urgent
        return render_template(
            "patient/after.html",
            door=door,
            says=says,
            told=told,
            sent_at=sent_at,
            goes_on=goes_on,
            waits=waits,
            seen_at=seen_at,
            both=read_back(token, receipt),
        )


def receipt(token: str, told: Told, at: datetime) -> str:
    """What was just told, signed, for the address of the screen after sending."""
    goes_on = told.goes_on and "urgent" not in told.says
    return str(_signer(token).dumps([list(told.says), goes_on, at.isoformat()]))


def _as_of_now(door: Door, says: list[str], *, goes_on: bool) -> tuple[list[str], bool]:
    """What may still be said: an alert opened since, from another tab or by text, outweighs what calms."""
    if door.urgent_open:
        return (says if "urgent" in says else ["urgent", "still_open"]), False
    if door.today_open and not {"urgent", "today"} & set(says):
        return ["still_open"], goes_on
    return says, goes_on


def _signer(token: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"after {token}")
