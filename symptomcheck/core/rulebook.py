"""The rule book: every word and number a clinician approves, as one immutable value with one fingerprint.

`load` is the one entrance. It takes the texts of the files under rules/ and gives a RuleBook, or a
RuleBookError: one sentence with file, place and remedy. Nothing here reads a disk or decides which book is
current.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from symptomcheck.core.answers import Key, Presence, Question, Tiredness, Value
from symptomcheck.core.book_asks import check_asks
from symptomcheck.core.book_cases import check_cases, said
from symptomcheck.core.book_entry import Entry, parse
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_overlays import apply_changes, read_overlay
from symptomcheck.core.book_plan import plan_from
from symptomcheck.core.book_questions import implied, read_attributes, read_questions
from symptomcheck.core.book_quotes import check_quotes, read_documents
from symptomcheck.core.book_rules import read_rule
from symptomcheck.core.book_texts import check_choices, read_texts
from symptomcheck.core.book_types import Attribute, BookQuestion, Document, Text
from symptomcheck.core.book_watch import check_article_rules, check_plan_asks
from symptomcheck.core.levels import Level
from symptomcheck.core.reading.read import Reading, Vocabulary, read, vocabulary
from symptomcheck.core.rules import Implied, Judge, Judgement, Rule, Status, Verdict, compile_rules
from symptomcheck.core.schedule import Plan

RULES, PLAN, QUOTES = "car-t.toml", "plan.toml", "quotes.toml"
_PER_LANGUAGE = re.compile(r"(texts|words)\.([a-z]{2})\.toml")
_OVERLAY = re.compile(r"overlays/[a-z0-9][a-z0-9-]*\.toml")
# "1", "no", "98.6": what nearly every text is, and so short that few of them differ.
_SHORT = 5
_SHORT_READINGS = 4096
# What says of a symptom that it is there, or may be. "More tired" is expected, and asks nobody to act.
_AFFIRMED: frozenset[Value] = frozenset(
    {
        Presence.YES,
        Presence.NOT_SURE,
        Presence.ONE_OF,
        Tiredness.TOO_TIRED,
        Tiredness.HARD_TO_STAY_AWAKE,
    }
)


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
    plan: Plan
    vocabularies: Mapping[str, Vocabulary]
    judge: Judge
    article_rule_ids: frozenset[str]
    implied: Implied
    overlays: tuple[str, ...]
    languages: tuple[str, ...]
    _short: dict[tuple[str, str, Question | None], Reading] = field(
        default_factory=dict, init=False, repr=False
    )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleBook) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id, in whatever status; KeyError when there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def say(self, text_id: str, language: str, /, **values: object) -> str:
        """A text of the book, filled in; in English when the book does not speak the language.

        KeyError names the text or the value that is missing.
        """
        texts = self.texts.get(language) or self.texts["en"]
        return texts[text_id].say(values)

    def read(self, text: str, *, language: str, asked: Question | None) -> Reading:
        """What a text says, in the words of this book; the shortest texts are read once and remembered."""
        if len(text) > _SHORT:
            return read(text, language=language, asked=asked, vocabularies=self.vocabularies)
        known = self._short.get((text, language, asked))
        if known is None:
            known = read(text, language=language, asked=asked, vocabularies=self.vocabularies)
            if len(self._short) < _SHORT_READINGS:
                self._short[text, language, asked] = known
        return known

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
        does "no fever". What no question asks about cannot be left open.
        "Nothing on your list" may be said only when this is empty and nothing urgent fired.
        """
        answered = {answer.key for answer in judgement.answers}
        asked = {key for question in self.questions.values() for key in question.asks_about}
        return tuple(
            verdict
            for verdict in judgement.cannot_tell
            if verdict.rule.level is Level.URGENT
            and any(key in asked and not self._stand_ins(key) & answered for key in verdict.missing)
        )

    def unheeded(self, facts: Iterable[tuple[Key, Value]]) -> bool:
        """Is a symptom affirmed here that no rule in use asks anybody to act on?

        A site may retire a rule, or make it a notice; what people say of the symptom must still be read.
        """
        return any(
            value in _AFFIRMED and self.judge((said(key, value),)).level.rank < Level.TODAY.rank
            for key, value in facts
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


def is_book_file(name: str) -> bool:
    """Does a file under rules/ belong to every book? Overlays belong only when a site turns them on.

    >>> is_book_file("car-t.toml"), is_book_file("words.en.toml"), is_book_file("overlays/label-text.toml")
    (True, True, False)
    """
    return name in (RULES, PLAN, QUOTES) or _PER_LANGUAGE.fullmatch(name) is not None


def fingerprint(files: Mapping[str, str]) -> str:
    """SHA-256 of the files in the order of their names, whatever the line ends of the machine they were on.

    >>> fingerprint({"a": "x\\r\\n"}) == fingerprint({"a": "x\\n"}) != fingerprint({"a": "", "x": ""})
    True
    """
    digest = hashlib.sha256()
    for name in sorted(files):
        text = files[name].replace("\r\n", "\n").encode("utf-8", "surrogatepass")
        digest.update(f"{name}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()


@lru_cache(maxsize=4)
def _compiled(files: tuple[tuple[str, str], ...]) -> RuleBook:
    return load(dict(files))


def compile_once(files: Mapping[str, str]) -> RuleBook:
    """What `load` gives, without doing it again for files this process has had."""
    return _compiled(tuple(sorted(files.items())))


def load(files: Mapping[str, str], *, parsed: Callable[[str, str], Entry] = parse) -> RuleBook:
    """The book made of `files` (name relative to rules/ -> TOML text).

    RuleBookError for the first fault found; a book that loads is complete in every language it speaks.
    `parsed` reads one file: a test that loads hundreds of books, one point changed in each, has its own.
    """
    languages = _languages(files)

    def opened(name: str) -> Entry:
        return parsed(f"rules/{name}", files[name])

    base = opened(RULES)
    if base.number("format") != 1:
        raise base.fault("this format is not known", "Write format = 1.")
    overlays = [read_overlay(opened(name), languages) for name in sorted(files) if _OVERLAY.fullmatch(name)]
    attributes = read_attributes(base.table("attributes", "[attributes]"), languages)
    questions = read_questions(base.tables("question"), languages)
    rules = [read_rule(entry, languages) for entry in base.tables("rule")]
    base.done()
    check_article_rules(rules, base.file)
    for overlay in overlays:
        rules.extend(overlay.rules)
    _check_ids(rules)
    for overlay in overlays:
        rules = apply_changes(rules, overlay.changes, languages)
    quotes = opened(QUOTES)
    quoted = (*quotes.tables("document"), *(each for overlay in overlays for each in overlay.documents))
    quotes.done()
    documents = read_documents(quoted)
    check_quotes(rules, documents)
    also = implied(questions)
    check_cases(rules, also)
    texts, vocabularies = {}, {}
    for language in languages:
        entry = opened(f"texts.{language}.toml")
        texts[language] = read_texts(entry, language)
        check_choices(entry, texts[language], questions)
        words = [opened(f"words.{language}.toml")]
        words.extend(overlay.words[language] for overlay in overlays if language in overlay.words)
        vocabularies[language] = vocabulary(language, [(each.file, each.data) for each in words])
        check_asks(entry, texts[language], questions, vocabularies[language])
    plan = plan_from(opened(PLAN).data, f"rules/{PLAN}")
    check_plan_asks(plan, questions, f"rules/{PLAN}")
    return RuleBook(
        fingerprint=fingerprint(files),
        files=MappingProxyType(dict(files)),
        languages=languages,
        attributes=attributes,
        questions=MappingProxyType(questions),
        rules=tuple(rules),
        documents=MappingProxyType(documents),
        texts=MappingProxyType(texts),
        plan=plan,
        vocabularies=MappingProxyType(vocabularies),
        judge=compile_rules(rules, also),
        implied=MappingProxyType(also),
        overlays=tuple(overlay.file for overlay in overlays),
        article_rule_ids=frozenset(
            rule.id for rule in rules if rule.article and rule.status is Status.APPROVED
        ),
    )


def _languages(files: Mapping[str, str]) -> tuple[str, ...]:
    spoken = {"en", "es"}
    for name in files:
        if match := _PER_LANGUAGE.fullmatch(name):
            spoken.add(match[2])
        elif not is_book_file(name) and not _OVERLAY.fullmatch(name):
            raise RuleBookError(f"rules/{name}", "", "this is no file of a rule book", "Remove it.")
    needed = [RULES, PLAN, QUOTES]
    needed.extend(f"{kind}.{language}.toml" for language in sorted(spoken) for kind in ("texts", "words"))
    for name in needed:
        if name not in files:
            remedy = "Add it; the shipped book has an example."
            raise RuleBookError(f"rules/{name}", "", "the file is missing", remedy)
    return ("en", *sorted(spoken - {"en"}))


def _check_ids(rules: Iterable[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleBookError(
                rule.file,
                f'rule "{rule.id}"',
                f"the id is used already in {seen[rule.id].file}",
                "Give it a new id; an id is never used twice, not even of a retired rule.",
            )
        seen[rule.id] = rule
