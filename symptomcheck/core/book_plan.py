"""The plan of a rule book: rules/plan.toml as data in, a `Plan` out, or a fault with its place and remedy.

The loader is the validator: a plan it accepts asks nobody at night and nobody two check-ins at once, and
every number of it names where it comes from.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.schedule import Phase, Plan, Slot

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST_POSSIBLE_DAY = 365
# The dialogue asks about fever when there is no reading, whatever the plan says.
PLANNED = tuple(question for question in Question if question is not Question.FEVER)

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DURATION = re.compile(r"([1-9][0-9]{0,3}) (min|h)")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9-]{0,23}")
_TIMINGS = ("remind_after", "ask_caregiver_after", "silence_after", "window")


class _Table:
    """One table of the file and its place in words, so that every fault can name both."""

    def __init__(self, data: object, file: str, where: str) -> None:
        self.file, self.where = file, where
        if not isinstance(data, Mapping):
            raise self.fault("this is not a table", "Write it as a table of keys and values.")
        self.data = data

    def fault(self, problem: str, remedy: str) -> RuleBookError:
        return RuleBookError(self.file, self.where, problem, remedy)

    def holds_only(self, *keys: str) -> None:
        for key in self.data:
            if key not in keys:
                raise self.fault(f'"{key}" is not a key here', f"Use one of {', '.join(keys)}.")

    def value(self, key: str) -> object:
        if key not in self.data:
            raise self.fault(f'"{key}" is missing', "Add it.")
        return self.data[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} = {value!r} is not a text", "Write it in quotes.")
        return value

    def texts(self, key: str, count: int | None = None) -> tuple[str, ...]:
        value = self.value(key)
        right = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
        if not isinstance(value, list) or not right or count not in (None, len(value)):
            wanted = "a list of texts" if count is None else f"a list of {count} texts"
            raise self.fault(f"{key} = {value!r} is not {wanted}", 'Write it like ["one", "two"].')
        return tuple(value)

    def tables(self, key: str, name: str) -> tuple["_Table", ...]:
        value = self.value(key)
        if not isinstance(value, list) or not value:
            raise self.fault(f'"{key}" holds nothing', f"Write one or more [[{key}]] tables.")
        place = f"{self.where}, {name}" if self.where else name
        return tuple(_Table(one, self.file, f"{place} {number}") for number, one in enumerate(value, start=1))

    def time(self, key: str, written: str) -> time:
        if not (found := _TIME.fullmatch(written)):
            raise self.fault(f'{key} = "{written}" is not a time of day', 'Write it like "09:00".')
        return time(int(found[1]), int(found[2]))

    def duration(self, key: str) -> timedelta:
        written = self.text(key)
        if not (found := _DURATION.fullmatch(written)):
            raise self.fault(f'{key} = "{written}" is not a duration', 'Write it like "30 min" or "2 h".')
        count = int(found[1])
        return timedelta(hours=count) if found[2] == "h" else timedelta(minutes=count)

    def one_of(self, key: str, written: str, allowed: tuple[str, ...]) -> str:
        if written not in allowed:
            raise self.fault(f'{key} = "{written}" is not known', f"Use one of {', '.join(allowed)}.")
        return written


def plan_from(data: Mapping[str, object], file: str) -> Plan:
    """The plan that the parsed TOML of `file` describes; RuleBookError for the first fault found.

    >>> plan_from({"phases": []}, "rules/plan.toml")
    Traceback (most recent call last):
    symptomcheck.core.book_error.RuleBookError: rules/plan.toml: "phases" is not a key here. Use one of
    timing, source, phase.
    """
    book = _Table(data, file, "")
    book.holds_only("timing", "source", "phase")
    cited: set[str] = set()
    sources = _sources(book)
    timing = _Table(book.value("timing"), file, "timing")
    timing.holds_only(*_TIMINGS, "quiet", "because")
    quiet_from, quiet_to = (timing.time("quiet", written) for written in timing.texts("quiet", 2))
    cited.update(_because(timing, sources))

    phases: list[Phase] = []
    for table in book.tables("phase", "phase"):
        phases.append(_phase(table))
        cited.update(_because(table, sources))
        if len(phases) > 1 and phases[-1].first_day <= phases[-2].last_day:
            raise table.fault("its days begin before the last phase ends", "Put phases in order of days.")
    for unused in sorted(sources - cited):
        raise RuleBookError(file, f'source "{unused}"', "nothing cites it", "Cite it, or take it out.")

    plan = Plan(
        phases=tuple(phases),
        window=timing.duration("window"),
        remind_after=timing.duration("remind_after"),
        ask_caregiver_after=timing.duration("ask_caregiver_after"),
        silence_after=timing.duration("silence_after"),
        quiet_from=quiet_from,
        quiet_to=quiet_to,
    )
    _check_timing(plan, timing)
    for number, phase in enumerate(plan.phases, start=1):
        _check_slots(plan, phase, file, f"phase {number}")
    return plan


def _sources(book: _Table) -> set[str]:
    ids: set[str] = set()
    for table in book.tables("source", "source"):
        table.holds_only("id", "document", "says", "url", "read_on")
        for key in ("document", "says"):
            table.text(key)
        if "url" in table.data:
            table.text("url")
            if type(table.value("read_on")) is not date:
                raise table.fault("read_on is not a date", "Write it like 2026-03-01, without quotes.")
        if (source_id := table.text("id")) in ids:
            raise table.fault(f'id = "{source_id}" is used twice', "Give each source its own id.")
        ids.add(source_id)
    return ids


def _because(table: _Table, sources: set[str]) -> tuple[str, ...]:
    """The sources a table cites: no number stands without one."""
    return tuple(table.one_of("because", source, tuple(sorted(sources))) for source in table.texts("because"))


def _phase(table: _Table) -> Phase:
    table.holds_only("days", "weekday", "because", "slot")
    weekday = None
    if "weekday" in table.data:
        weekday = WEEKDAYS.index(table.one_of("weekday", table.text("weekday"), WEEKDAYS))
    match table.value("days"):
        case [int(first), int(last)] if 0 <= first <= last <= LAST_POSSIBLE_DAY:
            slots = tuple(_slot(slot) for slot in table.tables("slot", "slot"))
            return Phase(first_day=first, last_day=last, weekday=weekday, slots=slots)
        case wrong:
            raise table.fault(
                f"days = {wrong!r} is not a first and a last day",
                f"Write it like [0, 14]; day 0 is the infusion, {LAST_POSSIBLE_DAY} the last possible.",
            )


def _slot(table: _Table) -> Slot:
    table.holds_only("name", "at", "who", "questions")
    name = table.text("name")
    if not _SLOT_NAME.fullmatch(name):
        raise table.fault(f'name = "{name}" is not a short name', 'Write it like "evening" or "caregiver-8".')
    asked = [table.one_of("questions", one, PLANNED) for one in table.texts("questions")]
    if len(asked) != len(set(asked)):
        raise table.fault("a question is asked twice", "Ask each question once.")
    return Slot(
        name=name,
        at=table.time("at", table.text("at")),
        reporter=Reporter(table.one_of("who", table.text("who"), tuple(Reporter))),
        questions=tuple(Question(one) for one in asked),
    )


def _check_timing(plan: Plan, timing: _Table) -> None:
    """What follows a prompt happens in order, and before the next check-in."""
    ordered = (plan.remind_after, plan.ask_caregiver_after, plan.silence_after, plan.window)
    if any(later <= earlier for earlier, later in pairwise(ordered)):
        raise timing.fault(
            f"{', '.join(_TIMINGS)} are not in order", "Each must come later than the one before it."
        )
    if (_on_a_day(plan.quiet_to) - _on_a_day(plan.quiet_from)) % timedelta(days=1) < plan.window:
        raise timing.fault(
            "quiet hours are shorter than the window, so the next day could begin with a check-in still open",
            "Make them at least as long as the window.",
        )


def _check_slots(plan: Plan, phase: Phase, file: str, place: str) -> None:
    """Nobody is woken, and nobody has two check-ins open at once."""
    names = [slot.name for slot in phase.slots]
    for slot in phase.slots:
        where = f'{place}, slot "{slot.name}"'
        if names.count(slot.name) > 1:
            raise RuleBookError(file, where, "two slots have this name", "Give each slot its own name.")
        since_quiet = (_on_a_day(slot.at) - _on_a_day(plan.quiet_from)) % timedelta(days=1)
        if since_quiet < (_on_a_day(plan.quiet_to) - _on_a_day(plan.quiet_from)) % timedelta(days=1):
            raise RuleBookError(
                file,
                where,
                f"{slot.at:%H:%M} lies in the quiet hours ({plan.quiet_from:%H:%M} to {plan.quiet_to:%H:%M})",
                "Move the slot, or change the quiet hours under [timing].",
            )
    for reporter in Reporter:
        own = [slot for slot in phase.slots if slot.reporter is reporter]
        for earlier, later in pairwise(own):
            if _on_a_day(later.at) - _on_a_day(earlier.at) < plan.window:
                raise RuleBookError(
                    file,
                    f'{place}, slot "{later.name}"',
                    f'it begins before the window of "{earlier.name}" has ended',
                    "Put slots in order of time, at least one window apart.",
                )


def _on_a_day(at: time) -> datetime:
    return datetime.combine(date.min, at)
