"""What a candidate book changes: rule by rule with the smallest answers that show it, text by text.

Verdicts are compared over everything that can be said about the answers either rule names, so a rule that is
written otherwise and decides alike is told apart from one that decides otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from symptomcheck.core.answers import Answer, Reporter
from symptomcheck.core.reference import probes_of, walk
from symptomcheck.core.rule import Rule
from symptomcheck.core.rulebook import RuleBook

# What a clinician reads of a rule; cases and places in files are not among them.
_READ = ("level", "status", "article", "join", "lines", "title", "why", "false_alarms", "sources", "changes")
NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The smallest answers of which a rule says something else; "not judged" where it is not in use."""

    answers: tuple[Answer, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One rule that is new (`before` None), gone (`after` None) or not the same, and in which `parts`."""

    before: Rule | None
    after: Rule | None
    parts: tuple[str, ...]
    examples: tuple[Example, ...]

    @property
    def rule(self) -> Rule:
        """The rule as it would be; as it was, when it is gone."""
        rule = self.after or self.before
        assert rule is not None  # noqa: S101 # a change is of at least one of them
        return rule


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One text in one language, before and after; None where the book does not have it."""

    language: str
    id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file that differs: lines of it that are new, and lines that are gone."""

    name: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that differs between two books; `files` holds every file, also those told in more detail."""

    rules: tuple[RuleChange, ...]
    texts: tuple[TextChange, ...]
    files: tuple[FileChange, ...]

    @property
    def same(self) -> bool:
        """Is nothing different?"""
        return not self.files


def compare(before: RuleBook, after: RuleBook) -> Comparison:
    """Everything in which `after` is not `before`."""
    return Comparison(
        rules=tuple(_rules(before, after)),
        texts=tuple(_texts(before, after)),
        files=tuple(_files(before.files, after.files)),
    )


def _rules(before: RuleBook, after: RuleBook) -> Iterator[RuleChange]:
    ours, theirs = ({rule.id: rule for rule in book.rules} for book in (before, after))
    for rule_id in dict.fromkeys(chain(ours, theirs)):
        old, new = ours.get(rule_id), theirs.get(rule_id)
        parts: tuple[str, ...] = ()
        if old is not None and new is not None:
            parts = tuple(name for name in _READ if getattr(old, name) != getattr(new, name))
        examples = tuple(_examples(before, after, rule_id))
        if parts or examples or old is None or new is None:
            yield RuleChange(before=old, after=new, parts=parts, examples=examples)


def _examples(before: RuleBook, after: RuleBook, rule_id: str) -> Iterator[Example]:
    places = tuple(_place(book, rule_id) for book in (before, after))
    rules = [
        book.judge.rules[place] for book, place in zip((before, after), places, strict=True) if place >= 0
    ]
    lines = [line for rule in rules for line in rule.lines]
    implied = {**before.implied, **after.implied}
    smallest: dict[tuple[str, str], tuple[Answer, ...]] = {}
    for answers in walk(
        (key for rule in rules for key in rule.keys), lines, implied, probes_of(rules)
    ).walked:
        said = (_outcome(before, places[0], answers), _outcome(after, places[1], answers))
        if said[0] != said[1] and (said not in smallest or _size(answers) < _size(smallest[said])):
            smallest[said] = answers
    for (old, new), answers in smallest.items():
        yield Example(answers=answers, before=old, after=new)


def _size(answers: tuple[Answer, ...]) -> tuple[int, int]:
    return len(answers), sum(answer.reporter is not Reporter.PATIENT for answer in answers)


def _place(book: RuleBook, rule_id: str) -> int:
    return next((place for place, rule in enumerate(book.judge.rules) if rule.id == rule_id), -1)


def _outcome(book: RuleBook, place: int, answers: tuple[Answer, ...]) -> str:
    return str(book.judge(answers).outcomes[place]) if place >= 0 else NOT_JUDGED


def _texts(before: RuleBook, after: RuleBook) -> Iterator[TextChange]:
    for language in dict.fromkeys((*before.languages, *after.languages)):
        ours, theirs = (book.texts.get(language, {}) for book in (before, after))
        for text_id in dict.fromkeys((*ours, *theirs)):
            old, new = (texts[text_id].template if text_id in texts else None for texts in (ours, theirs))
            if old != new:
                yield TextChange(language=language, id=text_id, before=old, after=new)


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FileChange]:
    for name in sorted({*before, *after}):
        ours, theirs = (_lines(files.get(name, "")) for files in (before, after))
        new = tuple(line for line in theirs if line not in ours)
        gone = tuple(line for line in ours if line not in theirs)
        # Lines that only changed places are a change too: the fingerprint says so.
        if new or gone or before.get(name) != after.get(name):
            yield FileChange(name=name, new=new, gone=gone)


def _lines(text: str) -> dict[str, None]:
    return dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
