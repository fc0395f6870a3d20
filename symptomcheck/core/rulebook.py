"""The rule book: every word and number a clinician approves, as one immutable value with one fingerprint.

`load` is the one entrance. It takes the texts of the files under rules/ and gives a RuleBook, or a
RuleBookError: one sentence with file, place and remedy. Nothing here reads a disk or decides which book is
current.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symptomcheck.core.answers import Key, Question, Value
from symptomcheck.core.book_types import Attribute, BookQuestion, Document, Text
from symptomcheck.core.levels import Level
from symptomcheck.core.reading.read import Reading, Vocabulary, read
from symptomcheck.core.rules import Judge, Judgement, Rule, Verdict

if TYPE_CHECKING:
    from symptomcheck.core.schedule import Plan


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RuleBook:
    """One loaded book. Equal when the fingerprint is; safe to share between threads."""

    fingerprint: str
    files: Mapping[str, str]
    attributes: tuple[Attribute, ...]
    questions: Mapping[Question, BookQuestion]
    rules: tuple[Rule, ...]
    documents: Mapping[str, Document]
    texts: Mapping[str, Mapping[str, Text]]
    plan: "Plan"
    vocabularies: Mapping[str, Vocabulary]
    judge: Judge
    article_rule_ids: frozenset[str]
    _by_id: Mapping[str, Rule] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleBook) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id, in whatever status; KeyError when there is none."""
        return self._by_id[rule_id]

    def say(self, text_id: str, language: str, /, **values: object) -> str:
        """A text of the book, filled in; in English when the book does not speak the language.

        KeyError names the text or the value that is missing.
        """
        texts = self.texts.get(language) or self.texts["en"]
        return texts[text_id].say(values)

    def read(self, text: str, *, language: str, asked: Question | None) -> Reading:
        """What a text says, in the words of this book."""
        return read(text, language=language, asked=asked, vocabularies=self.vocabularies)

    def choice(self, question: Question, number: int) -> tuple[tuple[Key, Value], ...]:
        """Everything the numbered choice answers; KeyError when the question has no such number."""
        for choice in self.questions[question].choices:
            if choice.number == number:
                return choice.answers
        raise KeyError(f"{question} has no choice {number}")

    def unsettled(self, judgement: Judgement) -> tuple[Verdict, ...]:
        """The urgent rules that still cannot tell because a question was left open.

        A rule whose missing answer has a stand-in that was given is settled: the fever question is asked
        instead of a temperature, so a reading below the limit leaves nothing open about fever, and neither
        does "no fever".
        "Nothing on your list" may be said only when this is empty and nothing urgent fired.
        """
        answered = {answer.key for answer in judgement.answers}
        return tuple(
            verdict
            for verdict in judgement.cannot_tell
            if verdict.rule.level is Level.URGENT
            and any(not (self._stand_ins(key) & answered) for key in verdict.missing)
        )

    def _stand_ins(self, key: Key) -> set[Key]:
        found: set[Key] = set()
        for question in self.questions.values():
            if question.instead_of is None:
                continue
            other = self.questions[question.instead_of]
            if key in question.asks_about:
                found.update(other.asks_about)
            if key in other.asks_about:
                found.update(question.asks_about)
        return found


def load(files: Mapping[str, str]) -> RuleBook:
    """The book made of `files` (name relative to rules/ -> TOML text).

    RuleBookError for the first fault found.
    """
    raise NotImplementedError


def article_keys(rules: Iterable[Rule]) -> frozenset[Key]:
    """The symptoms that the article rules cover."""
    return frozenset(key for rule in rules if rule.article for key in rule.keys)
