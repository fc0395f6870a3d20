"""`/team/policy`: how soon whom is paged, as lines to edit and as sentences to read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from symptomcheck.actions.alerts.change_policy import change_policy, policy_as_read
from symptomcheck.actions.refused import Refused
from symptomcheck.core.policy import EVERYONE, Ladder
from symptomcheck.core.policy_text import LADDERS, write_ladder
from symptomcheck.web.language import gettext, lazy
from symptomcheck.web.team import words
from symptomcheck.web.team.who import member
from symptomcheck.wiring import House

# A page in the worst hour of the week, so that who writes a policy imagines it.
_EXAMPLE = datetime(2026, 11, 29, 3, 10)  # noqa: DTZ001  # a clock on a wall, in no zone

_KINDS = {
    "fast": lazy("Urgent, and a silence that pages"),
    "slow": lazy("Today, when nobody touched it by the end of working hours"),
    "notice": lazy("Notices nobody looked at"),
}


class PolicyForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """One box of lines per kind of work."""

    fast = TextAreaField(_KINDS["fast"])
    slow = TextAreaField(_KINDS["slow"])
    notice = TextAreaField(_KINDS["notice"])


@dataclass(frozen=True, slots=True)
class Told:
    """One ladder in words: at which time of the example who is paged, and how."""

    kind: str
    lines: tuple[tuple[str, str], ...]
    after: str


def add_to(roads: Blueprint, house: House) -> None:
    """The page, and the form that only an administrator may send."""
    clinic = house.clinic

    @roads.get("/policy")
    def policy() -> str:
        return _page()

    @roads.post("/policy")
    def write_policy() -> Response | str:
        if member().role != "admin":
            abort(404)
        form = PolicyForm(prefix="policy-")
        if not form.validate_on_submit():
            return _page(form)
        written = {name: form[name].data or "" for name in LADDERS}
        try:
            change_policy(clinic, written, by=str(member().staff_id), now=house.clock.now())
        except Refused as refused:
            form.fast.errors = [str(refused)]
            return _page(form)
        flash(gettext("This is how people are paged from now on."), "done")
        return redirect(url_for("team.policy"), 303)

    def _page(form: PolicyForm | None = None) -> str:
        stands = policy_as_read(clinic)
        ladders = {name: getattr(stands, name) for name in LADDERS}
        written = {name: write_ladder(ladder) for name, ladder in ladders.items()}
        return render_template(
            "team/policy.html",
            told=[_told(name, ladder) for name, ladder in ladders.items()],
            may_edit=member().role == "admin",
            form=form or PolicyForm(prefix="policy-", formdata=None, **written),
        )


def _told(name: str, ladder: Ladder) -> Told:
    lines = []
    for number, step in enumerate(ladder.steps):
        who = str(words.EVERYONE) if step.rungs == EVERYONE else _names(number, ladder)
        lines.append((f"{_EXAMPLE + step.after:%H:%M}", _how(who, calls=step.calls)))
    minutes = ladder.every_after // timedelta(minutes=1)
    after = gettext("Then %(who)s every %(minutes)s minutes, until somebody with a name has it.") % {
        "who": _how(str(words.EVERYONE), calls=ladder.every_calls),
        "minutes": minutes,
    }
    return Told(kind=str(_KINDS[name]), lines=tuple(lines), after=after)


def _names(number: int, ladder: Ladder) -> str:
    return ", ".join(words.in_words(words.RUNGS, rung.value) for rung in ladder.steps[number].rungs)


def _how(who: str, *, calls: bool) -> str:
    return (gettext("%(who)s by text and call") if calls else gettext("%(who)s by text")) % {"who": who}
