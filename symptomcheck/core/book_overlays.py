"""What a site may change: an overlay adds rules, words and documents, and changes a rule in the open.

Making a rule more careful is free. Making it less careful (a higher limit, a lower level, retired) takes the
name of who approved it and the reason; both are shown wherever the rule is shown. Nothing can be removed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symptomcheck.core.answers import Temperature, Unit
from symptomcheck.core.book_degrees import check_degrees
from symptomcheck.core.book_entry import Entry
from symptomcheck.core.book_rules import read_case, read_rule, read_temperature
from symptomcheck.core.levels import Level
from symptomcheck.core.rule import Change, Condition, Operator, Rule, Status
from symptomcheck.core.rules import limit_in

_UPWARDS = (Operator.AT_LEAST, Operator.ABOVE)
_COMPARISONS = (*_UPWARDS, Operator.AT_MOST, Operator.BELOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """One overlay file: its own entries, and where its words and documents stand."""

    file: str
    about: str
    rules: tuple[Rule, ...]
    changes: tuple[Entry, ...]
    documents: tuple[Entry, ...]
    words: dict[str, Entry]


def read_overlay(entry: Entry, languages: tuple[str, ...]) -> Overlay:
    """An overlay file, with its rules read and its changes still to be applied."""
    words: dict[str, Entry] = {}
    if entry.has("words"):
        table = entry.table("words", "[words.en]")
        for language in table.data:
            words[table.one_of("words", language, list(languages))] = table.table(language, "[words.en]")
    overlay = Overlay(
        file=entry.file,
        about=entry.text("about"),
        rules=tuple(read_rule(each, languages) for each in entry.tables("rule", optional=True)),
        changes=entry.tables("change", optional=True),
        documents=entry.tables("document", optional=True),
        words=words,
    )
    entry.done()
    for rule in overlay.rules:
        if rule.article:
            raise entry.fault(
                f'rule "{rule.id}" says article = true', "Only the base book has article rules."
            )
    return overlay


def apply_changes(rules: Iterable[Rule], entries: Iterable[Entry], languages: tuple[str, ...]) -> list[Rule]:
    """The rules with each `[[change]]` applied, in order."""
    changed = {rule.id: rule for rule in rules}
    for entry in entries:
        rule_id = entry.one_of("rule", entry.raw("rule", 'rule = "fever-measured"'), list(changed))
        entry.where = f'change of rule "{rule_id}"'
        changed[rule_id] = _changed(entry, changed[rule_id], languages)
    return list(changed.values())


def _changed(entry: Entry, rule: Rule, languages: tuple[str, ...]) -> Rule:
    since = entry.day("since")
    written = [key for key in ("level", "status", *_COMPARISONS) if entry.has(key)]
    if len(written) != 1:
        raise entry.fault(
            f"it changes {len(written) or 'no'} things",
            "Change one of level, status or the limit, each in its own [[change]].",
        )
    match written[0]:
        case "level":
            new, before, after, weaker = _level(entry, rule)
        case "status":
            new, before, after, weaker = _status(entry, rule)
        case operator:
            new, before, after, weaker = _limit(entry, rule, Operator(operator), languages)
    approved_by, reason = entry.signed("approved_by"), entry.signed("reason")
    if weaker and not (approved_by and reason):
        raise entry.fault(
            f"it makes the rule less careful ({before} to {after}) without approved_by and reason",
            "Name who approved it and why; both are shown with the rule.",
        )
    entry.done()
    change = Change(
        file=entry.file, before=before, after=after, weaker=weaker, approved_by=approved_by, reason=reason
    )
    return replace(new, since=since, changes=(*rule.changes, change))


def _level(entry: Entry, rule: Rule) -> tuple[Rule, str, str, bool]:
    level = entry.named("level", Level)
    if level is Level.NONE:
        raise entry.fault('level = "none" would do nothing', 'Write "urgent", "today" or "notice".')
    return replace(rule, level=level), rule.level, level, level.rank < rule.level.rank


def _status(entry: Entry, rule: Rule) -> tuple[Rule, str, str, bool]:
    status = entry.named("status", Status)
    weaker = rule.status is Status.APPROVED and status is not Status.APPROVED
    return replace(rule, status=status), rule.status, status, weaker


def _limit(
    entry: Entry, rule: Rule, operator: Operator, languages: tuple[str, ...]
) -> tuple[Rule, str, str, bool]:
    if len(rule.lines) != 1 or rule.lines[0].operator is not operator:
        raise entry.fault(
            f"the rule has no single limit {operator}", "Change the limit as the rule writes it."
        )
    [old] = [value for value in rule.lines[0].values if isinstance(value, Temperature)]
    new = read_temperature(entry, operator, entry.raw(operator, f'{operator} = "37.5 C"'))
    # The title and the cases name the old number: a changed limit brings its own.
    changed = replace(
        rule,
        lines=(Condition(rule.lines[0].key, operator, (new,)),),
        title=entry.wording("title", languages),
        cases=tuple(read_case(each) for each in entry.tables("case")),
    )
    check_degrees(entry, changed)
    higher = limit_in(new, Unit.F) > limit_in(old, Unit.F)
    lower = limit_in(new, Unit.F) < limit_in(old, Unit.F)
    return changed, str(old), str(new), higher if operator in _UPWARDS else lower
