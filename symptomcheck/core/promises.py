"""The promises every rule book must keep, one function each.

A promise takes a book and yields once for everything it looked at: None where it holds, a `Broken` where not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from symptomcheck.core.answers import Answer, Key, Presence, Question, Reporter, Temperature, Tiredness
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_text_ids import LONGEST
from symptomcheck.core.levels import Level
from symptomcheck.core.lint import faults
from symptomcheck.core.random_sets import disagreement
from symptomcheck.core.reference import probes_of, truth, values_to_try, walk
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Condition, Join, Operator, Outcome, Rule, limit_in

# The article's three bullets. Not read from the book: a book that drops one must not pass.
SEVEN = (Key.FEVER, Key.CONFUSION, Key.SPEECH, Key.SLEEPINESS, Key.BREATH, Key.CHEST_PAIN, Key.FAINTING)
FEVER_LIMIT = Temperature("38.0", "C")
SYMPTOM = (Presence.YES, Presence.NOT_SURE, Presence.ONE_OF)
_COOL = Temperature("36.5", "C")
_FEVER = Rule(
    id="the promised limit",
    level=Level.URGENT,
    join=Join.ANY,
    lines=(Condition(Key.TEMPERATURE, Operator.AT_LEAST, (FEVER_LIMIT,)),),
)
_TODAY = (
    ("extreme-fatigue", Key.FATIGUE, (Tiredness.TOO_TIRED,)),
    ("chills", Key.CHILLS, SYMPTOM),
    ("shaky", Key.SHAKY, SYMPTOM),
)
BASE = "rules/car-t.toml"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold: of these answers (none: of the words of the book), and how."""

    answers: tuple[Answer, ...]
    how: str


Checked = Iterator[Broken | None]


def rules_say_what_they_say(book: RuleBook) -> Checked:
    """Every rule, over its whole support, says what its lines say; both reporters count"""
    probes = probes_of(book.judge.rules)
    for rule in book.judge.rules:
        for answers in walk(rule.keys, rule.lines, book.implied, probes).walked:
            how = disagreement(book, answers)
            yield Broken(answers, how) if how else None


def the_seven_are_urgent(book: RuleBook) -> Checked:
    """Each of the seven symptoms of the article, in either reporter's answer, is urgent"""
    for key in SEVEN:
        if not _waived(book, key):
            for reporter in Reporter:
                for value in SYMPTOM:
                    yield _must_be(book, (said(key, value, reporter),), Level.URGENT)


def the_article_rules_are_the_seven(book: RuleBook) -> Checked:
    """The article rules, which must all be quiet before anyone reads "nothing on your list", are the seven"""
    article = [rule for rule in book.judge.rules if rule.id in book.article_rule_ids]
    for key in SEVEN:
        covered = _waived(book, key) or any(rule.keys == (key,) for rule in article)
        yield None if covered else Broken((), f"no article rule is about {key}")
    for rule in article:
        yield None if set(rule.keys) <= set(SEVEN) else Broken((), f'"{rule.id}" is no rule of the article')


def the_seven_are_urgent_with_anything_else(book: RuleBook) -> Checked:
    """No other answer takes a flag of the seven back"""
    everything = _every_answer(book)
    for key in SEVEN:
        if not _waived(book, key):
            for reporter in Reporter:
                for other in everything:
                    if (other.key, other.reporter) != (key, reporter):
                        yield _must_be(book, (said(key, Presence.YES, reporter), other), Level.URGENT)


def a_fever_is_urgent(book: RuleBook) -> Checked:
    """A temperature of 38.0 C (100.4 F) or higher is urgent, in both units"""
    if not _waived(book, Key.TEMPERATURE):
        for probe in probes_of((*book.judge.rules, _FEVER)):
            if probe.value >= limit_in(FEVER_LIMIT, probe.unit):
                for reporter in Reporter:
                    yield _must_be(book, (said(Key.TEMPERATURE, probe, reporter),), Level.URGENT)


def an_unanswered_question_is_not_a_no(book: RuleBook) -> Checked:
    """A rule with an unanswered line is never quiet because of it, and nothing at all is quiet of silence"""
    for verdict in book.judge(()).verdicts:
        silent = verdict.outcome is Outcome.CANNOT_TELL and verdict.missing == verdict.rule.keys
        yield (
            None if silent else Broken((), f'rule "{verdict.rule.id}" says "{verdict.outcome}" of no answers')
        )
    probes = probes_of(book.judge.rules)
    for place, rule in enumerate(book.judge.rules):
        for answers in walk(rule.keys, rule.lines, book.implied, probes).walked:
            truths = [truth(line, answers, book.implied) for line in rule.lines]
            if (
                None in truths
                and False not in truths
                and book.judge(answers).outcomes[place] is Outcome.QUIET
            ):
                yield Broken(answers, f'rule "{rule.id}" is quiet though it was not answered')
            yield None


def more_symptoms_never_lower_the_level(book: RuleBook) -> Checked:
    """Adding or worsening an answer never lowers the level"""
    probes = probes_of(book.judge.rules)
    for key in Key:
        if any(_reads(book, rule, key) for rule in waivers(book)):
            continue  # a site took this on itself, by name
        rules = [rule for rule in book.judge.rules if _reads(book, rule, key)]
        lines = [line for rule in rules for line in rule.lines]
        for answers in walk((key, *(line.key for line in lines)), lines, book.implied, probes).walked:
            before = book.judge(answers).level
            for reporter in Reporter:
                for worse in _worse(key, reporter, answers, probes):
                    after = book.judge(worse).level
                    lower = after.rank < before.rank
                    yield Broken(worse, f"the level falls from {before} to {after}") if lower else None


def a_no_flags_nothing(book: RuleBook) -> Checked:
    """A no, the usual tiredness and a temperature below every limit flag nothing by themselves"""
    quiet = [
        said(key, values_to_try(key, ())[0], who)
        for key in Key
        if key is not Key.TEMPERATURE
        for who in Reporter
    ]
    quiet.append(said(Key.TEMPERATURE, Temperature("36.5", "C")))
    for answer in quiet:
        yield _must_be(book, (answer,), Level.NONE)
    yield _must_be(book, tuple(quiet), Level.NONE)


def choices_mean_what_they_say(book: RuleBook) -> Checked:
    """The first choice flags nothing; 2 and 3 to thinking, breathing and fever are urgent"""
    for question in (Question.THINKING, Question.BREATHING, Question.FEVER):
        waived = all(_waived(book, key) for key in book.questions[question].asks_about)
        for choice in book.questions[question].choices:
            wanted = Level.NONE if choice.number == 1 else Level.URGENT
            if not waived:
                for reporter in Reporter:
                    answers = tuple(said(key, value, reporter) for key, value in choice.answers)
                    yield _must_be(book, answers, wanted)


def tiredness_is_not_sleepiness(book: RuleBook) -> Checked:
    """In the base book tiredness 1 to 3 alone is never urgent; 4, hard to stay awake, answers sleepiness"""
    for choice in book.questions[Question.FATIGUE].choices:
        for reporter in Reporter:
            answers = tuple(said(key, value, reporter) for key, value in choice.answers)
            urgent = _fired_by_base(book, answers)
            if bool(urgent) is (choice.number < 4) and not (
                choice.number == 4 and _waived(book, Key.SLEEPINESS)
            ):
                yield Broken(answers, f"{'urgent' if urgent else 'nothing urgent'} fires")
            yield None


def every_level_has_its_text(book: RuleBook) -> Checked:
    """Every level has its text in every language, with the number to call in it"""
    texts = (
        "urgent",
        "today",
        "nothing_on_list",
        "incomplete",
        "not_understood",
        "unlisted_words",
        "still_open",
    )
    for language in book.languages:
        for text_id in texts:
            text = book.texts[language].get(text_id)
            wrong = text is None or LONGEST["phone"] not in text.say(LONGEST)
            yield Broken((), f"the text {text_id} ({language}) has no number to call") if wrong else None


def nothing_says_a_banned_word(book: RuleBook) -> Checked:
    """Nothing a person can read contains a banned word"""
    for language in book.languages:
        words = {f"text {text.id}": text.template for text in book.texts[language].values()}
        for rule in book.rules:
            words |= {f"title of {rule.id}": rule.title[language], f"why of {rule.id}": rule.why[language]}
            words |= {f"false alarm of {rule.id}, {text}": text for text in rule.false_alarms[language]}
        for question in book.questions.values():
            words |= {f"choice of {question.id}, {c.number}": c.words[language] for c in question.choices}
        for attribute in book.attributes:
            words[f"attribute {attribute.id}"] = attribute.value[language]
        for where, text in words.items():
            found = faults(text, language)
            yield Broken((), f"{where} ({language}): {found[0]}") if found else None


def symptoms_beside_the_list_are_today(book: RuleBook) -> Checked:
    """In the base book chills, feeling shaky and being too tired for daily tasks are for today"""
    for rule_id, key, values in _TODAY:
        rule = next((rule for rule in book.rules if rule.id == rule_id), None)
        for value in values:
            for reporter in Reporter:
                answers = (said(key, value, reporter),)
                level = book.judge(answers).level
                right = level is Level.TODAY or (rule is not None and rule.changes)
                stronger = level is Level.URGENT and not _fired_by_base(book, answers)
                yield (
                    None if right or stronger else Broken(answers, f"the level is {level} and must be today")
                )


def no_rule_reads_another(book: RuleBook) -> Checked:
    """An answer that a rule does not name cannot change it"""
    probes = probes_of(book.judge.rules)
    slots = [(key, reporter) for key in Key for reporter in Reporter]
    for place, rule in enumerate(book.judge.rules):
        others = [slot for slot in slots if not _reads(book, rule, slot[0])]
        # The mildest and the worst of everything else; what lies between is in the random sets.
        extremes = [
            tuple(said(key, values_to_try(key, probes)[end], reporter) for key, reporter in others)
            for end in (0, -1)
        ]
        for answers in walk(rule.keys, rule.lines, book.implied, probes).walked:
            alone = book.judge(answers).outcomes[place]
            for extreme in extremes:
                changed = book.judge((*answers, *extreme)).outcomes[place] is not alone
                yield Broken((*answers, *extreme), f'rule "{rule.id}" changes') if changed else None


PROMISES = (
    rules_say_what_they_say,
    the_seven_are_urgent,
    the_article_rules_are_the_seven,
    the_seven_are_urgent_with_anything_else,
    a_fever_is_urgent,
    an_unanswered_question_is_not_a_no,
    more_symptoms_never_lower_the_level,
    a_no_flags_nothing,
    choices_mean_what_they_say,
    tiredness_is_not_sleepiness,
    symptoms_beside_the_list_are_today,
    no_rule_reads_another,
    every_level_has_its_text,
    nothing_says_a_banned_word,
)


def waivers(book: RuleBook) -> tuple[Rule, ...]:
    """The base rules that a site made less careful, with a name and a reason."""
    return tuple(
        rule
        for rule in book.rules
        if rule.file == BASE and any(change.weaker and change.approved_by for change in rule.changes)
    )


def _fired_by_base(book: RuleBook, answers: tuple[Answer, ...]) -> list[Rule]:
    """The urgent rules that fire and are as the base book has them: no overlay's, none a site changed."""
    fired = (verdict.rule for verdict in book.judge(answers).fired)
    return [rule for rule in fired if rule.level is Level.URGENT and rule.file == BASE and not rule.changes]


def _waived(book: RuleBook, key: Key) -> bool:
    return any(key in rule.keys for rule in waivers(book))


def _must_be(book: RuleBook, answers: tuple[Answer, ...], level: Level) -> Broken | None:
    found = book.judge(answers).level
    return None if found is level else Broken(answers, f"the level is {found} and must be {level}")


def _every_answer(book: RuleBook) -> tuple[Answer, ...]:
    probes = probes_of(book.judge.rules)
    return tuple(
        said(key, value, reporter)
        for key in Key
        for reporter in Reporter
        for value in values_to_try(key, probes)
    )


def _reads(book: RuleBook, rule: Rule, key: Key) -> bool:
    through = (other for (own, _), others in book.implied.items() if own is key for other, _ in others)
    return key in rule.keys or any(other in rule.keys for other in through)


def _worse(
    key: Key, reporter: Reporter, answers: tuple[Answer, ...], probes: tuple[Temperature, ...]
) -> Iterator[tuple[Answer, ...]]:
    """The same answers with one of them added, or one step worse."""
    # Below 36.5 C a higher reading is no worse.
    scale = values_to_try(key, [probe for probe in probes if probe.value >= limit_in(_COOL, probe.unit)])
    own = [answer for answer in answers if (answer.key, answer.reporter) == (key, reporter)]
    rest = tuple(answer for answer in answers if answer not in own)
    if not own:
        steps = scale[:1]
    elif key in (Key.TEMPERATURE, Key.FATIGUE):
        steps = scale[scale.index(own[0].value) + 1 :][:1] if own[0].value in scale else ()
    else:
        steps = scale[1:] if own[0].value is Presence.NO else ()
    for step in steps:
        yield (*rest, said(key, step, reporter))
