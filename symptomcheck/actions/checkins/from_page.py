"""What a page sends, and what it is told: the types that screens and `answer_by_web` share."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from symptomcheck.core.answers import Key, Question, Value, write_value
from symptomcheck.core.levels import Level
from symptomcheck.storage.lines import Line

# Texts of the book that a page shows; the others ask, or read back what was texted.
SHOWN = frozenset(
    {
        "urgent",
        "today",
        "nothing_on_list",
        "incomplete",
        "noted",
        "late_noted",
        "still_open",
        "not_understood",
        "unlisted_words",
        "unlisted_words_passed_on",
        "mention_passed_on",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One page's answers. `question` None: a report beside any question, in `values` or in `words`.

    `checkin_id` is the check-in the page was drawn for; None outside one.
    """

    question: Question | None = None
    checkin_id: UUID | None = None
    values: tuple[tuple[Key, Value], ...] = ()
    words: str = ""

    def key(self, form_key: bytes) -> bytes:
        """The one-time key of this form with these answers.

        The same form with other answers is a correction (the back button), and must not be lost.
        """
        values = [f"{key}={write_value(value)}" for key, value in self.values]
        said = "\n".join([str(self.question), str(self.checkin_id), *values, self.words])
        return sha256(form_key + said.encode()).digest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person is told. `goes_on`: a question is still open on this check-in."""

    says: tuple[str, ...]
    level: Level
    goes_on: bool

    def in_codes(self) -> str:
        """As it is kept with the form's key."""
        return " ".join((self.level.value, *self.says))


_SAY_TO_CALL = frozenset(("urgent", "today", "unlisted_words", "unlisted_words_passed_on"))


def told_again(in_codes: str, line: Line) -> Told:
    """What the same form was told the first time, for whoever never saw it.

    A lost answer must not hide a "call now"; and what calms must not be said again once an alert is open.
    """
    kept_level, *kept = in_codes.split() or (Level.NONE.value, "noted")
    level = Level(kept_level)
    calms = _SAY_TO_CALL.isdisjoint(kept)
    says = ("still_open",) if calms and line.alert is not None else tuple(kept)
    return Told(says=says, level=level, goes_on=line.round is not None and level is not Level.URGENT)
