"""The temperatures a rule's own words name, held against the limit it has.

A nurse reads the title, not the line below it: a title with another number is a rule nobody approved.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from symptomcheck.core.answers import Temperature, Unit
from symptomcheck.core.book_entry import Entry
from symptomcheck.core.rule import Rule
from symptomcheck.core.rules import limit_in

_DEGREES = re.compile(
    r"(?<![\d.,])(\d{2,3}(?:[.,]\d+)?)(?![\d.,]*\d)"
    r"(?:\s*(?:[°º]\s*|degrees?\s+|grados?\s+)?(?:([CF])(?:\b|elsius|ahrenheit)))?"
)
_BODY = ((32, 43), (90, 110))
_REMEDY = "Name the limit of the rule, in either unit, or no number."


def check_degrees(entry: Entry, rule: Rule) -> None:
    """A fault when title, why or false_alarms, in any language, name a temperature that is not a limit."""
    limits = [value for line in rule.lines for value in line.values if isinstance(value, Temperature)]
    for key, language, text in _words(rule):
        for number, written in _DEGREES.findall(text):
            named = Decimal(number.replace(",", "."))
            units = [Unit(written)] if written else list(Unit)
            bare = not written and not (limits and any(low <= named <= high for low, high in _BODY))
            agrees = any(_rounds_to(limit, named, unit) for limit in limits for unit in units)
            if not (bare or agrees):
                own = " or ".join(f"at {limit}" for limit in limits) or "without a temperature"
                said = f"{number} {written}".strip()
                raise entry.fault(f"{key}.{language} says {said} of a rule {own}", _REMEDY)


def _words(rule: Rule) -> Iterator[tuple[str, str, str]]:
    for key, words in (("title", rule.title), ("why", rule.why)):
        for language, text in words.items():
            yield key, language, text
    for language, texts in rule.false_alarms.items():
        for text in texts:
            yield "false_alarms", language, text


def _rounds_to(limit: Temperature, named: Decimal, unit: Unit) -> bool:
    """37.8 C is 100.04 F, and may be written 100.0 F."""
    exact = limit_in(limit, unit)
    half = Decimal(1).scaleb(int(named.as_tuple().exponent)) / 2 if unit is not limit.unit else Decimal(0)
    return abs(float(exact) - float(named)) <= float(half) + 1e-9
