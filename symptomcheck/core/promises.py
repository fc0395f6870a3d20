"""The promises about verdicts, one function each (promise.py says what a promise is).

A promise takes a book and yields once for everything it looked at: None where it holds, a `Broken` where not.
"""

from collections.abc import Iterator

from symptomcheck.core.answers import Answer, Key, Presence, Reporter, Temperature, Tiredness, Value
from symptomcheck.core.book_cases import said
from symptomcheck.core.levels import Level
from symptomcheck.core.promise import (
    COOL,
    SEVEN,
    SYMPTOM,
    Broken,
    Checked,
    every_answer,
    fired_by_base,
    must_be,
    reads,
    waived,
    waivers,
)
from symptomcheck.core.random_sets import disagreement
from symptomcheck.core.reference import probes_of, truth, values_to_try, walk
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import Condition, Join, Operator, Outcome, Rule, limit_in

FEVER_LIMIT = Temperature("38.0", "C")
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
        if not waived(book, key):
            for reporter in Reporter:
                for value in SYMPTOM:
                    yield must_be(book, (said(key, value, reporter),), Level.URGENT)


def the_article_rules_are_the_seven(book: RuleBook) -> Checked:
    """The article rules, which must all be quiet before anyone reads "nothing on your list", are the seven"""
    article = [rule for rule in book.judge.rules if rule.id in book.article_rule_ids]
    for key in SEVEN:
        covered = waived(book, key) or any(rule.keys == (key,) for rule in article)
        yield None if covered else Broken((), f"no article rule is about {key}")
    for rule in article:
        yield None if set(rule.keys) <= set(SEVEN) else Broken((), f'"{rule.id}" is no rule of the article')


def the_seven_are_urgent_with_anything_else(book: RuleBook) -> Checked:
    """No other answer takes a flag of the seven back"""
    everything = every_answer(book)
    for key in SEVEN:
        if not waived(book, key):
            for reporter in Reporter:
                for other in everything:
                    if (other.key, other.reporter) != (key, reporter):
                        yield must_be(book, (said(key, Presence.YES, reporter), other), Level.URGENT)


def a_fever_is_urgent(book: RuleBook) -> Checked:
    """A temperature of 38.0 C (100.4 F) or higher is urgent, in both units"""
    if not waived(book, Key.TEMPERATURE):
        for probe in probes_of((*book.judge.rules, _FEVER)):
            if probe.value >= limit_in(FEVER_LIMIT, probe.unit):
                for reporter in Reporter:
                    yield must_be(book, (said(Key.TEMPERATURE, probe, reporter),), Level.URGENT)


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
        if any(reads(book, rule, key) for rule in waivers(book)):
            continue  # a site took this on itself, by name
        rules = [rule for rule in book.judge.rules if reads(book, rule, key)]
        lines = [line for rule in rules for line in rule.lines]
        # Below 36.5 C a higher reading is no worse.
        scale = values_to_try(key, [probe for probe in probes if probe.value >= limit_in(COOL, probe.unit)])
        for answers in walk((key, *(line.key for line in lines)), lines, book.implied, probes).walked:
            before = book.judge(answers).level
            for reporter in Reporter:
                for worse in _worse(key, reporter, answers, scale):
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
        yield must_be(book, (answer,), Level.NONE)
    yield must_be(book, tuple(quiet), Level.NONE)


def symptoms_beside_the_list_are_today(book: RuleBook) -> Checked:
    """In the base book chills, feeling shaky and being too tired for daily tasks are for today"""
    for rule_id, key, values in _TODAY:
        rule = next((rule for rule in book.rules if rule.id == rule_id), None)
        for value in values:
            for reporter in Reporter:
                answers = (said(key, value, reporter),)
                level = book.judge(answers).level
                right = level is Level.TODAY or (rule is not None and rule.changes)
                stronger = level is Level.URGENT and not fired_by_base(book, answers)
                yield (
                    None if right or stronger else Broken(answers, f"the level is {level} and must be today")
                )


def no_rule_reads_another(book: RuleBook) -> Checked:
    """An answer that a rule does not name cannot change it"""
    probes = probes_of(book.judge.rules)
    slots = [(key, reporter) for key in Key for reporter in Reporter]
    for place, rule in enumerate(book.judge.rules):
        others = [slot for slot in slots if not reads(book, rule, slot[0])]
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


def _worse(
    key: Key, reporter: Reporter, answers: tuple[Answer, ...], scale: tuple[Value, ...]
) -> Iterator[tuple[Answer, ...]]:
    """The same answers with one of them added, or one step worse."""
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
