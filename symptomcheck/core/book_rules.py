"""Rules as written in TOML, read into typed rules; every fault names file, rule, key and remedy.

Reads one rule at a time. That its cases agree with it is checked in book_cases.py, what a site may change in
book_overlays.py.
"""

import re
from decimal import Decimal

from symptomcheck.core.answers import Key, Temperature, Unit, Value
from symptomcheck.core.book_degrees import check_degrees
from symptomcheck.core.book_entry import Entry, shown
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Case, Condition, Join, Operator, Outcome, Rule, Source, Status
from symptomcheck.core.rules import values_of

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TEMPERATURE = re.compile(r"(\d{2,3}(?:\.\d{1,2})?) ?([CF])")
_COMPARISONS = (Operator.AT_LEAST, Operator.ABOVE, Operator.AT_MOST, Operator.BELOW)
_RANGE = {Unit.C: (Decimal(32), Decimal(43)), Unit.F: (Decimal(90), Decimal(110))}
UNANSWERED = "unanswered"


def read_rule(entry: Entry, languages: tuple[str, ...]) -> Rule:
    """One `[[rule]]` table as a rule."""
    rule_id = entry.text("id", 'id = "short-name"')
    if not _ID.fullmatch(rule_id):
        raise entry.fault(f"id = {shown(rule_id)} is no plain id", 'Write it like "chest-pain".')
    entry.where = f'rule "{rule_id}"'
    level = entry.named("level", Level)
    if level is Level.NONE:
        raise entry.fault('level = "none" would do nothing', 'Write "urgent", "today" or "notice".')
    join, lines = _when(entry.table("when", 'when.any = [ { answer = "fever", is = "yes" } ]'), entry.where)
    rule = Rule(
        id=rule_id,
        level=level,
        status=entry.named("status", Status),
        article=entry.truth("article"),
        since=entry.day("since"),
        title=entry.wording("title", languages),
        join=join,
        lines=lines,
        why=entry.wording("why", languages),
        false_alarms=_false_alarms(entry, languages),
        sources=tuple(_source(each) for each in entry.tables("source")),
        cases=tuple(read_case(each) for each in entry.tables("case")),
        file=entry.file,
    )
    entry.done()
    if rule.article and (rule.level is not Level.URGENT or rule.status is not Status.APPROVED):
        raise entry.fault("an article rule is urgent and approved", "Change it in an overlay, with a name.")
    if rule.article and rule.join is Join.ALL:
        # Of one line all is any, until somebody adds a second one.
        raise entry.fault("an article rule has when.all", "Write when.any: each of its lines is enough.")
    check_degrees(entry, rule)
    return rule


def read_case(entry: Entry) -> Case:
    """One example: who answered what, and the outcome a clinician expects."""
    name = entry.text("name")
    entry.where = f'{entry.where.rpartition(": ")[0]}: case "{name}"'
    case = Case(
        name=name,
        given=_given(entry, "given"),
        given_by_caregiver=_given(entry, "given_by_caregiver"),
        then=entry.named("then", Outcome),
    )
    entry.done()
    return case


def read_value(entry: Entry, key: Key, name: str, written: object) -> Value:
    """A value as written in the file, which must be one that `key` can have."""
    if key is Key.TEMPERATURE:
        return read_temperature(entry, name, written)
    allowed = {value.value: value for value in values_of(key) if not isinstance(value, Temperature)}
    if written == UNANSWERED:
        raise entry.fault(f'{name} = "{UNANSWERED}" is no answer', "Leave it out: unanswered is never a no.")
    return allowed[entry.one_of(name, written, list(allowed))]


def read_temperature(entry: Entry, name: str, written: object) -> Temperature:
    """A temperature with its unit, within what a body can have."""
    example = 'Write "38.0 C" or "100.4 F".'
    if not isinstance(written, str):
        raise entry.fault(f"{name} = {shown(written)} is not a text with a unit", example)
    parts = _TEMPERATURE.fullmatch(written)
    if parts is None:
        units = set(re.findall(r"[CF]\b", written))
        if len(units) > 1:
            raise entry.fault(f"{name} = {shown(written)} has two units", example)
        if not units and re.fullmatch(r"[\d.,]+", written):
            raise entry.fault(f"{name} = {shown(written)} has no unit", example)
        raise entry.fault(f"{name} = {shown(written)} is not a temperature", example)
    temperature = Temperature(parts[1], parts[2])
    low, high = _RANGE[temperature.unit]
    if not low <= temperature.value <= high:
        unit = temperature.unit
        raise entry.fault(
            f"{name} = {shown(written)} is outside what is read as a body temperature",
            f"Write a value from {low} {unit} to {high} {unit}.",
        )
    return temperature


def read_key(entry: Entry, name: str, written: object) -> Key:
    """The name of an answer that a rule may read."""
    return Key(entry.one_of(name, written, [key.value for key in Key]))


def _when(entry: Entry, place: str) -> tuple[Join, tuple[Condition, ...]]:
    entry.where = place
    joins = [join for join in Join if entry.has(join)]
    if len(joins) != 1:
        raise entry.fault(
            f"it has {'neither any nor' if not joins else 'both any and'} all",
            "Write one flat list: when.any = [ … ] or when.all = [ … ]; an “or of ands” is two rules.",
        )
    lines = tuple(_line(each, place) for each in entry.tables(joins[0]))
    entry.done()
    for line in lines:
        if lines.count(line) > 1:
            raise entry.fault(f"the line about {line.key} is written twice", "Remove one of them.")
    units = {value.unit for line in lines for value in line.values if isinstance(value, Temperature)}
    if len(units) > 1:
        raise entry.fault("the lines use two units", "Write every temperature of a rule in one unit.")
    return joins[0], lines


def _line(entry: Entry, place: str) -> Condition:
    entry.where = place
    key = read_key(entry, "answer", entry.raw("answer", 'answer = "fever"'))
    operators = [operator for operator in Operator if entry.has(operator)]
    suits = _COMPARISONS if key is Key.TEMPERATURE else (Operator.IS, Operator.IS_ONE_OF)
    remedy = f"Write {' or '.join(suits)}."
    if len(operators) != 1:
        raise entry.fault(f"a line about {key} has {len(operators) or 'no'} operators", remedy)
    operator = operators[0]
    if operator not in suits:
        raise entry.fault(f"{operator} does not suit the answer {key}", remedy)
    if operator is Operator.IS_ONE_OF:
        written = entry.items(operator, 'is_one_of = ["yes", "not_sure"]')
    else:
        written = [entry.raw(operator, "")]
    values = tuple(read_value(entry, key, operator, each) for each in written)
    entry.done()
    if len(set(values)) != len(values):
        raise entry.fault(f"{operator} names a value twice", "Name each value once.")
    return Condition(key, operator, values)


def _given(entry: Entry, name: str) -> tuple[tuple[Key, Value], ...]:
    if not entry.has(name):
        return ()
    table = entry.table(name, f'{name} = {{ fever = "yes" }}')
    given = []
    for written_key, written in table.data.items():
        key = read_key(table, name, written_key)
        if written != UNANSWERED:
            given.append((key, read_value(table, key, written_key, written)))
    return tuple(given)


def _source(entry: Entry) -> Source:
    source = Source(
        document=entry.text("document"),
        section=entry.text("section"),
        quote=entry.text("quote"),
        url=entry.optional_text("url") or "",
        read_on=entry.day("read_on"),
    )
    entry.done()
    return source


def _false_alarms(entry: Entry, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    if not entry.has("false_alarms"):
        return {language: () for language in languages}
    table = entry.table("false_alarms", f'false_alarms.{languages[0]} = ["…"]')
    found = {}
    for language in languages:
        found[language] = table.texts(language)
        for text in found[language]:
            table.lint(language, text, language)
    table.done()
    return found
