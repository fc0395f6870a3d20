"""A sabotaged book is refused, with the smallest set of answers that shows it.

Here the loader and its cases are passed by: only the proof is left to notice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from symptomcheck.core import promises_to_people
from symptomcheck.core.answers import Answer, Key, Presence, Question, Reporter, Temperature
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_types import Text
from symptomcheck.core.levels import Level
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.core.rules import Condition, Join, Judgement, Operator, Rule, Status, compile_rules
from symptomcheck.core.verify import verify
from tests.core.books import the_book, with_change

SOME = 2_000


def with_rule(rule_id: str, change: Callable[[Rule], Rule]) -> RuleBook:
    """The book with one rule changed behind the loader's back."""
    book = the_book()
    rules = tuple(change(rule) if rule.id == rule_id else rule for rule in book.rules)
    return replace(book, rules=rules, judge=compile_rules(rules, book.implied))


def line_of(rule: Rule, **changed: Any) -> Rule:
    return replace(rule, lines=(replace(rule.lines[0], **changed), *rule.lines[1:]))


def broken(book: RuleBook) -> dict[str, str]:
    proof = verify(book, random_sets=SOME)
    assert not proof.holds
    return {kept.promise: str(kept).partition(". ")[2] for kept in proof.kept if kept.broken}


def test_the_shipped_book_keeps_every_promise() -> None:
    proof = verify(the_book(), random_sets=SOME)

    assert proof.holds
    assert proof.fingerprint == the_book().fingerprint
    assert proof.states > 1000
    assert all(kept.checked for kept in proof.kept)
    assert (
        proof.sentences()[-1]
        == f"The rules were walked over {proof.states:,} states of the answers they name."
    )


@pytest.mark.parametrize(
    "rule_id", ["fever-reported", "confusion", "speech", "sleepiness", "breath", "chest-pain", "fainting"]
)
def test_a_dropped_symptom_is_refused(rule_id: str) -> None:
    found = broken(with_rule(rule_id, lambda rule: replace(rule, status=Status.RETIRED)))

    key = rule_id.removesuffix("-reported").replace("-", "_")
    assert found["Each of the seven symptoms of the article, in either reporter's answer, is urgent"] == (
        f"{key}=yes (patient): the level is none and must be urgent."
    )


def test_a_rule_that_is_gone_is_refused() -> None:
    book = the_book()
    rules = tuple(rule for rule in book.rules if rule.id != "chest-pain")
    gone = replace(book, rules=rules, judge=compile_rules(rules, book.implied))

    assert "chest_pain=yes (patient): the level is none and must be urgent." in broken(gone).values()


def test_all_for_any_is_refused() -> None:
    also = Condition(the_book().rule("chills").lines[0].key, Operator.IS, (Presence.YES,))
    found = broken(with_rule("breath", lambda rule: replace(rule, join=Join.ALL, lines=(*rule.lines, also))))

    assert "breath=yes (patient): the level is none and must be urgent." in found.values()


@pytest.mark.parametrize("value", [Presence.YES, Presence.NOT_SURE, Presence.ONE_OF])
def test_a_symptom_treated_as_no_is_refused(value: Presence) -> None:
    others = tuple(each for each in (Presence.YES, Presence.NOT_SURE, Presence.ONE_OF) if each is not value)

    found = broken(with_rule("fainting", lambda rule: line_of(rule, values=others)))

    assert f"fainting={value} (patient): the level is none and must be urgent." in found.values()


def test_a_no_treated_as_a_symptom_is_refused() -> None:
    found = broken(with_rule("speech", lambda rule: line_of(rule, values=tuple(Presence))))

    assert "speech=no (patient): the level is urgent and must be none." in found.values()


def test_fatigue_made_urgent_is_refused() -> None:
    found = broken(with_rule("extreme-fatigue", lambda rule: replace(rule, level=Level.URGENT)))

    assert "fatigue=too_tired (patient): urgent fires." in found.values()


def test_sleepiness_lost_from_the_fourth_choice_is_refused() -> None:
    book = the_book()
    forgetful = replace(book, implied={}, judge=compile_rules(book.rules, {}))

    assert broken(forgetful)


def test_the_fourth_choice_without_sleepiness_is_refused() -> None:
    book = the_book()
    fatigue = book.questions[Question.FATIGUE]
    *others, last = fatigue.choices
    last = replace(last, answers=last.answers[:1])
    questions = {**book.questions, Question.FATIGUE: replace(fatigue, choices=(*others, last))}
    forgetful = replace(book, questions=questions, implied={}, judge=compile_rules(book.rules, {}))

    assert "fatigue=hard_to_stay_awake (patient): nothing urgent fires." in broken(forgetful).values()


@pytest.mark.parametrize("limit", ["38.1", "38.01", "39.0"])
def test_a_limit_moved_up_is_refused(limit: str) -> None:
    book = with_rule("fever-measured", lambda rule: line_of(rule, values=(Temperature(limit, "C"),)))

    assert "temperature=38.0C (patient): the level is none and must be urgent." in broken(book).values()


def test_above_for_at_least_is_refused() -> None:
    book = with_rule("fever-measured", lambda rule: line_of(rule, operator=Operator.ABOVE))

    assert "temperature=38.0C (patient): the level is none and must be urgent." in broken(book).values()


def test_a_lower_level_is_refused() -> None:
    found = broken(with_rule("fainting", lambda rule: replace(rule, level=Level.TODAY)))

    assert "fainting=yes (patient): the level is today and must be urgent." in found.values()


def with_texts(language: str, **changed: str | None) -> RuleBook:
    book = the_book()
    texts: dict[str, Text] = dict(book.texts[language])
    for text_id, template in changed.items():
        if template is None:
            del texts[text_id]
        else:
            texts[text_id] = replace(texts[text_id], template=template)
    return replace(book, texts={**book.texts, language: texts})


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text_id", ["urgent", "today", "not_understood"])
def test_a_missing_text_is_refused(language: str, text_id: str) -> None:
    found = broken(with_texts(language, **{text_id: None}))

    assert list(found.values()) == [f"The text {text_id} ({language}) has no number to call."]


def test_a_text_without_the_number_is_refused() -> None:
    found = broken(with_texts("en", still_open="Your last report is still open. In an emergency call 911."))

    assert "The text still_open (en) has no number to call." in found.values()


REVERSED = [
    ("en", "urgent", "Do not call your care team: $phone. Go to sleep."),
    ("en", "urgent", "You may call your care team: $phone. We will call you soon."),
    ("en", "urgent", "Call your care team now: $phone, or wait for us."),
    ("en", "today", "Call your care team today: $phone, if you like."),
    ("en", "incomplete", "Thanks. If you feel unwell call $phone tomorrow. In an emergency call $emergency."),
    ("en", "noted", "Thanks. You do not need to call $phone. In an emergency call $emergency."),
    ("en", "help", "$site: $phone is a number. In an emergency call $emergency."),
    ("es", "urgent", "No llame a su equipo médico: $phone. Emergencia: $emergency."),
    (
        "es",
        "urgent",
        "Llame ahora a su equipo médico: $phone. Espere nuestra llamada. Emergencia: $emergency.",
    ),
    ("es", "today", "Puede llamar hoy a su equipo médico: $phone. Emergencia: $emergency."),
    ("es", "late_noted", "Gracias. Si se siente mal, llame mañana: $phone. Emergencia: $emergency."),
    ("es", "stop", "$site: fin. Este es un número: $phone. Emergencia: $emergency."),
]


@pytest.mark.parametrize(("language", "text_id", "reversed_"), REVERSED)
def test_a_call_line_turned_round_is_refused(language: str, text_id: str, reversed_: str) -> None:
    promise = promises_to_people.every_call_line_sends_people_to_the_phone
    [found] = [each for each in promise(with_texts(language, **{text_id: reversed_})) if each]
    assert found.how.startswith(f"text {text_id} ({language}): ")


@pytest.mark.parametrize(("language", "text_id", "reversed_"), [REVERSED[0], REVERSED[-1]])
def test_the_loader_refuses_it_too(language: str, text_id: str, reversed_: str) -> None:
    was = the_book().texts[language][text_id].template

    with pytest.raises(RuleBookError, match=f'texts.{language}.toml: text "{text_id}": '):
        load(with_change(f"texts.{language}.toml", was, reversed_))


def test_a_banned_word_is_refused() -> None:
    found = broken(with_texts("es", nothing_on_list="Todo está bien. Llame: $phone."))

    assert list(found.values()) == ["Text nothing_on_list (es): “todo está bien” reassures."]


def test_a_first_choice_that_means_yes_is_refused() -> None:
    book = the_book()
    thinking = book.questions[Question.THINKING]
    first, *others = thinking.choices
    first = replace(first, answers=others[0].answers)
    questions = {**book.questions, Question.THINKING: replace(thinking, choices=(first, *others))}

    found = broken(replace(book, questions=questions))

    assert "The first choice flags nothing; 2 and 3 to thinking, breathing and fever are urgent" in found


def test_a_fever_question_that_stands_in_for_nothing_is_refused() -> None:
    book = the_book()
    fever = replace(book.questions[Question.FEVER], instead_of=None)

    found = broken(replace(book, questions={**book.questions, Question.FEVER: fever}))

    assert [each.rpartition(": ")[2] for each in found.values()] == ['"fever-measured" is still open.']


def test_a_question_that_asks_about_nothing_is_refused() -> None:
    book = the_book()
    thinking = replace(book.questions[Question.THINKING], asks_about=())

    found = broken(replace(book, questions={**book.questions, Question.THINKING: thinking}))

    assert any(each.endswith("nothing is open though confusion is.") for each in found.values())


class SabotagedJudge:
    """The judge of production, fed with other answers than the ones it was given."""

    def __init__(self, tamper: Callable[[tuple[Answer, ...]], Iterable[Answer]]) -> None:
        self.rules = the_book().judge.rules
        self._tamper = tamper

    def __call__(self, answers: Iterable[Answer]) -> Judgement:
        return the_book().judge(self._tamper(tuple(answers)))


def judged_by(tamper: Callable[[tuple[Answer, ...]], Iterable[Answer]]) -> RuleBook:
    judge: Any = SabotagedJudge(tamper)
    return replace(the_book(), judge=judge)


class LevelForgotten:
    """A judge that knows every verdict and always says that the level is none."""

    rules = the_book().judge.rules

    def __call__(self, answers: Iterable[Answer]) -> Any:
        judgement = the_book().judge(answers)
        return SimpleNamespace(
            level=Level.NONE,
            outcomes=judgement.outcomes,
            verdicts=judgement.verdicts,
            fired=judgement.fired,
            cannot_tell=judgement.cannot_tell,
            answers=judgement.answers,
        )


def test_a_level_that_is_not_the_highest_is_refused() -> None:
    judge: Any = LevelForgotten()

    found = broken(replace(the_book(), judge=judge))

    assert "fever=not_sure (caregiver): the level is none and should be urgent." in found.values()


def unanswered_as_no(answers: tuple[Answer, ...]) -> Iterable[Answer]:
    answered = {answer.key for answer in answers}
    return (*answers, *(said(key, Presence.NO) for key in (Key.CHILLS, Key.SHAKY) if key not in answered))


def chills_hide_confusion(answers: tuple[Answer, ...]) -> Iterable[Answer]:
    chills = any((answer.key, answer.value) == (Key.CHILLS, Presence.YES) for answer in answers)
    return [answer for answer in answers if not (chills and answer.key is Key.CONFUSION)]


def full_sets_forget_the_last(answers: tuple[Answer, ...]) -> Iterable[Answer]:
    return answers if len(answers) < 9 else answers[:-4]


def caregivers_do_not_count(answers: tuple[Answer, ...]) -> Iterable[Answer]:
    return [answer for answer in answers if answer.reporter is Reporter.PATIENT]


SABOTAGE: Mapping[str, tuple[Callable[[tuple[Answer, ...]], Iterable[Answer]], str]] = {
    "unanswered counts as no": (unanswered_as_no, 'rule "chills" says "quiet" of no answers'),
    "another answer takes a flag back": (
        chills_hide_confusion,
        "confusion=yes (patient), chills=yes (patient)",
    ),
    "a caregiver does not count": (caregivers_do_not_count, "fever=yes (caregiver): the level is none"),
    "many answers at once": (full_sets_forget_the_last, 'should say "'),
}


@pytest.mark.parametrize(("tamper", "says"), SABOTAGE.values(), ids=SABOTAGE)
def test_a_sabotaged_judge_is_refused(
    tamper: Callable[[tuple[Answer, ...]], Iterable[Answer]], says: str
) -> None:
    found = " ".join(broken(judged_by(tamper)).values()).lower()

    assert says in found


def test_a_broken_random_set_is_made_as_small_as_it_goes() -> None:
    proof = verify(judged_by(full_sets_forget_the_last), random_sets=SOME)

    random_sets = proof.kept[-1].broken
    assert random_sets is not None
    assert len(random_sets.answers) == 9


def test_broken_promises_are_told_first() -> None:
    told = verify(
        with_rule("breath", lambda rule: replace(rule, level=Level.TODAY)), random_sets=SOME
    ).sentences()
    assert told[0].startswith("BROKEN: ")
    assert told[-2].startswith("kept (")
