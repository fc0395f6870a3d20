"""The door of every person's screen: which link, whose conversation, in whose language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from symptomcheck.actions.links.open_link import GRACE, LinkClosed, Opened, find_link, open_link
from symptomcheck.core.answers import Reporter
from symptomcheck.core.open_alert import AlertKind
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage.lines import Line
from symptomcheck.web.language import current_language, prefer
from symptomcheck.wiring import House

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An open door: the link's token, what it opens, and the rule book in use."""

    token: str
    opened: Opened
    book: RuleBook

    @property
    def line(self) -> Line:
        """The conversation that was chosen."""
        if self.opened.line is None:
            raise LinkClosed
        return self.opened.line

    @property
    def about(self) -> UUID | None:
        """Whom this is about, where the link alone does not say so."""
        return self.line.conversation_id if len(self.opened.lines) > 1 else None

    @property
    def name(self) -> str:
        """The short name of the patient, for somebody who cares for several."""
        return self.line.tag if len(self.opened.lines) > 1 else ""

    @property
    def urgent_open(self) -> bool:
        """Is an urgent alert about this patient open now, wherever it came from? Then calling comes first."""
        alert = self.opened.line.alert if self.opened.line else None
        return alert is not None and alert.alert.kind is AlertKind.URGENT

    @property
    def today_open(self) -> bool:
        """Is an alert for today open?"""
        alert = self.opened.line.alert if self.opened.line else None
        return alert is not None and alert.alert.kind is AlertKind.TODAY

    @property
    def is_caregiver(self) -> bool:
        return self.line.role is Reporter.CAREGIVER

    def to(self, screen: str = "home", **more: str) -> str:
        """The address of a screen of this door."""
        values: dict[str, Any] = {"token": self.token, **more}
        if self.opened.line and self.about:
            values["about"] = self.about.hex
        return url_for(f"person.{screen}", **values)

    def say(self, text_id: str, **values: str) -> str:
        """Words of the rule book in the language of this page."""
        return self.book.say(text_id, current_language(), **values)


def open_door(house: House, token: str) -> Door:
    """The door this request stands before; LinkClosed when it stays shut."""
    now = house.clock.now()
    grace = GRACE if request.method == "POST" else timedelta(0)
    with house.clinic.db.read() as tx:
        link = find_link(tx, token, now=now, grace=grace)
        opened = open_link(tx, link, about=about_whom(), now=now)
        prefer((opened.line or opened.lines[0]).language)
        return Door(token=token, opened=opened, book=house.clinic.books.get(tx, opened.phone.fingerprint))


def about_whom() -> UUID | None:
    """The conversation that was chosen, as the address has it."""
    if not (written := request.args.get("about", "")):
        return None
    try:
        return UUID(hex=written)
    except ValueError:
        raise LinkClosed from None


def kindly(view: View) -> View:
    """A link that opens nothing ends at one page, whatever is wrong with it."""

    @wraps(view)
    def answered(**values: Any) -> ResponseReturnValue:
        try:
            return view(**values)
        except LinkClosed:
            return render_template("patient/closed.html"), 404

    return answered
