"""Somebody asks what a candidate would have changed: recorded answers, judged by both books."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.replay import LISTED, Recorded, Replayed, replay
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.scenarios import read_scenarios
from symptomcheck.storage import audit
from symptomcheck.storage.recorded import recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The book that is current, the candidate, and what they make of the same answers.

    `of_scenarios`: no answers were recorded yet, so the scenarios told beside the rules were taken.
    """

    current: RuleBook
    candidate: RuleBook
    replayed: Replayed
    of_scenarios: bool


def replay_rulebook(
    clinic: Clinic,
    files: Mapping[str, str],
    *,
    scenarios: Mapping[str, str],
    since: datetime | None = None,
    listed: int = LISTED,
    by: str,
    now: datetime,
) -> Replay:
    """Judge what was answered by the candidate made of `files` and by the book that is current.

    1. Compile the candidate: a fault refuses it (RuleBookError).
    2. Judge everything recorded `since` then by both; when nothing is, the scenarios.
    3. Write who asked. Nothing else is kept, and nobody is alerted.
    """
    candidate = clinic.books.compile(files)
    with clinic.db.read() as tx:
        current = clinic.books.current(tx)
        replayed = replay(current, candidate, recorded(tx, since=since), listed=listed)
    of_scenarios = replayed.judgements == 0
    if of_scenarios:
        replayed = replay(current, candidate, told_days(current, scenarios, now=now), listed=listed)
    with clinic.db.write() as tx:
        facts = {"current": current.fingerprint, "judgements": replayed.judgements}
        audit.write(tx, by, "rulebook.replayed", f"rulebook:{candidate.fingerprint}", facts, now)
    return Replay(current=current, candidate=candidate, replayed=replayed, of_scenarios=of_scenarios)


def told_days(book: RuleBook, scenarios: Mapping[str, str], *, now: datetime) -> list[Recorded]:
    """Every scenario as a day of its own; RuleBookError names a sentence that is not understood."""
    return [
        Recorded(scenario.name, now.date(), scenario.answers)
        for file, text in sorted(scenarios.items())
        for scenario in read_scenarios(file, text, book)
    ]
