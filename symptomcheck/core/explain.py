"""Rules and verdicts as plain sentences, made of the book's own phrases.

Nothing is worded here: every sentence comes from the [phrase] section of the texts, so it is approved, linted
and part of the fingerprint like any other text. Quotes are shown as quotes.
"""

from collections.abc import Iterable

from symptomcheck.core.answers import Key, Temperature, Value
from symptomcheck.core.rule import Change, Condition, Join, Operator, Outcome, Rule, Status, Verdict
from symptomcheck.core.rulebook import RuleBook


def explain_rule(book: RuleBook, rule: Rule, language: str) -> tuple[str, ...]:
    """A rule as sentences: when it fires, what that means, why, its sources, and what a site changed."""
    lines = _listed(book, language, (line_sentence(book, line, language) for line in rule.lines), rule.join)
    how = "when.one" if len(rule.lines) == 1 else f"when.{rule.join}"
    sources = (
        book.say("source", language, document=source.document, section=source.section, quote=source.quote)
        for source in rule.sources
    )
    return (
        book.say(how, language, lines=lines),
        book.say(f"means.{rule.level}", language),
        rule.why[language],
        *sources,
        *(change_sentence(book, change, language) for change in rule.changes),
    )


def explain_verdict(book: RuleBook, verdict: Verdict, language: str) -> tuple[str, ...]:
    """A verdict as sentences: what the rule says, who said what, and what nobody answered."""
    said = (
        book.say(
            "said",
            language,
            key=key_phrase(book, answer.key, language),
            reporter=book.say(f"reporter.{answer.reporter}", language),
            value=value_phrase(book, answer.value, language),
        )
        for answer in verdict.evidence
    )
    title = verdict.rule.title[language]
    sentences = [book.say(f"says.{verdict.outcome.name.lower()}", language, rule=title), *said]
    if verdict.missing:
        sentences.append(missing_sentence(book, verdict.missing, language))
    return tuple(sentences)


def missing_sentence(book: RuleBook, keys: Iterable[Key], language: str) -> str:
    """What nobody answered, as one sentence."""
    names = [key_phrase(book, key, language) for key in keys]
    return book.say("missing", language, keys=", ".join(names))


def line_sentence(book: RuleBook, line: Condition, language: str) -> str:
    """One line of a rule as part of a sentence."""
    values = [value_phrase(book, value, language) for value in line.values]
    if line.operator is Operator.IS_ONE_OF:
        values = [f'"{value}"' for value in values]
    value = _listed(book, language, values, Join.ANY)
    return book.say(f"line.{line.operator}", language, key=key_phrase(book, line.key, language), value=value)


def change_sentence(book: RuleBook, change: Change, language: str) -> str:
    """What a site changed in a rule, and who answers for it."""
    before, after = (_written(book, each, language) for each in (change.before, change.after))
    if change.approved_by is None or change.reason is None:
        return book.say("changed", language, before=before, after=after)
    return book.say(
        "changed_by",
        language,
        before=before,
        after=after,
        who=change.approved_by,
        reason=change.reason,
    )


def key_phrase(book: RuleBook, key: Key, language: str) -> str:
    """What an answer is about, in words."""
    return book.say(f"key.{key}", language)


def value_phrase(book: RuleBook, value: Value, language: str) -> str:
    """An answer in words; a temperature as sent, with the other unit beside it."""
    if isinstance(value, Temperature):
        return both_units(value)
    return book.say(f"value.{value}", language)


def both_units(temperature: Temperature) -> str:
    """A temperature as sent, and in the other unit to one decimal place, for reading only.

    >>> both_units(Temperature("101.3", "F")), both_units(Temperature("38", "C"))
    ('101.3 F (38.5 C)', '38 C (100.4 F)')
    """
    return temperature.in_both_units()


def guesses(book: RuleBook, rule: Rule, language: str) -> tuple[str, ...]:
    """What else may make the rule fire, for the team only: no source says so, and a patient must not wait."""
    alarms = rule.false_alarms[language]
    return (book.say("false_alarms", language, list="; ".join(alarms)),) if alarms else ()


def as_markdown(book: RuleBook, language: str) -> str:
    """Every rule of the book as one page: docs/rules.md, and what a clinician prints."""
    parts = []
    for rule in book.rules:
        status = "" if rule.status is Status.APPROVED else f" ({rule.status})"
        parts.append(f"## {rule.title[language]}{status}\n\n`{rule.id}`, {rule.since}")
        parts.extend(explain_rule(book, rule, language))
        parts.extend(guesses(book, rule, language))
        parts.append(
            "\n".join(f"- {case.name}: {_outcome(book, case.then, language)}" for case in rule.cases)
        )
    return "\n\n".join(parts) + "\n"


def _listed(book: RuleBook, language: str, parts: Iterable[str], join: Join) -> str:
    listed = list(parts)
    word = book.say("or" if join is Join.ANY else "and", language)
    if len(listed) == 1:
        return listed[0]
    return f"{', '.join(listed[:-1])} {word} {listed[-1]}"


def _written(book: RuleBook, written: str, language: str) -> str:
    return book.say(f"level.{written}", language) if f"level.{written}" in book.texts["en"] else written


def _outcome(book: RuleBook, outcome: Outcome, language: str) -> str:
    return book.say(f"outcome.{outcome.name.lower()}", language)
