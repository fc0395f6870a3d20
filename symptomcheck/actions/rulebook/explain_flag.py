"""Somebody asks why a flag was raised: the stored inputs are judged again by the book that judged them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.rejudge import Difference, differences
from symptomcheck.core.rule import Rule, Verdict
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import audit, judged
from symptomcheck.storage.judged import KeptFlag


class NoSuchFlag(LookupError):
    """There is no such flag, or no flag on that alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedFlag:
    """A flag, the book it was raised by, what was left open then, and what judging again found different."""

    kept: KeptFlag
    book: RuleBook
    left_open: tuple[Verdict, ...]
    differences: tuple[Difference, ...]

    @property
    def rule(self) -> Rule | None:
        """The rule that fired; None when the kept book has none of that name, which is a difference."""
        return next((rule for rule in self.book.rules if rule.id == self.kept.flag.rule_id), None)


def explain_flags(clinic: Clinic, which: UUID | int, *, by: str, now: datetime) -> Sequence[ExplainedFlag]:
    """Explain one flag by its id, or every flag on an alert by its number. NoSuchFlag when there is none.

    1. Read each flag with its judgement and the words behind it.
    2. Compile the book that judged it, as it was kept: a snapshot somebody edited is a RuleBookError.
    3. Judge the stored inputs again, and compare.
    4. Write who looked.
    """
    with clinic.db.write() as tx:
        ids = (which,) if isinstance(which, UUID) else judged.flags_on(tx, which)
        kept = [found for each in ids if (found := judged.flag_of(tx, each)) is not None]
        if not kept:
            named = f"the id {which}" if isinstance(which, UUID) else f"alert #{which}"
            raise NoSuchFlag(f"There is no flag with {named}." if ids else f"There is no flag on {named}.")
        explained = []
        for each in kept:
            book = clinic.books.get(tx, each.judged.fingerprint)
            left_open = book.unsettled(book.judge(each.judged.inputs))
            different = differences(book, each.judged)
            explained.append(ExplainedFlag(kept=each, book=book, left_open=left_open, differences=different))
            facts = {"identical": not different}
            audit.write(tx, by, "flag.explained", f"flag:{each.id}", facts, now)
        return sorted(explained, key=_oldest_first)


def _oldest_first(explained: ExplainedFlag) -> tuple[datetime, int]:
    rules = [rule.id for rule in explained.book.rules]
    rule = explained.rule
    return explained.kept.raised_at, len(rules) if rule is None else rules.index(rule.id)
