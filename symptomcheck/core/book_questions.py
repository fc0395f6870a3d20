"""Questions and the book's own attributes, read from TOML."""

from collections.abc import Mapping

from symptomcheck.core.answers import ASKS_ABOUT, Key, Presence, Question, Tiredness, Value
from symptomcheck.core.book_entry import Entry
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_rules import read_key, read_value
from symptomcheck.core.book_types import Attribute, BookQuestion, Choice
from symptomcheck.core.rules import Implied

# 45 CFR 170.315(b)(11)(iv)(A): what decision support must show about itself, in the order of the rule.
ATTRIBUTES = (
    "citation",
    "developer",
    "funding",
    "dates",
    "race",
    "ethnicity",
    "language",
    "sexual_orientation",
    "gender_identity",
    "sex",
    "date_of_birth",
    "social_determinants",
    "health_status",
)


def read_attributes(entry: Entry, languages: tuple[str, ...]) -> tuple[Attribute, ...]:
    """The thirteen source attributes, each with words in every language."""
    found = tuple(Attribute(each, entry.wording(each, languages)) for each in ATTRIBUTES)
    entry.done()
    return found


def read_questions(entries: tuple[Entry, ...], languages: tuple[str, ...]) -> Mapping[Question, BookQuestion]:
    """Every question of a check-in, each once."""
    questions: dict[Question, BookQuestion] = {}
    for entry in entries:
        question = _read_question(entry, languages)
        if question.id in questions:
            raise entry.fault("this question is there twice", "Remove one of them.")
        questions[question.id] = question
    for wanted in Question:
        if wanted not in questions:
            remedy = f'Add a [[question]] with id = "{wanted}".'
            raise RuleBookError(entries[0].file, "", f'the question "{wanted}" is missing', remedy)
    return questions


def implied(questions: Mapping[Question, BookQuestion]) -> Implied:
    """What a choice answers beside its own question: "hard to stay awake" is a yes to sleepiness.

    The judge counts it as well, so no door can forget it.
    """
    found: dict[tuple[Key, Value], tuple[tuple[Key, Value], ...]] = {}
    for question in questions.values():
        for choice in question.choices:
            others = tuple(answer for answer in choice.answers if answer[0] not in question.asks_about)
            for own in choice.answers:
                if others and own not in others:
                    found[own] = others
    return found


def _read_question(entry: Entry, languages: tuple[str, ...]) -> BookQuestion:
    question = entry.named("id", Question)
    entry.where = f'question "{question}"'
    asks_about = tuple(read_key(entry, "asks_about", each) for each in entry.texts("asks_about"))
    if asks_about != ASKS_ABOUT[question]:
        wanted = ", ".join(f'"{key}"' for key in ASKS_ABOUT[question])
        raise entry.fault("asks_about is not what the program asks", f"Write asks_about = [{wanted}].")
    instead_of = entry.named("instead_of", Question) if entry.has("instead_of") else None
    if instead_of is question:
        raise entry.fault("a question cannot stand in for itself", "Name the other one, or remove the line.")
    title = entry.wording("title", languages)
    choices = tuple(
        _read_choice(each, question, number, languages)
        for number, each in enumerate(entry.tables("choice", optional=True), 1)
    )
    if bool(choices) is (question is Question.TEMPERATURE):
        raise entry.fault(
            "it has choices" if choices else "it has no choices",
            "Only the temperature is asked for as a number: give every other question its choices.",
        )
    entry.done()
    return BookQuestion(
        id=question, asks_about=asks_about, title=title, choices=choices, instead_of=instead_of
    )


def _meant(question: Question, number: int) -> list[tuple[Key, Value]]:
    """What the reader takes a numeral for: the book may add to it, and may not contradict it."""
    yes = Presence.YES if len(ASKS_ABOUT[question]) == 1 else Presence.ONE_OF
    scale: tuple[Value, ...] = (Presence.NO, yes, Presence.NOT_SURE)
    if question is Question.FATIGUE:
        scale = tuple(Tiredness)
    if question is Question.TEMPERATURE:
        scale = ()  # it has no choices, and says so below
    return [(key, scale[number - 1]) for key in ASKS_ABOUT[question]] if number <= len(scale) else []


def _read_choice(entry: Entry, question: Question, number: int, languages: tuple[str, ...]) -> Choice:
    entry.where = f'question "{question}": choice {number}'
    if entry.number("number") != number:
        raise entry.fault("the numbers do not follow each other", f"Write number = {number}.")
    words = entry.wording("words", languages)
    table = entry.table("answers", 'answers = { fever = "no" }')
    answers: dict[Key, Value] = {}
    for written_key, written in table.data.items():
        key = read_key(table, "answers", written_key)
        answers[key] = read_value(table, key, written_key, written)
    for key, meant in _meant(question, number):
        if answers.get(key) is not meant:
            raise entry.fault(f"{number} is read as {key} = {meant}", f'Write {key} = "{meant}" in answers.')
    entry.done()
    return Choice(number, words, tuple(answers.items()))
