"""`/team/rules/replay`: a candidate file is sent here, compared with the current book and replayed.

It is judged and shown, and not kept: adopting is done by name at the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import PurePath

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import Optional

from symptomcheck.actions.refused import Refused
from symptomcheck.actions.rulebook.prove_rulebook import checked, prove
from symptomcheck.actions.rulebook.replay_rulebook import Replay, replay_rulebook
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.compare import NOT_JUDGED, Comparison, Example, compare
from symptomcheck.core.rule import Outcome
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.rule_files import scenario_files
from symptomcheck.web.fields import DayField
from symptomcheck.web.language import current_language, gettext, lazy
from symptomcheck.web.team.rules import answers_told, title_in
from symptomcheck.web.team.who import for_those_who_act, member
from symptomcheck.wiring import House

LARGEST_FILE = 512 * 1024
_USUALLY = timedelta(days=90)


class CandidateForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """One file of a rule book, and from which day on answers are replayed."""

    file = FileField(
        lazy("Candidate file"),
        description=lazy("car-t.toml, another file of the book under its own name, or an overlay of yours."),
        validators=[FileRequired(lazy("Choose a file."))],
    )
    since = DayField(lazy("Answers from this day on"), validators=[Optional()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a candidate that was sent; `broken` names the promise it breaks, if it does."""

    compared: Comparison
    replay: Replay
    titles: Mapping[str, str]
    broken: str | None

    def told(self, example: Example) -> tuple[str, str, str]:
        """An example in the book's own words: the answers, what the rule says now, what it would say."""
        before, after = (_outcome(self.replay.candidate, each) for each in (example.before, example.after))
        return answers_told(self.replay.candidate, example.answers), before, after


def add_to(roads: Blueprint, house: House) -> None:
    """The form, and what the candidate would change."""

    @roads.route("/rules/replay", methods=["GET", "POST"])
    @for_those_who_act
    def replay() -> str:
        now = house.clock.now()
        form, tried = CandidateForm(since=(now - _USUALLY).date()), None
        if form.validate_on_submit():
            try:
                tried = _try(house, form, now=now)
            except RuleBookError as fault:
                form.file.errors = [str(fault)]
        return render_template("team/rules_replay.html", form=form, tried=tried, title_in=title_in)


def _try(house: House, form: CandidateForm, *, now: datetime) -> Tried:
    files = _with(house, str(form.file.data.filename or ""), form.file.data.read())
    since = form.since.data
    replayed = replay_rulebook(
        house.clinic,
        files,
        scenarios=scenario_files(house.settings.rules.folder),
        since=datetime.combine(since, time(), UTC) if since else None,
        by=str(member().staff_id),
        now=now,
    )
    return Tried(
        compared=compare(replayed.current, replayed.candidate),
        replay=replayed,
        titles={
            rule.id: title_in(rule) for book in (replayed.current, replayed.candidate) for rule in book.rules
        },
        broken=_broken(replayed.candidate),
    )


def _outcome(book: RuleBook, outcome: str) -> str:
    if outcome == NOT_JUDGED:
        return gettext("not judged")
    return book.say(f"outcome.{Outcome(outcome).name.lower()}", current_language())


def _with(house: House, name: str, sent: bytes) -> dict[str, str]:
    """The files of the current book with the one that was sent in its place, or beside them as an overlay."""
    name = PurePath(name.replace("\\", "/")).name
    try:
        text = sent.decode("utf-8")
    except UnicodeDecodeError:
        raise RuleBookError(name, "", "is not UTF-8 text", gettext("Save it as UTF-8.")) from None
    with house.clinic.db.read() as tx:
        files = dict(house.clinic.books.current(tx).files)
    files[name if name in files else f"overlays/{name}"] = text
    return files


def _broken(candidate: RuleBook) -> str | None:
    try:
        checked(prove(candidate))
    except Refused as broken:
        return str(broken)
    return None
